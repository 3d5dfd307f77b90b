"""What a guild holds: its roles, members, channels, threads and messages. Knows neither HTTP nor the gateway."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.platforms.discord import events
from tests.platforms.discord.permissions import INVITED, MEMBER, bits
from tests.platforms.discord.reading import Reading

if TYPE_CHECKING:
    from tests.platforms.discord.driver import Person
    from tests.platforms.discord.server import FakeDiscord

TEXT, DM, ANNOUNCEMENT, PUBLIC_THREAD, PRIVATE_THREAD = 0, 1, 5, 11, 12
THREADS = (PUBLIC_THREAD, PRIVATE_THREAD)
EPHEMERAL, LOADING, SILENT, V2 = 1 << 6, 1 << 7, 1 << 12, 1 << 15


@dataclass
class Role:
    """A role; the one whose id is the guild's is @everyone."""

    id: str
    name: str
    permissions: int = 0
    mentionable: bool = False
    managed: bool = False


@dataclass
class Member:
    """Somebody in a guild."""

    user_id: str
    joined_at: str
    roles: list[str] = field(default_factory=list)
    nick: str | None = None


@dataclass(eq=False)
class Message(Reading):
    """One message; `body` is the wire dict without ids, `seen_by` the one person who sees an ephemeral."""

    id: str
    channel: "Channel"
    author_id: str
    body: dict[str, Any]
    created: float
    nonce: str | None = None
    seen_by: str | None = None
    edits: int = 0
    deleted: bool = False
    pings: set[str] = field(default_factory=set)
    """Whom it notified, edits included: ids of people and roles, "everyone"."""

    @property
    def flags(self) -> int:
        return int(self.body.get("flags", 0))

    @property
    def components(self) -> list[dict[str, Any]]:
        return list(self.body.get("components", ()))

    @property
    def content(self) -> str:
        return str(self.body.get("content") or "")

    @property
    def loading(self) -> bool:
        return bool(self.flags & LOADING)

    @property
    def thread(self) -> "Channel | None":
        """The thread that was opened from this message."""
        return self.channel.fake.channels.get(self.id)


@dataclass(eq=False)
class Channel:
    """A text channel, a direct message (type 1) or a thread (11, 12)."""

    fake: "FakeDiscord"
    id: str
    name: str
    guild: "Guild | None" = None
    type: int = TEXT
    parent: "Channel | None" = None
    recipient_id: str | None = None
    owner_id: str | None = None
    overwrites: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Role or user id -> (allowed, denied) bits."""
    archived: bool = False
    locked: bool = False
    auto_archive: int = 4320
    joined: set[str] = field(default_factory=set)
    """Who is in the thread."""
    deleted: bool = False
    posts: dict[str, Message] = field(default_factory=dict)

    @property
    def messages(self) -> list[Message]:
        """All that stands in it, oldest first; ephemerals never do."""
        return list(self.posts.values())

    @property
    def latest(self) -> Message:
        """The newest message; IndexError when there is none."""
        return self.messages[-1]

    @property
    def is_thread(self) -> bool:
        return self.type in THREADS

    @property
    def threads(self) -> list["Channel"]:
        return [one for one in self.fake.channels.values() if one.parent is self and not one.deleted]

    # -- what somebody with the permission does to it; the bot is told

    def deny(self, *names: str, who: str | None = None, tell: bool = True) -> None:
        """Take permissions from the bot (or a role, a person) here: CHANNEL_UPDATE."""
        self._overwrite(0, bits(*names), who, tell)

    def allow(self, *names: str, who: str | None = None, tell: bool = True) -> None:
        """Give permissions here."""
        self._overwrite(bits(*names), 0, who, tell)

    def rename(self, name: str) -> None:
        self.name = name
        events.channel(self, "UPDATE")

    def delete(self, *, tell: bool = True) -> None:
        """Delete it, and its threads with it."""
        for thread in self.threads:
            thread.deleted = True
        self.deleted = True
        if tell:
            events.channel(self, "DELETE")

    def archive(self, *, locked: bool = False) -> None:
        """Archive a thread: THREAD_UPDATE."""
        assert self.is_thread
        self.archived, self.locked = True, locked
        events.channel(self, "UPDATE")

    def _overwrite(self, more: int, less: int, who: str | None, tell: bool) -> None:
        key = who or self.fake.app.id
        allow, deny = self.overwrites.get(key, (0, 0))
        self.overwrites[key] = (allow & ~less | more, deny & ~more | less)
        if tell:
            events.channel(self, "UPDATE")


class Guild:
    """A server; the bot is in it unless told otherwise."""

    def __init__(self, fake: "FakeDiscord", guild_id: str, name: str, *, bot: bool = True) -> None:
        self.fake, self.id, self.name = fake, guild_id, name
        self.owner_id = fake.app.owner_id
        self.bot_inside = bot
        self.unavailable = False
        self.system_channel_id: str | None = None
        self.locale = "en-US"
        self.blocked_words: set[str] = set()
        """What automatic moderation does not let through."""
        self.commands_for_all = False
        """An admin has opened every command to everybody, whatever its default permissions."""
        self.roles: dict[str, Role] = {guild_id: Role(guild_id, "@everyone", MEMBER)}
        self.members: dict[str, Member] = {}
        self.bot_role = self.role(fake.app.name, INVITED, managed=True)
        self.admit(self.owner_id)
        if bot:
            self.admit(fake.app.id, [self.bot_role.id])

    @property
    def channels(self) -> dict[str, Channel]:
        """Its channels, threads not among them."""
        mine = self.fake.channels.values()
        return {one.id: one for one in mine if one.guild is self and not one.is_thread and not one.deleted}

    @property
    def threads(self) -> list[Channel]:
        """The threads that are not archived."""
        mine = self.fake.channels.values()
        return [one for one in mine if one.guild is self and one.is_thread and not (one.deleted or one.archived)]

    def role(self, name: str, permissions: int = 0, *, mentionable: bool = False, managed: bool = False) -> Role:
        """A new role; nobody is told."""
        role = Role(self.fake.snowflake(), name, permissions, mentionable, managed)
        self.roles[role.id] = role
        return role

    def channel(self, name: str, *, tell: bool = True) -> Channel:
        """A new text channel; the first is where Discord would greet newcomers."""
        channel = Channel(self.fake, self.fake.snowflake(), name, self)
        self.fake.channels[channel.id] = channel
        self.system_channel_id = self.system_channel_id or channel.id
        if tell:
            events.channel(channel, "CREATE")
        return channel

    def member(self, name: str, *permissions: str) -> "Person":
        """The person of that name, made a member; with a role of their own when permissions are named."""
        person = self.fake.user(name)
        roles = [self.role(f"of {name}", bits(*permissions)).id] if permissions else []
        self.admit(person.id, roles)
        return person

    def admit(self, user_id: str, roles: list[str] | None = None) -> Member:
        """Make somebody a member; nobody is told."""
        self.members[user_id] = Member(user_id, self.fake.stamp(), roles or [])
        return self.members[user_id]

    # -- what happens to it as a whole

    def invite_bot(self) -> None:
        """The bot joins: GUILD_CREATE without `unavailable`."""
        self.bot_inside, self.unavailable = True, False
        self.admit(self.fake.app.id, [self.bot_role.id])
        events.guild_create(self, joined=True)

    def remove_bot(self, *, tell: bool = True) -> None:
        """The bot is kicked: GUILD_DELETE without `unavailable`."""
        self.bot_inside = False
        self.members.pop(self.fake.app.id, None)
        if tell:
            events.guild_delete(self, unavailable=False)

    def lose(self) -> None:
        """Discord has an outage here: GUILD_DELETE with `unavailable`."""
        self.unavailable = True
        events.guild_delete(self, unavailable=True)

    def recover(self) -> None:
        """The outage is over."""
        self.unavailable = False
        events.guild_create(self)

    def rename(self, name: str) -> None:
        self.name = name
        events.guild_update(self)

    def set_role(self, role: Role, permissions: int) -> None:
        """Change what a role may: GUILD_ROLE_UPDATE."""
        role.permissions = permissions
        events.role(self, role, "UPDATE")

    def delete_role(self, role: Role) -> None:
        del self.roles[role.id]
        for member in self.members.values():
            member.roles = [one for one in member.roles if one != role.id]
        events.role(self, role, "DELETE")
