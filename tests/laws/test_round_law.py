"""Whatever happens in a live round: it ends, each answer is judged once, the podium is what a recount gives."""

from collections import defaultdict
from pathlib import Path
from random import Random

import pytest

from bot import intents as ask
from bot.ports import Ports
from bot.store import round_tables as r
from bot.store import schema as s
from bot.usecases.live_rounds import standing_of
from bot.usecases.proof import COMMON, learner_differences
from tests.clubs import Club
from tests.databases import sqlite_with_tables
from tests.usecases.mock import SCREEN

NAMES = ("Ada", "Bea", "Cem", "Dee", "Eva")


class Evening:
    """A group's live round in which people do things at random."""

    def __init__(self, url: str, seed: int) -> None:
        self.club = Club(url)
        self.club.bank.formats = {SCREEN.id: SCREEN}
        self.chance = Random(seed)
        self.club.group(rounds="board" if seed % 2 else "own")
        self.told: dict[tuple[int, str], str] = {}
        self.ask("Ada", ask.StartLive("screen", speed=self.chance.random() < 0.5))

    def ask(self, name: str, intent: ask.Intent) -> str:
        card = self.club.ask(intent, name)[0].card
        assert card.title != "That is our fault", intent
        return card.title

    def items(self) -> list[int]:
        return [row.id for row in self.club.rows(r.round_item.select().order_by(r.round_item.c.id))]

    # --- what may happen

    def join(self, name: str) -> None:
        self.ask(name, ask.JoinRound(1))

    def leave(self, name: str) -> None:
        self.ask(name, ask.LeaveRound(1))

    def answer(self, name: str) -> None:
        for item in self.items():
            said = self.chance.choice("abcd")
            before = self.told.get((item, name))
            title = self.ask(name, ask.AnswerRound(item, said))
            if before is None and title == "Your answer is in":
                self.told[item, name] = said

    def give_up(self, name: str) -> None:
        for item in self.items()[-1:]:
            if self.ask(name, ask.PassItem(item)) == "Your answer is in" and (item, name) not in self.told:
                self.told[item, name] = ""

    def go(self, name: str) -> None:
        self.ask(name, ask.BeginLive(1))

    def pause(self, name: str) -> None:
        self.ask(name, ask.PauseRound(1))

    def wait(self, name: str) -> None:
        self.club.jump(seconds=self.chance.choice([1, 5, 10, 25, 70]))

    def tick(self, name: str) -> None:
        self.club.tick()

    def change(self, name: str) -> None:
        zone = self.chance.choice(["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin"])
        self.ask("Ada", ask.ChangeGroup(zone=zone, season=self.chance.choice(["month", "quarter", "5 weeks"])))

    def restart(self, name: str) -> None:
        self.club.app = self.club.another_app()


@pytest.mark.parametrize("seed", range(1, 21))
def test_a_live_round_ends_and_its_podium_can_be_recounted(sqlite_template: Path, tmp_path: Path, seed: int) -> None:
    evening = Evening(sqlite_with_tables(sqlite_template, tmp_path / "round.db"), seed)
    club, chance = evening.club, evening.chance
    rare = (evening.join, evening.leave, evening.give_up, evening.pause, evening.change, evening.restart)
    often = (evening.answer, evening.answer, evening.wait, evening.tick)
    try:
        for name in NAMES[: chance.randint(1, 5)]:
            evening.join(name)
        for _ in range(120):
            chance.choice(rare if chance.random() < 0.2 else often)(chance.choice(NAMES))
            if chance.random() < 0.12:
                evening.go("Ada")
        answered = len(evening.told)
        assert club.do(wrong) == []
        for _ in range(40):
            club.jump(hours=3)
            club.tick()
        assert [row.state for row in club.rows(r.round_.select())] == ["ended"]

        answers = club.rows(r.round_answer.select())
        judged = club.rows(s.verdict.select())
        assert answered >= 3, "a round in which nobody does anything shows nothing"
        assert len(answers) == len(evening.told) == len(judged)
        assert len({row.attempt_id for row in answers}) == len(answers)

        recount: dict[int, int] = defaultdict(int)
        learners = {row.id: row.learner_id for row in club.rows(s.account.select())}
        for row in club.rows(r.round_player.select()):
            recount[learners[row.account_id]] += 0
        for row in answers:
            recount[learners[row.account_id]] += row.points
        standing = club.do(lambda ports: standing_of(ports.rounds.get(1), ports))
        assert {place.player: place.points for place, _ in standing.rows} == dict(recount)
        for place, _ in standing.rows:
            assert place.rank == 1 + sum(points > place.points for points in recount.values())
        assert club.do(wrong) == []
        earned = {row.learner_id: row.points for row in club.rows(s.total.select()) if row.board == "g1/a"}
        counted = {row.id: row.learner_id for row in club.rows(s.attempt.select()) if row.counts}
        plain: dict[int, int] = defaultdict(int)
        for row in judged:
            if row.attempt_id in counted:
                plain[counted[row.attempt_id]] += row.points
        assert earned == (dict(plain) if seed % 2 else {})
    finally:
        club.close()


def wrong(ports: Ports) -> list[str]:
    """What is kept but does not follow from the facts."""
    learners = ports.derived.learners(-1, 100)
    found = [line for learner in learners for line in learner_differences(learner, ports)]
    return found + [line for check in COMMON for line in check(ports)]
