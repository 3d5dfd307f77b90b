"""The fake Discord keeps its own rules: it knows nothing of Quorum, and each refusal of its is provoked by a test."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import discord as dpy
import pytest
from discord import ui

from tests.platforms.bare_discord import card, logged_in, place
from tests.platforms.discord import FakeDiscord, discord, known, openapi
from tests.platforms.discord.reply import CODES
from tests.platforms.discord.rest import ROUTES

__all__ = ["discord"]

HERE = Path(__file__).parent
PARTS = sorted((HERE / "discord").glob("*.py"))
TESTS = [one for one in sorted(HERE.glob("test_fake_discord_*.py")) if one != Path(__file__)]
SECTION_8 = (
    *(50013, 50001, 10003, 10004, 10007, 10008, 50007, 50278, 50035, 50083, 160005, 200000, 40060, 10062, 10015),
    *(401, 429, 40333),
)
"""The codes of the reference's table of failures."""


def trees(files: list[Path]) -> Iterator[ast.AST]:
    for file in files:
        yield from ast.walk(ast.parse(file.read_text()))


def numbers(files: list[Path]) -> set[int]:
    return {node.value for node in trees(files) if isinstance(node, ast.Constant) and type(node.value) is int}


def test_it_imports_nothing_of_quorum_but_the_limits() -> None:
    ours = set()
    for node in trees(PARTS):
        if isinstance(node, ast.ImportFrom) and node.module:
            ours |= {f"{node.module}.{name.name}" for name in node.names}
        elif isinstance(node, ast.Import):
            ours |= {name.name for name in node.names}
    assert {name for name in ours if name.split(".")[0] in ("bot", "adapters")} == {"adapters.discord.limits"}


def test_every_code_that_it_refuses_with_is_provoked() -> None:
    raised = set()
    for node in trees(PARTS):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refusal":
            raised |= {one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)}
    assert raised == set(CODES)
    assert raised - numbers(TESTS) - {50035} == set()


def test_every_code_of_the_reference_is_provoked() -> None:
    assert set(SECTION_8) - numbers([*TESTS, Path(__file__)]) == set()


async def test_what_discord_does_not_know_fails_the_test(discord: FakeDiscord) -> None:
    general = discord.guild("circle").channel("general")
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {discord.app.token}"}) as session:
        where = f"{discord.api}/channels/{general.id}"
        for method, path, body in (
            ("GET", f"{discord.api}/unheard/of", None),
            ("GET", f"{discord.url}/elsewhere", None),
            ("GET", f"{where}/messages?limits=3", None),
            ("GET", f"{where}/messages/1", {"body": 1}),
            ("POST", f"{where}/messages", {"contents": "x", "components": [{"type": 99}]}),
            ("POST", f"{where}/messages", {"content": "x", "components": [row({"labels": "x"})]}),
            ("POST", f"{where}/messages", {"content": "x", "allowed_mentions": {"all": []}}),
        ):
            await session.request(method, path, json=body)
    said = " ".join(discord.forgive()[0])
    for word in ("/unheard/of", "/elsewhere", "no query limits", "takes no body", "/contents", "/components/0/type"):
        assert word in said
    assert "/components/0/components/0/labels" in said
    assert "/allowed_mentions/all" in said


def row(more: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": [{"type": 2, "style": 1, "custom_id": "x", "label": "x", **more}]}


async def test_what_is_out_of_bounds_is_refused_with_its_path(discord: FakeDiscord) -> None:
    general = discord.guild("circle").channel("general")
    async with logged_in(discord) as bot:
        with pytest.raises(dpy.HTTPException) as problem:
            await place(bot, general).send(view=card(label="x" * 81))
        assert problem.value.code == 50035
        assert "components.0.components.1.components.0.label" in problem.value.text
        with pytest.raises(dpy.HTTPException):
            await place(bot, general).send("x" * 2001)
        sent = await place(bot, general).send(view=card())
        with pytest.raises(dpy.HTTPException, match="cannot be removed"):
            await bot.http.request(
                dpy.http.Route("PATCH", f"/channels/{general.id}/messages/{sent.id}"), json={"flags": 0}
            )
    found = discord.forgive()[0]
    assert sum("50035" in one for one in found) == 3


def test_the_keys_are_told_apart_at_every_depth() -> None:
    section = {"type": 9, "components": [{"type": 10, "texts": "x"}], "accessory": {"type": 2, "colour": 1}}
    gallery = {"type": 12, "items": [{"media": {"url": "x"}, "alt": "x"}]}
    select = {"type": 3, "options": [{"label": "x", "text": "y", "emoji": {"name": "x", "size": 1}}]}
    body = {"components": [section, gallery, {"type": 1, "components": [select]}], "embeds": [{"titel": 1}]}
    found = set(known.strangers({**body, "attachments": [{"name": "x"}], "choices": [{"key": 1}]}, known.MESSAGE))
    assert found == {
        "/choices",
        "/attachments/0/name",
        "/embeds/0/titel",
        "/choices/0/key",
        "/components/0/components/0/texts",
        "/components/0/accessory/colour",
        "/components/1/items/0/alt",
        "/components/2/components/0/options/0/text",
        "/components/2/components/0/options/0/emoji/size",
    }
    commands = [{"name": "x", "kind": 1, "options": [{"name": "y", "hint": 1, "choices": [{"label": "z"}]}]}]
    assert set(known.in_commands(commands)) == {"/0/kind", "/0/options/0/hint", "/0/options/0/choices/0/label"}


described = pytest.mark.skipif(
    not openapi.named(), reason=f"{openapi.VARIABLE} names no copy of Discord's OpenAPI description"
)


@described
def test_every_route_is_one_of_discords() -> None:
    for one in ROUTES:
        path = one.template.replace("{", "").replace("}", "")
        assert openapi.template_of(one.method, path) == one.template
        assert openapi.description(openapi.named())["paths"][one.template][one.method.lower()]


@described
def test_the_description_sees_what_it_can_see() -> None:
    view = ui.LayoutView()
    view.add_item(ui.Container(ui.TextDisplay("x"), ui.ActionRow(ui.Button(label="A", custom_id="a"))))
    good: dict[str, Any] = {"components": view.to_components(), "flags": 32768, "nonce": "n", "enforce_nonce": True}
    route = "POST", "/channels/{channel_id}/messages"
    assert list(openapi.breaches(*route, good)) == []
    mentions = {"parse": [], "users": [1]}
    assert list(openapi.breaches(*route, good | {"allowed_mentions": mentions})) == []
    assert any("nonce" in one for one in openapi.breaches(*route, good | {"nonce": "n" * 26}))
    assert list(openapi.breaches(*route, good | {"colour": 1})) == ["/colour: not described"]
    inner = good["components"][0]["components"][0]
    assert list(openapi.breaches(*route, good | {"components": [{**inner, "size": 1}]})) == [
        "/components/0/size: not described"
    ]
    assert list(openapi.breaches("POST", "/nowhere", {})) == ["the description has no such route"]
    callback = "/interactions/{interaction_id}/{interaction_token}/callback"
    assert list(openapi.breaches("POST", callback, {"type": 6})) == []
    assert list(openapi.breaches("POST", callback, {"type": 99})) != []
