"""Prove that what is kept equals what follows from the facts: each difference as a sentence, and how to mend it.

Reads only, but for `mend_common`. Learners one by one, then what belongs to nobody alone: counts of dailies,
statistics of questions, tallies, streaks of groups.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.domain.quorum import DailyOutcome, GroupStreak, after_daily, is_quorum
from bot.domain.streak import replay
from bot.domain.streak_history import days_of
from bot.ports import Ports
from bot.ports.derived import GroupTurn, Turn
from bot.usecases.rebuild import set_aside, totals_of
from bot.usecases.reveal_daily import was_down
from bot.usecases.standings import UNKNOWN

DAILIES_AT_ONCE = 500


def learner_differences(learner_id: int, ports: Ports) -> Iterator[str]:
    """Where a learner's derived rows differ from the facts."""
    who = f"learner {learner_id}"
    facts = ports.derived.facts(learner_id)
    aside = set_aside(facts, ports.derived.exposures(learner_id))
    if aside != ports.derived.aside(learner_id):
        yield f"{who}: attempts set aside are {sorted(ports.derived.aside(learner_id))}, should be {sorted(aside)}"
    totals = totals_of(learner_id, facts, aside, not ports.derived.hidden(learner_id))
    yield from unequal(f"{who}: board", ports.derived.totals(learner_id), totals)
    yield from unequal(f"{who}: filled day", ports.derived.filled(learner_id), ports.streaks.filled_by(learner_id))
    yield from unequal(
        f"{who}: membership of group",
        running(ports.derived.members(learner_id)),
        running(ports.memberships.derived(learner_id)),
    )
    yield from streak_differences(learner_id, ports)


def running(members: Mapping[int, tuple[int, bool]]) -> Mapping[int, int]:
    """When memberships that still run began. When one that is over began means nothing any more."""
    return {group: joined for group, (joined, active) in members.items() if active}


def streak_differences(learner_id: int, ports: Ports) -> Iterator[str]:
    """The streak and its ledger, at the instant up to which they were worked out; one in doubt is rebuilt anyway."""
    who = f"learner {learner_id}"
    kept = ports.derived.streak(learner_id)
    rows = ports.derived.ledger(learner_id)
    if kept is None:
        if ports.streaks.filled_by(learner_id) or rows:
            yield f"{who}: the streak is missing"
        return
    if kept.stale:
        return
    at = kept.state.at
    right = replay(days_of(ports.streaks.history(learner_id), at), at)
    if kept.state != right.state:
        yield f"{who}: the streak is {kept.state}, should be {right.state}"
    if (kept.length, kept.freezes, kept.longest) != (right.length, right.freezes, right.longest):
        yield f"{who}: the streak's numbers are {kept[1:4]}, should be {right.length, right.freezes, right.longest}"
    yield from unequal(f"{who}: ledger row", dict(enumerate(rows, 1)), dict(enumerate(right.ledger, 1)))


def unequal(what: str, kept: Mapping[Any, Any], right: Mapping[Any, Any]) -> Iterator[str]:
    """Rows that differ, by key."""
    for key in sorted(kept.keys() | right.keys()):
        if kept.get(key) != right.get(key):
            yield f"{what} {key} is {kept.get(key, 'missing')}, should be {right.get(key, 'absent')}"


def daily_differences(ports: Ports, mend: bool = False) -> Iterator[str]:
    """Counts and quorums of posted dailies."""
    last = 0
    while turns := ports.derived.turns(last, DAILIES_AT_ONCE):
        last = turns[-1].daily_id
        for turn in turns:
            right = turn_of(turn)
            if turn != right:
                yield f"daily {turn.daily_id}: counts are {turn[1:5]}, should be {right[1:5]}"
                if mend:
                    ports.derived.put_turn(right)


def turn_of(turn: Turn) -> Turn:
    """The counts that follow from the answers.

    Answers that came to several replicas at once may have been counted in another order than their instants say. So
    quorum must have been reached if the last state has it, and can not if even the best order has it nowhere.
    """
    answered = len(turn.order)
    late = turn.order.count(False)
    size = turn.expected + late
    at_the_end = is_quorum(size, answered, turn.share)
    known = answered - late
    ever = at_the_end or any(
        is_quorum(turn.expected + max(0, count - known), count, turn.share) for count in range(1, answered + 1)
    )
    return turn._replace(
        answered=answered, roster=size, roster_answered=answered, quorum=(turn.quorum and ever) or at_the_end,
    )  # fmt: skip


def question_differences(ports: Ports, mend: bool = False) -> Iterator[str]:
    """Statistics of questions."""
    right = ports.derived.counted_questions(UNKNOWN)
    found = list(unequal("statistics of question", ports.derived.question_stats(), right))
    yield from found
    if found and mend:
        ports.derived.replace_question_stats(right)


def tally_differences(ports: Ports, mend: bool = False) -> Iterator[str]:
    """Tallies of big boards; a row that counts nobody may be there or not."""
    for board in ports.derived.tallied():
        kept = {points: count for points, count in ports.derived.tally(board).items() if count}
        right = ports.derived.counted_tally(board)
        found = list(unequal(f"tally of {board}: points", kept, right))
        yield from found
        if found and mend:
            ports.derived.replace_tally(board, right)


def group_differences(ports: Ports, mend: bool = False) -> Iterator[str]:
    """Streaks of groups."""
    for group_id, length, longest in ports.derived.groups():
        streak = GroupStreak()
        for turn in ports.derived.group_turns(group_id):
            streak = after_daily(streak, outcome_of(turn, ports))
        if streak != GroupStreak(length, longest):
            yield f"group {group_id}: streak {length, longest}, should be {streak.length, streak.longest}"
            if mend:
                ports.derived.put_group_streak(group_id, streak.length, streak.longest)


def outcome_of(turn: GroupTurn, ports: Ports) -> DailyOutcome:
    """What a revealed daily meant for the group's streak, by what was known at the reveal."""
    roster = turn.roster if turn.quorum else turn.expected
    if turn.covered:
        return DailyOutcome("missed", roster, turn.quorum)
    outages = [one for one in ports.agenda.outages_since(turn.posted_at) if one[1] <= turn.revealed_at]
    ended = min(turn.reveal_at or turn.revealed_at, turn.revealed_at)
    down = was_down(outages, turn.posted_at, ended)
    return DailyOutcome("outage" if down else "posted", roster, turn.quorum)


COMMON: tuple[Callable[..., Iterator[str]], ...] = (
    daily_differences, question_differences, tally_differences, group_differences,
)  # fmt: skip
"""What belongs to no one learner. Each takes the ports and whether to mend what it finds."""
