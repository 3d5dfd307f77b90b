"""Events that a platform brought: each is carried out once, however often it is brought."""

from datetime import datetime, timedelta
from typing import Final, Protocol

KEPT: Final = timedelta(hours=48)
"""How long an event is remembered; no platform brings one again after that."""


class Inbox(Protocol):
    """Which events were seen."""

    def take(self, key: str, now: datetime) -> bool:
        """Remember an event; False if it was seen within `KEPT`. Forgets what is older."""
