"""Tokens at rest: sealed with a key from the environment, so that a copy of the database lets nobody into a workspace.

`cryptography` is imported when a key is read, because one workspace by a token of the environment needs none.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

KEY: Final = "QUORUM_SECRET_KEY"
MAKE_ONE: Final = "python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'"


class Unreadable(Exception):
    """What was sealed does not open: another key, another text, or too old."""


class Seal:
    """Seals text and opens it again. Of several keys the first seals, all open."""

    def __init__(self, keys: Any) -> None:
        self._keys = keys  # a MultiFernet

    def close(self, text: str, now: datetime) -> str:
        """The sealed text, in letters that pass through an address or a cookie."""
        sealed: bytes = self._keys.encrypt_at_time(text.encode(), int(now.timestamp()))
        return sealed.decode().rstrip("=")

    def open(self, sealed: str, now: datetime | None = None, within: timedelta | None = None) -> str:
        """What was sealed, `within` so much time before `now` where that matters. Raises Unreadable."""
        from cryptography.fernet import InvalidToken

        token = sealed + "=" * (-len(sealed) % 4)
        try:
            if now is None or within is None:
                opened: bytes = self._keys.decrypt(token)
            else:
                opened = self._keys.decrypt_at_time(token, int(within.total_seconds()), int(now.timestamp()))
            return opened.decode()
        except (InvalidToken, UnicodeError):
            raise Unreadable from None


def read_seal(environment: Mapping[str, str]) -> Seal:
    """The seal of the environment's key. Several keys, separated by commas, let an old one be replaced.

    Raises ValueError with a sentence for the operator.
    """
    said = [key.strip() for key in environment.get(KEY, "").split(",") if key.strip()]
    if not said:
        raise ValueError(f"{KEY} is missing: the workspaces' tokens are only stored sealed. Make a key: {MAKE_ONE}")
    try:
        from cryptography.fernet import Fernet, MultiFernet
    except ImportError:
        raise ValueError(
            "The package `cryptography` is missing, which seals the workspaces' tokens: pip install ."
        ) from None
    try:
        return Seal(MultiFernet([Fernet(key) for key in said]))
    except ValueError:
        raise ValueError(f"{KEY} is not a key. Make one: {MAKE_ONE}") from None
