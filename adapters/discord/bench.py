"""Clicks for `quorum bench click discord`: events as the gateway brings them, and a wire that leads nowhere.

Events go where the gateway hands them over, into the very client that `quorum run` serves; what the bot sends is taken
in memory and kept, so that its HTTP can be measured apart. It must not know what is measured.
"""

import asyncio
import json
import re
from collections.abc import Sequence
from time import perf_counter
from types import SimpleNamespace
from typing import Any, Final, Self

import aiohttp
import discord
from discord import ui

from adapters.discord.connection import Connection
from adapters.discord.controls import TEMPLATE, read_custom_id
from adapters.discord.inbound import Press
from adapters.discord.render import draw
from adapters.discord.settings import PLATFORM, Settings
from bot.app import App
from bot.view.card import Card

APPLICATION: Final = "1100000000000000001"
GUILD: Final = "1100000000000000002"
CHANNEL: Final = "1"
POST: Final = "1400000000000000001"
EVERYTHING: Final = str(discord.Permissions.all().value)
NAME: Final = {"discriminator": "0", "avatar": None, "global_name": None}
JSON: Final = {"Content-Type": "application/json"}


class Heard:
    """An answer of Discord, as discord.py reads it."""

    status = 200
    reason = "OK"
    headers: Final = {"content-type": "application/json"}

    def __init__(self, said: str) -> None:
        self._said = said

    async def text(self, encoding: str | None = None) -> str:
        """Its body."""
        return self._said

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass


class Wire:
    """A session to a Discord that takes everything at once; `waiting`: who waits for what, by interaction."""

    closed = False

    def __init__(self) -> None:
        self.waiting: dict[str, asyncio.Future[bytes]] = {}
        self.sent: list[bytes] = []

    def request(self, method: str, url: str, *, data: Any = None, **_: Any) -> Heard:
        """Take an answer; whoever waits for it is told what it says."""
        body = data if isinstance(data, bytes) else str(data).encode()
        self.sent.append(body)
        interaction = url.partition("/interactions/")[2].partition("/")[0]
        self.waiting.pop(interaction).set_result(body)
        said = {"interaction": {"id": interaction, "type": 3, "response_message_id": POST}}
        return Heard(json.dumps(said))

    async def close(self) -> None:
        """There is nothing to let go of."""
        self.closed = True


class Nothing(ui.DynamicItem[ui.Item[Any]], template=TEMPLATE):
    """The floor's control: it does nothing, and says when."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str]
    ) -> "Nothing":
        return cls(item)

    async def callback(self, interaction: discord.Interaction) -> None:
        client: Any = interaction.client
        client.done.set_result(None)


class Clicks:
    """A connection without a network, and a bare client with a control that does nothing."""

    platform = PLATFORM
    tenant = ""
    space = GUILD

    def __init__(self, app: App) -> None:
        self.wire = Wire()
        settings = Settings("a.b.c", shard_ids=(0,), shard_count=1)
        self.connection = Connection(app, settings)
        self.bare: Any = discord.AutoShardedClient(
            intents=discord.Intents(guilds=True), max_messages=None, shard_count=1, shard_ids=[0],
            member_cache_flags=discord.MemberCacheFlags.none(), chunk_guilds_at_startup=False,
        )  # fmt: skip
        self.shown: dict[str, Any] = {}
        self.ids: dict[str, str] = {}
        self.ready = False

    def show(self, card: Card) -> None:
        """The post whose controls are pressed from now on."""
        view: Any = draw(card, "daily:1:1")
        found = (getattr(item, "custom_id", None) for item in view.walk_children())
        self.ids = {read_custom_id(said).token: said for said in found if isinstance(said, str)}
        self.shown = {
            "id": POST, "channel_id": CHANNEL, "author": {"id": APPLICATION, "username": "quorum", "bot": True, **NAME},
            "content": "", "timestamp": "2026-03-03T09:00:00+00:00", "edited_timestamp": None, "type": 0,
            "flags": 32768, "components": view.to_components(), "attachments": [], "embeds": [], "mentions": [],
            "mention_roles": [], "mention_everyone": False, "tts": False, "pinned": False,
        }  # fmt: skip

    async def idle(self, number: int, token: str) -> None:
        """The floor: a click to the control that does nothing."""
        await self._begin()
        self.bare.done = asyncio.get_running_loop().create_future()
        self.bare._connection.parse_interaction_create(self.event(number, token))
        await self.bare.done

    async def click(self, number: int, token: str) -> tuple[float, bytes]:
        """A click until it is answered: seconds to its answer, which acknowledges it, and the answer."""
        await self._begin()
        event = self.event(number, token)
        answered = self.wire.waiting[event["id"]] = asyncio.get_running_loop().create_future()
        received = perf_counter()
        self.connection.client._connection.parse_interaction_create(event)
        body = await answered
        return perf_counter() - received, body

    def answers(self) -> Sequence[bytes]:
        """The bodies of all answers so far."""
        return self.wire.sent

    async def send_again(self, bodies: Sequence[bytes], address: str) -> None:
        """Send answers over HTTP, one after the other, as discord.py does."""
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
            for body in bodies:
                async with session.request("POST", address, data=body, headers=JSON) as answer:
                    await answer.text(encoding="utf-8")

    async def close(self) -> None:
        """End in order."""
        await self.connection.tasks.drain(1)
        await self.connection.close()
        await self.bare.close()

    async def _begin(self) -> None:
        """What logging in would have made, without a network."""
        if self.ready:
            return
        self.ready = True
        self.connection.client.add_dynamic_items(Press)
        self.bare.add_dynamic_items(Nothing)
        clients: tuple[Any, ...] = (self.connection.client, self.bare)
        for client in clients:
            await client._async_setup_hook()
            client.http._HTTPClient__session = self.wire
            client._connection.user = SimpleNamespace(id=int(APPLICATION), name="quorum", bot=True)
            client._connection._add_guild_from_data(guild())

    def event(self, number: int, token: str) -> Any:
        """The press of a control on the post, as the gateway brings it."""
        user = str(number)
        # An id of its own for each press of each day: what was brought before is not carried out again.
        interaction = str(1_500_000_000_000_000_000 + abs(hash((self.ids[token], number))) % 10**17)
        return {
            "id": interaction, "application_id": APPLICATION, "type": 3, "token": f"t{user}", "version": 1,
            "data": {"custom_id": self.ids[token], "component_type": 2}, "guild_id": GUILD,
            "guild": {"id": GUILD, "locale": "en-US", "features": []}, "channel_id": CHANNEL,
            "channel": {"id": CHANNEL, "type": 0, "name": "bench", "position": 0},
            "member": {
                "user": {"id": user, "username": f"member{user}", "bot": False, **NAME}, "roles": [],
                "joined_at": "2026-01-01T00:00:00+00:00", "flags": 0, "permissions": "2048",
            },
            "message": self.shown, "locale": "en-US", "guild_locale": "en-US", "app_permissions": EVERYTHING,
            "entitlements": [], "authorizing_integration_owners": {"0": GUILD}, "context": 0,
            "attachment_size_limit": 10485760,
        }  # fmt: skip


def guild() -> Any:
    """A server with one channel, as the gateway tells of it."""
    me = {"id": APPLICATION, "username": "quorum", "bot": True, **NAME}
    return {
        "id": GUILD, "name": "bench", "owner_id": "5", "unavailable": False, "member_count": 2,
        "roles": [{"id": GUILD, "name": "@everyone", "permissions": EVERYTHING, "position": 0, "color": 0}],
        "channels": [{"id": CHANNEL, "type": 0, "name": "bench", "position": 0, "permission_overwrites": []}],
        "members": [{"user": me, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "flags": 0}],
        "threads": [], "emojis": [], "stickers": [], "features": [],
    }  # fmt: skip
