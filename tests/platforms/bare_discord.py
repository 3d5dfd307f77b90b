"""The unmodified discord.py with as little of a bot around it as the tests of the fake Discord need."""

import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import discord as dpy
from discord import app_commands, ui

from tests.platforms.discord import Channel, FakeDiscord


class Bot(dpy.AutoShardedClient):
    """A client that writes down what it hears; `on` says what it does with an interaction."""

    def __init__(self, on: Callable[[Any], Any] | None = None, **options: Any) -> None:
        fast = {"intents": dpy.Intents(guilds=True), "max_messages": None, "guild_ready_timeout": 0.02}
        super().__init__(**{**fast, "allowed_mentions": dpy.AllowedMentions.none(), **options})
        self.tree = app_commands.CommandTree(self)
        self.on = on
        self.heard: list[Any] = []
        self.told: list[str] = []

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """No pause between shards."""

    async def on_interaction(self, interaction: Any) -> None:
        self.heard.append(interaction)
        if self.on is not None:
            await self.on(interaction)

    async def on_socket_event_type(self, event: str) -> None:
        self.told.append(event)


@contextlib.asynccontextmanager
async def logged_in(fake: FakeDiscord, **options: Any) -> AsyncIterator[Bot]:
    """A client that speaks REST alone."""
    bot = Bot(**options)
    await bot.login(fake.app.token)
    try:
        yield bot
    finally:
        await bot.close()


def card(*texts: str, button: str = "q1:answer:x1", label: str = "A") -> ui.LayoutView:
    """A small Components V2 card with one button."""
    view = ui.LayoutView(timeout=None)
    row: Any = ui.ActionRow(ui.Button(label=label, custom_id=button))
    view.add_item(ui.Container(*(ui.TextDisplay(text) for text in texts or ("### A question",)), row))
    view.stop()
    return view


def place(bot: Bot, channel: Channel) -> Any:
    """The channel as the adapter names it: by id, needing no cache."""
    return bot.get_partial_messageable(int(channel.id), guild_id=int(channel.guild.id) if channel.guild else None)


async def sync(bot: Bot) -> None:
    """Three commands: /daily, /group setup and, for admins, /tools."""

    @app_commands.command(name="daily", description="Today's question")
    async def daily(interaction: Any, topic: str = "") -> None: ...

    @daily.autocomplete("topic")
    async def topics(interaction: Any, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed}l", value="sql")]

    group = app_commands.Group(name="group", description="The study group", guild_only=True)

    @group.command(name="setup", description="Set it up")
    async def setup(interaction: Any, at: str, share: app_commands.Range[int, 1, 100] = 50) -> None: ...

    @app_commands.command(name="tools", description="For admins")
    @app_commands.default_permissions(manage_guild=True)
    async def tools(interaction: Any, who: dpy.User, proof: dpy.Attachment | None = None) -> None: ...

    for command in (daily, group, tools):
        bot.tree.add_command(command)
    await bot.tree.sync()
