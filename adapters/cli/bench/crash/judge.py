"""The judge: what people saw and were told, against what the database holds when everything has come to rest.

It reads the tables by plain SQL of its own and computes the study days by itself, so that it shares no fault with the
bot. It must not know how anybody died.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from adapters.cli.bench.crash.ground import GROUNDS
from adapters.cli.bench.crash.worker import CONFIRMED, WORLD
from adapters.cli.bench.crash.world import BLIND, World
from bot.store.engine import connect, open_engine

AGAIN: Final = "You answered this already; the first answer is final. "
"""How a card begins that tells a stored answer once more. Told without it twice, the first was lost meanwhile."""
DOES_NOT_KNOW: Final = "You said that you don't know."
UNKNOWN: Final = "You said: ?"
WAITS: Final = "answered"
"""What a card says of an answer whose verdict waits for the reveal, the first time and again."""

Rows = Callable[[str], list[tuple[Any, ...]]]


class Verdict(NamedTuple):
    """Counts of what was looked at, and every violation as a sentence."""

    confirmed: int
    kept: int
    dailies: int
    posts: int
    told: int
    violations: tuple[str, ...]


def judge(url: str, folder: Path, after: datetime, until: datetime) -> Verdict:
    """Look at everything that happened between two instants."""
    engine = open_engine(url, create=False)
    connection = connect(engine)
    world = World(folder / WORLD, lambda: until)
    try:

        def rows(text: str) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in connection.execute(text).fetchall()]

        confirmed, lost = lost_answers(read_confirmed(folder), rows)
        violations = [
            *lost,
            *missed(rows, after, until),
            *misposted(rows, world),
            *misrevealed(rows, world),
            *stale_posts(rows, world),
            *told_twice(rows, world),
            *stuck(rows, until),
        ]
        return Verdict(
            confirmed=confirmed,
            kept=confirmed - len(lost),
            dailies=len(rows("SELECT id FROM daily WHERE state IN ('open', 'revealed')")),
            posts=sum(len(found) for found in world.standing("").values()),
            told=sum(world.told().values()),
            violations=tuple(violations),
        )
    finally:
        world.close()
        connection.close()
        engine.dispose()


class Confirmed(NamedTuple):
    """What a learner was told once: how the answer was judged, and the words that say what it was."""

    user: str
    daily: int
    state: str
    told: str


def read_confirmed(folder: Path) -> list[Confirmed]:
    """Everything that learners were told, in the order of its coming."""
    path = folder / CONFIRMED
    return [Confirmed(**json.loads(line)) for line in path.read_text().splitlines()] if path.exists() else []


def lost_answers(confirmed: list[Confirmed], rows: Rows) -> tuple[int, list[str]]:
    """How many answers were confirmed, and those that are not stored exactly once as they were told."""
    stored: dict[tuple[str, int], list[str]] = {}
    newest = "SELECT max(v.id) FROM verdict v WHERE v.attempt_id = a.id"
    for user, daily, score in rows(
        "SELECT u.user_key, a.daily_id, w.score FROM attempt a JOIN account u ON u.id = a.account_id"
        f" JOIN verdict w ON w.attempt_id = a.id AND w.id = ({newest}) WHERE a.daily_id IS NOT NULL"
    ):
        stored.setdefault((user, daily), []).append("right" if score == 1 else "wrong")
    tellings: dict[tuple[str, int], list[Confirmed]] = {}
    for one in confirmed:
        tellings.setdefault((one.user, one.daily), []).append(one)
    lost = []
    for (user, daily), told in sorted(tellings.items()):
        kept, states = stored.get((user, daily), []), {one.state for one in told}
        new = [one for one in told if not one.told.startswith(AGAIN) and one.state != WAITS]
        if len(kept) != 1 or not states - {WAITS} <= set(kept):
            lost.append(f"{user} was told {sorted(states)} for daily {daily}; stored: {kept or 'nothing'}")
        elif len(new) > 1 or not same_answer(told):
            lost.append(f"{user} gave another answer to daily {daily} after the first was confirmed")
    return len(tellings), lost


def same_answer(told: list[Confirmed]) -> bool:
    """Whether all cards tell of one answer, and those with a verdict of one key."""
    chosen = {choice_of(one.told.removeprefix(AGAIN)) for one in told}
    whole = {one.told.removeprefix(AGAIN) for one in told if one.state != WAITS}
    return len(chosen) == 1 and len(whole) <= 1


def choice_of(told: str) -> str:
    """What a card says was chosen. That nobody knows is said in other words once the key is told."""
    return UNKNOWN if told.startswith(DOES_NOT_KNOW) else told.partition("\n")[0]


def missed(rows: Rows, after: datetime, until: datetime) -> Iterator[str]:
    """Study days without exactly one daily, dailies without a study day."""
    for group_id, name in rows("SELECT id, name FROM study_group ORDER BY id"):
        ground = next(one for one in GROUNDS if one.name == name)
        due = Counter(day.isoformat() for day in ground.days(after, until))
        found = rows(f"SELECT study_day, state FROM daily WHERE group_id = {group_id} AND state <> 'queued'")
        posted = Counter(day for day, state in found if state in ("open", "revealed"))
        for day in sorted(due.keys() | posted.keys()):
            if due[day] != posted[day]:
                yield f"{name} has {posted[day]} dailies on {day}, should have {due[day]}"
        for day, state in found:
            if state == "missed":
                yield f"{name} missed {day}"


def misposted(rows: Rows, world: World) -> Iterator[str]:
    """Posts of dailies that are not there once: at most once where the history cannot be read."""
    there = {key: len(found) for key, found in world.standing("daily:").items()}
    for daily, channel, key in per_channel(rows, "'open', 'revealed'"):
        name = f"daily:{daily}:{channel}"
        count = there.pop(name, 0)
        (state,) = rows(f"SELECT state FROM outbox WHERE delivery_key = '{name}'")[0:1] or [("absent",)]
        told = state[0]
        if count > 1 or (count == 0 and (not key.startswith(BLIND) or told == "sent")):
            yield f"{name} stands {count} times in {key}, the outbox says {told}"
    for name in there:
        yield f"{name} is on the platform, and no such daily was ever posted"


def misrevealed(rows: Rows, world: World) -> Iterator[str]:
    """Reveals that are not there once; where the history cannot be read, they may repeat but not be missing."""
    there = {key: len(found) for key, found in world.standing("reveal:").items()}
    for daily, channel, key in per_channel(rows, "'revealed'"):
        count = there.pop(f"reveal:{daily}:{channel}", 0)
        if count == 0 or (count > 1 and not key.startswith(BLIND)):
            yield f"the reveal of daily {daily} stands {count} times in {key}"
    for name in there:
        yield f"{name} is on the platform, and its daily is not revealed"


def per_channel(rows: Rows, states: str) -> list[tuple[Any, ...]]:
    """Daily, channel and the channel's key, for every daily in these states and every channel of its group."""
    return rows(
        "SELECT d.id, c.id, c.key FROM daily d JOIN channel c ON c.group_id = d.group_id"
        f" WHERE d.state IN ({states}) ORDER BY d.id, c.id"
    )


def stale_posts(rows: Rows, world: World) -> Iterator[str]:
    """Posts that we know of and that do not show the last state."""
    standing = world.standing("daily:")
    for name, state, answers in rows(
        "SELECT o.delivery_key, d.state, (SELECT count(*) FROM attempt a WHERE a.daily_id = d.id) FROM outbox o"
        " JOIN daily d ON d.id = o.daily_id WHERE o.mode = 'post' AND o.state = 'sent' AND o.letter LIKE 'daily %'"
    ):
        shown, text = standing.get(name, [("absent", "")])[0]
        counted = f"{answers} answer{'' if answers == 1 else 's'}"
        said = "Nobody has answered yet" if state == "open" and not answers else counted
        if shown != ("closed" if state == "revealed" else "open") or said not in text:
            yield f"{name} shows {shown} {text!r}; its daily is {state} with {counted}"


def told_twice(rows: Rows, world: World) -> Iterator[str]:
    """Private messages come at most once."""
    letters: dict[str, int] = dict(
        rows(
            "SELECT u.user_key, count(*) FROM outbox o JOIN account u ON u.id = o.account_id"
            " WHERE o.mode = 'tell' AND o.state IN ('sent', 'unknown') GROUP BY u.user_key"
        )
    )
    for user, count in world.told().items():
        if count > letters.get(user, 0):
            yield f"{user} got {count} private messages of {letters.get(user, 0)}"


def stuck(rows: Rows, until: datetime) -> Iterator[str]:
    """Letters and agenda rows that nobody sees to."""
    now = int(until.timestamp() * 1_000_000)
    for key, state in rows(
        "SELECT delivery_key, state FROM outbox"
        f" WHERE state = 'sending' OR (state = 'queued' AND due_at <= {now}) ORDER BY id"
    ):
        yield f"letter {key} is left {state}"
    for (key,) in rows(f"SELECT key FROM agenda WHERE due_at <= {now} ORDER BY id"):
        yield f"{key} is left on the agenda"
