"""Nobody is shown a key before its time: random lives in four groups, and every word that comes of them is read.

Each question carries a mark of its own in all that belongs to its key: whys, explanation, model answer, mended lines,
accepted forms. The law keeps its own books of who may see what, from the facts alone.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot import intents as ask
from bot.app.forms import FORMS
from bot.intents import Intent
from bot.refs import AccountRef, Caller, ChannelRef, MessageRef
from bot.store import schema as s
from bot.view.card import Buttons, Card, Choices
from bot.view.plain import plain
from bot.view.wire import encode
from tests.databases import sqlite_with_tables
from tests.domain.answerable import KIND_FIELDS
from tests.usecases.circle import Circle, Post, person
from tests.usecases.study import live

SAID = {
    "single": "b", "multi": "a c", "true_false": "t f f t", "numeric": "1 s", "short": "serialization_failur",
    "order": "c b a d", "match": "1b 2a 3c 4d", "predict": "[]", "bug": "3 b", "open": "words",
}  # fmt: skip
"""An answer of each kind that can be read."""
HOMES = {1: ("C1",), 2: ("C2",), 3: ("D1", "T2"), 4: ("O1", "O", "other")}
"""Where the groups live."""
STEPS = 250


def mark(question_id: str) -> str:
    return f"key({question_id})"


def marked(number: int, kind: str) -> Any:
    """A live question of a kind whose key is marked wherever it is told."""
    name = f"db.some.{number:04}"
    parts, secret = deepcopy(KIND_FIELDS[kind]), mark(name)
    for entry in (*parts.get("options", ()), *parts.get("statements", ()), *parts.get("left", ())):
        entry["why"] = secret
    match kind:
        case "predict":
            parts["answer"]["stdout"] = secret + "\n"
        case "short":
            parts["answer"]["accept"].insert(0, secret)
        case "bug":
            parts["answer"]["fixed"] = {3: secret, 5: secret}
        case "open":
            parts["answer"]["model_answer"] = secret
    return live(kind, name, **parts, explanation=secret, stem=f"stem({name})", hints=("one", "two"))


QUESTIONS = tuple(marked(number, kind) for number, kind in enumerate(SAID, 1))


class Reading(Post):
    """A platform on which everything is read before it is shown."""

    def __init__(self, life: "Life") -> None:
        super().__init__()
        self.life = life

    async def send(self, channel: ChannelRef, card: Card, delivery_key: str, *more: Any) -> MessageRef:
        self.life.read(card, None)
        return await super().send(channel, card, delivery_key, *more)

    async def edit(self, message: MessageRef, card: Card, *more: Any) -> None:
        self.life.read(card, None)

    async def tell(self, account: AccountRef, card: Card) -> None:
        self.life.read(card, account)


class Life:
    """Six people in four groups of three spaces do things at random; admins with strange wishes among them."""

    def __init__(self, url: str, seed: int) -> None:
        self.chance = Random(seed)
        self.circle = Circle(url, QUESTIONS)
        reading = Reading(self)
        self.circle.toy = self.circle.other = reading
        messengers: Any = self.circle.app.courier._messengers
        messengers.update(toy=reading, other=reading)
        self.people = [
            person("Ann", boss=True), person("Bob"), person("Cem", "C2"), person("Dee", "D1", "T2", boss=True),
            person("Eva", "O1", "O", "other", boss=True), person("Fay", "C2", zone="Asia/Tokyo"),
        ]  # fmt: skip
        self.doing: Intent | None = None
        self.codes: list[str] = []
        self.read_cards = 0
        for channel, verdict in (("C1", "now"), ("C2", "reveal")):
            who = person("Ann", channel, boss=True)
            self.circle.say(ask.SetUpGroup(name=channel, at="09:00", weekdays="mon-sun", reveal="20h"), who)
            self.circle.say(ask.ChangeGroup(verdict=verdict), who)
        self.circle.say(ask.SetUpGroup(name="T2", at="12:00", zone="America/New_York"), self.people[3])
        self.circle.say(ask.SetUpGroup(name="O", at="20:00", zone="Asia/Tokyo"), self.people[4])

    # --- what may be seen

    def may_see(self, account: AccountRef | None) -> set[str]:
        """Questions whose key may be shown: revealed ones; to a person those answered, unless the verdict waits."""
        dailies = {row["id"]: row for row in self.circle.rows(s.daily)}
        waits = {row["id"]: row["verdict"] for row in self.circle.rows(s.study_group)}
        seen = {row["question_id"] for row in dailies.values() if row["state"] == "revealed"}
        accounts = {row["id"]: row for row in self.circle.rows(s.account)}
        mine = next(
            (row["learner_id"] for row in accounts.values()
             if (row["platform"], row["tenant"], row["user_key"]) == account), None
        )  # fmt: skip
        for row in self.circle.rows(s.attempt) if mine is not None else ():
            daily = dailies.get(row["daily_id"])
            hidden = daily and daily["state"] == "open" and (daily["verdict"] or waits[daily["group_id"]]) == "reveal"
            if accounts[row["account_id"]]["learner_id"] == mine and not hidden:
                seen.add(row["question_id"])
        return seen

    def read(self, card: Any, account: AccountRef | None) -> None:
        """Look for marks of keys that are not for this reader (None: a channel) in the words, the tokens, the file."""
        self.read_cards += 1
        text = repr(card)
        if isinstance(card, Card):
            assert card.title != "That is our fault", self.doing
            text += plain(card) + " ".join(map(encode, carried(card)))
        found = {one.id for one in QUESTIONS if mark(one.id) in text}
        if isinstance(card, Card) and any(
            choice.mark for block in card.blocks if isinstance(block, Choices) for choice in block.options
        ):
            found |= {one.id for one in QUESTIONS if f"stem({one.id})" in text}
        assert found <= self.may_see(account), (self.doing, account)

    # --- what they do

    def step(self) -> None:
        chance = self.chance
        if chance.random() < 0.06:
            for _ in range(chance.choice((1, 1, 3, 9, 20))):
                self.circle.later(hours=1)
                self.circle.tick()
            return
        who = self.somebody()
        self.doing = intent = self.something()
        if chance.random() < 0.2:
            self.answer()
            return
        if type(intent) in FORMS and chance.random() < 0.3:
            self.read(self.circle.form(intent, who), who.account)
            return
        self.ask(intent, who)

    def answer(self) -> None:
        """Somebody answers an open question where it was posted, in a way that can be read."""
        rows = [row for row in self.circle.rows(s.daily) if row["state"] == "open"]
        if not rows:
            return
        row, who = self.chance.choice(rows), self.chance.choice(self.people)
        said = SAID[self.circle.app.bank.questions[row["question_id"]].kind]
        home = person(who.name, *HOMES[row["group_id"]])
        self.doing = ask.Answer(row["id"], said, True)
        self.ask(
            self.doing, replace(home, account=who.account) if who.account.platform == home.account.platform else who
        )

    def ask(self, intent: Intent, who: Caller) -> None:
        for reply in self.circle.app.handle(intent, who):
            self.read(reply.card, who.account if reply.to == "private" else None)
            if isinstance(intent, ask.StartLink):
                self.codes = [*self.codes, *plain(reply.card).split("`")[1:2]][-2:]

    def somebody(self) -> Caller:
        who = self.chance.choice(self.people)
        if self.chance.random() < 0.3 and who.account.platform == "toy":
            elsewhere = person(who.name, *self.chance.choice((HOMES[1], HOMES[2], HOMES[3], (None,))))
            return replace(elsewhere, account=who.account, space_admin=who.space_admin, zone=who.zone)
        return who

    def something(self) -> Intent:
        chance = self.chance
        rows = self.circle.rows(s.daily)
        posted = [row["id"] for row in rows if row["state"] == "open"] * 3 + [row["id"] for row in rows]
        daily = chance.choice(posted) if posted and chance.random() < 0.8 else None
        group, said = chance.choice((None, None, 1, 2, 3, 4)), chance.choice(("a", "I don't know", *SAID.values()))
        question = chance.choice(("", chance.choice(QUESTIONS).id))
        code = chance.choice(self.codes) if self.codes else "AAAABBBB"
        if chance.random() < 0.03:
            return chance.choice(
                (
                    ask.ReplaceDaily(group, True), ask.PostNow(group), ask.PauseGroup(group), ask.ResumeGroup(group),
                    ask.EndGroup(group, True), ask.RestoreGroup(group), ask.Unlink(True), ask.DeleteData(True),
                )
            )  # fmt: skip
        return chance.choice(
            (
                *[ask.Answer(daily, said, True)] * 4, ask.Answer(daily, said), ask.DontKnow(daily), ask.TakeHint(daily),
                ask.ShowDaily(group), ask.ShowResult(daily), ask.AssessAnswer(daily, "2 3"), ask.ShowYesterday(group),
                ask.ShowHistory(), ask.Practise(question), ask.AnswerPractice(question, said),
                ask.ReportQuestion(question, "odd"), ask.ShowStreak(), ask.ExplainStreak(), ask.ExportData(),
                ask.ShowLeaderboard("all"), ask.ShowGroup(group), ask.ShowLog(group), ask.PreviewDaily(group),
                ask.PreviewDaily(group, True), ask.JoinGroup(group), ask.LeaveGroup(group), ask.StartLink(),
                ask.RedeemLink(code), ask.ConfirmLink(code), ask.ConfirmLink(code), ask.SetReminder("18:30"),
            )
        )  # fmt: skip


def carried(card: Card) -> Iterator[Intent]:
    """What the controls of a card carry."""
    for block in card.blocks:
        if isinstance(block, Buttons):
            yield from (button.intent for button in block.buttons)
        elif isinstance(block, Choices):
            yield from (choice.intent for choice in block.options if choice.intent)
            if block.submit:
                yield block.submit


@pytest.mark.parametrize("seed", range(4))
def test_no_key_is_shown_before_its_time(seed: int, sqlite_template: Path, tmp_path: Path) -> None:
    life = Life(sqlite_with_tables(sqlite_template, tmp_path / "quorum.db"), seed)
    try:
        for _ in range(STEPS):
            life.step()
        # The life was one: questions came, people answered, and much was read.
        assert len(life.circle.rows(s.daily)) > 5
        assert len(life.circle.rows(s.attempt)) > 5
        assert life.read_cards > STEPS / 2
    finally:
        life.circle.close()
