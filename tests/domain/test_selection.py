"""Selection: the mix, no repeat before the bank is used up, then the oldest, and the warning."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadMix
from bot.domain.question import BANDS
from bot.domain.selection import DEFAULT_MIX, Candidate, Served, Shelf, check_mix, choose, choose_from, matching

START = datetime(2026, 3, 4, tzinfo=UTC)


def bank(each: int = 20, topics: tuple[str, ...] = ("sql", "http")) -> list[Candidate]:
    return [Candidate(f"{topic}.{band}.{n}", topic, band) for topic in topics for band in BANDS for n in range(each)]


def run(candidates: list[Candidate], count: int, seed: int = 1, **wish: object) -> list[Candidate]:
    """Post `count` dailies one after another."""
    rng, served, posted = Random(seed), [], []
    for day in range(count):
        choice = choose(candidates, rng, recent=served, **wish)  # type: ignore[arg-type]
        assert choice is not None
        posted.append(choice.candidate)
        served.append(Served(choice.candidate.topic, choice.candidate.band))
        used = Candidate(
            choice.candidate.id, choice.candidate.topic, choice.candidate.band, START + timedelta(days=day)
        )
        candidates = [used if one.id == used.id else one for one in candidates]
    return posted


def test_ten_dailies_hold_the_mix_and_all_topics() -> None:
    posted = run(bank(), 10)
    assert {band: sum(one.band == band for one in posted) for band in BANDS} == {"junior": 3, "mid": 5, "senior": 2}
    assert abs(sum(one.topic == "sql" for one in posted) - 5) <= 2


def test_nothing_comes_twice_before_all_came_and_then_the_oldest_does() -> None:
    candidates = bank(2)
    posted = [one.id for one in run(candidates, 24)]
    assert sorted(posted[:12]) == sorted(one.id for one in candidates)
    assert posted[12:] == posted[:12]


def test_the_same_seed_chooses_the_same_and_another_does_not() -> None:
    assert run(bank(), 10) == run(list(reversed(bank())), 10)
    assert run(bank(), 10) != run(bank(), 10, seed=2)


def test_topics_and_bands_without_a_share_do_not_match() -> None:
    mix = {"junior": 0, "mid": 0, "senior": 1}
    found = matching(bank(1), {"sql"}, mix)
    assert [one.id for one in found] == ["sql.senior.0"]
    assert choose(bank(1), Random(1), {"go"}) is None
    assert choose([], Random(1)) is None


def test_what_is_left_is_counted_after_the_choice() -> None:
    plenty, few = choose(bank(2), Random(1)), choose(bank(2), Random(1), {"sql"})
    assert plenty is not None
    assert few is not None
    assert (plenty.unused_left, plenty.running_out) == (11, False)
    assert (few.unused_left, few.running_out) == (5, True)
    exactly = choose(bank(11, ("go",)), Random(1), mix={"junior": 1, "mid": 0, "senior": 0})
    assert exactly is not None
    assert (exactly.unused_left, exactly.running_out) == (10, False)


def test_a_mix_has_a_share_for_each_band() -> None:
    assert check_mix(DEFAULT_MIX) is DEFAULT_MIX
    for bad in ({}, {"junior": 1}, {"junior": 0, "mid": 0, "senior": 0}, {"junior": -1, "mid": 2, "senior": 2}):
        with pytest.raises(BadMix):
            check_mix(bad)  # type: ignore[arg-type]


NAMES = st.lists(st.sampled_from([f"{topic}.x.{n:04}" for topic in ("db", "net", "py") for n in range(9)]), unique=True)


@given(
    NAMES,
    st.dictionaries(st.integers(0, 26), st.integers(0, 30)),
    st.sets(st.integers(0, 26), max_size=8),
    st.lists(st.tuples(st.sampled_from(["db", "net", "py"]), st.sampled_from(BANDS)), max_size=30),
    st.sampled_from([(30, 50, 20), (0, 100, 0), (1, 0, 1)]),
    st.integers(0, 5),
)
def test_a_shelf_gives_what_the_candidates_would(
    names: list[str],
    uses: dict[int, int],
    left_out: set[int],
    late: list[tuple[str, Any]],
    shares: tuple[int, int, int],
    seed: int,
) -> None:
    bank = [Candidate(name, name.split(".")[0], BANDS[int(name[-1]) % 3]) for name in names]
    used = {bank[n].id: START + timedelta(days=day) for n, day in uses.items() if n < len(bank)}
    out = {bank[n].id for n in left_out if n < len(bank)}
    mix = dict(zip(BANDS, shares, strict=True))
    recent = [Served(topic, band) for topic, band in late]
    plain = [msgspec.structs.replace(one, last_used=used.get(one.id)) for one in bank if one.id not in out]
    assert choose_from(Shelf(bank, (), mix), Random(seed), used, out, mix, recent) == choose(
        plain, Random(seed), (), mix, recent
    )
