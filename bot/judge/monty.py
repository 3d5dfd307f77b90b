"""The judge of Python where the kernel has no filter: Monty, an interpreter that can do nothing but compute.

It knows less of the language than CPython (`bot.domain.question.PYTHON_FEATURES` are what it lacks), so a kata is
served by it only if it needs none of them. Results are compared here, as everywhere.
"""

import importlib.util
import json
import threading
import time
from typing import TYPE_CHECKING, Any

from bot.judge import calls
from bot.judge.inside.values import TooMuch, plain
from bot.judge.process import Ended
from bot.ports.judge import BadTests, CallTests, JudgeDown, JudgeReport, Limits, Submission, Tests

if TYPE_CHECKING:
    from pydantic_monty import Monty, MontySession

START = "<python-input-0>"
"""How Monty calls what it was fed first: the submission."""
AT_ONCE = 2


def is_here() -> bool:
    """Whether Monty is installed."""
    return importlib.util.find_spec("pydantic_monty") is not None


class MontyJudge:
    """Python without inheritance, generators, properties and a few modules. Close it at the end."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: Monty | None = None

    @property
    def abilities(self) -> frozenset[str]:
        """`kata`, and none of its features."""
        return frozenset({"kata"}) if is_here() else frozenset()

    def run(self, submission: Submission, tests: Tests, limits: Limits) -> JudgeReport:
        """See `bot.ports.judge.Judge.run`."""
        if submission.language != "python" or not isinstance(tests, CallTests):
            raise BadTests(f"Monty cannot judge {submission.language}")
        from pydantic_monty import MontyError, ResourceLimits

        wanted = [calls.parted(test)[0] for test in (*tests.public, *tests.hidden)]
        began = time.monotonic()
        allowed = ResourceLimits(max_feed_duration_secs=limits.wall_s, max_memory=limits.megabytes << 20)
        ended = Ended()
        records: list[dict[str, Any]] = []
        try:
            with self.pool().checkout(limits=allowed) as session:
                until = began + limits.wall_s
                for number, text in enumerate((submission.source, submission.setup, *wanted)):
                    if time.monotonic() > until:
                        ended.late = True
                        break
                    record = fed(session, text, number)
                    if number != 1 or "error" in record:  # the helpers say nothing, unless they fail
                        records.append(record)
                    if number < 2 and record:
                        break
                    if record.get("time"):
                        records.pop()
                        ended.late = True
                        break
        except MontyError:
            ended.status = -11
        except TimeoutError as error:
            raise JudgeDown("no Monty was free") from error
        ended.ms = (time.monotonic() - began) * 1000
        ended.results = b"".join(json.dumps(record).encode() + b"\n" for record in records)
        return calls.report(submission, tests, ended)

    def pool(self) -> "Monty":
        """Monty's own processes, started when they are first needed."""
        from pydantic_monty import Monty

        with self._lock:
            if self._pool is None:
                self._pool = Monty(min_processes=1, max_processes=AT_ONCE, checkout_timeout=10).__enter__()
            return self._pool

    def close(self) -> None:
        with self._lock:
            if self._pool is not None:
                self._pool.__exit__(None, None, None)
                self._pool = None


def fed(session: "MontySession", text: str, number: int) -> dict[str, Any]:
    """What came of one piece of Python, as the record that a child of the worker would write."""
    from pydantic_monty import CollectString, MontyRuntimeError, MontySyntaxError

    try:
        value = session.feed_run(text, print_callback=CollectString(max_bytes=64 * 1024))
        return {"value": plain(value)} if number > 1 else {}
    except TooMuch:
        return {"much": True}
    except (MontyRuntimeError, MontySyntaxError) as error:
        inner = error.exception()
        if isinstance(inner, MemoryError):
            return {"memory": True}
        if isinstance(inner, TimeoutError):
            return {"time": True}
        lines = [frame.line for frame in error.traceback() if frame.filename == START]
        return {"error": type(inner).__name__, "said": str(inner)[:300], "line": lines[-1] if lines else 0}
