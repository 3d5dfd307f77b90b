"""Corrections: whoever gains by a new key gains everywhere and is told; nobody loses."""

import asyncio
from collections.abc import Iterator

import msgspec
import pytest

from bot import intents as ask
from bot.bank.bank import Bank
from bot.domain.shuffle import shuffled
from bot.store import schema as s
from bot.usecases.corrections import correct_next, key_hash
from tests.usecases.study import Study, caller, every_kind, live, words

NAME = "db.more.0001"
PEOPLE = [caller(f"P{n}") for n in range(25)]


@pytest.fixture
def study(stored_url: str) -> Iterator[Study]:
    study = Study(stored_url)
    while step(study):
        pass
    yield study
    study.close()


def step(study: Study) -> bool:
    return study.writer.submit(lambda tx: correct_next(study.app.ports(tx))).result()


def letter(study: Study, daily: int, option: str) -> str:
    question = study.app.bank.questions[NAME]
    return "ABCD"[shuffled(question, f"d{daily}").index(option)]


def with_key(study: Study, key: str, rev: int = 2) -> None:
    """The bank's next revision says that another option is right."""
    old = live("single", NAME)
    options = tuple(msgspec.structs.replace(one, correct=one.id == key) for one in old.options)
    new = msgspec.structs.replace(old, options=options, rev=rev)
    study.app.bank = Bank(tuple(new if one.id == NAME else one for one in every_kind()))


def test_those_who_gain_get_points_and_are_told_and_nobody_loses(study: Study) -> None:
    daily = study.daily(NAME)
    for number, who in enumerate(PEOPLE):
        study.say(ask.Answer(daily, letter(study, daily, "r" if number % 2 else "p")), who)
    before = {row["attempt_id"]: row["points"] for row in study.rows(s.verdict)}
    with_key(study, "p")
    steps = 0
    while step(study):
        steps += 1
        assert len(study.rows(s.verdict, why="correction")) <= 20 * steps
    assert steps >= 2
    newest = {row["attempt_id"]: row["points"] for row in study.rows(s.verdict)}
    assert sorted(newest.values()) == [1500] * 25
    assert all(newest[attempt] >= points for attempt, points in before.items())
    assert all(row["points"] == 1500 for row in study.rows(s.total))
    assert len(study.rows(s.outbox, mode="tell")) == 13
    assert not step(study)
    assert study.wrong_rows() == []
    assert "Right" in study.say(ask.ShowResult(daily), PEOPLE[0]).title
    kept = words(study.say(ask.ShowResult(daily), PEOPLE[1]))
    assert "your points stay" in kept
    assert "your points stay" not in words(study.say(ask.ShowResult(daily), PEOPLE[0]))


def test_words_alone_correct_nothing(study: Study) -> None:
    daily = study.answered(NAME, PEOPLE[0])
    old = live("single", NAME)
    options = tuple(msgspec.structs.replace(one, text=one.text + "!") for one in old.options)
    new = msgspec.structs.replace(old, options=options, stem="??", rev=2)
    assert key_hash(new) == key_hash(old)
    study.app.bank = Bank(tuple(new if one.id == NAME else one for one in every_kind()))
    while step(study):
        pass
    assert len(study.rows(s.verdict)) == 1
    assert study.rows(s.known_question, question_id=NAME)[0]["revision"] == 2
    assert study.say(ask.ShowResult(daily), PEOPLE[0]).state in ("right", "wrong")


def test_hints_and_lost_claims_still_count_against_the_points(study: Study) -> None:
    study.app.bank = Bank(tuple(live("single", NAME, hints=("h",)) if q.id == NAME else q for q in every_kind()))
    daily = study.daily(NAME)
    study.say(ask.TakeHint(daily), PEOPLE[0])
    study.say(ask.Answer(daily, letter(study, daily, "p")), PEOPLE[0])
    study.say(ask.Practise("db.more.0002"), PEOPLE[1])
    with_key(study, "p")
    while step(study):
        pass
    assert [row["points"] for row in study.rows(s.verdict)] == [0, 1125]


def test_a_tick_corrects_and_the_letter_says_what_was_gained(study: Study) -> None:
    daily = study.daily(NAME)
    study.say(ask.Answer(daily, letter(study, daily, "p")), PEOPLE[0])
    with_key(study, "p")
    asyncio.run(study.app.tick(watch=False))
    assert [row["why"] for row in study.rows(s.verdict)] == ["answer", "correction"]
    from bot.app.letters import LETTERS, read_letter

    kind, ids = read_letter(study.rows(s.outbox, mode="tell")[0]["letter"])
    told = study.writer.submit(lambda tx: LETTERS[kind].load(ids, study.app.ports(tx))).result()
    assert "15 points" in words(LETTERS[kind].present(told))
