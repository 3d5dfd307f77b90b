"""Every command is typed and every control is pressed: each is answered, in private, by something Discord takes."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest

from adapters.discord import limits
from adapters.discord.commands import path_of
from adapters.discord.controls import read_custom_id
from bot.bank.bank import Bank
from bot.commands import CATALOGUE, Command
from bot.intents import ChangeSettings, ShowHelp
from bot.refs import ChannelRef
from bot.view.card import Button, Buttons, card
from tests.clubs import questions
from tests.databases import sqlite_with_tables
from tests.discord.drawn import standing
from tests.discord.world import World, controls, words
from tests.discord.world import world as a_world

SAID = {"int": 1, "flag": True, "time": "18:30", "zone": "Europe/Berlin", "code": "ABCD2345", "date": "2099-12-24"}
NAMED = {"answer": "a", "levels": "2 3", "days": "sat sun", "reason": "option b is right as well"}
LAST = ("group replace", "group pause", "group end", "leave", "unlink", "forget")
"""After these there is less to ask for."""
MOST = 250
"""Presses of one walk; a walk that needs more has lost its way."""


def taken(world: World) -> None:
    """Discord takes all that was sent. Its published description the world itself holds against each body."""
    sent: dict[str, list[dict[str, Any]]] = {"message": [], "modal": []}
    for request in world.env.http_requests:
        body: Any = request.json
        inner = body.get("data") if isinstance(body, dict) and request.path.endswith("/callback") else body
        if isinstance(inner, dict) and "components" in inner:
            sent["modal" if "title" in inner else "message"].append(inner)
    assert all(sent.values())
    for surface, bodies in sent.items():
        assert [limits.problems(surface, body) for body in bodies] == [[]] * len(bodies)


async def answered(result: Any) -> list[Any]:
    """The messages that a person is shown; nothing is left without an answer, and each answer is private."""
    assert result.acknowledged
    if result.modal is not None:
        return []
    assert result.ephemeral
    shown = [*([result.response] if result.response else []), *result.followups]
    assert shown
    assert all(part.ephemeral for part in shown)
    return shown


def given(command: Command, other: Any) -> dict[str, Any]:
    """Something for each option that a command needs."""
    needed = [one for one in command.parameters if one.required and not command.form]
    return {
        one.name: other
        if one.kind == "person"
        else one.choices[0]
        if one.choices
        else SAID.get(one.kind, NAMED.get(one.name, "x"))
        for one in needed
    }


@pytest.fixture
async def hall(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[World]:
    """A group with an open daily; Ada is its admin, and one of the server's managers."""
    bank = Bank((*questions(4), *questions(4, kind="multi"), *questions(4, kind="open")))
    async with a_world(sqlite_with_tables(sqlite_template, tmp_path / "quorum.db"), bank) as world:
        role = world.guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
        world.ada = world.guild.add_member(world.env.create_user("chief"), roles=[role])
        await world.post_daily()
        yield world


async def test_every_command_is_answered(hall: World) -> None:
    commands = sorted(CATALOGUE, key=lambda command: LAST.index(command.name) if command.name in LAST else -1)
    shown = 0
    for command in commands:
        result = await hall.ada.slash(hall.general, " ".join(path_of(command)), **given(command, hall.bob))
        cards = await answered(result)
        shown += len(cards)
        assert all("Something broke" not in words(card) for card in cards), command.name
    assert shown > 40
    taken(hall)


async def test_every_control_is_answered(hall: World) -> None:
    """From the daily and a few commands on, whatever is shown is pressed, once for each thing that can be asked."""
    post = hall.general.last_message
    queue: list[tuple[Any, dict[str, Any]]] = [(post, part) for part in controls(post)]
    for line in ("help", "group show", "board", "settings", "streak", "round start", "history", "group preview"):
        result = await hall.ada.slash(hall.general, "quorum", line=line)
        queue += [(card.message, part) for card in await answered(result) for part in controls(card)]
    pressed: set[str] = set()
    presses = 0
    while queue:
        card, part = queue.pop(0)
        for value in [option["value"] for option in part.get("options", ())] or [""]:
            token = read_custom_id(value if value.startswith("q1:") else part["custom_id"]).token
            if token in pressed:
                continue
            pressed.add(token)
            presses += 1
            assert presses <= MOST, sorted(pressed)
            if value:
                result = await hall.ada.select(card, [value], custom_id=part["custom_id"])
            else:
                result = await hall.ada.click(card, custom_id=part["custom_id"])
            if result.modal is not None:
                result = await hall.ada.submit_modal(result, filled(result.modal))
            cards = await answered(result)
            assert all("Something broke" not in words(one) for one in cards), token
            queue += [(one.message, inner) for one in cards for inner in controls(one)]
    assert presses > 50
    taken(hall)


def filled(modal: dict[str, Any]) -> dict[str, Any]:
    """A modal as it is, with something in every control that holds nothing."""
    there = standing(modal)
    for part in modal["components"]:
        control = part.get("component")
        if control is not None and not there.get(control["custom_id"]):
            value = control["options"][0]["value"] if "options" in control else "x"
            there[control["custom_id"]] = value if control["type"] in (4, 21) else [value]
    return there


async def test_controls_that_became_a_list_are_picked_from_it(hall: World) -> None:
    where = ChannelRef("discord", str(hall.guild.id), str(hall.general.id))
    names = [command.name for command in CATALOGUE][:32]
    rows = [names[at : at + 4] for at in range(0, 32, 4)]
    asks = (Buttons(tuple(Button(name, ShowHelp(name)) for name in row)) for row in rows)
    shown = card("All help", "info", *asks, Buttons((Button("Change settings", ChangeSettings(), form=True),)))
    with hall.env.time_context():
        await hall.connection.messenger.post(where, shown)
    post = hall.general.last_message
    first, second = controls(post)
    assert [first["type"], second["type"]] == [3, 3]
    for select, option in ((first, 0), (first, 24), (second, 3)):
        value = select["options"][option]["value"]
        (told,) = await answered(await hall.ada.select(post, [value], custom_id=select["custom_id"]))
        assert f"Help: {select['options'][option]['label']}" in words(told)
    form = second["options"][-1]["value"]
    assert (await hall.ada.select(post, [form], custom_id=second["custom_id"])).modal is not None
