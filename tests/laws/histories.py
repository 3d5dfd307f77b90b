"""Random histories of a learner for the streak law, and their translation into the domain's facts.

Facts lie on the oracle's grid of quarter hours. The zones were chosen for their transitions in the span (Europe, North
and South America, Nuuk where the gap ends at midnight, Lord Howe with half an hour) and for their extremes.
"""

from datetime import date, timedelta

from hypothesis import strategies as st

from bot.domain.rest import Pause, RestChange
from bot.domain.streak_history import Fill, GroupPost, History, Membership, Outage, ZoneChange, days_of
from bot.domain.study_day import fill_day
from tests.domain.oracles.streak_oracle import STEPS_PER_DAY, Facts, instant

ZONES = (
    "UTC", "Europe/Berlin", "America/New_York", "America/Nuuk", "Australia/Lord_Howe", "Asia/Kathmandu",
    "Pacific/Kiritimati", "Etc/GMT+12", "America/Santiago", "Pacific/Chatham", "Asia/Tokyo", "America/Los_Angeles",
)  # fmt: skip
FIRST = 3 * STEPS_PER_DAY
LAST = 66 * STEPS_PER_DAY


@st.composite
def histories(draw: st.DrawFn) -> Facts:
    """A learner's facts over three to nine weeks: mostly answered, with a few misses, and storms of trouble."""
    rng = draw(st.randoms(use_true_random=False))
    days = rng.randint(10, 60)
    joined = rng.randint(FIRST, FIRST + STEPS_PER_DAY)
    now = min(joined + days * STEPS_PER_DAY + rng.randint(0, STEPS_PER_DAY), LAST)

    def moment(low: int = joined, high: int = now) -> int:
        return rng.randint(low, max(low, high))

    storm = moment(joined + 9 * STEPS_PER_DAY, now - 2 * STEPS_PER_DAY) if rng.random() < 0.85 else None
    changes = {moment() for _ in range(rng.choice((0, 0, 1, 3)))}
    spans = [(at, at + rng.randint(1, 60)) for at in (moment() for _ in range(rng.choice((0, 1, 2))))]
    if storm is not None:
        changes.add(storm + rng.randint(-STEPS_PER_DAY, STEPS_PER_DAY))
        down = storm + rng.randint(-STEPS_PER_DAY, STEPS_PER_DAY)
        spans.append((down, down + rng.randint(4, 40)))
    zones = [(joined, rng.choice(ZONES))]
    zones += [(at, rng.choice(ZONES)) for at in sorted(changes) if joined < at <= now]

    stays, posts = _groups(rng, joined, now)
    missed_share = rng.choice((0.0, 0.03, 0.1))
    answers: list[tuple[int, int | None]] = []
    share = rng.choice((0.7, 0.9, 0.97, 1.0))
    for start in range(joined, now, STEPS_PER_DAY):
        stormy = storm is not None and abs(start - storm) < STEPS_PER_DAY
        if rng.random() < (0.3 if stormy else share):
            at = moment(start, min(start + STEPS_PER_DAY - 1, now))
            open_now = [
                index for index, (_, post, missed, closes) in enumerate(posts) if post <= at < closes and not missed
            ]
            answers.append((at, rng.choice(open_now) if open_now and rng.random() < 0.8 else None))
    met = {index for _, index in answers}
    told: list[tuple[int, int, int | None]] = []
    for index, (group, at, _, _) in enumerate(posts):
        missed = index not in met and rng.random() < missed_share
        told.append((group, at, min(at + rng.randint(1, 260), now) if missed else None))
    rests = sorted((moment(), frozenset(rng.sample(range(7), rng.randint(0, 2)))) for _ in range(rng.choice((0, 1, 2))))
    pauses = []
    for at in sorted(moment() for _ in range(rng.choice((0, 0, 0, 1, 2)))):
        first = instant(at).date() + timedelta(days=rng.randint(-1, 4))
        pauses.append((at, first, first + timedelta(days=rng.choice((0, 2, 5, 40)))))
    resumes = [moment(pauses[0][0])] if pauses and rng.random() < 0.5 else []
    return Facts(
        joined,
        zones,
        rests,
        pauses,
        resumes,
        stays,
        told,
        _apart(spans, now),
        sorted(answers, key=lambda one: one[0]),
        now,
    )


def _groups(rng, joined: int, now: int):
    """Stays and posts (with a mark for none missed, and the step at which each is revealed) of 0 to 2 groups."""
    stays: list[tuple[int, int, int | None]] = []
    posts: list[tuple[int, int, bool, int]] = []
    for group in range(rng.choice((0, 1, 1, 2))):
        at = rng.randint(joined, joined + (now - joined) // 3)
        left = rng.randint(at, now) if rng.random() < 0.2 else None
        stays.append((group, at, left))
        if left is not None and rng.random() < 0.5:
            stays.append((group, rng.randint(left, now), None))
        hour, weekdays = rng.randrange(STEPS_PER_DAY), rng.choice((5, 5, 7))
        holiday = rng.randrange(joined, now)
        mine = [
            step
            for step in range(joined - joined % STEPS_PER_DAY + hour, now, STEPS_PER_DAY)
            if instant(step).weekday() < weekdays and not holiday <= step < holiday + 5 * STEPS_PER_DAY
        ]
        posts += [(group, step, False, after) for step, after in zip(mine, [*mine[1:], now + 1], strict=True)]
    return stays, sorted(posts, key=lambda one: one[1])


def _apart(spans: list[tuple[int, int]], now: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for since, until in sorted(spans):
        if until <= now and (not found or since >= found[-1][1]):
            found.append((since, until))
    return found


def history_of(facts: Facts) -> History:
    """The same facts as the domain takes them; answers become fills by `fill_day`, each in the zones of its time."""
    zones = tuple(ZoneChange(instant(step), zone) for step, zone in facts.zones)

    def zone_at(step: int) -> str:
        return [zone for at, zone in facts.zones if at <= step or at == facts.joined][-1]

    fills: dict[date, Fill] = {}
    for at, post in facts.answers:
        posted = None if post is None else facts.posts[post][1]
        taken, post_zone = False, None
        if posted is not None:
            post_zone = zone_at(posted)
            taken = fill_day(instant(at), zone_at(at), instant(posted), False, post_zone) in fills
        day = fill_day(instant(at), zone_at(at), None if posted is None else instant(posted), taken, post_zone)
        fills.setdefault(day, Fill(day, instant(at)))
    return History(
        joined_at=instant(facts.joined),
        zones=zones,
        rests=tuple(RestChange(instant(at), weekdays) for at, weekdays in facts.rests),
        pauses=tuple(Pause(instant(at), first, last) for at, first, last in facts.pauses),
        resumes=tuple(instant(at) for at in facts.resumes),
        memberships=tuple(
            Membership(group, instant(at), None if left is None else instant(left)) for group, at, left in facts.stays
        ),
        posts=tuple(
            GroupPost(group, instant(at), None if missed is None else instant(missed))
            for group, at, missed in facts.posts
        ),
        outages=tuple(Outage(instant(since), instant(until)) for since, until in facts.outages),
        fills=tuple(fills.values()),
    )


__all__ = ["days_of", "histories", "history_of"]
