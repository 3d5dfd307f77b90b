"""Whatever people do, what is kept follows from the facts: random lives of a few learners, proved at every turn."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from sqlalchemy import insert, update

from bot import intents as ask
from bot.app.rebuilding import differences, rebuild_all
from bot.bank.bank import Bank
from bot.ports.groups import APART
from bot.ports.posts import Choice
from bot.refs import Caller
from bot.store import schema as s
from bot.usecases.corrections import correct_next
from bot.usecases.covers import cover, record_miss
from bot.usecases.post_daily import roster_now
from bot.usecases.reveal_daily import reveal
from bot.usecases.streaks import catch_up
from tests.databases import sqlite_with_tables
from tests.usecases.study import Study, caller, live, words

QUESTIONS = (*(live("single", f"db.some.{n:04}") for n in range(1, 7)), live("open"), live("multi"), live("numeric"))
DERIVED = (s.filled_day, s.streak, s.ledger, s.total, s.member, s.question_stat, s.set_aside, s.tally)


class Life:
    """A study whose people do things at random."""

    def __init__(self, url: str, seed: int) -> None:
        self.study = Study(url, QUESTIONS)
        self.chance = Random(seed)
        self.people = [
            caller("Ann"), caller("Bob"), caller("Cem", 2), caller("Dee", 3, zone="Asia/Tokyo"),
            caller("Eva", 3, zone=None),
        ]  # fmt: skip
        self.done: list[str] = []
        self.born = 0
        with self.study.changed() as connection:  # two groups' channels in one space
            connection.execute(insert(s.channel).values(id=9, space_id=1, key="D", group_id=2))
            connection.execute(update(s.study_group).where(s.study_group.c.id == 2).values(apart=APART))

    def who(self) -> Caller:
        return self.chance.choice(self.people)

    def open_dailies(self) -> list[Any]:
        return [row for row in self.study.rows(s.daily) if row["state"] == "open"]

    # --- what may happen

    def post(self) -> None:
        group, day = self.chance.randint(1, 3), self.study.now.date()
        if any(row["group_id"] == group for row in self.open_dailies()):
            return
        if any(row["group_id"] == group and row["study_day"] >= day.isoformat() for row in self.study.rows(s.daily)):
            return
        chosen = self.study.app.bank.questions[self.chance.choice(QUESTIONS).id]
        self.use(lambda ports: self.open(group, day, Choice(chosen.id, chosen.rev, chosen.topic, chosen.band), ports))

    def open(self, group: int, day: date, choice: Choice, ports: Any) -> None:
        expected = roster_now(ports.groups.get(group), ports)
        opened = ports.posts.open_new(group, day, ports.now, choice, ports.now, None, len(expected))
        ports.posts.expect(opened, expected)

    def answer(self) -> None:
        one = self.who()
        for row in self.open_dailies():
            said = self.chance.choice(["a", "b", "c", "a c", "426 s", "some words"])
            home = caller(one.name, row["group_id"])
            there = Caller(one.account, one.name, home.space, home.channel, zone=one.zone)
            intent: Any = ask.Answer(row["id"], said, True) if self.chance.random() < 0.8 else ask.DontKnow(row["id"])
            self.study.later(seconds=1)
            self.study.say(intent, there)

    def hint(self) -> None:
        self.study.say(ask.TakeHint(), self.who())

    def close(self) -> None:
        for row in self.open_dailies()[:1]:
            self.study.writer.submit(lambda tx, which=row["id"]: self.reveal(tx, which)).result()

    def reveal(self, tx: Any, which: int) -> None:
        ports = self.study.app.ports(tx)
        daily = ports.dailies.get(which)
        assert daily is not None
        reveal(daily, ports)

    def miss(self) -> None:
        group = self.chance.randint(1, 3)
        day = self.study.now.date() - timedelta(days=self.chance.randint(0, 4))
        self.use(lambda ports: record_miss(group, day, ports.now - timedelta(days=self.chance.randint(0, 2)), ports))

    def cover(self) -> None:
        rows = self.study.rows(s.daily)
        if rows:
            row = self.chance.choice(rows)
            self.use(lambda ports: cover(row["id"], row["group_id"], ports))

    def outage(self) -> None:
        began = self.study.now
        self.study.later(hours=self.chance.choice([1, 5, 30]))

        def note(ports: Any) -> None:
            ports.agenda.note_outage(began, ports.now)
            ports.streaks.doubt_since(began)

        self.use(note)

    def link(self) -> None:
        one, other = self.chance.sample(self.people, 2)
        code = words(self.study.say(ask.StartLink(), one)).split("`")[1]
        self.study.say(ask.RedeemLink(code), other)
        self.study.say(ask.ConfirmLink(code), other)
        self.study.say(ask.ConfirmLink(code), one)

    def unlink(self) -> None:
        self.study.say(ask.Unlink(confirmed=True), self.who())

    def forget(self) -> None:
        if self.chance.random() < 0.3:
            self.study.say(ask.DeleteData(confirmed=True), self.who())

    def set(self) -> None:
        intent = self.chance.choice(
            [
                ask.SetVisibility("hidden"), ask.SetVisibility("anonymous"), ask.SetVisibility("named"),
                ask.SetRestDays("sat sun"), ask.SetRestDays("wed"), ask.PauseLearner(3), ask.ResumeLearner(),
                ask.SetZone("America/New_York"), ask.SetZone("Asia/Tokyo"), ask.SetZone("Europe/Berlin"),
            ]
        )  # fmt: skip
        self.study.say(intent, self.who())

    def move(self) -> None:
        self.study.say(self.chance.choice([ask.JoinGroup(), ask.LeaveGroup()]), self.who())

    def practise(self) -> None:
        one = self.who()
        self.study.say(ask.Practise(self.chance.choice(QUESTIONS).id), one)
        self.study.say(ask.AnswerPractice("", self.chance.choice(["a", "b", "7 s"])), one)

    def assess(self) -> None:
        self.study.say(ask.AssessAnswer(None, self.chance.choice(["3 3", "1 0", "2 3"])), self.who())

    def correct(self) -> None:
        """Another option of a question turns out to be right."""
        bank = self.study.app.bank
        tried = [row["question_id"] for row in self.study.rows(s.attempt) if row["question_id"].startswith("db.")]
        old = bank.questions[self.chance.choice(tried or [QUESTIONS[0].id])]
        right = self.chance.choice([option.id for option in old.options])
        options = tuple(msgspec.structs.replace(one, correct=one.id == right) for one in old.options)
        new = msgspec.structs.replace(old, rev=old.rev + 1, options=options)
        others = [one for one in bank.questions.values() if one.id != old.id]
        self.use(self.correct_all)
        self.study.app.bank = Bank((*others, new))
        self.use(self.correct_all)

    def correct_all(self, ports: Any) -> None:
        while correct_next(ports):
            pass

    def look(self) -> None:
        one = self.who()
        for intent in (ask.ShowStreak(), ask.ExplainStreak(), ask.ShowLeaderboard("all"), ask.ShowLeaderboard("week")):
            self.study.say(intent, one)

    def wait(self) -> None:
        self.study.later(hours=self.chance.choice([1, 3, 9, 20, 26, 50]))

    def long_wait(self) -> None:
        if self.chance.random() < 0.1:
            self.study.later(days=self.chance.choice([20, 181]))

    # ---

    def use(self, work: Callable[[Any], Any]) -> None:
        self.study.writer.submit(lambda tx: work(self.study.app.ports(tx))).result()

    def step(self) -> None:
        often = [self.answer, self.answer, self.answer, self.post, self.post, self.wait, self.wait, self.close]
        seldom = [
            self.hint, self.miss, self.cover, self.outage, self.link, self.unlink, self.forget, self.set, self.move,
            self.practise, self.assess, self.correct, self.look, self.long_wait,
        ]  # fmt: skip
        what = self.chance.choice(often if self.chance.random() < 0.6 else seldom)
        self.done.append(what.__name__)
        what()

    def differences(self) -> list[str]:
        return list(differences(self.study.writer, lambda: self.study.now))

    def kept(self) -> dict[str, list[dict[str, Any]]]:
        """Everything derived, but for when streaks were last looked at."""
        rows = {
            table.name: [{**row, "checked_at": 0, "stale": 0} for row in self.study.rows(table)] for table in DERIVED
        }
        rows["member"] = [row for row in rows["member"] if row["active"]]  # when one began that is over means nothing
        return rows


def live_on(url: str, seed: int, steps: int, every: int) -> None:
    life = Life(url, seed)
    try:
        for step in range(1, steps + 1):
            life.step()
            if step % every == 0:
                assert life.differences() == [], f"seed {seed}, after {life.done[-every:]}"
        for row in life.study.rows(s.streak):  # bring every streak up to now, as the rebuild does
            learner = row["learner_id"]
            life.use(lambda ports, who=learner: catch_up(who, ports.streaks.state(who), ports))
        before = life.kept()
        rebuild_all(life.study.writer, lambda: life.study.now)
        assert life.differences() == []
        assert life.kept() == before
    finally:
        life.study.close()


@pytest.mark.parametrize("seed", range(6))
def test_what_is_kept_follows_from_the_facts(stored_url: str, seed: int) -> None:
    steps = 120 if stored_url.startswith("sqlite") else 40
    live_on(stored_url, seed, steps, 1 if stored_url.startswith("sqlite") else 10)


def test_the_lives_hold_what_matters(sqlite_template: Path, tmp_path: Path) -> None:
    """The random lives do reach what is hard: else the law above would prove little."""
    seen: set[str] = set()
    for seed in range(4):
        life = Life(sqlite_with_tables(sqlite_template, tmp_path / f"{seed}.db"), seed)
        for _ in range(120):
            life.step()
        seen |= {row["what"] for row in life.study.rows(s.ledger)} | {row["why"] for row in life.study.rows(s.verdict)}
        seen |= {"aside" for _ in life.study.rows(s.set_aside)}
        seen |= {"open" for row in life.study.rows(s.total) if row["opens"]}
        seen |= {"hidden" for row in life.study.rows(s.total) if not row["shown"]}
        seen |= {"quorum" for row in life.study.rows(s.daily) if row["quorum_at"]}
        life.study.close()
    assert seen >= {"filled", "broken", "covered", "correction", "assessment", "aside", "open", "hidden", "quorum"}
