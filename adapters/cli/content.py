"""`quorum content`: what a writer of questions asks of the bank.

The commands only read arguments and print; the checks and the counts are in `bot.bank`.
"""

import difflib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from adapters.cli.errors import Refused
from adapters.cli.lazy import lazy_group

COMMANDS = {
    "check": ("adapters.cli.content:check", "Say what is wrong with the questions; exit code 1 on any error."),
    "prove": ("adapters.cli.prove:prove", "Run the proofs of the questions."),
    "stats": ("adapters.cli.content:stats", "Show what the bank covers, and how far a guesser gets."),
    "show": ("adapters.cli.content:show", "Print one question, with --key also its key."),
    "new": ("adapters.cli.authoring:new", "Write a filled draft of a kind into its file."),
    "preview": ("adapters.cli.preview:preview", "Print the card of a question as each platform draws it."),
    "export": ("adapters.cli.authoring:export", "Write questions as an Anki deck, as GIFT or as CSV."),
    "import": ("adapters.cli.authoring:import_", "Take questions from GIFT or CSV as drafts, and say what they lack."),
    "blind": ("adapters.cli.blind:app", "Have questions answered by somebody who does not see the key."),
    "reports": ("adapters.cli.reports:reports", "List what learners have reported, with the questions' statistics."),
    "release": ("adapters.cli.content:release", "Note ids and revisions as released, for the checks L02 and L04."),
}

app = lazy_group(COMMANDS, "Write, check, prove, review and show the questions of the bank.")

FAULTY = 1

Root = Annotated[
    Path | None,
    typer.Option("--content", envvar="QUORUM_CONTENT", help="The content folder.", show_default="the bank's own"),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def check(
    paths: Annotated[list[Path] | None, typer.Argument(help="Only these files or folders.")] = None,
    json: Json = False,
    gates: Annotated[
        bool, typer.Option("--gates", help="Judge the release gates; exit code 1 if one is missed.")
    ] = False,
    explain: Annotated[str | None, typer.Option(metavar="CODE", help="Print the rule of a check, such as L18.")] = None,
    content: Root = None,
) -> None:
    """Say what is wrong with the questions: `file:line id code message`. Exit code 1 on any error, 0 otherwise."""
    from bot.bank.findings import Finding
    from bot.bank.lint.run import check_bank

    if explain is not None:
        from adapters.cli.gates import rule_page

        typer.echo(rule_page(explain))
        return
    if gates:
        from adapters.cli.gates import judge

        judge(root_of(content), json)
        return
    findings: list[Finding] = []
    questions = 0
    for root, inside in _by_root(paths or [], content).items():
        items, found = check_bank(root, today())
        wanted = [path.resolve() for path in inside]
        questions += sum(not paths or _within(item.file, wanted) for item in items)
        # Without a selection nothing is left out, also not what lies behind a link.
        findings += [finding for finding in found if not paths or _within(finding.file, wanted)]
    errors = sum(finding.level == "E" for finding in findings)
    warnings = len(findings) - errors
    if json:
        rows = [_row(finding) for finding in findings]
        _print_json({"questions": questions, "errors": errors, "warnings": warnings, "findings": rows})
    else:
        for finding in findings:
            typer.echo(str(_relative(finding)))
        typer.echo(f"{_many(questions, 'question')}, {_many(errors, 'error')}, {_many(warnings, 'warning')}", err=True)
    if errors:
        raise typer.Exit(FAULTY)


def stats(json: Json = False, content: Root = None) -> None:
    """Count the questions, show what they cover of the plan, and how far a guesser gets who knows nothing."""
    from adapters.cli.bank_tables import pages
    from bot.bank.bank import load
    from bot.bank.lint.tables import read_tables
    from bot.bank.stats import health
    from bot.bank.stats import stats as count

    root = root_of(content)
    questions = tuple(load(root).questions.values())
    counted, judged = count(questions), health(questions, read_tables(root))
    if json:
        from msgspec import to_builtins

        _print_json({**to_builtins(counted), **to_builtins(judged)})
        return
    for line in pages(counted, judged):
        typer.echo(line)


def show(
    id: Annotated[str, typer.Argument(metavar="ID", help="The question's id, such as sql.null.0001.")],
    key: Annotated[bool, typer.Option("--key", help="Also the key, the reasons and the explanation.")] = False,
    content: Root = None,
) -> None:
    """Print one question as its learners see it; with --key also the key, every why, explanation and references."""
    from adapters.cli.question_page import page
    from bot.bank.bank import load

    bank = load(root_of(content))
    question = bank.get(id.strip())
    if question is None:
        near = difflib.get_close_matches(id, bank.questions, n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "`quorum content stats` counts what there is."
        raise Refused(f"There is no question {id!r}: {hint}")
    typer.echo(page(question, with_key=key), nl=False)


def release(content: Root = None) -> None:
    """Note the ids, revisions and graded content of all questions but drafts as released."""
    from bot.bank.lint.release import RELEASED, released_index
    from bot.bank.lint.run import check_bank

    root = root_of(content)
    items, findings = check_bank(root, today())
    errors = sum(finding.level == "E" for finding in findings)
    if errors:
        raise Refused(f"{_many(errors, 'error')} stand in the way of a release: run `quorum content check` first.")
    index = root / RELEASED
    index.parent.mkdir(exist_ok=True)
    index.write_bytes(released_index(item.question for item in items if item.question is not None))
    typer.echo(f"Wrote {near_here(str(index))}")


def today() -> str:
    """Today's date in UTC, as it stands in `as_of`."""
    return datetime.now(UTC).date().isoformat()


def root_of(content: Path | None) -> Path:
    from bot.bank.source import CONTENT_ROOT

    return content if content is not None else CONTENT_ROOT


def _by_root(paths: list[Path], content: Path | None) -> dict[Path, list[Path]]:
    """The content folders to check, each with the paths wanted inside it.

    A path outside the content folder is checked as a bank of its own: a file or a folder of files stands at
    `<root>/<topic>/...`, a folder of folders is a root.
    """
    root = root_of(content)
    if not paths:
        return {root: [root]}
    wanted: dict[Path, list[Path]] = {}
    for path in paths:
        if not path.exists():
            raise Refused(f"There is no file or folder {path}: name one below the content folder.")
        home = path.resolve()
        if not home.is_relative_to(root.resolve()):
            topic = home.parent if home.is_file() else home
            is_root = (home.is_dir() and not any(home.glob("*.yaml"))) or home.joinpath("seeds.yaml").exists()
            wanted.setdefault(home if is_root else topic.parent, []).append(home)
        else:
            wanted.setdefault(root, []).append(home)
    return wanted


def _within(file: str, wanted: list[Path]) -> bool:
    path = Path(file).parent.resolve() / Path(file).name
    return any(path.is_relative_to(place) for place in wanted)


def near_here(file: str) -> str:
    """The path as one would type it here."""
    path = Path(file).absolute()
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else file


def _relative(finding: Any) -> Any:
    from msgspec.structs import replace

    return replace(finding, file=near_here(finding.file))


def _row(finding: Any) -> Any:
    from msgspec.structs import asdict

    return asdict(_relative(finding))


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _print_json(value: Any) -> None:
    from json import dumps

    typer.echo(dumps(value, ensure_ascii=False, indent=2))
