"""The bench on which proofs run: interpreters, PostgreSQL, and the way into and out of one process.

It knows how to run a check, a trial or a program once; it must not know keys or what an answer means.
"""

import contextlib
import itertools
import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.bank.proof import sandbox
from bot.bank.proof.cluster import cluster
from bot.bank.proof.inside.postgres_wire import Connection
from bot.bank.proof.runtimes import SQL_FAMILIES, Runtime, find, program
from bot.bank.proof.shown import Shown
from bot.bank.source import CONTENT_ROOT
from bot.domain.question import Verify

SEEDS = ("0", "1", "2")
MODELS = "_models"
"""The package of models beside the questions: a check may import from it."""
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc")
DATABASE = "proof"
PROVER = "prover"
Address = Mapping[str, str]
Variables = Mapping[str, str]


class Refuted(Exception):
    """A proof that did not come out; the message is the reason. `slow` when it ran into its time limit."""

    def __init__(self, reason: str, slow: bool = False) -> None:
        super().__init__(reason)
        self.slow = slow


@dataclass(frozen=True)
class Bench:
    """What proofs need of the machine: the addresses of running PostgreSQL servers by major version.

    `hidden` is the folder with the keys; no proof may see into it.
    """

    servers: Mapping[int, Address]
    hidden: Path | None = None

    def check(
        self,
        verify: Verify,
        item: Shown,
        runtime: Runtime,
        variables: Variables,
        outcomes: Iterable[tuple[str, str, bool]] = (),
    ) -> list[object]:
        """Run the check of `verify` (or, given `outcomes`, those queries) and give the lines it put out."""
        engine = sql_engine(runtime, verify.runtime)
        job: dict[str, object] = {
            "item": item,
            "check": verify.check,
            "setup": verify.setup,
            "outcomes": list(outcomes),
            "bash": program("bash") or "bash",
            "node": program("node") if any(name.startswith("node") for name in verify.runtime) else None,
            "engine": "postgres" if engine is not None and engine.family == "postgres" else "sqlite",
            "postgres": None if engine is None else self.servers.get(engine.version[0]),
            "models": MODELS in verify.check,
        }
        return self._inside("prelude.py", job, python(runtime), variables, verify.timeout_s, 0)

    def trial(
        self, source: str, calls: list[str], runtime: Runtime, variables: Variables, timeout_s: float, megabytes: int
    ) -> list[object]:
        """Run Python source and then calls; a value's repr or an exception's name for each."""
        job: dict[str, object] = {"source": source, "calls": calls}
        return self._inside("trial.py", job, python(runtime), variables, timeout_s, megabytes)

    def program(
        self, command: list[str], file: str, text: str, variables: Variables, timeout_s: float
    ) -> sandbox.Ended:
        """Run a program as written; the file, when `command` holds its name, lies outside the current directory."""
        with sandbox.room() as room:
            (room.side / file).write_text(text, encoding="utf-8")
            here = [str(room.side / file) if part == file else part for part in command]
            ended = sandbox.run(here, room, variables, timeout_s=timeout_s, hidden=self.hidden)
        if ended.stopped:
            raise Refuted(ended.stopped, slow=ended.stopped.startswith("took"))
        return ended

    def _inside(
        self, script: str, job: dict[str, object], interpreter: str, variables: Variables, timeout_s: float, memory: int
    ) -> list[object]:
        with sandbox.room() as room:
            answers, path = room.side / "answers", room.side / "job.json"
            job |= {"answer": str(answers), "folder": str(room.side)}
            if job.pop("models", False):
                # The content folder looks empty to a check; the models in it hold no key, so it gets a copy of them.
                shutil.copytree(models(self.hidden), room.side / "models" / MODELS, ignore=LEFT_OUT)
                job["models"] = str(room.side / "models")
            path.write_text(json.dumps(job), encoding="utf-8")
            # Not -I: it would make Python ignore PYTHONHASHSEED. These three do the rest of what -I does, and the
            # environment holds nothing that was not put there.
            command = [interpreter, "-s", "-P", "-S", str(sandbox.INSIDE / script), str(path)]
            ended = sandbox.run(command, room, variables, timeout_s=timeout_s, megabytes=memory, hidden=self.hidden)
            written = sandbox.left_behind(answers)
        if ended.stopped:
            raise Refuted(ended.stopped, slow=ended.stopped.startswith("took"))
        if ended.status != 0:
            raise Refuted(f"the run ended with status {ended.status}: {ended.last_words}")
        if len(written) > sandbox.OUTPUT_CAP:
            raise Refuted(f"put out more than {sandbox.OUTPUT_CAP // 1024} kB")
        try:
            return [json.loads(line) for line in written.splitlines()]
        except (ValueError, RecursionError) as error:
            raise Refuted("what the run put out is not JSON lines: only out() may write there") from error


def models(content: Path | None) -> Path:
    """The models of a content folder, or the program's own where it has none."""
    own = CONTENT_ROOT / MODELS if content is None else content / MODELS
    return own if own.is_dir() else CONTENT_ROOT / MODELS


@contextlib.contextmanager
def open_bench(runtime_names: Iterable[str], hidden: Path | None = None) -> Iterator[Bench]:
    """A bench for these runtimes; PostgreSQL is started once for each major version that is named and here."""
    found = [find(name) for name in runtime_names]
    majors = {runtime.version[0] for runtime in found if runtime is not None and runtime.family == "postgres"}
    with contextlib.ExitStack() as running:
        servers = {major: _prepare(running.enter_context(cluster(major))) for major in sorted(majors)}
        yield Bench(servers, hidden)


def environments(verify: Verify) -> Iterator[Variables]:
    """The variables of each run: three hash seeds, a fixed zone and locale, and what the question sets itself."""
    choices: dict[str, tuple[str, ...]] = {"TZ": ("UTC",), "LC_ALL": ("C.UTF-8",)}
    choices |= {name: (value,) if isinstance(value, str) else value for name, value in verify.env.items()}
    choices["PYTHONHASHSEED"] = tuple(dict.fromkeys((*SEEDS, *choices.get("PYTHONHASHSEED", ()))))
    for values in itertools.product(*choices.values()):
        yield dict(zip(choices, values, strict=True))


def python(runtime: Runtime) -> str:
    """The interpreter of a run: the named one, else the one that runs us."""
    return runtime.path if runtime.family == "python" else sys.executable


def sql_engine(runtime: Runtime, named: Iterable[str]) -> Runtime | None:
    """The SQL engine of a run: its own runtime, else the first engine that the question names."""
    candidates = [runtime, *(found for name in named if (found := find(name)) is not None)]
    return next((candidate for candidate in candidates if candidate.family in SQL_FAMILIES), None)


def _prepare(superuser: str) -> Address:
    """An unprivileged role that owns a database of its own: proofs never run as superuser."""
    socket = superuser.partition("?host=")[2] + "/.s.PGSQL.5432"
    connection = Connection(socket, "postgres", "postgres")
    connection.run(f"CREATE ROLE {PROVER} LOGIN; CREATE DATABASE {DATABASE} OWNER {PROVER}")
    connection.close()
    return {"socket": socket, "user": PROVER, "database": DATABASE}
