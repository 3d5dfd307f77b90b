"""Who leaves a group, and who would leave it without an admin. Joining is `Groups.join`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.refs import SpaceRef


class Stay(NamedTuple):
    """A learner's membership of a group as it is now."""

    group_id: int
    group_name: str
    active: bool
    joined_at: datetime


class Memberships(Protocol):
    """Memberships of learners: facts per account, and the rows derived from them."""

    def stays(self, learner_id: int) -> Sequence[Stay]:
        """Every group that the learner is or was a member of, the oldest first."""

    def end(self, group_id: int, learner_id: int, what: str, now: datetime) -> bool:
        """End the membership of all the learner's accounts: `what` is leave or gone. False if there was none."""

    def only_admin_of(self, learner_id: int) -> Sequence[tuple[int, str]]:
        """Groups, (id, name), that live on and have no admin but this learner, though they have other members."""

    def in_space(self, space: SpaceRef, learner_id: int) -> Sequence[int]:
        """The learner's groups with a channel in the space, unless another account still reaches one elsewhere."""

    def derived(self, learner_id: int) -> Mapping[int, tuple[int, bool]]:
        """What the facts say: by group when the membership began (microseconds) and whether it is active."""

    def rebuild(self, learner_id: int) -> None:
        """Derive the learner's rows anew from the facts."""
