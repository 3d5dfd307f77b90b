"""Modals: a group is set up, answers of every kind are given, and what is typed is never lost."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.bank.bank import Bank
from bot.store import schema
from bot.view.question_blocks import LABEL
from tests.clubs import questions
from tests.databases import sqlite_with_tables
from tests.platforms.slack import FakeSlack, delay
from tests.slack.world import World, button, words
from tests.slack.world import world as a_world


async def test_the_invitation_card_leads_to_a_group(world: World) -> None:
    channel = world.acme.channel("hall", bot=False)
    world.ada.join(channel)
    await world.ada.invite_bot(channel)
    await world.tick()
    invitation = channel.latest
    assert "Set up" in words(invitation)
    await world.ada.click(invitation, button(invitation, "Set up"))
    form = await world.until(lambda: world.ada.views and world.ada.view.callback_id == "form" and world.ada.view)
    assert form.inputs["f:name", "name"]["value"] == "hall"
    await world.ada.submit(form, {"name": "Night owls", "at": "25 past never", "zone": "Europe/Berlin"})
    refused = await world.until(lambda: "What you typed is kept" in words(form) and form.callback_id == "form" and form)
    assert refused.inputs["f:at", "at"]["value"] == "25 past never"
    assert refused.inputs["f:name", "name"]["value"] == "Night owls"
    await world.ada.submit(form, {"at": "21:30"})
    await world.until(lambda: "Page 2 of 2" in words(form))
    await world.ada.submit(form, {})
    await world.until(lambda: "Night owls is set up" in words(form))
    await world.pass_time(2)
    await world.until(lambda: any("Night owls" in post.text for post in channel.parents))
    await world.ada.click(form, button(form, "Post the first one now"))
    await world.until(lambda: "Post the first one now" not in words(form))
    await world.pass_time(2)
    assert "Night owls" in channel.latest.text
    assert channel.latest.metadata


async def test_a_group_set_up_where_the_bot_is_not_is_told_to_invite_it(world: World) -> None:
    channel = world.acme.channel("hall", bot=False)
    world.ada.join(channel)
    await world.ada.slash('/quorum group setup name="Night owls" at=09:30 zone=UTC', channel)
    told = await world.until(lambda: [one for one in world.ada.ephemerals if "/invite" in one.text])
    assert world.acme.bot.id in told[0].text
    await world.ada.invite_bot(channel)
    await world.pass_time(3_600)
    assert any("Night owls" in post.text for post in channel.parents)


GIVEN = {
    "numeric": {"text": "426 s"},
    "short": {"text": "serialization_failure"},
    "order": {"slot1": "A", "slot2": "B", "slot3": "C", "slot4": "D"},
    "multi": {"picks": ["A", "B"]},
    "match": {"row1": "A", "row2": "B", "row3": "C", "row4": "D"},
    "true_false": {"s1": "true", "s2": "false", "s3": "true", "s4": "false"},
    "predict": {"text": "1\n2"},
    "bug": {"lines": "3", "cause": "A"},
    "open": {"text": "Because *of* <!channel> & so on"},
}


@pytest.mark.parametrize("kind", GIVEN)
async def test_an_answer_is_given_by_modal(
    kind: str, slack: FakeSlack, mode: str, sqlite_template: Path, tmp_path: Path
) -> None:
    bank = Bank(tuple(questions(3, kind=kind)))
    url = sqlite_with_tables(sqlite_template, tmp_path / "quorum.db")
    async with a_world(slack, mode, url, bank) as world:
        post = await world.post_daily()
        await world.ada.click(post, button(post, LABEL.get(kind, "Answer")))
        form = await world.until(lambda: world.ada.views and world.ada.view.callback_id == "form" and world.ada.view)
        assert (await world.ada.submit(form, GIVEN[kind])).ok
        shown = await world.until(lambda: form.callback_id == "card" and "One moment" not in words(form) and form)
        assert "Backend circle" in words(shown)
        assert "<!channel>" not in str([block for block in shown.blocks if block["type"] in ("section", "context")])
        assert world.count("attempt") == 1


async def test_an_answer_longer_than_a_field_goes_on_in_the_next_and_is_given_back_whole(
    slack: FakeSlack, mode: str, database: str
) -> None:
    async with a_world(slack, mode, database, Bank(tuple(questions(3, kind="open")))) as world:
        post = await world.post_daily()
        await world.ada.click(post, button(post, LABEL["open"]))
        form = await world.until(lambda: world.ada.views and world.ada.view.callback_id == "form" and world.ada.view)
        assert "3,000 characters" in str(form.blocks)
        story, more = "because & so on " * 187, "and finally " * 100  # 2,992 and 1,200: more than 4,000
        before = len(world.ada.ephemerals)
        await world.ada.submit(form, {"text": story, "text~more": more})
        await world.until(lambda: "4,192" in words(form) and form.callback_id == "form")
        shown = "".join(form.inputs[f"f:{name}", name]["value"] for name in ("text", "text~more"))
        assert "".join(shown.split()) == "".join((story + more).split())
        await world.ada.submit(form, {"text": "&" * 3_000, "text~more": "&" * 1_500})
        told = await world.until(lambda: len(world.ada.ephemerals) >= before + 3 and world.ada.ephemerals[before:])
        pieces = [piece["text"] for one in told for piece in one.blocks[1]["elements"][0]["elements"]]
        assert "".join(pieces) == "&" * 3_000 + "\n" + "&" * 1_500  # which no field can be filled in with
        assert all("kept here" in one.text for one in told)
        await world.ada.submit(form, {"text": story, "text~more": "and finally " * 60})
        await world.until(lambda: form.callback_id == "card" and world.count("attempt") == 1)
        with world.engine.connect() as connection:
            response = connection.execute(sa.select(schema.attempt.c.response)).scalar_one()
        assert story.strip() in str(response)
        assert "and finally and finally" in str(response)


async def test_several_choices_are_picked_beside_the_button_and_confirmed(
    slack: FakeSlack, mode: str, sqlite_template: Path, tmp_path: Path
) -> None:
    url = sqlite_with_tables(sqlite_template, tmp_path / "quorum.db")
    async with a_world(slack, mode, url, Bank(tuple(questions(3, kind="multi")))) as world:
        post = await world.post_daily()
        await world.ada.click(post, "pick", ["a", "c"])
        await world.ada.click(post, button(post, "Submit"))
        ask = (await world.until(lambda: world.ada.ephemerals[1:]))[0]
        assert "Submit this answer?" in ask.text
        await world.ada.click(ask, button(ask, "Submit"))
        await world.until(lambda: len(world.ada.ephemerals) > 2)
        assert world.count("attempt") == 1


async def test_a_modal_that_was_shut_meanwhile_gives_the_text_back(world: World) -> None:
    await world.set_up()
    await world.ada.slash("/quorum group change", world.general)
    form = await world.until(lambda: world.ada.views and world.ada.view.callback_id == "form" and world.ada.view)
    world.slack.faults.add("views.update", delay(1))
    await world.ada.submit(form, {"at": "never at all"})
    world.ada.close(form)
    before = len(world.ada.ephemerals)
    await world.until(lambda: world.slack.journal.of("views.update")[1:])
    await world.slack.clock.advance(1)
    seen = await world.until(lambda: world.ada.ephemerals[before + 1 :] and world.ada.ephemerals[before:])
    assert any("never at all" in words(one) for one in seen)


async def test_an_empty_answer_is_told_in_the_acknowledgement(
    slack: FakeSlack, mode: str, sqlite_template: Path, tmp_path: Path
) -> None:
    url = sqlite_with_tables(sqlite_template, tmp_path / "quorum.db")
    async with a_world(slack, mode, url, Bank(tuple(questions(3, kind="numeric")))) as world:
        post = await world.post_daily()
        await world.ada.click(post, button(post, "Answer"))
        form = await world.until(lambda: world.ada.views and world.ada.view.callback_id == "form" and world.ada.view)
        await world.ada.submit(form, {"text": "   "})
        assert form.errors == {"f:text": "This is needed."}


async def test_a_trigger_that_expired_is_told(world: World) -> None:
    await world.set_up()
    world.slack.faults.add("views.open", delay(4))
    before = len(world.ada.ephemerals)
    press = await world.ada.slash("/quorum settings change", world.general)
    assert press.ok
    await world.until(lambda: world.slack.journal.calls[-1].method == "views.open")
    await world.slack.clock.advance(4)
    said = (await world.until(lambda: world.ada.ephemerals[before:]))[0]
    assert "press it once more" in said.text.lower()
    assert world.slack.journal.of("views.open")[-1].error == "expired_trigger_id"


async def test_the_shortcut_shows_todays_question(world: World) -> None:
    await world.post_daily()
    await world.ada.click(world.general.latest, button(world.general.latest, "A"))
    await world.until(lambda: len(world.ada.ephemerals) > 2)
    await world.ada.shortcut("today")
    await world.until(lambda: world.ada.views and "Backend circle" in words(world.ada.view))
