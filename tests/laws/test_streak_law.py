"""The streak equals its brute-force recomputation over random histories, and steps equal the replay."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.streak import START, advance, replay
from bot.domain.streak_history import History, days_of
from tests.domain.oracles.streak_oracle import Facts, instant, recompute
from tests.laws.histories import histories, history_of

THREE_DAYS = timedelta(hours=72)
RUN = settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def stormy(facts: Facts, frozen_at: list) -> bool:
    """Whether a zone change, a freeze used and an outage lie within 72 hours."""
    for freeze in frozen_at:
        for change, _ in facts.zones[1:]:
            for outage, _ in facts.outages:
                moments = [freeze, instant(change), instant(outage)]
                if max(moments) - min(moments) <= THREE_DAYS:
                    return True
    return False


def test_the_streak_equals_its_brute_force_recomputation() -> None:
    storms: list[bool] = []

    @RUN
    @given(histories())
    def check(facts: Facts) -> None:
        found = recompute(facts)
        history = history_of(facts)
        now = instant(facts.now)
        days = days_of(history, now)
        streak = replay(days, now)
        assert {fill.day: fill.at for fill in history.fills} == {day: instant(at) for day, at in found.fills.items()}
        assert {day.day: day.owed and day.covered_at is None for day in days} == found.owed
        assert (streak.length, streak.freezes, streak.longest) == (found.length, found.freezes, found.longest)
        assert list(streak.at_risk) == found.at_risk
        assert list(streak.frozen) == found.frozen
        told = [(row.at, row.day, row.what) for row in streak.ledger]
        assert sorted(told) == [(instant(step), day, what) for step, day, what in found.ledger]
        assert [row.at for row in streak.ledger] == sorted(row.at for row in streak.ledger)
        storms.append(stormy(facts, [row.at for row in streak.ledger if row.what == "freeze_used"]))

    check()
    assert len(storms) >= 200
    assert sum(storms) * 10 >= len(storms), f"{sum(storms)} of {len(storms)} histories hold a storm"


def step_through(history: History, facts: Facts, also: list[int]) -> tuple:
    """State and ledger as a store keeps them: a step for each answer and at other times, replayed where it must."""
    anew = {at for at, _ in facts.zones} | {until for _, until in facts.outages}
    anew |= {missed for _, _, missed in facts.posts if missed is not None}
    answers = {fill.at: fill.day for fill in history.fills}
    steps = sorted({instant(at) for at in anew | set(also) | {facts.now}} | set(answers))
    state, ledger, replays = START, [], 0
    for now in steps:
        if now > instant(facts.now):
            break
        days = days_of(history, now)
        done = [day for day in days if day.ends <= now or (day.filled_at is not None and day.filled_at <= now)]
        last = done[-1].day if done else None
        fresh = [day for day in days if last and day.day <= last and (not state.through or day.day > state.through)]
        if now in answers and state.through and answers[now] <= state.through:
            fresh = [*(day for day in days if day.day == answers[now]), *fresh]
        moved = now in {instant(at) for at in anew}
        step = None if moved else advance(state, fresh, now)
        if step is None:
            whole = replay(days, now)
            state, ledger, replays = whole.state, list(whole.ledger), replays + (not moved)
        else:
            state, ledger = step[0], ledger + list(step[1])
    return state, ledger, len(steps), replays


def test_steps_equal_the_replay() -> None:
    taken: list[tuple[int, int]] = []

    @RUN
    @given(histories(), st.lists(st.integers(300, 6000), max_size=6))
    def check(facts: Facts, also: list[int]) -> None:
        history = history_of(facts)
        whole = replay(days_of(history, instant(facts.now)), instant(facts.now))
        state, ledger, steps, replays = step_through(history, facts, [at for at in also if at >= facts.joined])
        assert state == whole.state
        assert ledger == list(whole.ledger)
        taken.append((steps, replays))

    check()
    steps, replays = (sum(column) for column in zip(*taken, strict=True))
    assert replays * 5 < steps, "most answers must go by steps"


@RUN
@given(histories(), st.integers(0, 6000))
def test_facts_after_now_change_nothing(facts: Facts, cut: int) -> None:
    cut = min(max(cut, facts.joined), facts.now)
    past = facts._replace(
        zones=[one for one in facts.zones if one[0] <= cut],
        answers=[one for one in facts.answers if one[0] <= cut],
        posts=facts.posts,
        outages=[one for one in facts.outages if one[1] <= cut],
        now=cut,
    )
    now = instant(cut)
    known = replay(days_of(history_of(past), now), now)
    assert replay(days_of(history_of(facts), now), now) == known
    assert recompute(past).length == known.length
