"""Delivery to Discord: what is sent, found again, edited, told, and what each refusal means."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import discord
import pytest

from adapters.discord.controls import mark_of, nonce_of, number_of, read_custom_id
from bot.intents import ShowDaily
from bot.refs import AccountRef, ChannelRef, MessageRef
from bot.view.card import Button, Buttons, Card, Text
from bot.view.messenger import CannotLook, TryLater, Undeliverable
from tests.discord.world import World, controls, words

WITH = Card("A question", "open", (Text("What is it?"), Buttons((Button("Today", ShowDaily()),))))
WITHOUT = Card("The reveal", "closed", (Text("That is it."),))
PINGING = Card("Hello", "info", (Text("@everyone <@1> <@&2>", literal=True),))
KEY = "daily:1:1"


def here(world: World) -> ChannelRef:
    return ChannelRef("discord", str(world.guild.id), str(world.general.id))


def bodies(world: World, method: str, path: str) -> list[Any]:
    """What was sent there."""
    found = [one for one in world.env.http_requests if one.method == method and one.path.rpartition("/")[2] == path]
    return [one.json for one in found]


async def done(world: World, work: Any) -> Any:
    """Let the messenger work as the courier does: outside any event of Discord's."""
    with world.env.time_context():
        result = await work
    await world.env.settle()
    return result


def test_names_of_a_delivery_are_short_and_apart() -> None:
    keys = [f"daily:{daily}:{place}" for daily in range(100) for place in range(20)]
    assert len({mark_of(key) for key in keys}) == len({number_of(key) for key in keys}) == len(keys)
    assert len({nonce_of(key) for key in keys}) == len(keys)
    assert {len(nonce_of(key)) for key in keys} == {24}
    assert {len(mark_of(key)) for key in keys} == {12}
    assert all(0 < number_of(key) < 2**31 for key in keys)


async def test_a_post_carries_its_key_and_mentions_nobody(world: World) -> None:
    sent = await done(world, world.connection.messenger.send(here(world), WITH, KEY))
    post = world.general.last_message
    assert sent == MessageRef("discord", f"{world.guild.id}/{world.general.id}", str(post.id))
    assert {read_custom_id(part["custom_id"]).mark for part in controls(post)} == {mark_of(KEY)}
    body = bodies(world, "POST", "messages")[-1]
    assert body["nonce"] == nonce_of(KEY)
    assert body["enforce_nonce"] is True
    assert body["allowed_mentions"] == {"parse": []}
    assert len(body["nonce"]) <= 25


async def test_edits_mention_nobody_either(world: World) -> None:
    messenger = world.connection.messenger
    sent = await done(world, messenger.send(here(world), WITH, KEY))
    await done(world, messenger.edit(sent, PINGING))
    await done(world, messenger.edit(sent, PINGING))
    assert [body["allowed_mentions"] for body in bodies(world, "PATCH", sent.key)] == [{"parse": []}] * 2
    assert world.general.last_message.mentions == []


@pytest.mark.parametrize("card", [WITH, WITHOUT], ids=["controls", "none"])
async def test_a_post_is_found_by_its_key_alone(world: World, card: Card) -> None:
    messenger, since = world.connection.messenger, world.env.now()
    sent = await done(world, messenger.send(here(world), card, KEY))
    await done(world, messenger.send(here(world), card, "daily:2:1"))
    await world.bob.send(world.general, KEY)
    await world.env.advance_time(300)
    assert await done(world, messenger.find(here(world), KEY, since)) == sent
    assert await done(world, messenger.find(here(world), "daily:3:1", since)) is None
    assert await done(world, messenger.find(here(world), KEY, world.env.now())) is None  # it was long before


async def test_of_two_posts_the_first_stays(world: World) -> None:
    messenger, since = world.connection.messenger, world.env.now()
    first = await done(world, messenger.send(here(world), WITH, KEY))
    await done(world, messenger.send(here(world), WITH, KEY))
    before = len(world.general.history())
    assert await done(world, messenger.find(here(world), KEY, since)) == first
    assert len(world.general.history()) == before - 1


async def test_what_cannot_be_looked_up_is_not_there_for_a_minute_and_then_unknown(world: World) -> None:
    messenger, since = world.connection.messenger, world.env.now()
    hidden = {world.guild.default_role: discord.PermissionOverwrite(read_message_history=False)}
    blind = world.guild.create_text_channel("blind", overwrites=hidden)
    await world.env.settle()
    channel = ChannelRef("discord", str(world.guild.id), str(blind.id))
    await done(world, messenger.send(channel, WITH, KEY))
    assert await done(world, messenger.find(channel, KEY, since)) is None
    await world.env.advance_time(61)
    with pytest.raises(CannotLook):
        await done(world, messenger.find(channel, KEY, since))


async def test_the_discussion_opens_under_what_belongs_to_a_post(world: World) -> None:
    messenger, since = world.connection.messenger, world.env.now()
    post = await done(world, messenger.send(here(world), WITH, KEY))
    reveal = await done(world, messenger.send(here(world), WITHOUT, "reveal:1:1", post))
    (thread,) = world.general.threads
    assert (thread.id, thread.name) == (int(reveal.key), "The reveal")
    assert await done(world, messenger.find(here(world), "reveal:1:1", since, post)) == reveal  # and it is there once
    assert len(world.general.threads) == 1


IN_THREAD = replace(WITHOUT, title="Question 1", thread="Round 1")


async def test_cards_of_one_post_follow_each_other_in_its_thread(world: World) -> None:
    messenger, since = world.connection.messenger, world.env.now()
    post = await done(world, messenger.send(here(world), WITH, KEY))
    first = await done(world, messenger.send(here(world), IN_THREAD, "round:1:ask:1", post))
    messenger.threads.clear()  # after a restart
    second = await done(world, messenger.send(here(world), IN_THREAD, "round:1:told:1", post))
    (thread,) = world.general.threads
    assert (str(thread.id), thread.name) == (post.key, "Round 1")
    assert {first.channel, second.channel} == {f"{world.guild.id}/{post.key}"}
    for key, sent in (("round:1:ask:1", first), ("round:1:told:1", second)):
        assert await done(world, messenger.find(here(world), key, since, post)) == sent
    assert await done(world, messenger.find(here(world), "round:1:ask:9", since, post)) is None
    await done(world, messenger.edit(second, replace(IN_THREAD, title="Over")))


async def test_where_threads_are_not_permitted_they_follow_in_the_channel(world: World) -> None:
    no_threads = {world.guild.default_role: discord.PermissionOverwrite(create_public_threads=False)}
    plain = world.guild.create_text_channel("plain", overwrites=no_threads)
    await world.env.settle()
    channel, messenger, since = (
        ChannelRef("discord", str(world.guild.id), str(plain.id)),
        world.connection.messenger,
        world.env.now(),
    )
    post = await done(world, messenger.send(channel, WITH, KEY))
    sent = await done(world, messenger.send(channel, IN_THREAD, "round:1:ask:1", post))
    assert "Question 1" in words(plain.last_message)
    assert await done(world, messenger.find(channel, "round:1:ask:1", since, post)) == sent
    assert await done(world, messenger.find(channel, "round:1:ask:9", since, post)) is None


async def test_without_permission_for_threads_the_reveal_is_there(world: World) -> None:
    no_threads = {world.guild.default_role: discord.PermissionOverwrite(create_public_threads=False)}
    plain = world.guild.create_text_channel("plain", overwrites=no_threads)
    await world.env.settle()
    channel = ChannelRef("discord", str(world.guild.id), str(plain.id))
    messenger = world.connection.messenger
    post = await done(world, messenger.send(channel, WITH, KEY))
    await done(world, messenger.send(channel, WITHOUT, "reveal:1:1", post))
    assert "The reveal" in words(plain.last_message)
    assert plain.threads == []


async def test_a_private_message_and_a_file(world: World) -> None:
    card = Card("Your data", "done", (Text("Here."),), attachment=("me.json", "{}"))
    await done(world, world.connection.messenger.tell(AccountRef("discord", "", str(world.bob.id)), card))
    messages = world.people["bob"].dm_channel.history()
    assert "Your data" in words(messages[0])
    assert [file.filename for file in messages[-1].attachments] == ["me.json"]


@pytest.mark.parametrize("code", [50001, 50013, 10003, 10004, 50007, 50278, 50083, 160005])
async def test_what_is_closed_is_not_tried_again(world: World, code: int) -> None:
    messenger = world.connection.messenger
    status = 404 if code < 50000 else 403
    world.env.inject_error("POST", "/channels/*/messages", status=status, code=code, times=2)
    with pytest.raises(Undeliverable):
        await done(world, messenger.send(here(world), WITH, KEY))
    with pytest.raises(Undeliverable):
        await done(world, messenger.tell(AccountRef("discord", "", str(world.bob.id)), WITH))


@pytest.mark.parametrize(
    ("status", "code", "problem"),
    [(404, 10008, Undeliverable), (400, 30046, TryLater), (403, 50001, Undeliverable), (429, 0, TryLater)],
)
async def test_an_edit_that_is_refused(world: World, status: int, code: int, problem: type[Exception]) -> None:
    messenger = world.connection.messenger
    sent = await done(world, messenger.send(here(world), WITH, KEY))
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=status, code=code)
    with pytest.raises(problem):
        await done(world, messenger.edit(sent, WITH))


async def test_a_card_that_discord_does_not_take_goes_out_in_plain_words(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=400, code=50035)
    await done(world, world.connection.messenger.send(here(world), WITH, KEY))
    assert "What is it?" in words(world.general.last_message)
    assert controls(world.general.last_message) == []
    found = await done(world, world.connection.messenger.find(here(world), KEY, world.env.now() - timedelta(60)))
    assert found is not None


async def test_counts_stop_before_edits_become_dear(world: World) -> None:
    assert world.connection.messenger.counts_for == timedelta(minutes=50)
