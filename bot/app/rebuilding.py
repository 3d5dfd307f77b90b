"""Prove that everything derived equals what follows from the facts, or make it so; while the bot runs.

Learners are taken a few at a time, each in one unchanging state: reading holds up nobody, and a rebuild writes one
learner in one short call.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from random import Random
from typing import cast

from bot.bank.bank import Bank
from bot.ports import Ports
from bot.store.rooms import open_rooms
from bot.store.tx import ReadTx, Tx
from bot.store.writer import Writer
from bot.usecases.proof import COMMON, learner_differences
from bot.usecases.rebuild import rebuild_learner

AT_ONCE = 200
"""Learners in one read."""
NOBODY = -1
NO_BANK = Bank(())
"""Facts hold all that a rebuild needs: questions may have changed since."""

Clock = Callable[[], datetime]


def differences(writer: Writer, clock: Clock) -> Iterator[str]:
    """Every difference between what is kept and what follows from the facts, as a sentence."""

    def some(after: int) -> Callable[[ReadTx], tuple[int | None, list[str]]]:
        def look(tx: ReadTx) -> tuple[int | None, list[str]]:
            ports = read_rooms(tx, clock())
            learners = ports.derived.learners(after, AT_ONCE)
            found = [line for learner in learners for line in learner_differences(learner, ports)]
            return (learners[-1] if learners else None), found

        return look

    last: int | None = NOBODY
    while last is not None:
        last, found = writer.submit_read_apart(some(last)).result()
        yield from found
    yield from writer.submit_read_apart(
        lambda tx: [line for part in COMMON for line in part(read_rooms(tx, clock()))]
    ).result()


def rebuild_all(writer: Writer, clock: Clock) -> int:
    """Work out everything derived from the facts alone; how many learners there are."""

    def rooms(tx: Tx) -> Ports:
        return open_rooms(tx, clock(), Random(0), NO_BANK)

    def one(learner: int) -> Callable[[Tx], None]:
        return lambda tx: rebuild_learner(learner, rooms(tx))

    def part(mend: Callable[..., Iterator[str]]) -> Callable[[Tx], int]:
        return lambda tx: len(list(mend(rooms(tx), True)))

    count, last = 0, NOBODY
    while True:
        after = last
        learners = writer.submit_read(lambda tx: read_rooms(tx, clock()).derived.learners(after, AT_ONCE)).result()  # noqa: B023
        if not learners:
            break
        for done in [writer.submit(one(learner)) for learner in learners]:
            done.result()
        count, last = count + len(learners), learners[-1]
    for mend in COMMON:
        writer.submit(part(mend)).result()
    return count


def read_rooms(tx: ReadTx, now: datetime) -> Ports:
    """The rooms for reading alone: whatever would write raises."""
    return open_rooms(cast(Tx, tx), now, Random(0), NO_BANK)
