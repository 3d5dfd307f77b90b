"""What people do in Discord: answered in time or deferred, once, in private; forms, old controls, direct messages."""

from dataclasses import replace
from typing import Any

import discord
import pytest

from adapters.discord.client import Client
from adapters.discord.faults import PAUSE
from adapters.discord.pages import pages
from adapters.discord.settings import Settings
from adapters.discord.still import stills
from bot.intents import TakeHint
from bot.refs import AccountRef, Caller
from tests.discord.world import World, button, controls, words
from tests.view.gallery import gallery


def test_no_privileged_intent_and_nothing_is_kept() -> None:
    client = Client(Settings("a.b.c"), lambda status, scope: None)
    assert client.intents.value == 1
    assert client._connection.max_messages is None
    assert client._connection.member_cache_flags.value == 0
    assert client.allowed_mentions is not None
    assert client.allowed_mentions.to_dict() == {"parse": []}
    assert not client._enable_debug_events


async def test_whoever_cannot_be_answered_any_more_has_answered_all_the_same(world: World) -> None:
    post = await world.post_daily()
    world.env.inject_error("POST", "/interactions/*/*/callback", status=404, code=10062, message="Unknown interaction")
    await world.bob.click(post, custom_id=button(post, "A"))
    assert world.count("attempt") == 1
    again = await world.bob.click(post, custom_id=button(post, "B"))
    assert again.response is not None
    assert world.count("attempt") == 1


async def test_shut_out_nobody_is_answered_for_minutes_and_all_counts(world: World) -> None:
    post = await world.post_daily()
    world.env.inject_error("POST", "/interactions/*/*/callback", status=429, message="You are being rate limited.")
    await world.bob.click(post, custom_id=button(post, "A"))
    calls = len(world.env.http_requests)
    await world.ada.click(post, custom_id=button(post, "A"))
    await world.ada.slash(world.general, "group setup")
    assert len(world.env.http_requests) == calls
    assert world.count("attempt") == 2
    await world.env.advance_time(PAUSE + 1)
    again = await world.bob.click(post, custom_id=button(post, "A"))
    assert again.response is not None


async def test_what_was_acknowledged_already_is_edited(world: World) -> None:
    post = await world.post_daily()
    world.env.inject_error("POST", "/interactions/*/*/callback", status=400, code=40060, message="Already acknowledged")
    await world.bob.click(post, custom_id=button(post, "A"))
    assert any(one.method == "PATCH" and one.path.endswith("/@original") for one in world.env.http_requests)
    assert world.count("attempt") == 1


@pytest.mark.parametrize("path", ["/interactions/*/*/callback", "/webhooks/*/*"], ids=["first", "further"])
async def test_an_answer_that_discord_does_not_take_comes_in_plain_words(world: World, path: str) -> None:
    post = await world.post_daily()
    world.env.inject_error("POST", path, status=400, code=50035, message="Invalid Form Body")
    told = await world.bob.click(post, custom_id=button(post, "A"))
    assert told.response is not None
    assert "The key: A" in words(told.response) or "Right" in words(told.response)
    assert ["Welcome to Quorum" in words(one) for one in told.followups] == [True]
    plain = told.response if path.startswith("/i") else told.followups[0]
    assert controls(plain) == []


async def test_one_interaction_is_carried_out_once(world: World) -> None:
    post = await world.post_daily()
    pressed = await world.bob.click(post, custom_id=button(post, "I don't know"))
    caller = Caller(AccountRef("discord", "", str(world.bob.id)), "bob")
    key = f"discord:{pressed._interaction.id}"
    assert await world.app.call(TakeHint(), caller, once=key) == ()
    assert await world.app.call(TakeHint(), caller, once="discord:another") != ()


@pytest.mark.parametrize("said", ["q1:nosuchverb:1", "q9:answer:1:a", "something else", "q1:answer:1:a:1:1:1:1", "q1:"])
async def test_a_control_of_another_version_is_answered_kindly(world: World, said: str) -> None:
    post = world.general.last_message
    stored = world.env.backend.get_message(world.general.id, post.id)
    row = next(part for part in stored.components[0]["components"] if part["type"] == 1)
    row["components"][0]["custom_id"] = said
    answer = await world.bob.click(post, custom_id=said)
    assert answer.ephemeral
    assert answer.response is not None
    assert "version" in words(answer.response) or "cannot be read" in words(answer.response)


async def test_a_refused_form_gives_back_what_was_typed(world: World) -> None:
    opened = await world.ada.slash(world.general, "group setup")
    sent = await world.ada.submit_modal(opened, {"name": "Backend circle", "at": "25:99", "zone": "Europe/Berlin"})
    assert sent.response is not None
    shown = [sent.response, *sent.followups]
    assert any("25:99" in words(one) for one in shown)
    again = next(one for one in shown if any(part.get("label") == "Correct it" for part in controls(one)))
    opened = await world.ada.click(again.message, custom_id=button(again, "Correct it"))
    assert opened.modal is not None
    typed = {part["component"]["custom_id"]: part["component"].get("value") for part in opened.modal["components"]}
    assert typed["at"] == "25:99"
    assert typed["name"] == "Backend circle"


async def test_in_a_direct_message_somebody_is_the_same_person(world: World) -> None:
    post = await world.post_daily()
    await world.bob.click(post, custom_id=button(post, "A"))
    streak = await world.people["bob"].slash("streak")
    assert streak.response is not None
    assert "1 day" in words(streak.response)
    shown = await world.people["bob"].slash("daily")
    assert shown.response is not None
    assert "Backend circle" in words(shown.response)
    assert world.count("account") == 2  # Ada set the group up


async def test_the_board_and_help_are_private_cards(world: World) -> None:
    await world.post_daily()
    for line in ("leaderboard", "help", "streak", "settings show", "group show", "history", "daily"):
        said = await world.ada.slash(world.general, line)
        assert said.ephemeral, line
        assert said.response is not None
        assert words(said.response)


async def test_any_line_can_be_typed(world: World) -> None:
    made = await world.set_up()
    assert made.response is not None
    assert "is set up" in words(made.response)
    wrong = await world.ada.slash(world.general, "quorum", line="lederboard")
    assert wrong.response is not None
    assert "leaderboard" in words(wrong.response)


async def test_own_data_come_as_a_file(world: World) -> None:
    post = await world.post_daily()
    await world.bob.click(post, custom_id=button(post, "A"))
    told = await world.bob.slash(world.general, "export")
    files = [file for one in told.followups for file in one.attachments]
    assert [file.filename.rpartition(".")[2] for file in files] == ["json"]


async def test_topics_zones_and_groups_complete_themselves(world: World) -> None:
    await world.set_up()
    await world.ada.slash(world.general, "join")
    zones = await world.ada.autocomplete(world.general, "settings zone", "zone", "berl")
    assert zones == [{"name": "Europe/Berlin", "value": "Europe/Berlin"}]
    assert len(await world.ada.autocomplete(world.general, "settings zone", "zone", "")) == 25
    topics = await world.ada.autocomplete(world.general, "leaderboard", "topic", "p")
    assert [choice["value"] for choice in topics] == ["py"]
    named = await world.ada.autocomplete(world.general, "daily", "group", "back")
    assert named == [{"name": "Backend circle", "value": "1"}]
    assert await world.bob.autocomplete(world.general, "daily", "group", "back") == []


async def test_where_the_bot_may_not_write_whoever_asks_is_told(world: World) -> None:
    nobody = {world.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    closed = world.guild.create_text_channel("closed", overwrites=nobody)
    made = await world.set_up(channel=closed)
    assert closed.last_message is None
    assert made.response is not None
    assert "is set up" in words(made.response)
    assert any("Send Messages" in words(one) for one in made.followups)


def test_a_card_that_many_see_is_drawn_once_and_is_the_same() -> None:
    for card in gallery().values():
        once, again = stills(card), stills(replace(card))
        assert once == again
        fresh: list[Any] = [page.to_components() for page in pages(card)]  # type: ignore[no-untyped-call]
        assert [still.to_components() for still in once] == fresh
        assert all(still.is_finished() and still.has_components_v2() for still in once)
