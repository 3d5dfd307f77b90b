"""The process that is killed: one replica with an App of its own, told over a socket when to go round once more.

A round is a tick and some presses of learners at the same time. Every answer that a learner was told is appended to a
log outside the database, after the reply: so what is in the log must be in the database, whoever dies.
"""

import asyncio
import contextlib
import json
import logging
import os
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple, NoReturn

from adapters.cli.bench.crash import ground
from adapters.cli.bench.crash.fuse import Crowd, Fuse, lay
from adapters.cli.bench.crash.world import PLATFORM, World, often_fails, works
from bot.app import App
from bot.app.rebuilding import differences
from bot.bank.bank import Bank
from bot.store.engine import open_engine
from bot.store.errors import StoreError
from bot.store.writer import Writer
from bot.view import wire
from bot.view.card import Text

CONFIRMED: Final = "confirmed.log"
DEATHS: Final = "deaths.log"
FAULTS: Final = "faults.log"
OUTPUT: Final = "output.log"
WORLD: Final = "world.db"
VERDICTS: Final = frozenset({"right", "partly", "wrong", "answered"})
"""States of a card that says that an answer is stored; "answered" where its verdict waits for the reveal."""
FORESEEN: Final = (StoreError, ConnectionError)
"""Errors that may be logged: the database is busy, the line to the platform broke. Any other is a fault of ours."""
TRIES_FOR_A_NEW_ANSWER: Final = 3
PASSES: Final = 8
"""How often a loop goes round between being given an answer and a person's having it: more than a call awaits."""
A_MOMENT_S: Final = 1.0

Clock = Callable[[], datetime]


class Life(NamedTuple):
    """What a process is born with. `fuse` says at which points it dies, and the how manieth time it comes there."""

    url: str
    folder: Path
    seed: int
    fuse: Mapping[str, int]
    watch: bool = True
    faulty: bool = True


class Worker(Crowd):
    """One replica from its start to its end."""

    def __init__(self, life: Life, bank: Bank, clock: Clock, loop: asyncio.AbstractEventLoop) -> None:
        self.life = life
        self.clock = clock
        self.loop = loop
        self.rng = Random(life.seed)
        self.confirmed = append_to(life.folder / CONFIRMED)
        self.log = (life.folder / CONFIRMED).open()
        self.known: set[tuple[str, int]] = set()
        self.first_answers = 0
        fuse = Fuse(life.fuse, append_to(life.folder / DEATHS), self)
        faults = often_fails(Random(life.seed + 1)) if life.faulty else works
        self.world = World(life.folder / WORLD, clock, faults, fuse.at)
        self.writer = Writer(open_engine(life.url), Random(life.seed + 2))
        lay(fuse, self.writer)
        self.app = App(self.writer, bank, clock, Random(life.seed + 3), {PLATFORM: self.world})

    def obey(self, order: dict[str, Any]) -> Any:
        """Carry out what the parent says, and give what it wants to know."""
        match order["do"]:
            case "set up":
                ground.set_up(self.app)
            case "check":
                return list(differences(self.writer, self.clock))
            case "round":
                due = self.loop.run_until_complete(self.round(order["presses"]))
                return None if due is None else due.isoformat()
        return None

    async def round(self, presses: int) -> datetime | None:
        """A tick among presses; the instant at which something is due next."""
        found = await asyncio.gather(self.tick(), *(self.press() for _ in range(presses)))
        return found[0]

    async def tick(self) -> datetime | None:
        """Do what is due. That the database is busy is no fault: the next tick goes on."""
        with contextlib.suppress(StoreError):
            return await self.app.tick(watch=self.life.watch)
        return self.clock()

    async def press(self) -> None:
        """A learner presses a button of the newest daily in a channel, and what comes back is remembered.

        It is somebody who has no verdict yet, where one is found soon: only a new answer can be lost. The others press
        again.
        """
        intent: Any = None
        first = False
        for _ in range(TRIES_FOR_A_NEW_ANSWER):
            name, channels = self.rng.choice(ground.LEARNERS)
            channel = self.rng.choice(channels)
            if buttons := self.world.buttons(channel):
                intent = wire.decode(self.rng.choice(buttons))
                first = (name, intent.daily) not in self.told()
                if first:
                    break
        if not buttons:
            return
        self.first_answers += first
        replies = await self.app.call(intent, ground.caller(name, channel))
        self.first_answers -= first
        card = replies[0].card
        if card.state in VERDICTS:
            told = card.blocks[0].text if isinstance(card.blocks[0], Text) else ""
            line = json.dumps({"user": name, "daily": intent.daily, "state": card.state, "told": told})
            os.write(self.confirmed, f"{line}\n".encode())

    def told(self) -> set[tuple[str, int]]:
        """Who was told a verdict on which daily, by any replica."""
        self.known.update((said["user"], said["daily"]) for said in map(json.loads, self.log))
        return self.known

    def expects(self) -> bool:
        return self.first_answers > 0

    def hear(self) -> None:
        # The loop does things in the order in which it was given them, and what was to be said came before this.
        for _ in range(PASSES):
            passed = threading.Event()
            self.loop.call_soon_threadsafe(passed.set)
            passed.wait(A_MOMENT_S)


class Heard(logging.Handler):
    """Writes every error that tells of a fault of ours to a file of its own."""

    def __init__(self, path: Path) -> None:
        super().__init__(logging.ERROR)
        self.path = path

    def emit(self, record: logging.LogRecord) -> None:
        """Append one line, unless it was foreseen."""
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, FORESEEN):
            line = f"{record.getMessage()}: {error!r}".replace("\n", " ")
            os.write(append_to(self.path), f"{line}\n".encode())


def live(life: Life, bank: Bank, clock: Clock, line: socket.socket) -> NoReturn:
    """Run in a freshly forked process until the parent hangs up or somebody kills us. Never returns."""
    code = 70
    try:
        output = append_to(life.folder / OUTPUT)
        os.dup2(output, 1)
        os.dup2(output, 2)
        heard = Heard(life.folder / FAULTS)
        logging.basicConfig(handlers=[logging.StreamHandler(sys.stderr), heard], level=logging.ERROR, force=True)
        orders = line.makefile("r")
        with asyncio.Runner() as runner:
            worker = Worker(life, bank, clock, runner.get_loop())
            for order in orders:
                answer = worker.obey(json.loads(order))
                line.sendall(json.dumps(answer).encode() + b"\n")
        worker.writer.close()
        code = 0
    except BaseException:
        logging.getLogger("bot.app.app").exception("a replica ended")
    finally:
        sys.stderr.flush()
        os._exit(code)


def append_to(path: Path) -> int:
    """A handle that appends whole lines: what was written is there when we die."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
