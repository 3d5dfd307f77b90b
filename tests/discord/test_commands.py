"""The native commands: everything of the catalogue is there, within Discord's limits, and means what the line means."""

import re
from collections.abc import Iterator
from typing import Any

import discord
import pytest
from discord import app_commands

from adapters.discord.commands import Tree, digest, meant, path_of, payload, plant
from bot.commands import CATALOGUE, Command, Refusal, parse
from bot.intents import AddAdmin, ShowGroup, ShowLeaderboard, ShowYesterday, SkipDates
from tests.every import every

NAME = re.compile(r"[-_\w]{1,32}")


async def nobody(*_: Any) -> Any:
    return ()


def grown(catalogue: tuple[Command, ...] = CATALOGUE) -> Tree:
    client = discord.AutoShardedClient(intents=discord.Intents(guilds=True), shard_count=1)
    tree = Tree(client)
    plant(tree, nobody, ("db", "sql"), nobody, catalogue)
    return tree


@pytest.fixture(scope="module")
def told() -> list[dict[str, Any]]:
    """All that Discord is told."""
    return payload(grown())


def walk(commands: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for command in commands:
        yield command
        yield from walk(command.get("options") or [])


def found(told: list[dict[str, Any]], name: str) -> dict[str, Any]:
    here: Any = {"options": told}
    for word in name.split():
        here = next(one for one in here["options"] if one["name"] == word)
    return dict(here)


@every("command", {command.name: command for command in CATALOGUE})
def test_every_command_of_the_catalogue_is_native(told: list[dict[str, Any]], command: Command) -> None:
    native = found(told, " ".join(path_of(command)))
    assert native["description"] == command.help
    options = {option["name"]: option for option in native["options"]}
    assert set(options) - {"group"} == {parameter.name for parameter in command.parameters} - {"group"}
    for parameter in command.parameters:
        option = options[parameter.name]
        assert option["description"] == parameter.help
        assert option["type"] == {"int": 4, "flag": 5, "person": 6}.get(parameter.kind, 3)
        assert option["required"] is (parameter.required and not command.form)
        assert [choice["value"] for choice in option.get("choices", [])] == list(parameter.choices)
        if parameter.kind == "int":
            assert (option["min_value"], option["max_value"]) == (parameter.least, parameter.most)
        if parameter.kind in ("zone", "topic"):
            assert option["autocomplete"] is True


def test_discord_takes_all_of_it(told: list[dict[str, Any]]) -> None:
    assert len(told) <= 100
    for part in walk(told):
        assert NAME.fullmatch(part["name"])
        assert part["name"] == part["name"].lower()
        assert 1 <= len(part["description"]) <= 100
        assert len(part.get("options") or []) <= 25
        assert len(part.get("choices") or []) <= 25
    for command in told:
        size = sum(len(part["name"]) + len(part["description"]) for part in walk([command]))
        size += sum(len(choice["value"]) for part in walk([command]) for choice in part.get("choices") or [])
        assert size <= 8_000


def test_a_family_has_its_other_name_as_well(told: list[dict[str, Any]]) -> None:
    rounds, mocks = found(told, "round"), found(told, "mock")
    assert mocks["options"] == rounds["options"]
    assert {one["name"] for one in told} >= {"round", "mock"}
    assert (mocks["contexts"], mocks["default_member_permissions"]) == (rounds["contexts"], None)


def test_admin_verbs_are_shown_to_those_who_manage_the_server(told: list[dict[str, Any]]) -> None:
    managers = discord.Permissions(manage_guild=True).value
    for command in CATALOGUE:
        shown_to = found(told, path_of(command)[0])["default_member_permissions"]
        assert shown_to == (managers if command.admin else None), command.name


def test_personal_verbs_work_everywhere_and_the_others_in_servers(told: list[dict[str, Any]]) -> None:
    assert found(told, "streak")["contexts"] == [0, 1, 2]
    assert found(told, "streak")["integration_types"] == [0, 1]
    assert found(told, "group-admin")["contexts"] == [0, 1]
    assert found(told, "group-admin")["integration_types"] == [0]


def by_name(name: str) -> Command:
    return next(command for command in CATALOGUE if command.name == name)


def test_options_mean_what_the_line_means() -> None:
    board = meant(by_name("leaderboard"), {"period": "month", "scope": "space", "page": 2, "topic": None})
    assert board == parse("board month space page=2")
    assert isinstance(board, ShowLeaderboard)
    assert isinstance(meant(by_name("daily"), {"which": "yesterday"}), ShowYesterday)
    assert meant(by_name("group skip"), {"dates": "2026-12-24", "group": "7"}) == SkipDates(dates="2026-12-24", group=7)
    assert meant(by_name("group show"), {"group": "no number"}) == ShowGroup()
    assert meant(by_name("unlink"), {"yes": True}) == parse("unlink yes")
    assert meant(by_name("answer"), {"answer": None}) == parse("answer", forms=True)
    with pytest.raises(Refusal):
        meant(by_name("practise"), {"question": "; drop table"})


def test_a_person_is_named_by_account() -> None:
    state: Any = None
    user = discord.User(state=state, data={"id": "42", "username": "bob", "discriminator": "0", "avatar": None})
    assert meant(by_name("group admin"), {"person": user}) == AddAdmin(person="discord::42")


def test_the_hash_follows_what_discord_is_told() -> None:
    assert digest(grown()) == digest(grown())
    assert digest(grown()) != digest(grown(CATALOGUE[1:]))


def test_what_is_planted_is_what_discord_py_takes() -> None:
    tree = grown()
    assert all(isinstance(one, (app_commands.Command, app_commands.Group)) for one in tree.get_commands())
