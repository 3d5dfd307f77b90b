"""A filled draft of each kind, as a writer types it: it passes the checks, and every text says what belongs there.

The drafts stand in `_tables/skeletons.yaml`. It must not know where a question belongs: that is `bot.bank.shelf`.
"""

import re
from pathlib import Path

from bot.bank.findings import BankError
from bot.bank.lint.tables import own

SKELETONS = Path("_tables/skeletons.yaml")

_START = re.compile(r"^(?=- id: )", re.MULTILINE)


def skeleton(root: Path, kind: str, id: str) -> str:
    """A draft of this kind with this id, as YAML to be appended to its file. Raises BankError for another kind."""
    path = own(root, SKELETONS)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BankError(f"The table {path} cannot be read ({error.strerror}): put it back.") from error
    blocks = {block.split("\n")[1].removeprefix("  kind: "): block for block in _START.split(text)[1:]}
    if kind not in blocks:
        raise BankError(f"There is no kind {kind!r}; there are: {', '.join(blocks)}.")
    return re.sub(r"\bID\b", id, blocks[kind])
