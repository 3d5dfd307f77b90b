"""What stands in an action_id: a token, and how its control is to be read. Nothing else is kept with a control.

`<token>[~f][~m][~w][~<number>]`: f opens the form of the intent, m takes what was picked beside it, w shows what comes
of it in a modal, which holds more than a message, and a number makes it unique in its block. Tokens hold no tilde, so
the way back is always open.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.intents import Intent
from bot.view.wire import encode

PICK: Final = "pick"
"""The action_id of a list to pick from: it asks for nothing until it is sent."""
_SHAPE: Final = re.compile(r"([^~]*)((?:~[fmw])*)(?:~[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Press:
    """A control that was pressed."""

    token: str
    form: bool = False
    many: bool = False
    whole: bool = False


def action_id(intent: Intent, *, form: bool = False, many: bool = False, whole: bool = False) -> str:
    """The id of a control."""
    return _token(intent) + "~f" * form + "~m" * many + "~w" * whole


def numbered(name: str, number: int) -> str:
    """The id of the control that is the `number`-th of one id in its block."""
    return f"{name}~{number}" if number > 1 else name


_token = lru_cache(4096)(encode)  # most cards have the same few controls


def read_action_id(said: str) -> Press | None:
    """What an action_id says, which may be anything; None for one that asks for nothing."""
    if said.split("~")[0] == PICK:
        return None
    found = _SHAPE.fullmatch(said)
    if found is None:
        return Press(said)
    return Press(found[1], form="~f" in found[2], many="~m" in found[2], whole="~w" in found[2])
