"""What is wrong with the bank, said so that a writer can mend it: file, line, question, code, message.

It must not know how findings are printed, nor which checks exist.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

Level = Literal["E", "W"]


class Finding(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One fault of the bank. `line` counts from 1; `id` is "-" where no question can be named.

    `code` is the check of the content standard (L01..L40); the message says what to do.
    """

    file: str
    line: int
    id: str
    code: str
    level: Level
    message: str

    def __str__(self) -> str:
        """The line that `content check` prints."""
        warning = "warning: " if self.level == "W" else ""
        return f"{self.file}:{self.line} {self.id} {self.code} {warning}{self.message}"


class BankError(Exception):
    """The bank cannot be used; the text is one sentence, `findings` holds every reason."""

    def __init__(self, sentence: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(sentence)
        self.findings = tuple(findings)


def broken(root: Path, findings: Sequence[Finding]) -> BankError:
    """The error for a bank with findings: it names the first one and the command that lists them all."""
    first = findings[0]
    count = "1 problem" if len(findings) == 1 else f"{len(findings)} problems"
    return BankError(
        f"The question bank at {root} has {count}; the first is {first}. Run `quorum content check` to see all.",
        findings,
    )
