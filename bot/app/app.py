"""The door for adapters: an intent and a caller in, replies out; and the tick that does what is due.

Here use cases get their transaction and errors become cards. It knows no platform and holds no state: everything is in
the database, so a restart changes nothing.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any, Final, TypeVar

from bot.app.courier import Courier
from bot.app.forms import FORMS, fill
from bot.app.judging import Judging
from bot.app.routes import ROUTES, Route
from bot.app.tick import tick
from bot.domain.errors import Broken, OutcomeUnknown, Overloaded, Refusal, UnknownZone
from bot.domain.study_day import zone_of
from bot.intents import Intent
from bot.ports import Ports
from bot.ports.bank import Bank
from bot.ports.judge import Judge
from bot.refs import Caller, MessageRef
from bot.store.errors import Busy, Closed, DeadlineExceeded, StoreError, Unsure
from bot.store.rooms import open_rooms
from bot.store.tx import Tx
from bot.store.writer import Writer
from bot.usecases.answer_round import RoundRun
from bot.usecases.corrections import plan_corrections
from bot.usecases.prove_post import pressed_post, prove_post
from bot.usecases.submit_run import RunQueued
from bot.view import refusals
from bot.view.card import Card, Reply
from bot.view.form import Form
from bot.view.messenger import Messenger

log = logging.getLogger(__name__)

T = TypeVar("T")
SEEN: Final = object()
"""In place of a result: a platform brought this before."""
MOST_PROVED: Final = 10_000
Clock = Callable[[], datetime]


class App:
    """Carries out intents against one database and one bank.

    `clock` gives the present as an aware UTC datetime; `rng` is the only source of chance; `messengers` are the
    platforms, by name, that this process delivers to; more may be put in as they connect. `judge` runs submitted code;
    without one such questions are not chosen, and answers to them wait.
    """

    def __init__(
        self,
        writer: Writer,
        bank: Bank,
        clock: Clock,
        rng: Random,
        messengers: Mapping[str, Messenger] | None = None,
        judge: Judge | None = None,
    ) -> None:
        self.writer = writer
        self.bank = bank
        self.clock = clock
        self.rng = rng
        self.courier = Courier(writer, self.ports, {} if messengers is None else messengers, clock)
        self.proved: set[MessageRef] = set()  # posts that a press has proved to this process
        self.judging = Judging(judge, writer, self.ports, bank) if judge is not None else None
        self.compared = False  # whether the bank was compared with what this database knows of it

    def handle(self, intent: Intent, caller: Caller) -> tuple[Reply, ...]:
        """Carry out an intent and wait for it. Never raises: what goes wrong becomes a card."""
        caller = placed(caller)
        try:
            route = ROUTES[type(intent)]
            result = self.writer.submit(lambda tx: route.use_case(intent, caller, self.ports(tx))).result()
            if isinstance(result, RunQueued) and self.judging is not None:
                result = self.judging.wait(result)
            if isinstance(result, RoundRun) and self.judging is not None:
                result = self.judging.wait_for_try(result)
            return replies(route.present(result))
        except Exception as error:
            return replies(self.explain(error, intent))

    async def call(self, intent: Intent, caller: Caller, once: str = "") -> tuple[Reply, ...]:
        """The same for event loops.

        With `once`, the key by which a platform knows what it brought: what was carried out before is not carried out
        again, and not answered. What only reads may be brought as often as one likes.
        """
        caller = placed(caller)
        try:
            route = ROUTES[type(intent)]
            key = "" if route.reads else once
            post = pressed_post(intent, caller)
            proves = post is not None and post not in self.proved
            result = await self.writer.call(lambda tx: carried_out(route, intent, caller, self.ports(tx), key, proves))
            if post is not None and proves:
                self.remember(post)
            if isinstance(result, RunQueued) and self.judging is not None:
                result = await self.judging.waited(result)
            if isinstance(result, RoundRun) and self.judging is not None:
                result = await self.judging.waited_for_try(result)
            return () if result is SEEN else replies(route.present(result))
        except Exception as error:
            return replies(self.explain(error, intent))

    async def form(self, intent: Intent, caller: Caller) -> Form | Card:
        """The form that asks for what `intent` needs, or a card when there is nothing to fill in."""
        caller = placed(caller)
        try:
            make = FORMS[type(intent)]
            result = await self.writer.call(lambda tx: make.use_case(intent, caller, self.ports(tx)))
            return make.present(result)
        except Exception as error:
            return self.explain(error, intent)

    async def submit(
        self, intent: Intent, values: Mapping[str, str | Sequence[str]], caller: Caller, once: str = ""
    ) -> tuple[Reply, ...]:
        """Carry out `intent` with a form's values filled in; `once` as in `call`."""
        try:
            filled = await self.writer.call(lambda tx: fill(intent, values, self.ports(tx)))
        except Exception as error:
            return replies(self.explain(error, intent))
        return await self.call(filled, caller, once)

    async def notice(self, key: str, *noticed: tuple[Intent, Caller]) -> bool:
        """Carry out what a platform noticed, once for each event `key`; False if that event was seen before.

        Nobody is answered. Raises StoreError when nothing could be stored: the platform is to bring the event again.
        """

        def work(tx: Tx) -> bool:
            ports = self.ports(tx)
            if not ports.inbox.take(key, ports.now):
                return False
            for intent, caller in noticed:
                ROUTES[type(intent)].use_case(intent, placed(caller), ports)
            return True

        try:
            return await self.writer.call(work)
        except Refusal as refusal:
            log.warning("event %s: %s", key, type(refusal).__name__)
            return await self.writer.call(lambda tx: self.ports(tx).inbox.take(key, self.clock()))

    async def keep(self, work: Callable[[Ports], T]) -> T:
        """Read or store what an adapter keeps for itself (where it is installed). Raises StoreError."""
        return await self.writer.call(lambda tx: work(self.ports(tx)))

    def topics(self) -> tuple[str, ...]:
        """The topics that can be asked for, for completion while somebody types."""
        return tuple(sorted({question.topic for question in self.bank.served()}))

    async def tick(self, *, wait: bool = True, watch: bool = True) -> datetime | None:
        """Do everything that is due now and deliver it; the instant at which something is due next.

        Without `wait` deliveries go on behind it, so that a slow platform holds up nothing. With `watch` the tick moves
        the heartbeat whose gaps are outages: right for whoever runs all the time, wrong for a session now and then.
        """
        if not self.compared:
            await self.writer.call(lambda tx: plan_corrections(self.ports(tx)))
            self.compared = True
        if self.judging is not None:
            await self.judging.take_up(self.clock())
        return await tick(self.writer, self.ports, self.courier, self.clock, wait=wait, watch=watch)

    def remember(self, post: MessageRef) -> None:
        """That a post is there was proved and is stored: later presses on it need not prove it again."""
        if len(self.proved) >= MOST_PROVED:
            self.proved.clear()
        self.proved.add(post)

    def close(self) -> None:
        """Begin nothing more, and let what the judge is at come to its end; what it has not begun waits as a row."""
        if self.judging is not None:
            self.judging.close()

    def ports(self, tx: Tx) -> Ports:
        """What a use case may touch, on this transaction, at this instant."""
        ports = open_rooms(tx, self.clock(), self.rng, self.bank)
        if self.judging is not None:
            ports.judged = self.judging.abilities
        return ports

    def explain(self, error: Exception, intent: Intent) -> Card:
        """The card of what went wrong."""
        if isinstance(error, StoreError):
            error = refusal_of(error, intent)
        if not isinstance(error, Refusal):
            reference = f"{self.rng.getrandbits(32):08x}"
            log.error("fault %s while carrying out %s", reference, type(intent).__name__, exc_info=error)
            error = Broken(reference=reference)
        return refusals.present(error, intent)


def carried_out(route: Route, intent: Intent, caller: Caller, ports: Ports, once: str, proves: bool) -> Any:
    """What came of it; SEEN if it was brought before, which the same transaction remembers.

    `proves`: it comes from a post that this process has heard nothing of yet.
    """
    if once and not ports.inbox.take(once, ports.now):
        return SEEN
    if proves:
        prove_post(intent, caller, ports)
    return route.use_case(intent, caller, ports)


def placed(caller: Caller) -> Caller:
    """The caller without a zone that is not known here: a platform's zone data may be newer, or the name no place."""
    try:
        if caller.zone is not None:
            zone_of(caller.zone)
    except UnknownZone:
        return replace(caller, zone=None)
    return caller


def refusal_of(error: StoreError, intent: Intent) -> Exception:
    """What a caller is told when the store refuses."""
    match error:
        case Busy() | Closed() | DeadlineExceeded():
            log.warning("%s while carrying out %s: %s", type(error).__name__, type(intent).__name__, error)
            return Overloaded()
        case Unsure():
            log.warning("outcome unknown while carrying out %s: %s", type(intent).__name__, error)
            return OutcomeUnknown()
        case _:
            return error


def replies(shown: Card | tuple[Reply, ...]) -> tuple[Reply, ...]:
    """What a presenter gave, as replies; a bare card goes to the caller alone."""
    return (Reply(shown),) if isinstance(shown, Card) else shown
