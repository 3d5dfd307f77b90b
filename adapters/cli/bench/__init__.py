"""`quorum bench`: how fast the main paths are, each beside a floor that is measured in the same run.

Figures of one machine say little; a `ratio` to the floor travels. Every result is a list of rows with at least `name`,
`ratio` and what the ratio is made of; a ratio above 1 means better than the floor where the row says so.
"""

import json
from collections.abc import Sequence
from typing import Annotated, Any

import typer

app = typer.Typer(
    no_args_is_help=True,
    help="Measure the main paths beside their floors.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")]
Rows = list[dict[str, Any]]


@app.command()
def answer(
    json: Json = False,
    answers: Annotated[int, typer.Option(help="Answers for each number of callers.")] = 3000,
    folder: Annotated[str, typer.Option("--dir", help="Where to put the databases; must be on a real disk.")] = "",
) -> None:
    """Answers end to end with 1, 16 and 64 concurrent learners, beside raw one-transaction-per-answer SQL."""
    from adapters.cli.bench.answer import measure

    tell(measure(answers, folder or None), as_json=json)


@app.command()
def click(
    platform: Annotated[str, typer.Argument(help="Whose clicks, as: slack, discord.")],
    json: Json = False,
    clicks: Annotated[int, typer.Option(help="Clicks for each number of learners.")] = 2000,
    folder: Annotated[str, typer.Option("--dir", help="Where to put the databases; must be on a real disk.")] = "",
) -> None:
    """Answered clicks with 1, 16 and 64 concurrent learners, beside the platform's library and raw SQL."""
    from adapters.cli.bench.click import measure

    tell(measure(platform, clicks, folder or None), as_json=json)


@app.command(name="round")
def live_round(
    json: Json = False,
    players: Annotated[int, typer.Option(help="Players in the live round.")] = 200,
    folder: Annotated[str, typer.Option("--dir", help="Where to put the databases; must be on a real disk.")] = "",
) -> None:
    """A live round whose players all answer within one second, beside the same people's answers to a daily."""
    from adapters.cli.bench.live_round import measure

    tell(measure(players, folder or None), as_json=json)


@app.command()
def board(
    json: Json = False, learners: Annotated[int, typer.Option(help="Learners in the largest scope.")] = 1_000_000
) -> None:
    """Top 10, own row and neighbours in scopes of growing size."""
    from adapters.cli.bench.board import measure

    tell(measure(learners), as_json=json)


@app.command()
def tick(json: Json = False, groups: Annotated[int, typer.Option(help="Groups in the database.")] = 10_000) -> None:
    """A tick with nothing due, and one with 500 posts due, without the sending."""
    from adapters.cli.bench.tick import measure

    tell(measure(groups), as_json=json)


@app.command()
def start(json: Json = False, runs: Annotated[int, typer.Option(help="Runs of each command.")] = 5) -> None:
    """`quorum --help` and `quorum play` to the first card, beside `python -c pass`; and the memory of a session."""
    from adapters.cli.bench.start import measure

    tell(measure(runs), as_json=json)


@app.command()
def judge(json: Json = False, runs: Annotated[int, typer.Option(help="Honest runs of each kind.")] = 200) -> None:
    """Honest Python and SQL in a warm judge, the first run, and how long hostile code holds it."""
    from adapters.cli.bench.judge import measure

    tell(measure(runs), as_json=json)


@app.command()
def crash(
    json: Json = False,
    kills: Annotated[int, typer.Option(help="Processes to kill, over all databases and numbers of replicas.")] = 5000,
    seed: Annotated[int, typer.Option(envvar="QUORUM_CRASH_SEED", help="0: a new one, which is printed.")] = 0,
    only: Annotated[str, typer.Option(help="One database: sqlite or postgresql.")] = "",
    folder: Annotated[str, typer.Option("--dir", help="Where to put the databases.")] = "",
) -> None:
    """Kill replicas with SIGKILL while they post, reveal and take answers; exit code 1 if anything was harmed."""
    from adapters.cli.bench.crash.measure import measure

    result = measure(kills, seed, folder or None, only)
    tell(result, as_json=json)
    if result["violations"]:
        raise typer.Exit(1)


def tell(result: dict[str, Any], *, as_json: bool) -> None:
    """Print a result: its rows as a table, what else it holds above them."""
    if as_json:
        print(json.dumps(result, indent=2))
        return
    for name, value in result.items():
        if name != "rows":
            print(f"{name}: {value}")
    print(table(result["rows"]))


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Rows under their names, in columns."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [names, *([written(row.get(name, "")) for name in names] for row in rows)]
    wide = [max(len(line[column]) for line in cells) for column in range(len(names))]
    return "\n".join(
        "  ".join(cell.ljust(size) for cell, size in zip(line, wide, strict=True)).rstrip() for line in cells
    )


def written(value: object) -> str:
    """A number with three digits that mean something."""
    return (
        f"{value:.3g}"
        if isinstance(value, float) and abs(value) < 1000
        else str(round(value))
        if isinstance(value, float)
        else str(value)
    )
