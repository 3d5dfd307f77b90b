"""The fake's messages, threads, guilds and permissions, called by the unmodified client."""

import io
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import discord as dpy
import pytest
from discord import ui

from tests.platforms.bare_discord import Bot, card, logged_in, place
from tests.platforms.discord import EDIT_MESSAGE, POST_MESSAGE, Channel, FakeDiscord, Guild, discord

__all__ = ["discord"]


@pytest.fixture
async def bot(discord: FakeDiscord) -> AsyncIterator[Bot]:
    async with logged_in(discord) as made:
        yield made


@pytest.fixture
def circle(discord: FakeDiscord) -> Guild:
    return discord.guild("circle")


@pytest.fixture
def general(circle: Guild) -> Channel:
    return circle.channel("general")


async def refused(work: Any) -> int:
    """The code with which Discord refuses."""
    with pytest.raises(dpy.HTTPException) as problem:
        await work
    return problem.value.code


async def test_the_same_nonce_gives_the_first_message_for_two_minutes(
    discord: FakeDiscord, bot: Bot, general: Channel
) -> None:
    first = await place(bot, general).send(view=card("one"), nonce="n" * 24)
    again = await place(bot, general).send(view=card("two"), nonce="n" * 24)
    other = await place(bot, general).send(view=card("two"), nonce="m")
    assert first.id == again.id != other.id
    assert first.nonce == "n" * 24
    await discord.clock.advance(121)
    late = await place(bot, general).send(view=card("one"), nonce="n" * 24)
    assert late.id not in (first.id, other.id)
    assert [call.body["enforce_nonce"] for call in discord.journal.of(POST_MESSAGE)] == [True] * 4


async def test_the_history_is_read_as_discord_gives_it(discord: FakeDiscord, bot: Bot, general: Channel) -> None:
    sent = []
    for number in range(4):
        sent.append(await place(bot, general).send(view=card(str(number))))
        await discord.clock.advance(60)
    general.posts[general.latest.id].nonce = "n"
    start = discord.clock.today() - timedelta(seconds=181)
    found = [one async for one in place(bot, general).history(after=start, limit=None)]
    assert [one.id for one in found] == [one.id for one in sent[1:]], "oldest first"
    assert all(one.nonce is None for one in found)
    found = [one async for one in place(bot, general).history(limit=2)]
    assert [one.id for one in found] == [sent[3].id, sent[2].id]
    found = [one async for one in place(bot, general).history(before=dpy.Object(sent[1].id))]
    assert [one.id for one in found] == [sent[0].id]
    found = [one async for one in place(bot, general).history(around=dpy.Object(sent[1].id), limit=1)]
    assert [one.id for one in found] == [sent[1].id]
    view = ui.LayoutView.from_message(found[0], timeout=None)
    assert [getattr(one, "custom_id", None) for one in view.walk_children()][-1] == "q1:answer:x1"


async def test_a_message_is_edited_and_deleted(discord: FakeDiscord, bot: Bot, general: Channel) -> None:
    sent = await place(bot, general).send(view=card("before"))
    await (
        place(bot, general)
        .get_partial_message(sent.id)
        .edit(view=card("after"), allowed_mentions=dpy.AllowedMentions.none())
    )
    assert (general.latest.text, general.latest.edits) == ("after\nA", 1)
    fetched = await place(bot, general).fetch_message(sent.id)
    assert fetched.flags.components_v2
    assert fetched.edited_at is not None
    await place(bot, general).get_partial_message(sent.id).delete()
    assert general.messages == []
    assert await refused(place(bot, general).get_partial_message(sent.id).delete()) == 10008
    assert await refused(place(bot, general).get_partial_message(sent.id).edit(content="x")) == 10008


async def test_others_messages_are_not_ours(discord: FakeDiscord, bot: Bot, circle: Guild, general: Channel) -> None:
    theirs = circle.member("ada").say(general, "hello")
    assert await refused(place(bot, general).get_partial_message(int(theirs.id)).edit(content="x")) == 50005
    assert await refused(place(bot, general).get_partial_message(int(theirs.id)).delete()) == 50013
    assert [one.content async for one in place(bot, general).history()] == ["hello"]


async def test_old_messages_take_few_edits(discord: FakeDiscord, bot: Bot, general: Channel) -> None:
    sent = await place(bot, general).send(content="x")
    discord.app.old_edits = 1
    edit = place(bot, general).get_partial_message(sent.id).edit
    await edit(content="y")
    await discord.clock.advance(3_601)
    await edit(content="z")
    assert await refused(edit(content="once more")) == 30046
    assert [call.status for call in discord.journal.of(EDIT_MESSAGE)] == [200, 200, *[429] * 5], "the client insists"


async def test_what_pings_and_what_does_not(bot: Bot, circle: Guild, general: Channel) -> None:
    ada, role = circle.member("ada"), circle.role("team", mentionable=True)
    text = f"<@{ada.id}> <@&{role.id}> @everyone"
    await place(bot, general).send(view=card(text))
    assert general.latest.pings == set(), "the client allows none"
    await place(bot, general).send(
        view=card(text), allowed_mentions=dpy.AllowedMentions(users=[dpy.Object(int(ada.id))])
    )
    assert general.latest.pings == {ada.id}
    sent = await place(bot, general).send(view=card("x"))
    await place(bot, general).get_partial_message(sent.id).edit(view=card(text))
    assert general.latest.pings == {ada.id, role.id, "everyone"}, "an edit that says nothing pings everybody"


async def test_files_are_kept_and_named(discord: FakeDiscord, bot: Bot, general: Channel) -> None:
    view = ui.LayoutView()
    view.add_item(ui.MediaGallery(dpy.MediaGalleryItem("attachment://plan.png", description="a plan")))
    view.stop()
    sent = await place(bot, general).send(view=view, files=[dpy.File(io.BytesIO(b"png"), "plan.png")])
    assert await sent.attachments[0].read() == b"png"
    assert general.latest.components[0]["items"][0]["media"]["url"] == sent.attachments[0].url
    assert await refused(place(bot, general).send(view=view)) == 50035
    assert "there is no attachment plan.png" in discord.forgive()[0][0]


async def test_components_come_back_with_their_ids(bot: Bot, general: Channel) -> None:
    view = ui.LayoutView()
    view.add_item(ui.Container(ui.TextDisplay("x"), id=2**31 - 1))
    view.stop()
    sent = await place(bot, general).send(view=view)
    found = [one.id for one in ui.LayoutView.from_message(sent, timeout=None).walk_children()]
    assert found == [2**31 - 1, 1]


async def test_each_lack_has_its_code(discord: FakeDiscord, bot: Bot, circle: Guild, general: Channel) -> None:
    async def send(**what: Any) -> int:
        return await refused(place(bot, general).send(**what or {"content": "x"}))

    general.deny("SEND_MESSAGES")
    assert await send() == 50013
    general.allow("SEND_MESSAGES")
    general.deny("ATTACH_FILES")
    assert await send(file=dpy.File(io.BytesIO(b"x"), "x.txt")) == 50013
    assert await send(view=ui.View()) == 50006
    general.deny("VIEW_CHANNEL")
    assert await send() == 50001
    general.allow("VIEW_CHANNEL")
    circle.blocked_words.add("forbidden")
    assert await send(content="a forbidden word") == 200000
    sent = await place(bot, general).send(content="x")
    general.deny("READ_MESSAGE_HISTORY")
    assert [one async for one in place(bot, general).history()] == [], "empty, not an error"
    assert await refused(place(bot, general).fetch_message(sent.id)) == 50013
    general.delete()
    assert await send() == 10003
    hall = circle.channel("hall")
    circle.remove_bot()
    assert await refused(place(bot, hall).send(content="x")) == 50001
    assert await refused(bot.fetch_guild(int(circle.id))) == 50001
    assert await refused(bot.fetch_guild(1)) == 10004
    assert discord.journal.invalid == 7


async def test_members_are_fetched_or_gone(discord: FakeDiscord, bot: Bot, circle: Guild) -> None:
    ada = circle.member("ada")
    guild = await bot.fetch_guild(int(circle.id))
    assert (await guild.fetch_member(int(ada.id))).name == "ada"
    assert [one.name for one in await guild.fetch_roles()] == ["@everyone", "Quorum", *()]
    assert [one.name async for one in bot.fetch_guilds()] == ["circle"]
    assert await guild.fetch_channels() == []
    ada.leave(circle)
    assert await refused(guild.fetch_member(int(ada.id))) == 10007
    assert await refused(guild.fetch_member(1)) == 10013
    assert (await bot.fetch_user(int(ada.id))).name == "ada"
    assert await refused(bot.fetch_user(1)) == 10013


async def test_direct_messages_may_be_refused(discord: FakeDiscord, bot: Bot, circle: Guild) -> None:
    ada, stranger = circle.member("ada"), discord.user("stranger")
    opened = await (await bot.fetch_user(int(ada.id))).create_dm()
    await opened.send("hello")
    assert ada.dms[0].content == "hello"
    ada.takes_dms = False
    assert await refused(opened.send("again")) == 50007
    assert await refused((await bot.fetch_user(int(stranger.id))).send("x")) == 50278
    stranger.installed = True
    await (await bot.fetch_user(int(stranger.id))).send("x")
    discord.app.dm_opens = 0
    assert await refused(bot.http.start_private_message(int(ada.id))) == 40003
    assert await refused(bot.http.start_private_message(1)) == 50033


async def test_threads_open_close_and_lock(discord: FakeDiscord, bot: Bot, circle: Guild, general: Channel) -> None:
    sent = await place(bot, general).send(content="x")
    thread = await bot.http.start_thread_with_message(
        int(general.id), sent.id, name="Discussion", auto_archive_duration=1440
    )
    assert (
        await refused(bot.http.start_thread_with_message(int(general.id), sent.id, name="x", auto_archive_duration=60))
        == 160004
    )
    assert general.latest.thread is discord.channels[thread["id"]]
    assert (await bot.http.get_message(int(general.id), sent.id))["thread"]["name"] == "Discussion"
    inside = discord.channels[thread["id"]]
    await place(bot, inside).send(content="talk")
    inside.archive()
    first = place(bot, inside).get_partial_message(int(inside.latest.id))
    assert await refused(first.edit(content="x")) == 50083
    assert await refused(bot.http.add_user_to_thread(int(inside.id), int(circle.member("ada").id))) == 50083
    await place(bot, inside).send(content="a message opens it again")
    assert not inside.archived
    inside.archive(locked=True)
    assert await refused(place(bot, inside).send(content="x")) == 160005
    general.deny("SEND_MESSAGES_IN_THREADS")
    assert await refused(place(bot, inside).send(content="x")) == 50013
    general.deny("CREATE_PUBLIC_THREADS", "CREATE_PRIVATE_THREADS")
    sent = await place(bot, general).send(content="y")
    assert (
        await refused(bot.http.start_thread_with_message(int(general.id), sent.id, name="x", auto_archive_duration=60))
        == 50013
    )


async def test_a_thread_of_its_own_with_people_in_it(discord: FakeDiscord, bot: Bot, circle: Guild) -> None:
    general, ada = circle.channel("general"), circle.member("ada")
    made = await bot.http.start_thread_without_message(
        int(general.id), name="Round", auto_archive_duration=60, type=12, invitable=False
    )
    thread = discord.channels[made["id"]]
    await bot.http.add_user_to_thread(int(thread.id), int(ada.id))
    assert thread.joined == {ada.id, discord.app.id}
    assert len(await bot.http.get_thread_members(int(thread.id))) == 2
    await bot.http.remove_user_from_thread(int(thread.id), int(ada.id))
    await bot.http.leave_thread(int(thread.id))
    await bot.http.join_thread(int(thread.id))
    await bot.http.edit_channel(int(thread.id), name="Round 1", archived=True)
    assert (thread.name, thread.archived) == ("Round 1", True)
    assert await refused(bot.http.edit_channel(int(thread.id), name="x")) == 50083
    await bot.http.edit_channel(int(thread.id), archived=False)
    assert await refused(bot.http.edit_channel(int(thread.id), locked=True)) == 50013
    assert await refused(bot.http.edit_channel(int(general.id), name="x")) == 50013
    assert await refused(bot.http.delete_channel(int(thread.id))) == 50013
    assert await refused(bot.http.get_thread_members(int(general.id))) == 50003
    assert await refused(bot.http.add_user_to_thread(int(thread.id), 1)) == 10007
    active = await (await bot.fetch_guild(int(circle.id))).active_threads()
    assert [one.name for one in active] == ["Round 1"]
