"""Spaces and channels: where the bot was seen, and which group lives in which channel."""

from collections.abc import Sequence
from typing import Protocol

from bot.ports.groups import Group, Place
from bot.refs import ChannelRef, SpaceRef


class Places(Protocol):
    """Spaces and their channels. A channel is active, or lost; it belongs to at most one group."""

    def see(self, ref: ChannelRef, name: str) -> Place:
        """The channel, made on the spot with its space if it is new; both are active again, the name is kept current.

        What is given back is how it was before, so that whoever asks knows whether it was lost.
        """

    def get(self, place_id: int) -> Place | None: ...

    def rename(self, place_id: int, name: str) -> None: ...

    def claim(self, place: Place, group_id: int) -> bool:
        """Let the group live in the channel, in place of the group that `place` has; False if another was quicker."""

    def of_space(self, space: SpaceRef) -> Sequence[Place]:
        """The space's channels that are not lost."""

    def lost_in(self, space: SpaceRef) -> Sequence[Place]:
        """The space's channels that are lost: some of them may have come back."""

    def spaces(self, platform: str) -> Sequence[SpaceRef]:
        """The platform's spaces that are not lost."""

    def lose_space(self, space: SpaceRef) -> None:
        """The space itself; its channels are lost one by one."""

    def groups_of_space(self, space: SpaceRef) -> Sequence[Group]:
        """Groups that live on (active or paused) and have a channel in the space, the oldest first."""

    def has_group_in(self, space: SpaceRef, group_id: int) -> bool:
        """Whether one of the group's channels is in the space."""
