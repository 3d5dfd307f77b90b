"""How long a person waits for the first words, and how much memory a session takes."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from adapters.cli.errors import Refused
from bot.bank.bank import CONTENT_ROOT, load

HELP = ["-m", "adapters.cli.main", "--help"]
PLAY = ["-m", "adapters.cli.main", "play", "--as", "bench"]


def measure(runs: int) -> dict[str, Any]:
    """Rows with `seconds`, and `ratio`: multiples of `python -c pass`; and the memory of a session in MB. The bank may
    take 50 ms from its cache and 1.5 s without.

    Seconds are from the call to the end of the process, so a little more than to the first card.
    """
    with tempfile.TemporaryDirectory(prefix="quorum-bench-") as name:
        env = {**os.environ, "XDG_DATA_HOME": name, "XDG_CACHE_HOME": name}
        for variable in ("DATABASE_URL", "QUORUM_CONTENT"):
            env.pop(variable, None)
        if "[open]" not in ran(PLAY, env, "daily\nquit\n"):  # which also warms the cache of the bank
            raise Refused("The bench needs a live question in the bank: `quorum doctor` says what is there.")
        bare = median(seconds(["-c", "pass"], env) for _ in range(runs))
        found = {
            "quorum --help": median(seconds(HELP, env) for _ in range(runs)),
            "quorum play, first card": median(seconds(PLAY, env, "daily\nquit\n") for _ in range(runs)),
            "the bank from the cache": min(loading(Path(name)) for _ in range(runs)),
            "the bank without": min(loading(None) for _ in range(runs)),
        }
        memory = session_mb(env)
    rows: list[dict[str, Any]] = [
        {"name": name, "seconds": spent, "ratio": round(spent / bare, 2), "floor_seconds": bare}
        for name, spent in found.items()
    ]
    return {"bench": "start", "session_mb": memory, "rows": rows}


def seconds(command: list[str], env: dict[str, str], typed: str = "") -> float:
    """How long a command takes to its end, with its input ready."""
    begun = perf_counter()
    ran(command, env, typed)
    return perf_counter() - begun


def loading(cache: Path | None) -> float:
    """How long the whole bank of the house takes to be read, from the cache in this folder or from its files."""
    load(CONTENT_ROOT, cache)  # makes the cache, and imports what reading needs
    begun = perf_counter()
    load(CONTENT_ROOT, cache)
    return perf_counter() - begun


def ran(command: list[str], env: dict[str, str], typed: str) -> str:
    """What a command prints."""
    done = subprocess.run([sys.executable, *command], env=env, input=typed, capture_output=True, text=True, check=True)
    return done.stdout


def session_mb(env: dict[str, str]) -> float:
    """The most memory that a terminal session held while it played, in MB."""
    script = (
        "import resource, sys\n"
        "from adapters.cli.main import main\n"
        "try:\n    main(['play', '--as', 'bench'])\n"
        "except SystemExit:\n    pass\n"
        "print('KB', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)\n"
    )
    typed = "daily\nidk\nstreak\nboard\nhistory\nsettings\nquit\n"
    run = subprocess.run(
        [sys.executable, "-c", script], env=env, input=typed, capture_output=True, text=True, check=True
    )
    return round(int(run.stderr.rsplit("KB", 1)[1]) / 1024, 1)
