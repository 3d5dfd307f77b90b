"""AGENDA: what the agenda calls a thing -> the use case that sees to it, and how one row is seen to.

To add a kind, add a line here and put rows on the agenda (`ports.agenda.set`). The row is taken off in the transaction
of its use case: a crash leaves it there, and no two replicas do it twice. Who wants to come again sets it again.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.ports import Ports
from bot.store.agenda import failed, put_off, take
from bot.store.tx import Tx
from bot.usecases.channel_boards import fill_next
from bot.usecases.corrections import correct_due
from bot.usecases.find_partner import match_due
from bot.usecases.group_life import erase_due
from bot.usecases.live_turns import live_due
from bot.usecases.pair_round import pair_due
from bot.usecases.post_daily import post_due
from bot.usecases.reminders import remind
from bot.usecases.reveal_daily import reveal_due
from bot.usecases.rounds import round_due
from bot.usecases.seasons import close_season

log = logging.getLogger(__name__)

AGENDA: dict[str, Callable[[int, Ports], None]] = {
    "post": post_due,
    "reveal": reveal_due,
    "season": close_season,
    "erase": erase_due,
    "reminder": remind,
    "correct": correct_due,
    "apart": fill_next,
    "round": round_due,
    "live": live_due,
    "pairs": match_due,
    "pair": pair_due,
}

FIRST_RETRY = timedelta(minutes=1)
LAST_RETRY = timedelta(hours=1)


def see_to(rows: Sequence[int], tx: Tx, ports: Ports) -> None:
    """Take due rows off the agenda and do what each asks, if nobody else did."""
    for what, subject in take(tx, rows, ports.now):
        AGENDA[what](subject, ports)


def see_later(row: int, tx: Tx, now: datetime, error: Exception) -> None:
    """A row failed: nothing of it was stored, it comes again, later each time."""
    found = failed(tx, row, now)
    if found is None:
        return
    what, subject, tries = found
    put_off(tx, row, tries, now + min(FIRST_RETRY * 2 ** min(tries, 10), LAST_RETRY))
    log.error("%s of %d failed, %d times before", what, subject, tries, exc_info=error)
