"""What a person did, and what became of it: an interaction lives by Discord's clock, 3 seconds and 15 minutes."""

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.platforms.discord import payloads
from tests.platforms.discord.permissions import in_channel
from tests.platforms.discord.places import EPHEMERAL, Channel, Message
from tests.platforms.discord.reading import Reading

if TYPE_CHECKING:
    from tests.platforms.discord.driver import Person
    from tests.platforms.discord.server import FakeDiscord

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
FIRST_SECONDS = 3
TOKEN_SECONDS = 15 * 60


@dataclass(eq=False)
class Modal(Reading):
    """A form in front of a person."""

    interaction: "Interaction"
    body: dict[str, Any]
    open: bool = True

    @property
    def title(self) -> str:
        return str(self.body["title"])

    @property
    def custom_id(self) -> str:
        return str(self.body["custom_id"])

    @property
    def components(self) -> list[dict[str, Any]]:
        return list(self.body["components"])


@dataclass(eq=False)
class Interaction:
    """One interaction. Await it: it returns itself as soon as the app has given the first response.

    `kind` is the callback's type (4 message, 5 thinking, 6 deferred update, 7 update, 8 choices, 9 modal), None before
    or where it failed. Await `done()` for what a deferred one ends with.
    """

    fake: "FakeDiscord"
    id: str
    token: str
    type: int
    person: "Person"
    channel: Channel
    data: dict[str, Any]
    created: float
    source: Message | None = None
    from_component: bool = False
    kind: int | None = None
    original: Message | None = None
    """The response; after 6 and 7 the message that was pressed."""
    follow_ups: list[Message] = field(default_factory=list)
    changes: int = 0
    """How often the response was edited."""
    modal: Modal | None = None
    choices: list[dict[str, Any]] | None = None
    failed: bool = False

    @property
    def message(self) -> Message:
        """The response, or the message that was updated."""
        assert self.original is not None, f"there is no message: callback {self.kind}"
        return self.original

    @property
    def text(self) -> str:
        """The words of the response."""
        return self.message.text

    @property
    def ephemeral(self) -> bool:
        return bool(self.message.flags & EPHEMERAL)

    @property
    def deferred(self) -> bool:
        return self.kind in (5, 6)

    @property
    def late(self) -> bool:
        """The three seconds are over."""
        return self.fake.clock.now() - self.created > FIRST_SECONDS

    @property
    def expired(self) -> bool:
        """The token is dead."""
        return self.fake.clock.now() - self.created > TOKEN_SECONDS

    @property
    def foreign(self) -> bool:
        """In a guild without the bot: only a user install reaches it."""
        return self.channel.guild is not None and not self.channel.guild.bot_inside

    def __await__(self) -> Generator[Any, None, "Interaction"]:
        return self._first().__await__()

    async def _first(self) -> "Interaction":
        await self.fake.until(lambda: self.kind is not None or self.failed)
        return self

    async def done(self) -> "Interaction":
        """Until the person sees a result: a message that is not "thinking", a modal, choices, a changed message."""
        await self.fake.until(lambda: self.failed or self.finished)
        return self

    @property
    def finished(self) -> bool:
        if self.kind in (None, 6):
            return bool(self.changes or self.follow_ups)
        return self.original is None or not self.original.loading

    def wire(self) -> dict[str, Any]:
        """The `d` of INTERACTION_CREATE."""
        fake, guild, person = self.fake, self.channel.guild, self.person
        body: dict[str, Any] = {
            "id": self.id,
            "application_id": fake.app.id,
            "type": self.type,
            "token": self.token,
            "version": 1,
            "data": self.data,
            "channel_id": self.channel.id,
            "locale": person.locale,
            "entitlements": [],
            "channel": payloads.seen_channel(self.channel, person.id),
            "app_permissions": str(in_channel(self.channel, fake.app.id)),
            "attachment_size_limit": 10_485_760,
        }
        if self.source is not None:
            body["message"] = payloads.message(self.source)
        if guild is None:
            owners = {"1": person.id} if person.installed else {"0": "0"}
            return {
                **body,
                "user": payloads.user(fake, person.id),
                "authorizing_integration_owners": owners,
                "context": 1,
            }
        owners = {"0": guild.id} if guild.bot_inside else {}
        owners |= {"1": person.id} if person.installed else {}
        mine = {
            **payloads.member(fake, guild.members[person.id]),
            "permissions": str(in_channel(self.channel, person.id)),
        }
        return {
            **body,
            "guild_id": guild.id,
            "guild": {"id": guild.id, "locale": guild.locale, "features": []},
            "guild_locale": guild.locale,
            "member": mine,
            "context": 0,
            "authorizing_integration_owners": owners,
        }


class Interactions:
    """All interactions, by id."""

    def __init__(self, fake: "FakeDiscord") -> None:
        self.fake = fake
        self.all: dict[str, Interaction] = {}

    def begin(
        self,
        kind: int,
        person: "Person",
        channel: Channel,
        data: dict[str, Any],
        source: Message | None = None,
        *,
        from_component: bool = False,
    ) -> Interaction:
        """Somebody acts; every session of the shard is told. After 3 s without an answer they see it failed."""
        fake = self.fake
        number = fake.snowflake()
        made = Interaction(
            fake, number, f"token-{number}", kind, person, channel, data, fake.clock.now(), source, from_component
        )
        self.all[number] = made
        # without the bot's guild the user install hears of it, on shard 0, as of a direct message
        home = channel.guild.id if channel.guild and channel.guild.bot_inside else None
        fake.gateway.tell("INTERACTION_CREATE", made.wire(), home)
        fake.clock.at(made.created + FIRST_SECONDS + 0.001, lambda: self._give_up(made))
        return made

    def _give_up(self, one: Interaction) -> None:
        if one.kind is None:
            one.failed = True
            self.fake.journal.fail(one.person.name, f"the app did not respond to {one.data}")

    def of_token(self, token: str) -> Interaction | None:
        return next((one for one in self.all.values() if one.token == token), None)
