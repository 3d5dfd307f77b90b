"""Every kind of question is answered in Discord: by a press, a list or a modal; what is refused gives the text back."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.bank.bank import Bank
from bot.store import schema
from bot.view.question_blocks import LABEL
from tests.clubs import questions
from tests.databases import sqlite_with_tables
from tests.discord.world import World, button, controls, words
from tests.discord.world import world as a_world

GIVEN: dict[str, dict[str, Any]] = {
    "numeric": {"text": "426 s"},
    "short": {"text": "serialization_failure"},
    "order": {"slot1": "A", "slot2": "B", "slot3": "C", "slot4": "D"},
    "match": {"row1": "A", "row2": "B", "row3": "C", "row4": "D"},
    "true_false": {"s1": "true", "s2": "false", "s3": "true", "s4": "false"},
    "predict": {"text": "1\n2"},
    "bug": {"lines": "3", "cause": "A"},
    "open": {"text": "Because *of* <@1> & so on\n1. first"},
}
REFUSED: dict[str, dict[str, Any]] = {
    "numeric": {"text": "a lot of s"},
    "bug": {"lines": "the third", "cause": "A"},
    "order": {"slot1": "A", "slot2": "A", "slot3": "C", "slot4": "D"},
}


def playing(kind: str, template: Path, folder: Path) -> Any:
    return a_world(sqlite_with_tables(template, folder / "quorum.db"), Bank(tuple(questions(3, kind=kind))))


@pytest.mark.parametrize("kind", GIVEN)
async def test_an_answer_is_given_by_modal(kind: str, sqlite_template: Path, tmp_path: Path) -> None:
    async with playing(kind, sqlite_template, tmp_path) as world:
        post = await world.post_daily()
        opened = await world.ada.click(post, custom_id=button(post, LABEL.get(kind, "Answer")))
        assert opened.modal is not None
        if kind in REFUSED:
            opened = await refused(world, opened, REFUSED[kind])
        shown = await world.ada.submit_modal(opened, GIVEN[kind])
        assert shown.ephemeral
        assert shown.response is not None
        assert "Backend circle" in words(shown.response)
        assert "<@1>" not in words(shown.response).replace("\\<", "")
        assert world.count("attempt") == 1


async def refused(world: World, opened: Any, said: dict[str, Any]) -> Any:
    """Send what is refused: the form opens again with all that was filled in."""
    told = await world.ada.submit_modal(opened, said)
    assert told.response is not None
    assert world.count("attempt") == 0
    cards = [told.response, *told.followups]
    typed = "\n".join(map(words, cards))
    assert all(value in typed for value in said.values()), typed
    last = cards[-1]
    again = await world.ada.click(last.message, custom_id=button(last, "Answer again"))
    assert again.modal is not None
    there = [part["component"] for part in again.modal["components"] if part["type"] == 18]
    for control in there:
        chosen = [option["value"] for option in control.get("options", ()) if option["default"]]
        assert (control.get("value") or "".join(chosen)).lower() == said[control["custom_id"]].lower()
    return again


async def test_several_choices_are_picked_from_a_list_and_confirmed(sqlite_template: Path, tmp_path: Path) -> None:
    async with playing("multi", sqlite_template, tmp_path) as world:
        post = await world.post_daily()
        (picker,) = (part for part in controls(post) if part["type"] == 3)
        assert picker["max_values"] == 5
        ask = await world.ada.select(post, ["a", "c"], custom_id=picker["custom_id"])
        assert ask.response is not None
        assert "Submit this answer?" in words(ask.response)
        assert "A C" in words(ask.response).replace(",", "").upper()
        change = await world.ada.click(ask.response.message, custom_id=button(ask.response, "Change it"))
        assert change.modal is not None
        shown = await world.ada.submit_modal(change, {"picks": ["B", "C"]})
        assert shown.response is not None
        assert "You said: B" in words(shown.response)
        assert world.count("attempt") == 1


async def test_a_misspelt_answer_has_a_free_retry(sqlite_template: Path, tmp_path: Path) -> None:
    bank = Bank(tuple(questions(3, kind="short", answer={"accept": ["deadlock"], "reject": []})))
    async with a_world(sqlite_with_tables(sqlite_template, tmp_path / "quorum.db"), bank) as world:
        post = await world.post_daily()
        opened = await world.ada.click(post, custom_id=button(post, LABEL.get("short", "Answer")))
        told = await world.ada.submit_modal(opened, {"text": "deadlokc"})
        assert told.response is not None
        assert "Check the spelling" in words(told.response)
        assert world.count("attempt") == 0
        again = await world.ada.click(told.response.message, custom_id=button(told.response, "Answer again"))
        right = await world.ada.submit_modal(again, {"text": "deadlock"})
        assert right.response is not None
        assert "Right" in words(right.response)
        assert world.count("attempt") == 1


async def test_the_longest_answer_is_stored_whole_and_a_blank_one_is_not(sqlite_template: Path, tmp_path: Path) -> None:
    async with playing("open", sqlite_template, tmp_path) as world:
        post = await world.post_daily()
        opened = await world.ada.click(post, custom_id=button(post, LABEL["open"]))
        blank = await world.ada.submit_modal(opened, {"text": " \n "})
        assert blank.response is not None
        assert world.count("attempt") == 0
        story = ("because & so *on* " * 223)[:3_999].rstrip() + "."
        opened = await world.ada.click(post, custom_id=button(post, LABEL["open"]))
        shown = await world.ada.submit_modal(opened, {"text": story})
        assert shown.response is not None
        with world.engine.connect() as connection:
            response = connection.execute(sa.select(schema.attempt.c.response)).scalar_one()
        assert story in str(response)


async def test_hints_and_not_knowing_are_presses(sqlite_template: Path, tmp_path: Path) -> None:
    bank = Bank(tuple(questions(3, hints=("look at the clock", "it is the last one"))))
    async with a_world(sqlite_with_tables(sqlite_template, tmp_path / "quorum.db"), bank) as world:
        post = await world.post_daily()
        hinted = await world.bob.click(post, custom_id=button(post, "Hint (75 % of the points)"))
        assert hinted.ephemeral
        assert hinted.response is not None
        assert "look at the clock" in words(hinted.response)
        second = await world.bob.click(
            hinted.response.message, custom_id=button(hinted.response, "Hint (50 % of the points)")
        )
        assert second.response is not None
        assert "it is the last one" in words(second.response)
        assert not [part for part in controls(second.response) if "Hint" in str(part.get("label"))]
        gave_up = await world.bob.click(second.response.message, custom_id=button(second.response, "I don't know"))
        assert gave_up.response is not None
        assert "You said that you don't know" in words(gave_up.response)
        assert world.count("attempt") == 1


async def test_a_question_too_long_for_a_post_is_shown_whole_in_private(sqlite_template: Path, tmp_path: Path) -> None:
    stem = " ".join(f"*{n}*" for n in range(900)) + "\n\nWhich one?"
    bank = Bank(tuple(questions(3, stem=stem)))
    async with a_world(sqlite_with_tables(sqlite_template, tmp_path / "quorum.db"), bank) as world:
        post = await world.post_daily()
        assert "…" in words(post)
        assert "Shortened" in words(post)
        assert [part["label"] for part in controls(post)][-1] == "Show all of it"
        shown = await world.bob.click(post, custom_id=button(post, "Show all of it"))
        assert shown.response is not None
        messages = [shown.response, *shown.followups]
        assert len(messages) > 1
        assert all(message.ephemeral for message in messages)
        said = "\n".join(map(words, messages)).replace("\\", "")
        assert all(f"*{n}*" in said for n in range(900))
        assert "Which one?" in said
        assert "Shortened" not in said
        last = messages[-1]
        answered = await world.bob.click(last.message, custom_id=button(last, "A"))
        assert answered.response is not None
        assert world.count("attempt") == 1
