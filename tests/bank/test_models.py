"""The models that proofs import: known values, and laws that do not share their formulas."""

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.bank import CONTENT_ROOT

sys.path.insert(0, str(CONTENT_ROOT))
from _models import availability, backoff, bloom, bucket, clocks, eviction, queueing, quorums, ring

sys.path.pop(0)


@given(st.integers(1, 6), st.data())
def test_quorums_meet_when_their_sizes_add_up_to_more_than_all(n: int, data: st.DataObject) -> None:
    r, w = data.draw(st.integers(1, n)), data.draw(st.integers(1, n))
    assert quorums.always_meets(n, r, w) == (quorums.overlap(n, r, w) > 0) == (r + w > n)
    assert quorums.always_meets(n, quorums.majority(n), quorums.majority(n))


def test_a_read_below_a_quorum_may_miss_the_newest_write() -> None:
    assert quorums.newest_read(3, 2, {0: 7, 1: 7}) == {7}
    assert quorums.newest_read(3, 1, {0: 7, 1: 7}) == {0, 7}
    assert quorums.survives(5, quorums.majority(5)) == 2


def test_a_ring_moves_only_the_keys_of_the_new_node() -> None:
    keys = [f"key-{n}" for n in range(500)]
    before, after = ring.Ring("abcd", 50), ring.Ring("abcde", 50)
    gone = [key for key in keys if before.owner(key) != after.owner(key)]
    assert gone
    assert {after.owner(key) for key in gone} == {"e"}
    share = ring.moved(before.owner, after.owner, keys)
    modulo = ring.moved(lambda k: ring.by_modulo(k, list("abcd")), lambda k: ring.by_modulo(k, list("abcde")), keys)
    assert share < 0.35 < 0.7 < modulo


def test_a_key_belongs_to_the_next_node_clockwise() -> None:
    spots = {"a": 10, "b": 20, "at": 10, "past": 11, "over": 25}
    held = ring.Ring("ab", at=spots.__getitem__)
    assert [held.owner(key) for key in ("at", "past", "over")] == ["a", "b", "a"]


def test_traces_of_caches() -> None:
    assert eviction.lru("abcabda", 3) == eviction.Trace(3, 4, ["c"], ["b", "d", "a"])
    assert eviction.lfu("aabbcd", 3) == eviction.Trace(2, 4, ["c"], ["d", "a", "b"])
    assert eviction.fifo("abcad", 3) == eviction.Trace(1, 4, ["a"], ["b", "c", "d"])


@given(st.lists(st.sampled_from("abcdef"), max_size=30), st.integers(1, 5))
def test_a_larger_lru_cache_never_hits_less(accesses: list[str], size: int) -> None:
    small, large = eviction.lru(accesses, size), eviction.lru(accesses, size + 1)
    assert small.hits <= large.hits
    assert set(small.held) <= set(large.held)
    assert small.hits + small.misses == len(accesses)


def test_limiters_at_their_borders() -> None:
    assert bucket.token_bucket([0, 0, 0, 0.5, 1], 1, 2) == [True, True, False, False, True]
    assert bucket.token_bucket([0, 0.1, 0.2, 0.3], 10, 1) == [True] * 4
    assert bucket.fixed_window([9, 9.5, 10, 10.5, 11], 2, 10) == [True, True, True, True, False]
    assert bucket.sliding_log([0, 6, 10, 16], 1, 10) == [True, False, True, False]


@given(st.lists(st.integers(0, 40), max_size=30).map(sorted), st.integers(1, 4), st.integers(1, 9))
def test_a_bucket_never_lets_more_through_than_burst_and_rate_allow(times: list[int], rate: int, burst: int) -> None:
    passed = [time for time, ok in zip(times, bucket.token_bucket(times, rate, burst), strict=True) if ok]
    for at, start in enumerate(passed):
        for number, end in enumerate(passed[at:], 1):
            assert number <= burst + rate * (end - start)


def test_clocks_order_what_is_caused() -> None:
    sent = clocks.tick({}, "a")
    got = clocks.received(clocks.tick({}, "b"), sent, "b")
    assert got == {"a": 1, "b": 2}
    assert clocks.relation(sent, got) == "before"
    assert clocks.relation({"a": 1}, {"b": 1}) == "concurrent"
    assert clocks.relation({"a": 1}, {"a": 1, "b": 0}) == "equal"
    assert (clocks.lamport(3), clocks.lamport(3, 7)) == (4, 8)


def test_bloom_filters() -> None:
    held = bloom.Bloom(1000, 7)
    for n in range(100):
        held.add(f"in-{n}")
    assert all(held.may_hold(f"in-{n}") for n in range(100))
    wrong = sum(held.may_hold(f"out-{n}") for n in range(2000)) / 2000
    assert wrong == pytest.approx(bloom.false_positive(1000, 100, 7), abs=0.01)
    assert bloom.best_hashes(1000, 100) == 7
    assert bloom.bits_needed(1_000_000, 0.01) == 9_585_059


def test_queues_and_availability() -> None:
    assert queueing.in_system(50, 0.2) == 10
    assert queueing.throughput(queueing.in_system(50, 0.2), 0.2) == 50
    assert queueing.mm1_time(8, 0.1) == pytest.approx(0.5)
    with pytest.raises(ValueError, match="without bound"):
        queueing.mm1_time(10, 0.1)
    assert queueing.amdahl(0.9, 1e12) == pytest.approx(10)
    assert availability.in_series("0.99", 0.99) == Fraction(9801, 10000)
    assert availability.in_parallel(0.99, 0.99) == availability.at_least(1, 0.99, 0.99) == Fraction(9999, 10000)
    assert availability.at_least(2, 0.9, 0.9, 0.9) == Fraction(972, 1000)
    assert availability.downtime("0.9995", 30) == 1296
    assert availability.budget_left(0.9995, 30, 870) == 426
    assert availability.from_repairs(99, 1) == Fraction(99, 100)
    assert backoff.exponential(1, 5, most=10) == [1, 2, 4, 8, 10]
    assert backoff.load_of_retries(100, 0.5, 2) == 175


def test_the_models_need_nothing_but_the_standard_library() -> None:
    names = [path.stem for path in Path(CONTENT_ROOT, "_models").glob("[a-z]*.py")]
    source = f"import sys; sys.path.insert(0, {str(CONTENT_ROOT)!r}); " + "; ".join(
        f"import _models.{n}" for n in names
    )
    assert subprocess.run([sys.executable, "-I", "-S", "-c", source], check=False).returncode == 0
