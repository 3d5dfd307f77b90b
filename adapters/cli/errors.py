"""Problems that a person at the command line can mend: one sentence on stderr, exit code 2, never a traceback."""

import sys

EXPECTED = (
    "bot.bank.findings:BankError",
    "bot.store.errors:StoreError",
)
"""Errors of the core whose text is such a sentence. They are looked up only if their module is loaded already: an
error cannot have come from a module that is not, and a plain `quorum --help` must stay light."""


class Refused(Exception):
    """Raised by a command that cannot go on; the text says what is wrong and what to do."""


def is_expected(error: BaseException) -> bool:
    """Whether the text of `error` is a sentence for the person who typed the command."""
    if isinstance(error, Refused):
        return True
    for name in EXPECTED:
        module, _, attribute = name.partition(":")
        kind = getattr(sys.modules.get(module), attribute, None)
        if isinstance(kind, type) and isinstance(error, kind):
            return True
    return False
