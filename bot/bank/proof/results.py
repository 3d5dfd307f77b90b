"""Which proofs have held on this machine, found again by a hash of everything that they depend on.

A proof is found again as long as the question's graded content, the prover, the models that checks import and the
runtimes stay what they were. Only proofs that held are kept: a failure runs again. It lies in the cache folder, never
in the repository; lost or damaged it means "run them again". It must not know how a proof is run.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import msgspec

from bot.bank.proof.bench import models
from bot.bank.proof.prover import named_runtimes
from bot.bank.proof.runtimes import find
from bot.domain.question import Question

NAME = "proofs.json"
JUDGE = Path(__file__).parents[2] / "judge"
MOST = 20_000
"""Older keys are dropped beyond so many."""

_GRADED = ("kind", "stem", "code", "options", "statements", "left", "right", "answer", "verify")


def proof_key(question: Question, root: Path) -> str:
    """The hash under which this question's proof is kept; `root` is the content folder with the models."""
    fields = msgspec.to_builtins(question, str_keys=True)
    graded = {name: fields[name] for name in ("id", *_GRADED) if name in fields}
    total = sha256(msgspec.json.encode(graded, order="deterministic"))
    for name in named_runtimes(question):
        runtime = find(name)
        total.update(f"{name} {runtime.path} {runtime.version}\n".encode() if runtime else f"{name} -\n".encode())
    total.update(code_of_models(root))
    return total.hexdigest()


@lru_cache(maxsize=4)
def code_of_models(root: Path) -> bytes:
    """A hash of the prover, of the judge that it asks, and of the models below `root`."""
    total = sha256()
    here = Path(__file__).parent
    for path in (*sorted(here.rglob("*.py")), *sorted(JUDGE.rglob("*.py")), *sorted(models(root).rglob("*.py"))):
        total.update(f"{path.name}\0".encode() + path.read_bytes())
    return total.digest()


def held(folder: Path) -> dict[str, None]:
    """The keys of the proofs that have held here, oldest first; none if the file is missing or damaged."""
    try:
        return dict.fromkeys(msgspec.json.decode((folder / NAME).read_bytes(), type=list[str]))
    except (OSError, msgspec.MsgspecError):
        return {}


def keep(folder: Path, proved: Iterable[str], failed: Iterable[str] = ()) -> None:
    """Add the keys of proofs that held, take out those that failed; a folder that cannot be written is left alone."""
    keys = held(folder)
    for key in failed:
        keys.pop(key, None)
    for key in proved:
        keys.pop(key, None)
        keys[key] = None
    temporary = ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".proofs-", dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.encode(list(keys)[-MOST:]))
        os.replace(temporary, folder / NAME)
    except OSError:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
