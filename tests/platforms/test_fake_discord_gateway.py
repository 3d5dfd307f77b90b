"""The fake's gateway and the unmodified client: connecting, beating, resuming, shards, outages."""

from typing import Any

import discord as dpy
from discord import app_commands, ui

from tests.platforms.discord import FakeDiscord, connected, discord

__all__ = ["discord"]


class Client(dpy.AutoShardedClient):
    """A client as small as the adapter's: buttons through one dynamic item, one command."""

    def __init__(self, **options: Any) -> None:
        super().__init__(intents=dpy.Intents(guilds=True), max_messages=None, guild_ready_timeout=0.05, **options)
        self.tree = app_commands.CommandTree(self)
        self.heard: list[dpy.Interaction[Any]] = []

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """No pause between shards."""

    async def on_interaction(self, interaction: dpy.Interaction[Any]) -> None:
        self.heard.append(interaction)
        if interaction.type is dpy.InteractionType.component:
            await interaction.response.send_message("pressed", ephemeral=True)


async def test_smoke(discord: FakeDiscord) -> None:
    circle = discord.guild("circle")
    general, ada = circle.channel("general"), circle.member("ada")
    async with connected(discord, Client()) as client:
        view = ui.LayoutView()
        view.add_item(ui.Container(ui.TextDisplay("### hi"), ui.ActionRow(ui.Button(label="A", custom_id="q1:a:b"))))
        view.stop()
        await client.get_partial_messageable(int(general.id)).send(view=view, nonce="n")
        press = await ada.press(general.latest, "A")
        assert press.ephemeral
        assert press.text == "pressed"
        discord.gateway.reconnect()
        await discord.until(lambda: discord.gateway.resumes)
        press = await ada.press(general.latest, "A")
