"""What a workspace holds: its people, its channels and their messages, and how the app is installed in it."""

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.platforms.slack.people import Person

if TYPE_CHECKING:
    from tests.platforms.slack.driver import Actor
    from tests.platforms.slack.server import FakeSlack
    from tests.platforms.slack.views import View


@dataclass(eq=False)
class Installation:
    """One bot token. `state`: active, revoked, expired, inactive (the workspace or the bot user is gone)."""

    team_id: str
    token: str
    scopes: set[str]
    user_id: str
    state: str = "active"
    refresh_token: str | None = None
    expires_at: float | None = None


@dataclass(eq=False)
class Post:
    """One message; `body` is the wire dict, `seen_by` the one person who sees an ephemeral."""

    channel: "Channel"
    body: dict[str, Any]
    seen_by: str | None = None

    @property
    def ts(self) -> str:
        return str(self.body["ts"])

    @property
    def text(self) -> str:
        return str(self.body.get("text", ""))

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return list(self.body.get("blocks", ()))

    @property
    def metadata(self) -> dict[str, Any] | None:
        return self.body.get("metadata")

    @property
    def thread_ts(self) -> str | None:
        return self.body.get("thread_ts")


@dataclass(eq=False)
class Channel:
    """A channel, private channel (`group`) or direct message (`im`)."""

    id: str
    name: str
    kind: str = "channel"
    members: set[str] = field(default_factory=set)
    archived: bool = False
    deleted: bool = False
    restricted: bool = False
    """Only some may post: `restricted_action`."""
    posts: dict[str, Post] = field(default_factory=dict)

    @property
    def latest(self) -> Post:
        """The newest message; IndexError when there is none."""
        return list(self.posts.values())[-1]

    @property
    def parents(self) -> list[Post]:
        """Messages that stand in the channel itself, oldest first."""
        return [post for post in self.posts.values() if not post.thread_ts or post.thread_ts == post.ts]

    def thread(self, ts: str) -> list[Post]:
        """The replies under a message, oldest first."""
        return [post for post in self.posts.values() if post.thread_ts == ts and post.ts != ts]


class Workspace:
    """One workspace. Ids of people and channels and the ts of messages are the same in each: only team_id differs."""

    def __init__(self, fake: "FakeSlack", team_id: str, domain: str) -> None:
        self.fake, self.team_id, self.domain = fake, team_id, domain
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.ephemerals: list[Post] = []
        self.homes: dict[str, View] = {}
        self.stacks: dict[str, list[View]] = {}
        self.installations: list[Installation] = []
        self.scheduled: dict[str, dict[str, Any]] = {}
        self._people, self._channels, self._ts, self._events = (itertools.count(1) for _ in range(4))
        self._second = 0
        self._actors: dict[str, Actor] = {}
        self.bot = self.person(fake.app.bot_name, is_bot=True)
        self.bot_id = f"B{int(team_id[1:]):07d}"

    # -- what a test sets up

    def person(self, name: str, **attributes: Any) -> Person:
        """A new person; attributes are the fields of Person."""
        person = Person(f"U{next(self._people):07d}", name, self.team_id, **attributes)
        self.people[person.id] = person
        return person

    def user(self, name: str, **attributes: Any) -> "Actor":
        """The person of that name, made when there is none yet: what a test acts through."""
        from tests.platforms.slack.driver import Actor

        if name not in self._actors:
            self._actors[name] = Actor(self, self.person(name, **attributes))
        return self._actors[name]

    def channel(self, name: str, *, private: bool = False, bot: bool = True) -> Channel:
        """A new channel, with the bot in it unless told otherwise; nobody is told of it."""
        channel = Channel(f"C{next(self._channels):07d}", name, "group" if private else "channel")
        if bot:
            channel.members.add(self.bot.id)
        self.channels[channel.id] = channel
        return channel

    def dm(self, user_id: str) -> Channel:
        """The direct message between the bot and a person."""
        for channel in self.channels.values():
            if channel.kind == "im" and channel.members == {self.bot.id, user_id}:
                return channel
        # the letter differs, the number is the person's: the same in every workspace whoever wrote first
        channel = Channel(f"D{user_id[1:]}", "directmessage", "im", {self.bot.id, user_id})
        self.channels[channel.id] = channel
        return channel

    # -- identity

    @property
    def installation(self) -> Installation:
        """The newest installation; IndexError when the app is not installed."""
        return self.installations[-1]

    @property
    def bot_token(self) -> str:
        return self.installation.token

    @property
    def installed(self) -> bool:
        return any(one.state in ("active", "expired") for one in self.installations)

    # -- numbers

    def next_ts(self) -> str:
        """A ts that no other message of this workspace has, later than all before it."""
        second = max(int(self.fake.clock.now()), self._second)
        if second > self._second:
            self._second, self._ts = second, itertools.count(1)
        return f"{second}.{next(self._ts) * 100:06d}"

    def next_event_id(self) -> str:
        return f"Ev{next(self._events):09d}"

    def ephemerals_of(self, user_id: str) -> list[Post]:
        return [post for post in self.ephemerals if post.seen_by == user_id]
