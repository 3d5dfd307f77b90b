"""A group's settings as people type them: what is read, what is refused, and that nothing else can happen."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import errors as e
from bot.domain.date_words import AHEAD, read_dates, without
from bot.domain.group_settings import COLUMNS, fits, read_settings
from bot.domain.group_words import (
    read_bands,
    read_name,
    read_reveal,
    read_share,
    read_time,
    read_topics,
    read_verdict,
    read_weekdays,
    read_window,
)
from bot.domain.schedule import Skip, merged
from bot.domain.season import read_plan
from tests.every import every
from tests.hostile import HOSTILE

FRIDAY = date(2026, 11, 20)
TOPICS = ("db", "py", "sql")


@every(
    ("said", "at"),
    [
        ("9:00", time(9)),
        ("09.00", time(9)),
        ("0900", time(9)),
        ("9", time(9)),
        ("9am", time(9)),
        (" 9 AM ", time(9)),
        ("12am", time(0)),
        ("12 p.m.", time(12)),
        ("5:30 pm", time(17, 30)),
        ("17h30", time(17, 30)),
        ("00:00", time(0)),
    ],
)
def test_times(said: str, at: time) -> None:
    assert read_time(said) == at


@every("said", ["", "24:00", "9:60", "13pm", "0am", "nine", "9:0", "-9", "9:00:00", "٩:٠٠", "９:00"])
def test_what_is_no_time(said: str) -> None:
    with pytest.raises(e.NotATime):
        read_time(said)


@every(
    ("said", "days"),
    [
        ("mon-fri", "01234"),
        ("Mon – Fri", "01234"),
        ("mon wed fri", "024"),
        ("Monday, Wednesday and Friday", "024"),
        ("fri-mon", "0456"),
        ("daily", "0123456"),
        ("every day", "0123456"),
        ("weekdays", "01234"),
        ("weekends mon", "056"),
        ("tues/thurs", "13"),
        ("Mon.", "0"),
    ],
)
def test_weekdays(said: str, days: str) -> None:
    assert read_weekdays(said) == frozenset(map(int, days))


@every("said", ["", "t", "someday", "mon-", "-", "mon-tue-wed", "m w f", "1 2"])
def test_what_is_no_weekday(said: str) -> None:
    with pytest.raises(e.NoSuchWeekday):
        read_weekdays(said)


def test_topics_are_those_of_the_bank() -> None:
    assert read_topics("SQL, db sql", TOPICS) == ("db", "sql")
    assert read_topics("all", TOPICS) == ()
    with pytest.raises(e.UnknownTopic) as refused:
        read_topics("db sqll", TOPICS)
    assert (refused.value.said, refused.value.near) == ("sqll", ("sql",))


@every(("said", "kept"), [("30/50/20", "30/50/20"), ("30 % 50 % 20 %", "30/50/20"), ("1 0 0", "1/0/0")])
def test_bands(said: str, kept: str) -> None:
    assert read_bands(said) == kept


@every("said", ["", "0/0/0", "1/2", "1/2/3/4", "a/b/c", "-1/5/5", "99999/1/1"])
def test_what_is_no_mix(said: str) -> None:
    with pytest.raises(e.BadMix):
        read_bands(said)


def test_delays() -> None:
    assert [read_reveal(said) for said in ("next", "4h", "90m", "1h30m", "2 hours", "1 h")] == [0, 240, 90, 90, 120, 60]
    assert read_window("30 min") == 30
    with pytest.raises(e.RevealTooSoon):
        read_reveal("59m")
    for said in ("", "4", "h", "400h", "-1h", "soon"):
        with pytest.raises(e.NotADelay):
            read_reveal(said)
    for said in ("9m", "25h"):
        with pytest.raises(e.NotADelay):
            read_window(said)


def test_shares_verdicts_and_names() -> None:
    assert [read_share(said) for said in ("50", "60 %", "half")] == [50, 60, 50]
    assert [read_verdict(said) for said in ("Now", "at the reveal")] == ["now", "reveal"]
    assert read_name("  Night \t owls ") == "Night owls"
    assert read_name("e\u0301") == "é"
    for name in ("", " ", "x" * 61, "a\u202eb", "a\x00b", "...", "\ud800"):
        with pytest.raises(e.BadGroupName):
            read_name(name)
    for share in ("0", "100"):
        with pytest.raises(e.BadShare):
            read_share(share)


@every(
    ("said", "dates"),
    [
        ("2026-12-24", "2026-12-24..2026-12-24"),
        ("2026-12-24..2027-01-01", "2026-12-24..2027-01-01"),
        ("2026-12-24 to 2026-12-26", "2026-12-24..2026-12-26"),
        ("today and tomorrow", "2026-11-20..2026-11-21"),
        ("2026-12-01 2026-12-02", "2026-12-01..2026-12-02"),
        ("friday", "2026-11-27..2026-11-27"),
        ("next monday", "2026-11-23..2026-11-23"),
    ],
)
def test_dates(said: str, dates: str) -> None:
    first, last = dates.split("..")
    assert read_dates(said, FRIDAY) == (Skip(date.fromisoformat(first), date.fromisoformat(last)),)


@every(
    ("said", "refusal"),
    [
        ("", e.NotADate),
        ("24 Dec", e.NotADate),
        ("2026-02-30", e.NotADate),
        ("2026-12-24..", e.NotADate),
        ("1..2..3", e.NotADate),
        ("weekends", e.NotADate),
        ("2026-12-02..2026-12-01", e.DatesBackwards),
        ("2026-11-19", e.DateOutOfReach),
        ("2027-11-22", e.DateOutOfReach),
        ("2026-12-01..9999-12-31", e.DateOutOfReach),
    ],
)
def test_what_is_no_date(said: str, refusal: type[e.Refusal]) -> None:
    with pytest.raises(refusal):
        read_dates(said, FRIDAY)


days = st.integers(0, 60).map(lambda n: FRIDAY + timedelta(days=n))
spans = st.lists(st.tuples(days, days).map(lambda two: Skip(min(two), max(two))), max_size=6).map(tuple)


def inside(skips: tuple[Skip, ...]) -> set[date]:
    return {skip.first + timedelta(days=n) for skip in skips for n in range((skip.last - skip.first).days + 1)}


@given(spans, spans)
def test_taking_dates_back_leaves_exactly_the_others(kept: tuple[Skip, ...], gone: tuple[Skip, ...]) -> None:
    left = without(kept, gone)
    assert inside(left) == inside(kept) - inside(gone)
    assert left == merged(left)


READERS: dict[str, Callable[[str], object]] = {
    "time": read_time,
    "weekdays": read_weekdays,
    "topics": lambda said: read_topics(said, TOPICS),
    "bands": read_bands,
    "reveal": read_reveal,
    "window": read_window,
    "share": read_share,
    "verdict": read_verdict,
    "name": read_name,
    "dates": lambda said: read_dates(said, FRIDAY),
}


@given(st.text() | st.sampled_from(sorted(HOSTILE.values())))
def test_any_text_is_read_or_refused_with_little_of_it(said: str) -> None:
    for name, reader in READERS.items():
        refused: e.Refusal | None = None
        try:
            reader(said)
        except e.Refusal as refusal:
            refused = refusal
        if refused is not None:
            assert all(len(str(value)) <= 80 for value in vars(refused).values()), name


def test_settings_are_read_into_their_columns() -> None:
    said = {"at": "8am", "zone": "berlin", "season": "6 weeks", "topics": " ", "unknown": "x", "window": "2h"}
    assert read_settings(said, TOPICS, FRIDAY) == {
        "post_at": "08:00",
        "zone": "Europe/Berlin",
        "season": "6 weeks from 2026-11-16",
        "window_min": 120,
    }
    assert read_plan("6 weeks from 2026-11-16").weeks == 6
    assert set(COLUMNS) >= set(said) - {"unknown"}


def test_settings_must_leave_a_question() -> None:
    shelf = {("db", "junior"), ("sql", "mid")}
    assert fits("", "1/0/0", shelf)
    assert fits("db,sql", "0/1/0", shelf)
    assert not fits("db", "0/1/0", shelf)
    assert not fits("", "0/0/1", shelf)


def test_dates_reach_a_year_ahead() -> None:
    assert read_dates((FRIDAY + AHEAD).isoformat(), FRIDAY)
