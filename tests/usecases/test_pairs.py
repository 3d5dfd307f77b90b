"""Pair rounds: signing up, matching, meeting, two halves, no-shows, blind rubrics and their agreement."""

import asyncio
import json
from collections.abc import Iterator
from datetime import datetime

import pytest

from bot import intents as ask
from bot.bank.bank import Bank
from bot.domain.format import Format, read_format
from bot.refs import AccountRef
from bot.store import round_tables as r
from bot.store import schema as s
from bot.view.card import Card
from bot.view.form import Form
from tests.clubs import Club, questions
from tests.domain.answerable import criterion
from tests.platforms.lossy import Lossy
from tests.usecases.mock import carried, phase
from tests.usecases.study import words

TALK: Format = read_format(
    {
        "id": "talk",
        "title": "Talk",
        "about": "Questions.",
        "phases": [phase("core", 60, kinds=["single"], count=2)],
        "rubric": [criterion("clear", 1), criterion("honest", 2)],
    }
)
MON = "mon 18-20"  # the clubs' clock begins on a Monday morning


class Postman(Lossy):
    """The lossy platform, with every private card by whom it went to."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, Card]] = []

    async def tell(self, account: AccountRef, card: Card) -> None:
        self.told.append((account.user, card))
        await super().tell(account, card)


@pytest.fixture
def club(stored_url: str) -> Iterator[Club]:
    club = Club(stored_url)
    club.bank = Bank(tuple(questions(30)), (TALK,))
    club.platform = Postman()
    club.app = club.another_app()
    club.group()
    yield club
    club.close()


def say(club: Club, intent: ask.Intent, who: str) -> Card:
    card = club.ask(intent, who)[0].card
    assert card.title != "That is our fault", intent
    return card


def sign_up(club: Club, *names: str, slots: str = "daily 18-20", **more: str) -> None:
    for name in names:
        assert say(club, ask.SignUpPair("talk", slots=slots, **more), name).state == "done"


def letters(club: Club, who: str) -> list[Card]:
    club.tick()
    assert isinstance(club.platform, Postman)
    return [card for name, card in club.platform.told if name == who]


def matched(club: Club) -> list[set[str]]:
    """Who was paired with whom, observers left out."""
    club.jump(hours=24)
    club.tick()
    names = {row.id: row.name for row in club.rows(s.account.select())}
    found: dict[int, set[str]] = {}
    for row in club.rows(r.round_player.select()):
        if row.role != "observer":
            found.setdefault(row.round_id, set()).add(names[row.account_id])
    return list(found.values())


def until_they_meet(club: Club) -> None:
    """Let time pass until the pair's meeting."""
    plan = json.loads(club.rows(r.round_.select())[-1].wish)
    club.now = datetime.fromisoformat(plan["at"])
    club.tick()


def meeting(club: Club, *names: str) -> int:
    """Two who are at their meeting; the round."""
    sign_up(club, *names)
    matched(club)
    until_they_meet(club)
    for name in names[:2]:
        say(club, ask.ComeToPair(1), name)
    club.tick()
    return 1


def test_two_who_have_time_together_are_paired_and_told(club: Club) -> None:
    sign_up(club, "Ann", "Bob")
    assert matched(club) == [{"Ann", "Bob"}]
    for name, other in (("Ann", "Bob"), ("Bob", "Ann")):
        letter = letters(club, name)[-1]
        assert letter.state_word == "paired"
        assert other in words(letter)


def test_who_has_no_time_together_or_no_language_is_not_paired_and_waits(club: Club) -> None:
    sign_up(club, "Ann", slots="daily 18-20")
    sign_up(club, "Bob", slots="daily 8-10")
    sign_up(club, "Cem", language="deutsch")
    assert matched(club) == []
    assert {row.skipped for row in club.rows(r.pair_wish.select())} == {1}
    sign_up(club, "Dee", language="deutsch")
    assert matched(club) == [{"Cem", "Dee"}]


def test_an_odd_one_observes_a_pair_whose_time_suits(club: Club) -> None:
    sign_up(club, "Ann", "Bob", "Cem")
    assert len(matched(club)) == 1
    roles = sorted(row.role for row in club.rows(r.round_player.select()))
    assert roles == ["first", "observer", "second"]


def test_nobody_is_left_out_twice_in_a_row(club: Club) -> None:
    free = {"Ann": "daily 8-9, daily 18-19", "Bob": "daily 18-19, daily 12-13", "Cem": "daily 8-9, daily 12-13"}
    for name, slots in free.items():
        sign_up(club, name, slots=slots)
    (first,) = matched(club)
    for name in sorted(first):
        sign_up(club, name, slots=free[name])
    _, second = matched(club)
    assert set(free) - first <= second


def test_a_partner_is_not_repeated_while_another_is_possible(club: Club) -> None:
    sign_up(club, "Ann", "Bob")
    assert matched(club) == [{"Ann", "Bob"}]
    club.jump(hours=48)
    club.tick()
    sign_up(club, "Ann", "Bob", "Cem", "Dee")
    assert {"Ann", "Bob"} not in matched(club)[1:]


def test_they_meet_interview_each_other_and_change_at_half_time(club: Club) -> None:
    meeting(club, "Ann", "Bob")
    sheet, asked = letters(club, "Ann")[-1], letters(club, "Bob")[-1]
    assert sheet.state_word == "interviewer"
    assert "The key:" in words(sheet)
    assert "You are interviewed now" in asked.title
    give = next(intent for intent in carried(sheet) if isinstance(intent, ask.HandOver))
    say(club, give, "Ann")
    task = letters(club, "Bob")[-1]
    assert task.state_word == "candidate"
    assert "The key:" not in words(task)
    club.jump(minutes=30)
    assert letters(club, "Bob")[-1].state_word == "interviewer"
    assert "Change of roles" in letters(club, "Ann")[-1].title
    club.jump(minutes=30)
    assert letters(club, "Ann")[-1].title == "How was it?"
    assert [row.state for row in club.rows(r.round_.select())] == ["ended"]


def test_the_run_sheet_is_for_the_interviewer_alone(club: Club) -> None:
    number = meeting(club, "Ann", "Bob")
    assert say(club, ask.ShowSheet(number), "Bob").title == "That is not for your role"
    assert say(club, ask.ShowSheet(number), "Eve").title == "That is no round of yours"
    item = club.rows(r.round_item.select())[0].id
    assert say(club, ask.HandOver(item), "Bob").title == "That is not for your role"
    assert "The key:" in words(say(club, ask.ShowSheet(number, 2), "Ann"))


def test_both_halves_ask_different_questions_that_are_in_play_for_neither(club: Club) -> None:
    meeting(club, "Ann", "Bob")
    asked = [row.question_id for row in club.rows(r.round_item.select())]
    assert len(asked) == len(set(asked)) == 4
    assert set(asked).isdisjoint({row.question_id for row in club.rows(s.daily.select()) if row.state != "revealed"})


def test_who_comes_in_vain_is_offered_another_partner(club: Club) -> None:
    sign_up(club, "Ann", "Bob")
    matched(club)
    until_they_meet(club)
    assert letters(club, "Ann")[-1].state_word == "now"
    say(club, ask.ComeToPair(1), "Ann")
    club.jump(minutes=10)
    letter = letters(club, "Ann")[-1]
    assert letter.title == "Your partner did not come"
    assert any(isinstance(intent, ask.SignUpPair) for intent in carried(letter))
    assert letters(club, "Bob")[-1].state_word == "now", "who did not come is not scolded"


def test_nobody_comes_hours_too_early(club: Club) -> None:
    sign_up(club, "Ann", "Bob")
    matched(club)
    assert say(club, ask.ComeToPair(1), "Ann").title == "It is not time yet"


def ended(club: Club, *names: str) -> int:
    number = meeting(club, *names)
    for _ in range(2):
        club.jump(minutes=30)
        club.tick()
    return number


def rate(club: Club, number: int, who: str, mine: str, theirs: str) -> Card:
    me = next(row.id for row in club.rows(s.account.select()) if row.name == who)
    card = say(club, ask.ShowPair(number), who)
    for row in club.rows(r.round_player.select()):
        if row.role != "observer":
            levels = mine if row.account_id == me else theirs
            card = say(club, ask.RatePair(number, row.account_id, levels, f"from {who}"), who)
    return card


def test_ratings_are_blind_until_all_have_given_theirs(club: Club) -> None:
    number = ended(club, "Ann", "Bob")
    waiting = rate(club, number, "Ann", "3 3", "2 1")
    assert "from" not in words(waiting)
    assert "kept" in words(waiting)
    both = rate(club, number, "Bob", "2 2", "3 2")
    text = words(both)
    assert "from Ann" in text
    assert "from Bob" in text
    assert "Agreement: 1 of 2 on the same level, 2 at most one apart." in text
    assert "from Bob" in words(say(club, ask.RatePair(number), "Ann"))


def test_a_rubric_is_filled_in_once_and_whole(club: Club) -> None:
    number = ended(club, "Ann", "Bob")
    form = asyncio.run(club.app.form(ask.RatePair(number), club.caller("Ann")))
    assert isinstance(form, Form)
    assert [field.name for field in form.fields] == ["c1", "c2", "comment"]
    assert say(club, ask.RatePair(number, levels="1 9"), "Ann").title == "Rate each criterion from 0 to 3"
    assert say(club, ask.RatePair(number, levels="1"), "Ann").title == "Fill in the rubric"
    first = club.rows(r.round_player.select().order_by(r.round_player.c.account_id))[0].account_id
    say(club, ask.RatePair(number, first, "1 1"), "Ann")
    assert say(club, ask.RatePair(number, first, "2 2"), "Ann").title == "You rated this already"


def test_three_raters_bring_a_weighted_kappa_and_no_points(club: Club) -> None:
    number = ended(club, "Ann", "Bob", "Cem")
    for name in ("Ann", "Bob", "Cem"):
        card = rate(club, number, name, "3 1", "3 1" if name != "Cem" else "2 0")
    assert "Weighted kappa of 3 raters" in words(card)
    assert club.rows(s.total.select()) == []


@pytest.mark.parametrize(
    ("said", "title"),
    [
        (ask.SignUpPair("nope", slots=MON), "There is no such format"),
        (ask.SignUpPair("talk", slots="whenever"), "I could not read when you are free"),
        (ask.SignUpPair("talk"), "I could not read when you are free"),
        (ask.SignUpPair("talk", slots="mon 20-18"), "I could not read when you are free"),
        (ask.SignUpPair("talk", slots=MON, language="§§"), "Which language?"),
        (ask.SignUpPair("talk", slots=MON, band="guru"), "Which level?"),
        (ask.WithdrawPair(), "You are not on the list"),
        (ask.ComeToPair(9), "That is no round of yours"),
        (ask.ShowPair(0), "There is no round for this"),
    ],
)
def test_bad_input_says_what_to_do(club: Club, said: ask.Intent, title: str) -> None:
    assert say(club, said, "Ann").title == title
    assert club.rows(r.pair_wish.select()) == []


def test_a_wish_is_changed_not_doubled_and_can_be_withdrawn(club: Club) -> None:
    sign_up(club, "Ann")
    sign_up(club, "Ann", slots="sat 10-12")
    waiting = [row.slots for row in club.rows(r.pair_wish.select()) if row.state == "waiting"]
    assert waiting == ["sat 10:00-12:00"]
    assert "sat 10:00-12:00" in words(say(club, ask.SignUpPair(), "Ann"))
    assert say(club, ask.WithdrawPair(), "Ann").title == "You are off the list"


def test_who_waits_two_weeks_in_vain_is_told(club: Club) -> None:
    sign_up(club, "Ann")
    for _ in range(16):
        club.jump(hours=24)
        club.tick()
    assert letters(club, "Ann")[-1].title == "No partner was found"
    assert [row.state for row in club.rows(r.pair_wish.select())] == ["withdrawn"]
