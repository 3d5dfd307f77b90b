"""Several processes on one database, and processes that die: nothing answered is lost, nothing is stored twice."""

import os
import signal
import subprocess
import sys
import threading
from random import Random

import sqlalchemy as sa

from bot.store.engine import open_engine
from bot.store.tx import Tx
from bot.store.writer import Writer
from tests.store import toy

SERVE_UNTIL_KILLED = """
import os, signal, sys, itertools
from random import Random
from bot.store import writer as writing
from bot.store.engine import open_engine
from tests.store import toy

url, killed_before_answer, first = sys.argv[1], sys.argv[2] == "1", int(sys.argv[3])
writer = writing.Writer(open_engine(url), Random(1))
if killed_before_answer:
    writing.answer = lambda calls: os.kill(os.getpid(), signal.SIGKILL)
for start in itertools.count(first, 5):
    names = [f"n{number:06}" for number in range(start, start + 5)]
    futures = [writer.submit(lambda tx, name=name: tx.one(toy.ADD_ONCE, name, 1)) for name in names]
    for future, name in zip(futures, names):
        future.result()
        print(name, flush=True)
"""


def serve(url: str, *, killed_before_answer: bool, first: int = 0) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SERVE_UNTIL_KILLED, url, "01"[killed_before_answer], str(first)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def test_killed_between_commit_and_answer_the_redelivery_finds_its_result(database_url: str, engine: sa.Engine) -> None:
    process = serve(database_url, killed_before_answer=True)
    said, _ = process.communicate(timeout=60)
    assert (process.returncode, said) == (-signal.SIGKILL, "")
    with Writer(engine, Random(1)) as writer:
        assert writer.submit(lambda tx: tx.one(toy.ADD_ONCE, "n000000", 1)).result() is None
        assert writer.submit_read(lambda tx: tx.one(toy.POINTS_OF, "n000000")).result() == (1,)


def test_whatever_was_answered_before_a_kill_is_stored(database_url: str, engine: sa.Engine) -> None:
    rng = Random(20261120)
    answered: list[str] = []
    processes = [serve(database_url, killed_before_answer=False, first=first) for first in (0, 100_000)]
    for process in processes:
        assert process.stdout is not None
        answered += [process.stdout.readline().strip() for _ in range(rng.randint(1, 40))]
        process.kill()
        answered += [line.strip() for line in process.stdout if line.endswith("\n")]
        process.stdout.close()
        process.wait(30)
    with Writer(engine, Random(1)) as writer:
        kept = {who for who, _ in writer.submit_read(lambda tx: tx.all(toy.ALL)).result()}
    assert answered
    assert set(answered) <= kept


def test_two_replicas_lose_no_update(database_url: str, engine: sa.Engine) -> None:
    names = ["a", "b", "c"]

    def drive(writer: Writer, seed: int) -> None:
        rng = Random(seed)
        futures = []
        for _ in range(60):
            first, second = rng.choice(names), rng.choice(names)
            futures.append(writer.submit(lambda tx, first=first, second=second: add_to_both(tx, first, second)))
        for future in futures:
            future.result(60)

    def add_to_both(tx: Tx, first: str, second: str) -> None:
        for name in (first, second):
            tx.run(toy.MORE, name, 0)
            (points,) = tx.one(toy.LOCK, name) or (0,)
            tx.run(toy.SET_POINTS, name, points + 1)
        tx.add(toy.COUNT, (first,), (1, 1))

    with Writer(engine, Random(1)) as one, Writer(open_engine(database_url), Random(2)) as two:
        threads = [threading.Thread(target=drive, args=pair) for pair in ((one, 3), (one, 4), (two, 5), (two, 6))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        rows = one.submit_read(lambda tx: tx.all(toy.ALL)).result()
        totals = one.submit_read(lambda tx: tx.all(toy.TOTALS)).result()
    assert sum(points for _, points in rows) == 2 * 4 * 60
    assert sum(seen for _, seen, _ in totals) == 4 * 60
