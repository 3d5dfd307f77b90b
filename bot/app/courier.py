"""The courier: takes letters out of the outbox and brings them to the platforms, each exactly once where that can be.

Claim with a lease, commit, send outside any transaction, confirm. A claim left unconfirmed (a crash, an error that
leaves it open) is in doubt: it is looked for in the channel before anything is sent again. Between any two steps the
process may die; what is in the outbox then is enough to go on. It must not know what a letter says.
"""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Generic, TypeVar

from bot.app.letters import LETTERS, Letter, read_letter
from bot.ports import Ports
from bot.ports.outbox import Parcel
from bot.refs import MessageRef
from bot.store.tx import Tx
from bot.store.writer import Writer
from bot.usecases.settle_letter import give_up, refuse
from bot.view.card import Card
from bot.view.messenger import CannotLook, Messenger, TryLater, Undeliverable

log = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=2)
"""How long a claim holds without being renewed; renewed while it is being sent, however long that takes."""
RENEW_EVERY: Final = timedelta(seconds=30)
MOST_AT_ONCE: Final = 64
MOST_PER_SPACE: Final = 8
"""Letters on their way in one space: a slow space holds up nobody else."""
LOOK_AFTER: Final = timedelta(seconds=10)
"""From an attempt that may have worked to the first look; doubled each time."""
LONGEST_WAIT: Final = timedelta(minutes=10)
MOST_TRIES: Final = 20
EDITS_A_MINUTE: Final = 40
"""Edits of posts in one workspace, by one process."""
MINUTE: Final = timedelta(minutes=1)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Told(Generic[T]):
    """What a platform answered."""

    value: T


def stale(messenger: Messenger, counting: datetime | None, now: datetime) -> bool:
    """Whether a post is too old on its platform to be edited for a count."""
    span: timedelta | None = getattr(messenger, "counts_for", None)
    return span is not None and counting is not None and now - counting > span


class Courier:
    """Delivers what is due. One for each process; several share a database.

    `ports` opens the rooms on a transaction, `messengers` are the platforms that this process can reach.
    """

    def __init__(
        self,
        writer: Writer,
        ports: Callable[[Tx], Ports],
        messengers: Mapping[str, Messenger],
        clock: Callable[[], datetime],
        letters: Mapping[str, Letter] = LETTERS,
    ) -> None:
        self._writer = writer
        self._ports = ports
        self._messengers = messengers
        self._clock = clock
        self._letters = letters
        self._claiming = False
        self._once_more = False
        self._on_the_way: dict[int, Parcel] = {}
        self._leased: dict[int, datetime] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._edits: dict[int, deque[datetime]] = {}

    async def run(self, *, wait: bool = True) -> None:
        """Send off what is due; with `wait` come back when all of it, and what became due behind it, is settled."""
        await self._send_off()
        while wait and self._tasks:
            seconds = RENEW_EVERY.total_seconds()
            await asyncio.wait(self._tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            await self.renew()

    async def renew(self) -> None:
        """Keep the leases of what is on its way, if it is time for that: every tick asks."""
        now = self._clock()
        ids = [parcel for parcel, since in self._leased.items() if now - since >= RENEW_EVERY]
        if ids:
            await self._writer.call(lambda tx: self._ports(tx).outbox.renew(ids, now + LEASE))
            self._leased.update((parcel, now) for parcel in ids if parcel in self._leased)

    async def stop(self, seconds: float) -> None:
        """Let what is on its way arrive, at most so long; what has not is looked for at the next start."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # --- claiming

    async def _send_off(self) -> None:
        self._once_more = True
        if self._claiming or not self._messengers:
            return  # whoever is at it goes round once more
        self._claiming = True
        try:
            while self._once_more:
                self._once_more = False
                for parcel in await self._writer.call(self._claim):
                    self._once_more = True
                    self._on_the_way[parcel.id] = parcel
                    self._leased[parcel.id] = self._clock()
                    task = asyncio.create_task(self._bring(parcel), name=f"letter {parcel.delivery_key}")
                    self._tasks.add(task)
                    task.add_done_callback(self._tasks.discard)
        finally:
            self._claiming = False

    def _claim(self, tx: Tx) -> list[Parcel]:
        now = self._clock()
        outbox = self._ports(tx).outbox
        if self._on_the_way:
            outbox.renew(list(self._on_the_way), now + LEASE)
        busy = Counter(parcel.space_id for parcel in list(self._on_the_way.values()) if parcel.space_id is not None)
        full = [space for space, count in busy.items() if count >= MOST_PER_SPACE]
        return list(outbox.claim(now, now + LEASE, self._messengers.keys(), full, MOST_AT_ONCE))

    # --- one letter

    async def _bring(self, parcel: Parcel) -> None:
        try:
            await self._deliver(parcel)
        except Exception:
            # Whatever it was, the lease brings the letter back.
            log.exception("letter %s", parcel.delivery_key)
        finally:
            self._on_the_way.pop(parcel.id, None)
            self._leased.pop(parcel.id, None)
        try:
            await self._send_off()
        except Exception:
            log.exception("claiming letters")

    async def _deliver(self, parcel: Parcel) -> None:
        kind, ids = read_letter(parcel.letter)
        letter = self._letters.get(kind)
        if letter is None:
            log.error("nobody knows how to write a letter %r", parcel.letter)
            await self._settle(lambda ports: give_up(parcel, "dropped", ports))
            return
        messenger = self._messenger(parcel)
        if parcel.doubt and not await self._resolve(parcel, letter, messenger):
            return
        try:
            shown = await self._writer.call(lambda tx: letter.load(ids, self._ports(tx)))
            card = None if shown is None else letter.present(shown)
        except Exception:
            log.exception("letter %s cannot be written", parcel.delivery_key)
            await self._again_later(parcel, doubt=False)
            return
        if parcel.mode == "edit":
            await self._edit(parcel, card, None if shown is None else letter.counting(shown), messenger)
        elif card is not None:
            await self._send(parcel, card, messenger)
        else:
            await self._settle(lambda ports: give_up(parcel, "dropped", ports))

    async def _resolve(self, parcel: Parcel, letter: Letter, messenger: Messenger) -> bool:
        """Whether a letter in doubt is to be sent: it is not, if an earlier attempt has brought it before it died."""
        if parcel.mode == "edit":
            return True
        if parcel.channel is None:
            await self._settle(lambda ports: give_up(parcel, "unknown", ports))
            return False
        looking = messenger.find(parcel.channel, parcel.delivery_key, parcel.first_attempt_at, parcel.edits)
        try:
            found = await self._ask(parcel, looking, closed=partial(refuse, parcel, "unknown"), later=True, lost=True)
        except CannotLook:
            if letter.doubt == "again":
                return True
            leave = letter.doubt == "leave"
            await self._settle(lambda ports: give_up(parcel, "unknown" if leave else "dropped", ports))
            return False
        if found is None:
            return False
        if found.value is None:
            return True
        await self._confirm(parcel, found.value)
        return False

    async def _send(self, parcel: Parcel, card: Card, messenger: Messenger) -> None:
        sending: Awaitable[MessageRef | None]
        if parcel.channel is not None:
            sending = messenger.send(parcel.channel, card, parcel.delivery_key, parcel.edits)
        else:
            assert parcel.account is not None, "a letter goes to a channel or to an account"
            sending = messenger.tell(parcel.account, card)
        sent = await self._ask(parcel, sending, closed=partial(refuse, parcel, "dropped"), later=False, lost=True)
        if sent is not None:
            await self._confirm(parcel, sent.value)

    async def _edit(self, parcel: Parcel, card: Card | None, counting: datetime | None, messenger: Messenger) -> None:
        """Show the state of a post; `counting` since when that is a count of answers alone."""
        if card is None or parcel.edits is None or stale(messenger, counting, self._clock()):
            await self._confirm(parcel, None)
            return
        wait = self._edit_wait(parcel)
        if wait is not None:
            await self._put_off(parcel, wait, doubt=False)
            return
        # Closed: the post was deleted, say; the channel may well be there. Lost: it is repeated, not looked for.
        editing = messenger.edit(parcel.edits, card)
        done = await self._ask(parcel, editing, closed=partial(give_up, parcel, "dropped"), later=False, lost=False)
        if done is not None:
            await self._confirm(parcel, None)

    async def _ask(
        self, parcel: Parcel, asking: Awaitable[T], *, closed: Callable[[Ports], None], later: bool, lost: bool
    ) -> "Told[T] | None":
        """What the platform answers; None when it failed, and then it is settled what follows.

        `closed` settles a place that is closed to us. `later` and `lost` say whether the letter is in doubt after it
        was put off, and after an error that leaves everything open. Raises CannotLook.
        """
        try:
            return Told(await asking)
        except CannotLook:
            raise
        except TryLater as put_off:
            await self._put_off(parcel, timedelta(seconds=put_off.seconds), doubt=later)
        except Undeliverable as gone:
            log.warning("letter %s: %s", parcel.delivery_key, gone.reason)
            await self._settle(closed)
        except Exception:
            log.exception("letter %s: nobody knows what became of it", parcel.delivery_key)
            await self._again_later(parcel, doubt=lost)
        return None

    def _edit_wait(self, parcel: Parcel) -> timedelta | None:
        """How long an edit must wait because its workspace has had as many as it takes in a minute."""
        now = self._clock()
        recent = self._edits.setdefault(parcel.space_id or 0, deque())
        while recent and now - recent[0] >= MINUTE:
            recent.popleft()
        if len(recent) >= EDITS_A_MINUTE:
            return recent[0] + MINUTE - now
        recent.append(now)
        return None

    # --- what became of it, each in a transaction

    async def _settle(self, work: Callable[[Ports], None]) -> None:
        await self._writer.call(lambda tx: work(self._ports(tx)))

    async def _confirm(self, parcel: Parcel, message: MessageRef | None) -> None:
        await self._settle(lambda ports: ports.outbox.confirm(parcel, message, ports.now))

    async def _put_off(self, parcel: Parcel, wait: timedelta, *, doubt: bool) -> None:
        await self._settle(lambda ports: ports.outbox.put_off(parcel, ports.now + wait, doubt))

    async def _again_later(self, parcel: Parcel, *, doubt: bool) -> None:
        if parcel.mode == "tell" and doubt:
            await self._settle(lambda ports: give_up(parcel, "unknown", ports))
        elif parcel.tries >= MOST_TRIES:
            log.error("letter %s is given up after %d tries", parcel.delivery_key, parcel.tries)
            await self._settle(lambda ports: give_up(parcel, "unknown" if doubt else "dropped", ports))
        else:
            wait = min(LOOK_AFTER * 2 ** min(parcel.tries - 1, 10), LONGEST_WAIT)
            await self._put_off(parcel, wait, doubt=doubt)

    def _messenger(self, parcel: Parcel) -> Messenger:
        where = parcel.channel or parcel.account
        assert where is not None, "a letter goes to a channel or to an account"
        return self._messengers[where.platform]
