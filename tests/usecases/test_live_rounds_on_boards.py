"""Live rounds of a group that lets them count on its boards."""

import sqlalchemy as sa

from bot import intents as ask
from bot.bank.bank import Bank
from bot.ports import Ports
from bot.store import round_tables as r
from bot.store import schema as s
from bot.usecases.proof import COMMON, learner_differences
from bot.usecases.rebuild import rebuild_learner
from bot.view.card import Card
from tests.clubs import Club, questions
from tests.usecases.live import club, opened, posts, say
from tests.usecases.mock import SCREEN, asked, right
from tests.usecases.study import words

__all__ = ["club"]


def on_board(club: Club, board: str = "g1/a") -> dict[str, int]:
    """Whose points a board has."""
    t, a = s.total.c, s.account.c
    found = sa.select(a.name, t.points).join(s.total, t.learner_id == a.learner_id).where(t.board == board)
    return {row.name: row.points for row in club.rows(found)}


def wrong(ports: Ports) -> list[str]:
    """What is kept on boards and elsewhere but does not follow from the facts."""
    learners = ports.derived.learners(-1, 100)
    found = [line for learner in learners for line in learner_differences(learner, ports)]
    return found + [line for check in COMMON for line in check(ports)]


def first_question(club: Club, *, speed: bool = False) -> Card:
    """A round of Ada, Bea and Cem, begun."""
    number = opened(club, speed)
    for name in ("Bea", "Cem"):
        say(club, ask.JoinRound(number), name)
    say(club, ask.BeginLive(number))
    return posts(club)[-1]


def test_a_round_has_points_of_its_own_alone_unless_the_group_says_so(club: Club) -> None:
    question = first_question(club)
    for name in ("Ada", "Bea", "Cem"):
        say(club, ask.AnswerRound(asked(question), right(question)), name)
    assert on_board(club) == {}
    assert {row.group_id for row in club.rows(s.attempt.select())} == {None}


def test_where_the_group_says_so_first_answers_count_on_its_boards_without_the_speed(club: Club) -> None:
    changed = say(club, ask.ChangeGroup(rounds="board"))
    assert "Live rounds: count on the boards as well" in words(changed)
    assert "rounds: own → board" in words(say(club, ask.ShowLog()))
    question = first_question(club, speed=True)
    say(club, ask.AnswerRound(asked(question), right(question)), "Bea")
    say(club, ask.PassItem(asked(question)), "Cem")
    assert on_board(club) == {}, "a board that moves at once says who is right before the key is out"
    assert club.do(wrong) == []
    say(club, ask.AnswerRound(asked(question), right(question)))
    own = {row.points for row in club.rows(r.round_answer.select())}
    assert own == {2250, 0}
    for board in ("g1/a", "s1/a"):
        assert on_board(club, board) == {"Ada": 1500, "Bea": 1500, "Cem": 0}
    assert say(club, ask.ShowLeaderboard(), "Cem").state != "refused"
    assert club.do(wrong) == []
    with club.engine.begin() as connection:
        connection.execute(s.total.delete())
    learners = club.do(lambda ports: list(ports.derived.learners(-1, 100)))
    for learner in learners:
        club.do(lambda ports, learner=learner: rebuild_learner(learner, ports))
    assert on_board(club) == {"Ada": 1500, "Bea": 1500, "Cem": 0}


def test_a_round_counts_by_the_zone_and_season_with_which_it_began(club: Club) -> None:
    say(club, ask.ChangeGroup(rounds="board", season="6 weeks"))
    question = first_question(club)
    say(club, ask.ChangeGroup(zone="Pacific/Kiritimati", season="quarter", rounds="own"))
    for name in ("Ada", "Bea", "Cem"):
        say(club, ask.AnswerRound(asked(question), right(question)), name)
    assert on_board(club, "g1/d2026-03-02") == {"Ada": 1500, "Bea": 1500, "Cem": 1500}
    assert club.do(wrong) == []


def test_a_question_that_was_known_before_moves_no_board(club: Club) -> None:
    say(club, ask.ChangeGroup(rounds="board"))
    club.bank = Bank(tuple(questions(2)), (SCREEN,))
    club.app = club.another_app()
    for _ in range(2):
        question = first_question(club)
        for _ in range(2):
            for name in ("Ada", "Bea", "Cem"):
                say(club, ask.AnswerRound(asked(question), right(question)), name)
            club.jump(seconds=21)
            question = posts(club)[-1]
        assert posts(club)[-1].state_word == "podium"
        assert on_board(club) == {"Ada": 3000, "Bea": 3000, "Cem": 3000}
    assert club.do(wrong) == []
