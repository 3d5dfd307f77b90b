"""Which runtimes are on this machine, and whether one answers to a name such as `python3.11` or `postgres15`.

Knows where programs are and how they tell their version; must not know what they are needed for.
"""

import functools
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bot.bank.proof.cluster import NoPostgres, find_binaries

NAME = re.compile(r"([a-z]+?)(?:ql)?(\d+(?:\.\d+)*)?")
SQL_FAMILIES = frozenset({"sqlite", "postgres"})
Version = tuple[int, ...]


@dataclass(frozen=True)
class Runtime:
    """A runtime under the name that a question gives it; `path` is its program (for postgres a folder)."""

    name: str
    family: str
    path: str
    version: Version


def find(name: str) -> Runtime | None:
    """The runtime of that name on this machine, or None when it is missing or has another version.

    Python must be the named feature release, Node.js and PostgreSQL the named major. SQLite, bash and git keep old
    behaviour within a major: there the minor may be newer than the named one, not older.
    """
    parsed = NAME.fullmatch(name)
    if parsed is None:
        return None
    family, wanted = parsed[1], tuple(int(part) for part in (parsed[2] or "").split(".") if part)
    here = _here(family, wanted)
    if here is None or not _serves(family, wanted, here[1]):
        return None
    return Runtime(name, family, here[0], here[1])


def program(family: str) -> str | None:
    """The program of a family in whatever version is here, or None."""
    here = _here(family, ())
    return here[0] if here else None


def search_path() -> str:
    """A fixed PATH for proofs: the system's folders, and those of the programs found outside them."""
    folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
    for family in ("bash", "git", "node"):
        if (path := program(family)) and os.path.dirname(path) not in folders:
            folders.append(os.path.dirname(path))
    return os.pathsep.join(folders)


def _serves(family: str, wanted: Version, here: Version) -> bool:
    if not wanted:
        return True
    if family in ("node", "postgres"):
        return here[0] == wanted[0]
    if family == "python":
        return here[: len(wanted)] == wanted
    return here[0] == wanted[0] and here >= wanted


@functools.cache
def _here(family: str, wanted: Version) -> tuple[str, Version] | None:
    if family == "python":
        return _python(wanted)
    if family == "sqlite":
        return sys.executable, sqlite3.sqlite_version_info
    if family == "postgres":
        try:
            folder, major = find_binaries(wanted[0] if wanted else None)
        except NoPostgres:
            return None
        return str(folder), (major,)
    if family in ("bash", "git", "node") and (path := shutil.which(family)):
        version = _said([path, "--version"])
        return (str(Path(path)), version) if version else None
    return None


def _python(wanted: Version) -> tuple[str, Version] | None:
    if _serves("python", wanted, sys.version_info[:3]):
        return sys.executable, sys.version_info[:3]
    path = shutil.which("python" + ".".join(map(str, wanted)))
    if path is None:
        return None
    # A shim on PATH may be a shell script that needs the environment: ask for the interpreter behind it.
    question = "import sys; print(sys.executable, '.'.join(map(str, sys.version_info[:3])))"
    answer = subprocess.run([path, "-I", "-c", question], capture_output=True, text=True, check=False).stdout.split()
    return (answer[0], tuple(map(int, answer[1].split(".")))) if len(answer) == 2 else None


def _said(command: list[str]) -> Version | None:
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"\d+(?:\.\d+)+", said.stdout)
    return tuple(map(int, found[0].split("."))) if found else None
