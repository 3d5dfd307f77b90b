"""What stands in a custom_id: a token, how its control is to be read, and which delivery it belongs to.

`<token>[~f][~m][~<number>][~k<mark>]`: f opens the form of the intent, m takes what was picked in it, a number makes it
unique in its message, and the mark (12 characters of a hash of the delivery key) tells a post in the history. Tokens
hold no tilde, so the way back is always open. At most 75 + 2 + 2 + 3 + 14 characters: Discord takes 100.
"""

import re
from base64 import b32encode
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from bot.intents import Intent
from bot.view.wire import encode

TEMPLATE: Final = r"(?P<said>q[0-9]{1,3}:[!-~]{1,96})"
"""What every custom_id of ours looks like, of this version or another."""
_SHAPE: Final = re.compile(r"([^~]*)((?:~[fm])*)(?:~[0-9]+)?(?:~k([a-z2-7]{12}))?")


@dataclass(frozen=True, slots=True)
class Pressed:
    """A control that was pressed. `mark` is empty where no delivery carries it."""

    token: str
    form: bool = False
    many: bool = False
    mark: str = ""


def custom_id(intent: Intent, *, form: bool = False, many: bool = False, number: int = 1, mark: str = "") -> str:
    """The id of a control; `number` counts those of the same token in one message."""
    said = encode(intent) + "~f" * form + "~m" * many + (f"~{number}" if number > 1 else "")
    return f"{said}~k{mark}" if mark else said


def read_custom_id(said: str) -> Pressed:
    """What a custom_id says, which may be anything: then it is all token, and no token is like it."""
    found = _SHAPE.fullmatch(said)
    if found is None:
        return Pressed(said)
    return Pressed(found[1], form="~f" in found[2], many="~m" in found[2], mark=found[3] or "")


@lru_cache(maxsize=4096)
def mark_of(delivery_key: str) -> str:
    """Twelve characters that stand for a delivery key in each control of its post."""
    return b32encode(blake2b(delivery_key.encode(), digest_size=8).digest()).decode().lower()[:12]


def number_of(delivery_key: str) -> int:
    """The same as the id of a container, for a card without controls: 1 to 2**31 - 1."""
    return int.from_bytes(blake2b(delivery_key.encode(), digest_size=4).digest()) % (2**31 - 1) + 1


def nonce_of(delivery_key: str) -> str:
    """What Discord itself knows a message by for some minutes: 24 characters, at most 25 are taken."""
    return b32encode(blake2b(delivery_key.encode(), digest_size=15).digest()).decode().lower()
