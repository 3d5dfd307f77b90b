"""The tick: do what is due now, then let the courier run. It finds out what is due by one indexed query.

Nothing is remembered from tick to tick: whoever ticks next, here or in another process, finds everything in the
database.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from bot.app.agenda import see_later, see_to
from bot.app.courier import Courier
from bot.ports import Ports
from bot.store.agenda import Pulse, due_rows, pulse
from bot.store.tx import Tx
from bot.store.writer import Writer
from bot.usecases.covers import BEAT, keep_watch

log = logging.getLogger(__name__)

MOST_ROWS: Final = 256
"""Agenda rows seen to at once."""
IN_A_CALL: Final = 8
"""Agenda rows in one call of the writer: a savepoint and a wake-up less for each."""
MOST_ROUNDS: Final = 1_000
"""A tick comes to an end even if something keeps putting itself on the agenda; the next tick goes on."""


async def tick(
    writer: Writer,
    ports: Callable[[Tx], Ports],
    courier: Courier,
    clock: Callable[[], datetime],
    *,
    wait: bool,
    watch: bool,
) -> datetime | None:
    """Do everything that is due; the instant at which something is due next, None for never. See `App.tick`."""
    found = await writer.read(pulse)
    if watch and beats(found, clock()):
        await writer.call(lambda tx: keep_watch(found.heartbeat, ports(tx)))
    for _ in range(MOST_ROUNDS):
        if found.agenda is None or found.agenda > clock():
            break
        await see_to_rows(writer, ports, clock)
        found = await writer.read(pulse)
    await courier.renew()
    if found.letters is not None and found.letters <= clock():
        await courier.run(wait=wait)
        found = await writer.read(pulse)
    return found.due


def beats(found: Pulse, now: datetime) -> bool:
    """Whether the heartbeat is to be moved."""
    return found.heartbeat is None or now - found.heartbeat >= BEAT


async def see_to_rows(writer: Writer, ports: Callable[[Tx], Ports], clock: Callable[[], datetime]) -> None:
    """See to the agenda rows that are due: some at a time, and one by one where something fails."""
    now = clock()
    rows = await writer.read(lambda tx: due_rows(tx, now, MOST_ROWS))

    async def together(some: Sequence[int]) -> None:
        try:
            await writer.call(lambda tx: see_to(some, tx, ports(tx)))
        except Exception as error:
            if len(some) > 1:
                for row in some:
                    await together([row])
            else:
                # A function of its own: Python forgets the error's name at the end of this block.
                await put_off(some[0], error)

    async def put_off(row: int, error: Exception) -> None:
        await writer.call(lambda tx: see_later(row, tx, now, error))

    await asyncio.gather(*(together(rows[at : at + IN_A_CALL]) for at in range(0, len(rows), IN_A_CALL)))
