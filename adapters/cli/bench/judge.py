"""How long submitted code takes to be judged: honest runs in a warm worker, the first run, and what hostile ones hold.

The floor of a run is a `fork` of a process that ends at once, measured here and now.
"""

import os
import time
from pathlib import Path
from statistics import median
from typing import Any

from bot.judge.process import GRACE_S
from bot.judge.sandbox import Sandbox
from bot.ports.judge import CallTests, JudgeReport, Limits, Submission, TableTests

WARM_UP = 10
WALL_S = Limits().wall_s
"""The clock's limit of the hostile runs."""
PYTHON = Submission(
    "python",
    "def allow(times, limit, window):\n    log, out = [], []\n    for t in times:\n"
    "        log = [x for x in log if x > t - window]\n        out.append(len(log) < limit)\n"
    "        if out[-1]:\n            log.append(t)\n    return out\n",
)
CALLS = CallTests(
    ("allow([0, 1, 2], 2, 10) == [True, True, False]", "allow([], 3, 5) == []"),
    ("allow([0, 10], 1, 10) == [True, True]", "allow([5, 5], 1, 1) == [True, False]"),
)
TABLES = TableTests(
    "CREATE TABLE product (id int PRIMARY KEY, name text); CREATE TABLE sale (product_id int, qty int);",
    (
        "INSERT INTO product VALUES (1, 'pen'), (2, 'ink'); INSERT INTO sale VALUES (1, 2), (1, 5);",
        "INSERT INTO product VALUES (1, 'pen'), (2, 'pen'); INSERT INTO sale VALUES (1, 4), (2, 6);",
    ),
    "SELECT name, COALESCE(SUM(qty), 0) FROM product LEFT JOIN sale ON product_id = id GROUP BY id, name",
)
QUERY = Submission("sqlite", TABLES.reference)
HOSTILE = {
    "an endless loop": "while True:\n    pass\n",
    "a loop that catches all": "while True:\n    try:\n        sum(range(10**6))\n    except BaseException: pass\n",
    "a sleep in C": "import ctypes\nctypes.CDLL(None).sleep(60)\n",
    "a sort of ten million": "sorted(range(10**7, 0, -1), key=str)\n",
    "a regex": "import re\nre.match('(a+)+$', 'a' * 60 + 'b')\n",
    "a flood": "while True:\n    print('x' * 1000)\n",
    "a great number": "x = 7 ** 10 ** 9\n",
}
ENDLESS = Submission("sqlite", "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r")


def measure(runs: int) -> dict[str, Any]:
    """Rows with `ms`, the median; what held the worker longest; the memory of the idle worker in MB.

    `worst_hold_s` must stay below the limit of the clock and `GRACE_S`.
    """
    fresh = []
    for _ in range(3):
        begun = time.perf_counter()
        judge = Sandbox()
        passed(judge.run(PYTHON, CALLS, Limits()))
        fresh.append((time.perf_counter() - begun) * 1000)
        judge.close()
    judge = Sandbox()
    floor = median(forked() for _ in range(50))
    python = [timed(judge, PYTHON, CALLS) for _ in range(runs + WARM_UP)][WARM_UP:]
    sql = [timed(judge, QUERY, TABLES) for _ in range(runs + WARM_UP)][WARM_UP:]
    idle = resident_mb(judge.worker().pid)
    held = {name: hold(judge, Submission("python", source), CALLS) for name, source in HOSTILE.items()}
    held["an endless query"] = hold(judge, ENDLESS, TABLES)
    passed(judge.run(PYTHON, CALLS, Limits()))
    judge.close()
    rows = [
        {"name": "honest Python, warm", "ms": median(python), "ratio": floor / median(python), "floor_ms": floor},
        {"name": "honest SQL, warm", "ms": median(sql), "ratio": floor / median(sql), "floor_ms": floor},
        {"name": "first run after the start", "ms": median(fresh), "ratio": floor / median(fresh), "floor_ms": floor},
    ]
    worst = max(held, key=lambda name: held[name])
    return {
        "bench": "judge", "idle_mb": idle, "limit_s": WALL_S, "grace_s": GRACE_S,
        "worst_hold_s": round(held[worst], 3), "held_longest_by": worst, "rows": rows,
    }  # fmt: skip


def timed(judge: Sandbox, submission: Submission, tests: CallTests | TableTests) -> float:
    """Milliseconds of an honest run, from the question to the report."""
    begun = time.perf_counter()
    report = judge.run(submission, tests, Limits())
    spent = (time.perf_counter() - begun) * 1000
    passed(report)
    return spent


def hold(judge: Sandbox, submission: Submission, tests: CallTests | TableTests) -> float:
    """Seconds that a hostile run holds its lane."""
    begun = time.perf_counter()
    report = judge.run(submission, tests, Limits(wall_s=WALL_S))
    if report.full:
        raise RuntimeError("a hostile run passed")
    return time.perf_counter() - begun


def passed(report: JudgeReport) -> None:
    if not report.full:
        raise RuntimeError(f"an honest run failed: {report}")


def forked() -> float:
    """Milliseconds to fork this process and see the child end."""
    begun = time.perf_counter()
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return (time.perf_counter() - begun) * 1000


def resident_mb(pid: int) -> float:
    """The resident memory of a process."""
    words = Path(f"/proc/{pid}/statm").read_text().split()
    return round(int(words[1]) * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024, 1)
