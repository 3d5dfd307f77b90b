"""The README's way from an empty server to the first daily: what it names is there, and all that is needed is named."""

from pathlib import Path

import discord

from adapters.discord.commands import Tree, payload, plant
from adapters.discord.permissions import NAMES, NEEDED
from adapters.discord.platform import NEEDS
from bot.commands import parse

SECTION = (Path(__file__).parents[2] / "README.md").read_text().partition("\n## Discord\n")[2].partition("\n## ")[0]


async def nobody(*_: object) -> tuple[tuple[str, str], ...]:
    return ()


def native() -> set[str]:
    """The slash commands, with their families alone."""
    tree = Tree(discord.Client(intents=discord.Intents(guilds=True)))
    plant(tree, nobody, (), nobody)  # type: ignore[arg-type]
    names = set()
    for command in payload(tree):
        names.add(command["name"])
        names |= {f"{command['name']} {one['name']}" for one in command["options"] if one["type"] == 1}
    return names


def test_ten_steps_and_the_variables_that_they_set() -> None:
    steps = [line for line in SECTION.splitlines() if line.partition(". ")[0].isdigit()]
    assert 5 <= len(steps) <= 10
    assert all(need in SECTION for need in NEEDS)


def test_every_command_that_is_named_exists() -> None:
    said = [part for part in SECTION.split("`")[1::2] if part.startswith("/")]
    known = native()
    assert said
    for one in said:
        words = one.removeprefix("/").split()
        assert words[0] in known, one
        if words[0] == "quorum" and words[1:]:
            parse(" ".join(words[1:]))
        elif words[1:]:
            assert " ".join(words[:2]) in known, one


def test_the_permissions_are_those_that_the_bot_asks_for() -> None:
    rows = [line.strip("|").split("|") for line in SECTION.splitlines() if line.startswith("| ")][1:]
    table = {name.strip(): words.strip() for name, words in rows}
    assert list(table) == [NAMES[name] for name in NEEDED]
    for name, words in NEEDED.items():
        assert table[NAMES[name]].startswith(words.partition(", so that")[0])
