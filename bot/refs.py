"""Names of things outside: accounts, spaces, channels and messages, as an adapter knows them.

A ref is opaque to the core: `platform` and the keys are whatever the adapter chose, and are only ever compared. No
platform is known by name here.
"""

from dataclasses import dataclass
from typing import NamedTuple


class AccountRef(NamedTuple):
    """An identity on a platform. `tenant` is empty where one user key is valid in every space of the platform."""

    platform: str
    tenant: str
    user: str


class SpaceRef(NamedTuple):
    """A workspace, a server, or the place of those who share one database."""

    platform: str
    key: str


class ChannelRef(NamedTuple):
    """A channel of a space."""

    platform: str
    space: str
    key: str


class MessageRef(NamedTuple):
    """A message that was sent: `channel` as the platform names it, `key` its id there."""

    platform: str
    channel: str
    key: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and from where. `channel` is None in a direct message.

    `space_admin` is what the platform says at this moment. `zone` is an IANA name if the platform tells it. `pressed`
    is the message in `channel`, for all to see, on which a control was pressed.
    """

    account: AccountRef
    name: str
    space: SpaceRef | None = None
    channel: ChannelRef | None = None
    channel_name: str = ""
    space_admin: bool = False
    zone: str | None = None
    locale: str | None = None
    pressed: MessageRef | None = None
