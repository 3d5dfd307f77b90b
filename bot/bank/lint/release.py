"""The last release: which ids were out, at which revision, and a hash of what was graded then.

It is kept in `_tables/released.json`; without the file nothing has been released yet.
"""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import msgspec

from bot.bank.findings import BankError
from bot.bank.placed import placed
from bot.domain.question import Question

RELEASED = Path("_tables/released.json")

_GRADED = ("kind", "stem", "code", "options", "statements", "left", "right", "answer", "verify")
"""What `rev` counts changes of (standard, section 4, row `id`, `rev`)."""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question as it was released."""

    rev: int
    hash: str


Released = dict[str, Entry]


def graded_hash(question: Question) -> str:
    """SHA-256 of the graded content; the order of options in the file and defaults written out make no difference."""
    fields = msgspec.to_builtins(placed(question), str_keys=True)
    graded = {name: fields[name] for name in _GRADED if name in fields}
    return sha256(msgspec.json.encode(graded, order="deterministic")).hexdigest()


def read_released(root: Path) -> Released:
    """The index of the last release, empty before the first. Raises BankError if it is damaged."""
    path = root / RELEASED
    try:
        return msgspec.json.decode(path.read_bytes(), type=Released)
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.MsgspecError, ValueError) as error:
        raise BankError(f"The index of the last release, {path}, cannot be read ({error}): put it back.") from error


def released_index(questions: Iterable[Question]) -> bytes:
    """The index for a release of these questions; drafts are not part of it."""
    index = {q.id: Entry(q.rev, graded_hash(q)) for q in questions if q.status != "draft"}
    return msgspec.json.format(msgspec.json.encode(index, order="sorted"), indent=1) + b"\n"
