"""Interactions in the fake: Discord's clock, its callbacks, its webhooks, and what a person sees of them."""

import asyncio
from typing import Any

import discord as dpy
import pytest
from discord import ui

from tests.platforms.bare_discord import Bot, card, place, sync
from tests.platforms.discord import CALLBACK, FOLLOW_UP, FakeDiscord, NotThere, connected, discord, drop, server_error
from tests.platforms.discord.places import EPHEMERAL
from tests.platforms.test_fake_discord_messages import refused

__all__ = ["discord"]


class Room:
    """A guild, a channel, a person, a card with a button, and an app that does what the test says."""

    def __init__(self, fake: FakeDiscord, bot: Bot) -> None:
        self.fake, self.bot = fake, bot
        self.guild = fake.guild("circle")
        self.general, self.ada = self.guild.channel("general"), self.guild.member("ada")

    async def press(self, on: Any = None) -> Any:
        """Ada presses; the app's side of it, not yet answered unless `on` does."""
        self.bot.on = on
        if not self.general.posts:
            await place(self.bot, self.general).send(view=card())
        before = len(self.bot.heard)
        press = self.ada.press(self.general.latest, "A")
        await self.fake.until(lambda: len(self.bot.heard) > before)
        return press, self.bot.heard[-1]


@pytest.fixture
async def room(discord: FakeDiscord) -> Any:
    async with connected(discord, Bot()) as bot:
        yield Room(discord, bot)


def modal(custom_id: str = "q1:form:x") -> ui.Modal:
    made = ui.Modal(title="Why?", custom_id=custom_id, timeout=None)
    options = [dpy.SelectOption(label=letter.upper(), value=letter) for letter in "abc"]
    made.add_item(ui.Label(text="Reason", component=ui.TextInput(custom_id="why", min_length=2, max_length=9)))
    made.add_item(ui.Label(text="Which", component=ui.Select(custom_id="which", options=options, max_values=2)))
    made.add_item(ui.Label(text="Sure", component=ui.Checkbox(custom_id="sure")))
    made.add_item(ui.Label(text="File", component=ui.FileUpload(custom_id="file", required=False)))
    choices = [dpy.RadioGroupOption(label=letter.upper(), value=letter) for letter in "xy"]
    made.add_item(ui.Label(text="One", component=ui.RadioGroup(custom_id="one", options=choices, required=False)))
    made.stop()
    return made


async def test_a_second_answer_is_refused(room: Room) -> None:
    press, heard = await room.press()
    await heard.response.send_message("one", ephemeral=True)
    again = dpy.Interaction(data=press.wire(), state=room.bot._connection)
    assert await refused(again.response.send_message("two")) == 40060
    assert (press.text, press.ephemeral, press.kind) == ("one", True, 4)
    assert [one.text for one in room.ada.ephemerals] == ["one"]
    assert len(room.general.messages) == 1


async def test_after_three_seconds_nobody_is_answered(room: Room, discord: FakeDiscord) -> None:
    press, heard = await room.press()
    await discord.clock.advance(4)
    assert (await press).failed
    assert await refused(heard.response.send_message("late")) == 10062
    assert "did not respond" in str(discord.forgive()[1])
    stranger = dpy.Interaction(data={**press.wire(), "token": "x"}, state=room.bot._connection)
    assert await refused(stranger.response.send_message("x")) == 10062


async def test_after_fifteen_minutes_the_token_is_dead(room: Room, discord: FakeDiscord) -> None:
    press, heard = await room.press()
    assert await refused(heard.edit_original_response(content="too early")) == 10015
    await heard.response.defer(ephemeral=True, thinking=True)
    assert (press.kind, press.deferred, press.finished, press.message.loading) == (5, True, False, True)
    await discord.clock.advance(899)
    await heard.edit_original_response(view=card("done"))
    assert "done" in (await press.done()).text
    await discord.clock.advance(2)
    assert await refused(heard.edit_original_response(content="late")) == 10015
    assert await refused(heard.followup.send("late")) == 10015


async def test_a_card_is_edited_in_place(room: Room) -> None:
    press, heard = await room.press()
    await heard.response.edit_message(view=card("closed"))
    assert (press.kind, press.message, room.general.latest.edits) == (7, room.general.latest, 1)
    assert "closed" in room.general.latest.text
    press, heard = await room.press()
    await heard.response.defer()
    assert not press.finished
    await heard.edit_original_response(view=card("later"))
    assert "later" in (await press.done()).message.text
    assert (await heard.original_response()).id == int(room.general.latest.id)


async def test_an_ephemeral_card_is_pressed_and_edited_later(room: Room, discord: FakeDiscord) -> None:
    press, heard = await room.press()
    await heard.response.send_message(view=card("private", label="More"), ephemeral=True)
    await discord.clock.advance(3_600)
    more = room.ada.press(press.message, "More")
    await discord.until(lambda: len(room.bot.heard) == 2)
    assert room.bot.heard[-1].message.flags.ephemeral
    await room.bot.heard[-1].response.edit_message(view=card("an hour later"))
    assert "an hour later" in more.text
    assert more.message is press.message
    with pytest.raises(NotThere):
        room.guild.member("bob").press(press.message, "A")


async def test_follow_ups(room: Room) -> None:
    press, heard = await room.press()
    await heard.response.defer(thinking=True)
    await heard.followup.send("fills what was thinking")
    assert press.text == "fills what was thinking"
    second = await heard.followup.send("stands by itself", ephemeral=True)
    assert [one.text for one in press.follow_ups] == ["stands by itself"]
    await second.edit(content="changed")
    assert (await heard.followup.fetch_message(second.id)).content == "changed"
    await second.delete()
    assert await refused(heard.followup.fetch_message(second.id)) == 10008
    await heard.delete_original_response()
    assert await refused(heard.edit_original_response(content="x")) == 10008


async def test_a_follow_up_is_doubled_by_a_lost_answer_and_a_callback_is_not(room: Room, discord: FakeDiscord) -> None:
    press, heard = await room.press()
    await heard.response.defer()
    discord.faults.add(FOLLOW_UP, server_error(503, after=True))
    _, other = await room.press()
    discord.faults.add(CALLBACK, server_error(after=True))
    code, _ = await asyncio.gather(
        refused(other.response.send_message("x", ephemeral=True)), heard.followup.send("twice", ephemeral=True)
    )
    assert code == 40060
    assert [one.text for one in press.follow_ups] == ["twice", "twice"]
    _, heard = await room.press()
    discord.faults.add(CALLBACK, drop(after=True))
    with pytest.raises(Exception, match="Server disconnected"):
        await heard.response.send_message("x")


async def test_modals_are_filled_in_and_sent(room: Room, discord: FakeDiscord) -> None:
    press, heard = await room.press()
    await heard.response.send_modal(modal())
    assert (press.kind, press.modal.title, room.ada.modal) == (9, "Why?", press.modal)
    fields = {"Reason": "because", "which": ["A", "b"], "sure": True, "file": [("a.txt", b"hello")], "One": "x"}
    for name, wrong in (("Reason", "x"), ("Reason", "0123456789"), ("which", ["A", "B", "C"]), ("which", ["D"])):
        with pytest.raises(NotThere):
            room.ada.submit({**fields, name: wrong})
    with pytest.raises(NotThere):
        room.ada.submit({**fields, "Other": "x"})
    sent = room.ada.submit(fields)
    await discord.until(lambda: len(room.bot.heard) == 2)
    submitted = room.bot.heard[-1]
    values = [one["component"].get("value", one["component"].get("values")) for one in submitted.data["components"]]
    assert values[:3] == ["because", ["a", "b"], True]
    assert values[4] == "x"
    uploaded = submitted.data["resolved"]["attachments"][values[3][0]]
    assert await room.bot.http.get_from_cdn(uploaded["url"]) == b"hello"
    assert submitted.message.id == int(room.general.latest.id)
    with pytest.raises(dpy.HTTPException, match="callback 9"):
        await submitted.response.send_modal(modal("q1:form:y"))
    assert "callback 9" in discord.forgive()[0][0]
    await dpy.InteractionResponse(submitted).edit_message(view=card("changed by a form"))
    assert sent.kind == 7
    with pytest.raises(NotThere):
        room.ada.submit({})


async def test_a_modal_may_be_dismissed(room: Room) -> None:
    _, heard = await room.press()
    await heard.response.send_modal(modal())
    room.ada.dismiss()
    assert room.ada.modal is None
    with pytest.raises(NotThere):
        room.ada.dismiss()


async def test_commands_are_there_once_synced(room: Room, discord: FakeDiscord) -> None:
    with pytest.raises(NotThere, match="no command"):
        room.ada.slash("daily", room.general)
    await sync(room.bot)
    offered = await room.ada.autocomplete("daily", "topic", "sq", room.general)
    assert offered.choices == [{"name": "sql", "value": "sql"}]
    room.ada.slash("group setup", room.general, at="09:00", share=60)
    await discord.until(lambda: len(room.bot.heard) == 2)
    assert room.bot.heard[-1].namespace.share == 60
    for line, options in (
        ("group", {}),
        ("group start", {}),
        ("group setup", {}),
        ("group setup", {"at": 9}),
        ("group setup", {"at": "9", "share": 0}),
        ("group setup", {"at": "9", "who": 1}),
        ("tools", {"who": room.ada}),
    ):
        with pytest.raises(NotThere):
            room.ada.slash(line, room.general, **options)
    with pytest.raises(NotThere, match="direct message"):
        room.ada.slash("group setup", at="9")
    admin = room.guild.member("eve", "MANAGE_GUILD")
    admin.slash("tools", room.general, who=room.ada, proof=("a.txt", b"x"))
    await discord.until(lambda: len(room.bot.heard) == 3)
    heard = room.bot.heard[-1]
    assert heard.namespace.who.id == int(room.ada.id)
    assert await heard.namespace.proof.read() == b"x"
    assert heard.permissions.manage_guild
    room.guild.commands_for_all = True
    room.ada.slash("tools", room.general, who=admin)
    await discord.until(lambda: len(room.bot.heard) == 4)
    await discord.clock.advance(4)
    assert len(discord.forgive()[1]) == 3
    discord.app.command_creates = 0
    await room.bot.tree.sync()
    room.bot.tree.remove_command("daily")
    await room.bot.tree.sync()
    discord.commands.replace(None, [])
    assert await refused(room.bot.tree.sync()) == 30034


async def test_in_a_direct_message_and_elsewhere(room: Room, discord: FakeDiscord) -> None:
    """Who installed the app for themselves reaches it where it is not; there it may not say much."""
    fields = {"name": "practice", "description": "x", "type": 1, "integration_types": [0, 1], "contexts": [0, 1, 2]}
    discord.commands.replace(None, [fields])
    room.ada.slash("practice")
    await discord.until(lambda: room.bot.heard)
    heard = room.bot.heard[-1]
    assert (heard.guild, heard.context.dm_channel, isinstance(heard.user, dpy.User)) == (None, True, True)
    await heard.response.send_message("here")
    assert room.ada.dms[0].text == "here"
    far = discord.guild("elsewhere", bot=False)
    hall = far.channel("hall")
    room.ada.join(far)
    with pytest.raises(NotThere, match="neither here nor installed"):
        room.ada.slash("practice", hall)
    room.ada.installed = True
    hall.deny("USE_EXTERNAL_APPS", who=far.id)
    done = room.ada.slash("practice", hall)
    await discord.until(lambda: len(room.bot.heard) == 2)
    heard = room.bot.heard[-1]
    assert not heard.is_guild_integration()
    assert heard.is_user_integration()
    await heard.response.send_message("not for all")
    assert done.message.flags & EPHEMERAL
    for number in range(5):
        await heard.followup.send(str(number))
    assert await refused(heard.followup.send("6")) == 40094
    assert await refused(place(room.bot, hall).send("x")) == 50001


async def test_selects_take_what_they_offer(room: Room, discord: FakeDiscord) -> None:
    view = ui.LayoutView()
    options = [dpy.SelectOption(label=letter.upper(), value=letter) for letter in "abc"]
    row: Any = ui.ActionRow(ui.Select(custom_id="q1:pick:x", placeholder="Choose", options=options, max_values=2))
    people: Any = ui.ActionRow(ui.UserSelect(custom_id="q1:who:x", placeholder="Who"))
    closed: Any = ui.ActionRow(ui.Button(custom_id="q1:no:x", label="No", disabled=True))
    for one in (row, people, closed):
        view.add_item(one)
    view.stop()
    await place(room.bot, room.general).send(view=view)
    room.ada.choose(room.general.latest, ["A", "b"], "Choose")
    room.ada.choose(room.general.latest, [room.ada], "Who")
    await discord.until(lambda: len(room.bot.heard) == 2)
    assert [one.data["values"] for one in room.bot.heard] == [["a", "b"], [room.ada.id]]
    assert room.bot.heard[1].data["resolved"]["users"][room.ada.id]["username"] == "ada"
    for act in (
        lambda: room.ada.choose(room.general.latest, ["a"]),
        lambda: room.ada.choose(room.general.latest, ["a", "a"], "Choose"),
        lambda: room.ada.press(room.general.latest, "No"),
        lambda: discord.user("stranger").press(room.general.latest, "No"),
    ):
        with pytest.raises(NotThere):
            act()
    for heard in room.bot.heard:
        await heard.response.defer()
