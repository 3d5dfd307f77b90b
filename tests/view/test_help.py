"""Help tells of every command, and each in full."""

from bot.commands import CATALOGUE, Command
from bot.view.help import help_about, help_card
from bot.view.plain import plain
from tests.every import every


def test_every_command_is_on_the_help_card() -> None:
    said = plain(help_card(CATALOGUE))
    for command in CATALOGUE:
        if command.family:
            assert command.family in said
            assert command.name.split()[1] in said
        else:
            assert f"{command.name}: {command.help}" in said


@every("command", {command.name: command for command in CATALOGUE})
def test_each_is_explained_under_all_its_names(command: Command) -> None:
    for name in command.names:
        said = plain(help_about(CATALOGUE, f" {name.upper()} "))
        assert command.help in said
        if name != command.family:
            assert command.usage in said
            assert all(parameter.help in said for parameter in command.parameters)
            assert all(example in said for example in command.examples)


def test_help_about_what_is_not_there_is_the_whole_help() -> None:
    assert help_about(CATALOGUE, "no such thing") == help_card(CATALOGUE)
