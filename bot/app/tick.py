"""The tick: do what is due now, then let the courier run. It finds out what is due by one indexed query.

Nothing is remembered from tick to tick: whoever ticks next, here or in another process, finds everything in the
database.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.app.agenda import see_later, see_to
from bot.app.courier import Courier
from bot.ports import Ports
from bot.store.agenda import Pulse, due_rows, pulse
from bot.store.errors import StoreError
from bot.store.tx import Tx
from bot.store.writer import Writer
from bot.usecases.covers import BEAT, keep_watch

log = logging.getLogger(__name__)

MOST_ROWS: Final = 64
"""Agenda rows seen to at once: as many as one commit of the writer takes."""
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
    """See to the agenda rows that are due, each in a call of its own: one that fails holds up no other."""
    now = clock()
    rows = await writer.read(lambda tx: due_rows(tx, now, MOST_ROWS))
    ends = await asyncio.gather(
        *(writer.call(lambda tx, row=row: see_to(row, tx, ports(tx))) for row in rows),  # type: ignore[misc]
        return_exceptions=True,
    )
    for row, end in zip(rows, ends, strict=True):
        if isinstance(end, StoreError):
            log.warning("the database refused an agenda row: %s", end)
        if isinstance(end, Exception):
            await writer.call(lambda tx, row=row, end=end: see_later(row, tx, clock(), end))  # type: ignore[misc]
        elif isinstance(end, BaseException):
            raise end
