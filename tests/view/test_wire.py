"""Tokens: every intent that can be pressed goes there and back; everything else is one of two refusals."""

import re
from dataclasses import fields
from string import printable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import intents as ask
from bot.domain.errors import BadToken, OldToken
from bot.intents import NOTICES, Intent, every_intent
from bot.view.wire import TOKEN_LIMIT, DoesNotTravel, decode, encode
from tests.every import every
from tests.hostile import HOSTILE

PRESSED = [cls for cls in every_intent() if cls not in NOTICES]
ids = st.integers(1, 2**63 - 1)
question_ids = st.from_regex(r"[a-z]{2,8}\.[a-z0-9-]{2,24}\.[0-9]{4}", fullmatch=True)
words = st.text("abcdefghij0123456789 ", max_size=12)

PLAUSIBLE = {
    "group": st.none() | ids,
    "daily": st.none() | ids,
    "question": question_ids,
    "said": words,
    "levels": st.lists(st.sampled_from("0123"), min_size=4, max_size=7).map(" ".join),
    "page": st.integers(1, 100_000),
    "zone": st.sampled_from(["America/Argentina/ComodRivadavia", "Europe/Berlin", "Etc/GMT+12", "UTC", ""]),
    "dates": st.just("2026-12-24..2027-01-01"),
    "days": st.integers(0, 30) | st.just("sat sun"),
    "at": st.just("18:30"),
    "code": st.text("ABCDEFGHJKMNPQRSTVWXYZ23456789", min_size=8, max_size=8),
    "period": st.sampled_from(["day", "week", "month", "season", "all"]),
    "scope": st.sampled_from(["group", "channel", "space"]),
    "topic": st.sampled_from(["", "sql", "career"]),
}


@st.composite
def intents(draw: st.DrawFn) -> Intent:
    cls = draw(st.sampled_from(PRESSED))
    values = {}
    for part in fields(cls):
        if cls in (ask.SetUpGroup, ask.ChangeGroup, ask.ChangeSettings) and part.name not in ("group", "at"):
            continue  # written texts of a form: they are submitted, not pressed
        if part.type is bool:
            values[part.name] = draw(st.booleans())
        elif part.name in PLAUSIBLE:
            value = draw(PLAUSIBLE[part.name])
            if isinstance(value, str) == (part.type is str):
                values[part.name] = value
        elif part.type is str:
            values[part.name] = draw(words)
    return cls(**values)


@given(intents())
def test_every_plausible_intent_goes_there_and_back(intent: Intent) -> None:
    token = encode(intent)
    assert len(token) <= TOKEN_LIMIT
    assert re.fullmatch(r"q1:[a-z]+[A-Za-z0-9_.:-]*", token)
    assert decode(token) == intent


@given(st.text(printable[:95], max_size=20))
def test_short_printable_text_goes_there_and_back_or_is_refused_for_its_length(text: str) -> None:
    intent = ask.Answer(said=text)
    try:
        token = encode(intent)
    except DoesNotTravel:
        assert len(text) > 15
    else:
        assert decode(token) == intent


@given(st.text() | st.text("q1:abcdeghijnrsw0._-", max_size=30).map("q1:{}".format) | st.from_regex(r"q1:answer:.*"))
def test_whatever_comes_in_is_an_intent_or_one_of_two_refusals(token: str) -> None:
    try:
        intent = decode(token)
    except (BadToken, OldToken):
        return
    assert decode(encode(intent)) == intent


@every("text", HOSTILE)
def test_hostile_text_is_refused_on_both_ways(text: str) -> None:
    for token in (text, f"q1:answer:1:{text}"):
        try:
            decode(token)
        except (BadToken, OldToken):
            pass
        else:
            assert re.fullmatch(r"[A-Za-z0-9_.:-]*", token)
    try:
        token = encode(ask.ReportQuestion(reason=text))
    except DoesNotTravel:
        return
    assert token.isascii()
    assert len(token) <= TOKEN_LIMIT
    assert decode(token) == ask.ReportQuestion(reason=text)


@every("notice", sorted(NOTICES, key=lambda cls: cls.verb))
def test_nobody_can_press_what_only_a_platform_notices(notice: type[Intent]) -> None:
    with pytest.raises(DoesNotTravel):
        encode(notice())
    with pytest.raises(OldToken):
        decode(f"q1:{notice.verb}")


@every("token", ["q0:answer:1:b", "q2:daily", "q1:nosuchverb:1", "q1:streak:7", "q1:answer:1:b:1:9", "q999:x"])
def test_controls_of_another_version_are_told_apart(token: str) -> None:
    with pytest.raises(OldToken):
        decode(token)


@every(
    "token",
    ["", "q1", "q1:", "answer:1:b", "q1:Answer", "q1:answer:", "q1:answer:one", "q1:answer:01", "q1:answer:+1",
     "q1:answer:1_0",
     "q1:answer:9999999999999999999", "q1:answer:1:b:2", "q1:answer:1:.0a", "q1:answer:1:.zz", "q1:answer:1:.41",
     "q1:answer:\u0661", "q1:daily\n", "q1:answer:1:" + "x" * 75],
)  # fmt: skip
def test_damaged_controls_are_refused(token: str) -> None:
    with pytest.raises(BadToken):
        decode(token)


def test_defaults_take_no_room_and_tokens_stay_as_they_were_released() -> None:
    assert encode(ask.ShowDaily()) == "q1:daily"
    assert encode(ask.Answer(daily=12, said="a c", confirmed=True)) == "q1:answer:12:a_c:1"
    assert encode(ask.Answer(said="b")) == "q1:answer::b"
    assert encode(ask.SetZone("America/New_York")) == "q1:zone:America.2fNew.5fYork"
    assert encode(ask.ShowLeaderboard(period="")) == "q1:board:."
    assert encode(ask.TakeHint(0)) == "q1:hint:0"


def test_a_verb_belongs_to_one_intent_and_reads_as_a_verb() -> None:
    verbs = [cls.verb for cls in every_intent()]
    assert len(set(verbs)) == len(verbs)
    assert all(re.fullmatch(r"[a-z]{1,12}", verb) for verb in verbs)
