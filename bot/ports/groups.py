"""Study groups, their channels, members and admins."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.refs import ChannelRef

APART = -1
"""`Group.apart` when every channel of the group has boards of its own."""


class Group(NamedTuple):
    """A study group as it is set up now. Times are local to `zone`; weekdays 0-6; `reveal_min` 0: at the next post.

    An `on_demand` group has no schedule: its daily opens when somebody asks for it, once a study day.

    `apart`: 0 while the group's one channel has the group's boards; APART once each channel has its own; in between,
    these are being filled and the members with ids below it are done.

    `rounds`: "board" when live rounds count on the group's boards, else "own".
    """

    id: int
    name: str
    state: str
    zone: str
    post_at: str
    weekdays: str
    topics: str
    bands: str
    reveal_min: int
    verdict: str
    share: int
    window_min: int
    season: str
    on_demand: int
    apart: int = 0
    rounds: str = "own"


class Place(NamedTuple):
    """A channel as the store knows it. `group_id` None: no group lives there.

    `big` and `space_big`: the channel, or its space, may have boards of thousands.
    """

    id: int
    space_id: int
    ref: ChannelRef
    name: str
    state: str
    group_id: int | None
    big: bool = False
    space_big: bool = False


class Groups(Protocol):
    """Groups, the places they live in, who belongs to them and who may change them."""

    def get(self, group_id: int) -> Group | None: ...

    def place(self, ref: ChannelRef) -> Place | None:
        """The channel, if it was ever seen."""

    def places(self, group_id: int) -> Sequence[Place]:
        """The group's channels, the first one first."""

    def of_learner(self, learner_id: int) -> Sequence[Group]:
        """The groups that the learner is an active member of, the oldest membership first."""

    def is_member(self, group_id: int, learner_id: int) -> bool: ...

    def join(self, group_id: int, account_id: int, learner_id: int, now: datetime) -> bool:
        """Make a member; False if the learner was one."""

    def part(self, group_id: int, before: int, now: int) -> bool:
        """Move `apart` on; False if it is not what it was `before`."""

    def members_from(self, group_id: int, first: int, limit: int) -> Sequence[int]:
        """Whoever is or was a member, by learner id from `first` on."""

    def is_admin(self, group_id: int, learner_id: int) -> bool: ...
