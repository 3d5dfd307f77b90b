"""The outbox: messages that must leave exactly once. A letter is a kind and ids; its card is made when it leaves.

States: queued -> sending (with a lease) -> sent. A claim whose lease is over is in doubt: the message may be out. It
ends as sent when it is found, else by the doubt rule of its letter: sent again, left `unknown`, or `dropped`.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from bot.refs import AccountRef, ChannelRef, MessageRef

Mode = Literal["post", "edit", "tell"]


class Parcel(NamedTuple):
    """A letter claimed for delivery. `doubt`: an earlier attempt may have delivered it.

    `edits` is the post that an edit replaces, or under which a post belongs; None while that is not known to be out.
    """

    id: int
    delivery_key: str
    letter: str
    mode: Mode
    doubt: bool
    tries: int
    first_attempt_at: datetime
    daily_id: int | None
    channel_id: int | None
    space_id: int | None
    channel: ChannelRef | None
    account: AccountRef | None
    edits: MessageRef | None


class Outbox(Protocol):
    """What must leave."""

    def post(
        self, key: str, letter: str, channel_id: int, daily_id: int | None, due: datetime, under: str | None = None
    ) -> None:
        """A new message in a channel, unless there is one of this key. It belongs `under` the post of that key."""

    def edit(self, key: str, letter: str, channel_id: int, daily_id: int, post_key: str) -> None:
        """Make ready the repeatable edit of a post; nothing leaves before it is armed."""

    def tell(self, key: str, letter: str, account_id: int, due: datetime) -> bool:
        """A private message; False if there is one of this key."""

    def arm(self, daily_id: int, now: datetime) -> None:
        """The edits of a daily's posts leave in 2 s, or 5 s after the last ones. Cheap: written once a batch."""

    def arm_now(self, daily_id: int, now: datetime) -> None:
        """The same without the waiting: for the last state of a post."""

    def claim(
        self, now: datetime, lease: datetime, platforms: Collection[str], full: Collection[int], most: int
    ) -> Sequence[Parcel]:
        """Claim what may leave: one letter of a channel at most, none of the spaces in `full`. Commit, then send."""

    def renew(self, ids: Collection[int], lease: datetime) -> None:
        """These are still being sent."""

    def confirm(self, parcel: Parcel, message: MessageRef | None, now: datetime) -> None:
        """It is out; an edit that was armed meanwhile leaves again."""

    def adopt(self, key: str, message: MessageRef, now: datetime) -> bool:
        """The post of this key is out after all: somebody has pressed `message`. False if that was known."""

    def put_off(self, parcel: Parcel, until: datetime, doubt: bool) -> None:
        """Not now. With `doubt` it may be out, and is looked for first."""

    def give_up(self, parcel: Parcel, state: Literal["unknown", "dropped"]) -> None:
        """It will not be sent (again)."""

    def lose_channel(self, channel_id: int) -> None:
        """Drop what waits for a channel that is gone."""

    def drop_posts(self, daily_id: int) -> None:
        """Drop posts of a daily that have not begun to leave: its time is over."""

    def out_or_waiting(self, daily_id: int) -> bool:
        """Whether any post of the daily is out or may still come to be."""
