"""Installations: in which tenants of a platform the bot is installed, and what the adapter needs to speak there.

The payload is the adapter's own, sealed by it before it comes here: nothing here can read it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol


class Installation(NamedTuple):
    """The bot in one tenant. `payload` is empty once the installation has ended."""

    platform: str
    tenant: str
    payload: str
    installed_at: datetime
    active: bool


class Installations(Protocol):
    """One row a tenant: the newest installation is the one that counts."""

    def find(self, platform: str, tenant: str) -> Installation | None: ...

    def keep(self, platform: str, tenant: str, payload: str, now: datetime) -> None:
        """Installed, perhaps once more: active from now on."""

    def renew(self, platform: str, tenant: str, old: str, new: str) -> bool:
        """Replace the payload of an active installation; False if it is not `old` any more. When it began stays."""

    def end(self, platform: str, tenant: str, installed_before: datetime) -> bool:
        """Forget the payload; False if there is no active installation, or one as young as that instant."""

    def active(self, platform: str) -> Sequence[Installation]:
        """All that are active, by tenant."""
