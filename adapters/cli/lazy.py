"""Subcommands that are imported when they are called, not when the program starts.

A group is a table: name -> (where the command is, one line of help). `where` is "module:attribute"; the attribute is a
typer application (a group of its own) or a plain function with typer parameters.
"""

import difflib
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer
import typer.core
import typer.main

Table = Mapping[str, tuple[str, str]]


def lazy_group(table: Table, help: str) -> typer.Typer:
    """A typer application whose commands are the rows of `table`; help for it imports none of them."""

    class Group(typer.core.TyperGroup):
        def list_commands(self, ctx: Any) -> list[str]:
            return list(table)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            return load_command(cmd_name, table[cmd_name][0]) if cmd_name in table else None

        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            if args and args[0] not in table and not args[0].startswith("-"):
                near = difflib.get_close_matches(args[0], table, n=1)
                hint = f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(table)}."
                ctx.fail(f"No such command '{args[0]}'. {hint}")
            return super().resolve_command(ctx, args)

        def format_commands(self, ctx: Any, formatter: Any) -> None:
            with formatter.section("Commands"):
                formatter.write_dl([(name, line) for name, (_, line) in table.items()])

    app = typer.Typer(
        cls=Group,
        help=help,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )

    @app.callback()
    def group() -> None:
        pass

    return app


def load_command(name: str, where: str) -> Any:
    """Import the command at `where` ("module:attribute") and make it a command called `name`."""
    module, _, attribute = where.partition(":")
    found = getattr(import_module(module), attribute)
    if not isinstance(found, typer.Typer):
        app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        app.command(name)(found)
        found = app
    command = typer.main.get_command(found)
    command.name = name
    return command
