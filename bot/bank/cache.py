"""The compiled bank: questions and formats in msgpack, found again by a hash of everything that they were made from.

A cache may be missing, stale, damaged or impossible to write; none of that is an error. Never pickle: a cache file is
data, not code. It must not import PyYAML.
"""

import contextlib
import gc
import os
import tempfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import msgspec

from bot.domain import format as formats
from bot.domain import question as types
from bot.domain.format import Format
from bot.domain.question import Question

NAME = "bank.msgpack"
_DIGEST = 32
_READERS = ("strict_yaml.py", "convert.py", "shape.py", "shape_answers.py", "placed.py", "compile.py", "formats.py")
"""The code that turns files into questions: when it changes, what was compiled by it is stale."""


def key_of(files: Iterable[tuple[str, bytes]]) -> bytes:
    """SHA-256 over names and contents of the files, the types that they become and the code that reads them."""
    total = sha256()
    here = Path(__file__).parent
    code = [(name, (here / name).read_bytes()) for name in _READERS]
    schema = [(Path(str(one.__file__)).name, Path(str(one.__file__)).read_bytes()) for one in (types, formats)]
    for name, raw in (*code, *schema, *files):
        total.update(f"{len(name.encode())} {name} {len(raw)} ".encode())
        total.update(raw)
    return total.digest()


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """What a content folder was compiled to."""

    questions: tuple[Question, ...]
    formats: tuple[Format, ...]


def fetch(folder: Path, key: bytes) -> Kept | None:
    """What is stored under `key`, or None if they are not there whole and sound."""
    try:
        raw = (folder / NAME).read_bytes()
    except OSError:
        return None
    body = memoryview(raw)[2 * _DIGEST :]
    if raw[:_DIGEST] != key or raw[_DIGEST : 2 * _DIGEST] != sha256(body).digest():
        return None
    try:
        with _no_collection():
            return msgspec.msgpack.decode(body, type=Kept)
    except (msgspec.MsgspecError, ValueError):
        return None


def keep(folder: Path, key: bytes, compiled: Kept) -> None:
    """Store it under `key`, whole or not at all; a folder that cannot be written is left alone."""
    body = msgspec.msgpack.encode(compiled)
    temporary = ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".bank-", dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(key + sha256(body).digest() + body)
        os.replace(temporary, folder / NAME)
    except OSError:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Pause the cyclic collector: tens of thousands of new objects, none of them garbage, would wake it in vain."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
