"""A campaign: so many replicas on one database, killed so many times while study days go by, then healed and judged.

Time is given, not waited for: all replicas read one instant from shared memory, and it leaps to the next thing that is
due when those who live have gone round. While they are at it, it only creeps, by less than a lease. Processes are
forked from this one, which must have no threads, because a fork costs milliseconds and a fresh interpreter a second.
"""

import gc
import json
import mmap
import os
import selectors
import signal
import socket
import struct
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any, Final, NamedTuple

from adapters.cli.bench.crash import ground
from adapters.cli.bench.crash.fuse import ANY_TIME, POINTS
from adapters.cli.bench.crash.judge import Verdict, judge
from adapters.cli.bench.crash.worker import DEATHS, FAULTS, Life, live
from bot.bank.bank import Bank

MOST_CREEP: Final = timedelta(seconds=60)
"""How far time moves under a replica that is at work: half of the lease that it holds."""
LONGEST_LEAP: Final = timedelta(hours=4)
LONGEST_ROUND_S: Final = 60.0
TARGETS: Final = 3
WEIGHTS: Final = {"answer: before commit": 3}
"""Points at which more must die than at others: only there is it seen that somebody was told before the commit."""
ROUNDS_FOR_A_FUSE: Final = 60
"""A replica that has not come to its point by then is killed from outside."""
LEAST_TIME: Final = timedelta(days=5)
LEAST_TIME_OF_A_FEW: Final = timedelta(days=2)
"""For campaigns of fewer kills than there are points: somebody tries whether it runs."""
AFTERWARDS: Final = timedelta(hours=30)
MOST_ROUNDS_AFTER: Final = 5_000
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICRO: Final = timedelta(microseconds=1)


class Ended(NamedTuple):
    """What came of a campaign. `points` counts the deaths by where they were; `violations` are sentences."""

    seed: int
    kills: int
    points: dict[str, int]
    lives: int
    started: datetime
    until: datetime
    verdict: Verdict
    violations: tuple[str, ...]
    seconds: float


class Replica:
    """A process and our end of the line to it."""

    def __init__(self, pid: int, line: socket.socket, life: Life, patience: int, hit_after: float) -> None:
        self.pid = pid
        self.line = line
        self.life = life
        self.patience = patience
        """Rounds until it is killed from outside, and then so many seconds into the round."""
        self.hit_after = hit_after
        self.kill_at: float | None = None


class Campaign:
    """`kills` SIGKILLs on `replicas` processes over the empty database at `url`. `folder` is empty and ours."""

    def __init__(self, url: str, folder: Path, *, replicas: int, kills: int, seed: int) -> None:
        self.url = url
        self.folder = folder
        self.replicas = replicas
        self.wanted = kills
        self.seed = seed
        self.rng = Random(seed)
        self.bank: Bank = ground.bank()
        self.shared = mmap.mmap(-1, 8)
        self.now = ground.START
        self.kills = 0
        self.lives = 0
        self.points: Counter[str] = Counter()
        self.violations: list[str] = []
        self.slots: list[Replica | None] = [None] * replicas
        self.watch = self.rng.random() < 0.5
        """Leaps are outages to whoever watches. In the other campaigns streaks are made and lost by answers alone."""

    @property
    def now(self) -> datetime:
        """The instant that all replicas see."""
        (micros,) = struct.unpack("q", self.shared[:8])
        return EPOCH + int(micros) * MICRO

    @now.setter
    def now(self, instant: datetime) -> None:
        self.shared[:8] = struct.pack("q", (instant - EPOCH) // MICRO)

    def run(self) -> Ended:
        """Set up, kill, heal, judge."""
        begun = monotonic()
        ground.lay_tables(self.url)
        gc.freeze()  # a fork that collects garbage would copy all that it shares with us
        healthy = self.healthy()
        self.ask(healthy, {"do": "set up"})
        self.dismiss(healthy)
        started = self.now
        if self.wanted:
            self.kill_many()
        ended = self.heal()
        verdict = judge(self.url, self.folder, started, ended)
        return Ended(
            self.seed, self.kills, dict(self.points), self.lives, started, ended, verdict,
            (*self.violations, *faults(self.folder), *verdict.violations), monotonic() - begun,
        )  # fmt: skip

    # --- killing

    def kill_many(self) -> None:
        """Go round until there were enough deaths, enough study days and, if so many are wanted, one at each point."""
        few = self.wanted < len(POINTS)
        most, least = self.wanted * 3 + 300, ground.START + (LEAST_TIME_OF_A_FEW if few else LEAST_TIME)
        every = set() if few else set(POINTS)
        while self.kills < self.wanted or every - self.points.keys() or self.now < least:
            if self.violations or faults(self.folder):
                break
            if self.lives > most:
                self.violations.append(f"in {most} lives nobody came to {sorted(every - self.points.keys())}")
            self.round()
        for slot, replica in enumerate(self.slots):
            if replica is not None:
                os.kill(replica.pid, signal.SIGKILL)
                self.bury(slot, replica)

    def round(self) -> None:
        """Let every replica tick while learners press; who dies is replaced before the next round."""
        for slot, replica in enumerate(self.slots):
            if replica is None:
                self.slots[slot] = self.born()
        busy: dict[int, Replica] = {}
        for slot, replica in enumerate(self.slots):
            assert replica is not None, "every slot was just filled"
            busy[slot] = replica
            replica.patience -= 1
            if replica.patience < 0 and replica.kill_at is None:
                replica.kill_at = monotonic() + replica.hit_after
            tell(replica, {"do": "round", "presses": self.rng.choice((0, 0, 1, 2, 5))})
        dues = self.wait_for(busy)
        if dues:
            self.leap([due for due in dues if due is not None])

    def wait_for(self, busy: dict[int, Replica]) -> list[datetime | None]:
        """Wait until everybody has gone round or died, killing whose time has come; what is due, by the living."""
        until, creep_to = monotonic() + LONGEST_ROUND_S, self.now + MOST_CREEP
        dues: list[datetime | None] = []
        while busy:
            hits = [replica.kill_at for replica in busy.values() if replica.kill_at is not None]
            for slot in ready(busy, max(0.0, min([until, *hits]) - monotonic())):
                line = heard(busy[slot])
                replica = busy.pop(slot)
                if line:
                    said = json.loads(line)
                    dues.append(None if said is None else datetime.fromisoformat(said))
                else:
                    self.bury(slot, replica)
            self.now = min(creep_to, self.now + timedelta(seconds=self.rng.choice((0, 0, 1, 4))))
            for slot, replica in list(busy.items()):
                if monotonic() > until:
                    self.violations.append(f"a replica did not come back within {LONGEST_ROUND_S:.0f} s")
                if monotonic() > until or (replica.kill_at is not None and monotonic() >= replica.kill_at):
                    os.kill(replica.pid, signal.SIGKILL)
                    self.bury(slot, busy.pop(slot))
        return dues

    def leap(self, dues: list[datetime]) -> None:
        """Move time: at most to what is due next, and sometimes only a little."""
        far = self.now + timedelta(seconds=self.rng.uniform(60, LONGEST_LEAP.total_seconds()))
        if self.rng.random() < 0.2:
            far = self.now + timedelta(seconds=self.rng.uniform(1, 30))
        self.now = max(self.now + timedelta(seconds=1), min([far, *dues]))

    def born(self) -> Replica:
        """A new process. Most carry a fuse that ends at one of the points where the fewest have died."""
        rare = sorted(POINTS, key=lambda point: (self.points[point] / WEIGHTS.get(point, 1), self.rng.random()))
        fuse = {point: self.steps_to(point) for point in rare[:TARGETS]} if self.rng.random() < 0.75 else {}
        life = Life(self.url, self.folder, self.rng.getrandbits(32), fuse, watch=self.watch)
        patience = ROUNDS_FOR_A_FUSE if fuse else self.rng.randint(0, 6)
        return self.fork(life, patience, self.rng.uniform(0, 0.03))

    def steps_to(self, point: str) -> int:
        """How often a process comes to the point before it dies there."""
        return self.rng.randint(1, 80) if point == "statement" else self.rng.choice((1, 1, 1, 2))

    def fork(self, life: Life, patience: int = 0, hit_after: float = 0.0) -> Replica:
        """Fork a replica."""
        self.lives += 1
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            ours.close()
            for other in self.slots:
                if other is not None:
                    other.line.close()
            live(life, self.bank, lambda: self.now, theirs)
        theirs.close()
        return Replica(pid, ours, life, patience, hit_after)

    def bury(self, slot: int, replica: Replica) -> None:
        """A process has died: count where."""
        replica.line.close()
        self.slots[slot] = None
        _, status = os.waitpid(replica.pid, 0)
        if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != signal.SIGKILL:
            self.violations.append(f"a replica ended by itself, with status {os.waitstatus_to_exitcode(status)}")
            return
        self.kills += 1
        deaths = read_lines(self.folder / DEATHS)
        point = deaths[-1] if len(deaths) > sum(self.points.values()) - self.points[ANY_TIME] else ANY_TIME
        self.points[point] += 1

    # --- healing

    def healthy(self) -> Replica:
        """A replica that nobody kills and whose lines hold."""
        return self.fork(Life(self.url, self.folder, self.rng.getrandbits(32), {}, watch=False, faulty=False))

    def heal(self) -> datetime:
        """Let one healthy replica do all that is left to do, for more than a day, and prove what is kept."""
        healthy = self.healthy()
        end = self.now + AFTERWARDS
        for _ in range(MOST_ROUNDS_AFTER):
            said = self.ask(healthy, {"do": "round", "presses": 0})
            if self.now == end:
                break
            due = datetime.fromisoformat(said) if said else end
            self.now = min(end, max(due, self.now + timedelta(seconds=1)))
        else:
            self.violations.append("the outbox and the agenda do not come to rest")
        self.violations += [f"rebuild: {line}" for line in self.ask(healthy, {"do": "check"}) or ()]
        self.dismiss(healthy)
        return self.now

    def ask(self, replica: Replica, order: dict[str, Any]) -> Any:
        """Give an order and wait for its answer; None and a violation when there is none."""
        tell(replica, order)
        with replica.line.makefile("r") as answers:
            line = answers.readline()
        if not line:
            self.violations.append(f"the healthy replica ended when told to {order['do']}")
            return None
        return json.loads(line)

    def dismiss(self, replica: Replica) -> None:
        """Hang up, and wait until it has ended in order."""
        replica.line.close()
        _, status = os.waitpid(replica.pid, 0)
        if status != 0:
            self.violations.append(f"the healthy replica ended with {os.waitstatus_to_exitcode(status)}")


def tell(replica: Replica, order: dict[str, Any]) -> None:
    """Send an order; one who has just died hears nothing, and is found dead."""
    try:
        replica.line.sendall(json.dumps(order).encode() + b"\n")
    except BrokenPipeError:
        return


def heard(replica: Replica) -> bytes:
    """What it said; nothing from one who has died, be it with an order of ours unread."""
    try:
        return replica.line.recv(1 << 20)
    except ConnectionResetError:
        return b""


def ready(busy: dict[int, Replica], timeout: float) -> list[int]:
    """The slots that have said something or hung up."""
    with selectors.DefaultSelector() as selector:
        for slot, replica in busy.items():
            selector.register(replica.line, selectors.EVENT_READ, slot)
        return [key.data for key, _ in selector.select(timeout)]


def faults(folder: Path) -> list[str]:
    """What the replicas logged as faults of ours."""
    return [f"fault: {line}" for line in read_lines(folder / FAULTS)[:20]]


def read_lines(path: Path) -> list[str]:
    """The whole lines of a log; none if nobody wrote it."""
    return path.read_text().splitlines() if path.exists() else []
