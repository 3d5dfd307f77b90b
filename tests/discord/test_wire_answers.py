"""Answers and posts over a bad line, outside servers, and against Discord's refusals: what a person sees of them."""

import asyncio
from typing import Any

import discord as dpy
import pytest
import sqlalchemy as sa

from adapters.discord import replies
from bot.refs import AccountRef, ChannelRef
from bot.store import schema
from bot.view.card import card
from bot.view.messenger import TryLater, Undeliverable
from tests.discord.test_late import stalled
from tests.discord.wire import AN_HOUR, Wire, dailies, discord, is_daily, wire
from tests.platforms.discord import (
    CALLBACK,
    EDIT_MESSAGE,
    POST_MESSAGE,
    FakeDiscord,
    Message,
    drop,
    refuse,
    server_error,
)

__all__ = ["discord", "wire"]

A_DAY = 24 * AN_HOUR
LOST = {
    "lost before": drop(),
    "lost after": drop(after=True),
    "500 before": server_error(),
    "500 after": server_error(after=True),
    "503 after": server_error(503, after=True),
    "none": None,
}


async def test_whatever_becomes_of_an_answer_the_person_sees_it_and_it_counts_once(wire: Wire) -> None:
    post = await wire.post_daily()
    for name, fault in LOST.items():
        wire.circle.member(name)
        if fault is not None:
            wire.discord.faults.add(CALLBACK, fault, when=lambda call, name=name: asked_by(wire.discord, call) == name)
    seen = await asyncio.gather(*(wire.answer(wire.discord.user(name), post) for name in LOST))
    assert [one.ephemeral for one in seen] == [True] * len(LOST)
    assert wire.count("attempt") == len(LOST)
    await wire.until(lambda: all(len(wire.discord.user(name).ephemerals) == 2 for name in LOST))
    shown = {name: {one.text.partition("\n")[0] for one in wire.discord.user(name).ephemerals} for name in LOST}
    assert shown == dict.fromkeys(LOST, shown["none"])


def asked_by(fake: FakeDiscord, call: Any) -> str:
    """Who began the interaction that a call answers."""
    return fake.interactions.all[call.path["interaction_id"]].person.name


async def test_a_result_that_comes_after_the_token_died_is_kept_for_the_next_press(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replies, "PATIENCE", 0.01)
    post = await wire.post_daily()
    with stalled(wire):
        pressed = await wire.bob.press(post, "A")
        await wire.discord.clock.advance(16 * 60)
    await wire.until(lambda: any(call.code == 10015 for call in wire.discord.journal.calls))
    assert wire.count("attempt") == 1
    assert pressed.message.loading, "nobody can be told on it any more"
    again = await wire.answer(wire.bob, post, "B")
    assert "You said: A" in again.text


async def test_in_a_direct_message_and_in_a_server_without_the_bot(wire: Wire) -> None:
    """The personal verbs work for who installed the app; nothing is ever posted where the bot is not."""
    ada = wire.ada
    ada.installed = True
    here = await ada.slash("streak")
    assert (await here.done()).text
    elsewhere = wire.discord.guild("elsewhere", bot=False)
    hall = elsewhere.channel("hall")
    ada.join(elsewhere)
    calls = len(wire.discord.journal.of(POST_MESSAGE))
    there = await ada.slash("streak", hall)
    assert (await there.done()).ephemeral
    asked = await ada.slash("quorum", hall, line="group setup name=X at=11:00 zone=UTC")
    assert (await asked.done()).ephemeral
    assert hall.messages == []
    assert len(wire.discord.journal.of(POST_MESSAGE)) == calls


async def test_nobody_is_pinged_by_what_people_call_things(wire: Wire) -> None:
    name = f'"<@{wire.bob.id}> @everyone"'
    await wire.set_up(name=name)
    await wire.pass_time(AN_HOUR)
    (post,) = dailies(wire.general)
    await wire.answer(wire.bob, post)
    await wire.pass_time(A_DAY)
    assert wire.discord.journal.of(EDIT_MESSAGE)
    everything = [*wire.general.messages, *wire.ada.ephemerals, *wire.bob.ephemerals]
    assert {ping for message in everything for ping in message.pings} == set()
    assert all(call.body["allowed_mentions"] for call in wire.discord.journal.of(EDIT_MESSAGE))


async def test_the_reveal_is_a_new_message_with_the_discussion_under_it(wire: Wire) -> None:
    post = await wire.post_daily()
    await wire.answer(wire.bob, post)
    await wire.pass_time(A_DAY)
    (thread,) = wire.general.threads
    reveal = next(one for one in wire.general.messages if one.id == thread.id)
    assert reveal.id != post.id
    assert post.edits
    assert len(dailies(wire.general)) == 1, "the first takes no answer any more"


async def test_without_threads_the_reveal_comes_all_the_same(wire: Wire) -> None:
    await wire.post_daily()
    wire.general.deny("CREATE_PUBLIC_THREADS")
    before = len(wire.general.messages)
    await wire.pass_time(A_DAY)
    assert len(wire.general.messages) >= before + 2
    assert wire.general.threads == []


async def test_a_card_that_discord_does_not_take_comes_in_plain_words(wire: Wire) -> None:
    await wire.set_up()
    wire.discord.faults.add(POST_MESSAGE, refuse(400, 50035), when=is_daily)
    await wire.pass_time(AN_HOUR)
    refused, plain = wire.discord.journal.of(POST_MESSAGE)[-2:]
    assert (refused.code, plain.status) == (50035, 200)
    assert refused.body["nonce"] == plain.body["nonce"]
    assert wire.states()["daily:1:1"] == "sent"


CLOSED = {
    "no permission": lambda wire: wire.general.deny("SEND_MESSAGES"),
    "not seen": lambda wire: wire.general.deny("VIEW_CHANNEL"),
    "deleted": lambda wire: wire.general.delete(),
    "kicked": lambda wire: wire.circle.remove_bot(),
}


@pytest.mark.parametrize("closing", CLOSED.values(), ids=CLOSED)
async def test_a_closed_channel_is_asked_once_and_never_again(wire: Wire, closing: Any) -> None:
    await wire.set_up()
    closing(wire)
    await wire.pass_time(AN_HOUR)
    for _ in range(3):
        await wire.pass_time(600)
    refused = [call for call in wire.discord.journal.of(POST_MESSAGE) if call.status >= 400]
    assert len(refused) <= 1
    assert wire.discord.journal.invalid <= 1


async def test_permission_that_is_given_back_lets_the_group_go_on(wire: Wire) -> None:
    await wire.set_up()
    wire.general.deny("SEND_MESSAGES")
    await wire.pass_time(AN_HOUR)
    assert dailies(wire.general) == []
    assert lost_channels(wire)
    before = len(wire.general.messages)
    wire.general.allow("SEND_MESSAGES")
    await wire.until(lambda: not lost_channels(wire))
    await wire.pass_time(A_DAY)
    assert len(wire.general.messages) > before


def lost_channels(wire: Wire) -> list[str]:
    """The channels that the bot was shut out of."""
    with wire.engine.connect() as connection:
        return list(
            connection.execute(sa.select(schema.channel.c.key).where(schema.channel.c.state == "lost")).scalars()
        )


async def test_people_who_take_no_messages_cannot_be_told(wire: Wire) -> None:
    tell, hello = wire.connection.messenger.tell, card("One", "info")
    await tell(AccountRef("discord", "", wire.bob.id), hello)
    assert "One" in wire.bob.dms[0].text
    wire.bob.takes_dms = False
    with pytest.raises(Undeliverable, match="50007"):
        await tell(AccountRef("discord", "", wire.bob.id), hello)
    stranger = wire.discord.user("stranger")
    with pytest.raises(Undeliverable, match="50278"):
        await tell(AccountRef("discord", "", stranger.id), hello)


async def test_old_posts_take_few_edits_and_deleted_ones_none(wire: Wire) -> None:
    messenger = wire.connection.messenger
    here = ChannelRef("discord", wire.circle.id, wire.general.id)
    sent = await messenger.send(here, card("One", "info"), "k")
    wire.discord.app.old_edits = 0
    await messenger.edit(sent, card("Two", "info"))
    await wire.discord.clock.advance(2 * AN_HOUR)
    with pytest.raises(TryLater):
        await messenger.edit(sent, card("Three", "info"))
    posted: Message = wire.general.posts[sent.key]
    assert "Two" in posted.text
    posted.deleted = True
    await messenger.send(here, card("Five", "info"), "k5")
    with pytest.raises(Undeliverable, match="deleted"):
        await messenger.edit(sent, card("Four", "info"))


async def test_of_two_posts_with_one_key_the_first_is_kept(wire: Wire) -> None:
    messenger = wire.connection.messenger
    here = ChannelRef("discord", wire.circle.id, wire.general.id)
    first = await messenger.send(here, card("One", "info"), "k")
    since = wire.discord.clock.today()
    await wire.discord.clock.advance(300)
    for number in range(120):
        wire.bob.say(wire.general, f"chatter {number}")
    second = await messenger.send(here, card("One", "info"), "k")
    assert second != first, "the nonce holds for some minutes only"
    assert await messenger.find(here, "k", since) == first
    assert [one.id for one in wire.general.messages if one.author_id == wire.discord.app.id and one.nonce][
        -1
    ] == first.key
    assert await messenger.find(here, "other", since) is None


async def test_a_thread_stands_for_its_channel(wire: Wire) -> None:
    """What is asked in the discussion is asked of the group."""
    post = await wire.post_daily()
    await wire.answer(wire.bob, post)
    await wire.pass_time(A_DAY)
    (thread,) = wire.general.threads
    shown = await wire.ada.slash("leaderboard", thread)
    assert "bob" in (await shown.done()).text.lower()


async def test_a_locked_thread_or_moderation_is_a_closed_door(wire: Wire, discord: FakeDiscord) -> None:
    post = await wire.post_daily()
    await wire.pass_time(A_DAY)
    (thread,) = wire.general.threads
    there = ChannelRef("discord", wire.circle.id, thread.id)
    thread.archive(locked=True)
    with pytest.raises(Undeliverable, match="160005"):
        await wire.connection.messenger.send(there, card("One", "info"), "k")
    wire.circle.blocked_words.add("forbidden")
    here = ChannelRef("discord", wire.circle.id, wire.general.id)
    with pytest.raises(Undeliverable, match="200000"):
        await wire.connection.messenger.send(here, card("A forbidden word", "info"), "k2")
    discord.faults.add(POST_MESSAGE, refuse(400, 50006))
    with pytest.raises(dpy.HTTPException):
        await wire.connection.messenger.send(here, card("One", "info"), "k3")
    assert post.id in wire.general.posts
