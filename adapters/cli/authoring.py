"""`quorum content new`, `export` and `import`: drafts into the bank, questions out of it.

It reads arguments and files and prints; skeletons, forms and drafts are in `bot.bank`.
"""

import time
from pathlib import Path
from typing import Annotated

import typer

from adapters.cli.content import Root, near_here, root_of, today
from adapters.cli.errors import Refused

LARGEST_FILE = 4 * 1024 * 1024
FORMS = ("anki", "gift", "csv")


def new(
    kind: Annotated[str, typer.Argument(help="The kind, such as single or sql.")],
    topic: Annotated[str, typer.Argument(help="The topic, or topic and subtopic: sql.null.")],
    shown: Annotated[bool, typer.Option("--print", help="Print the draft, write nothing.")] = False,
    content: Root = None,
) -> None:
    """Write a filled draft of this kind into its file; without a subtopic into the one with the fewest questions."""
    from bot.bank.shelf import add, place_of
    from bot.bank.skeleton import skeleton

    root = root_of(content)
    path, id = place_of(root, topic)
    text = skeleton(root, kind, id)
    if shown:
        typer.echo(text, nl=False)
        return
    line = add(path, text)
    typer.echo(f"{near_here(str(path))}:{line} {id}")
    typer.echo(
        "Key and proof first, then the stem, then the distractors; `quorum content check` reads along.", err=True
    )


def export(
    form: Annotated[str, typer.Argument(help="anki, gift or csv.")],
    out: Annotated[Path, typer.Argument(help="The file to write.", show_default=False)],
    topic: Annotated[str | None, typer.Option(help="Only the questions of this topic.")] = None,
    drafts: Annotated[bool, typer.Option("--drafts", help="Also what is not live.")] = False,
    content: Root = None,
) -> None:
    """Write the live questions in another program's form. It is a build: the bank stays the source."""
    from bot.bank.bank import load

    if form not in FORMS:
        raise Refused(f"There is no form {form!r}; there are: {', '.join(FORMS)}.")
    bank = load(root_of(content))
    if topic is not None and topic not in bank.topics:
        raise Refused(f"There is no topic {topic!r}; there are: {', '.join(bank.topics)}.")
    asked = [q for q in (bank.questions.values() if drafts else bank.served()) if topic in (None, q.topic)]
    if not asked:
        raise Refused("There is nothing live to export: add --drafts for what is not live.")
    try:
        if form == "anki":
            from bot.bank.exchange.anki import write as write_deck

            write_deck(asked, out, time.time())
        else:
            from bot.bank.exchange import csv_form, gift
            from bot.bank.exchange.draft import draft_of

            write = gift.write if form == "gift" else csv_form.write
            out.write_text(write(draft_of(question) for question in asked), encoding="utf-8", newline="")
    except OSError as error:
        raise Refused(f"{out} cannot be written ({error.strerror}): name another file.") from error
    typer.echo(f"{len(asked)} questions in {near_here(str(out))}")


def import_(
    file: Annotated[Path, typer.Argument(help="A .gift, .txt or .csv file.", show_default=False)],
    topic: Annotated[str, typer.Option(help="Where they belong: topic or topic.subtopic.")],
    shown: Annotated[bool, typer.Option("--print", help="Print the drafts, write nothing.")] = False,
    content: Root = None,
) -> None:
    """Take questions as drafts, and say for each what it still lacks. What makes no draft is left out and told."""
    from bot.bank.exchange.intake import take

    root = root_of(content)
    taken = take(root, topic, _text(file), file.suffix.casefold() == ".csv", write=not shown, today=today())
    for fault in taken.faults:
        typer.echo(f"{near_here(str(file))}:{fault.line} left out: {fault.message}")
    for placed in taken.drafts:
        if shown:
            typer.echo(placed.text, nl=False)
        else:
            typer.echo(f"{near_here(str(placed.path))}:{placed.line} {placed.id} is a draft now")
        for lack in placed.lacks:
            typer.echo(f"{placed.id} {lack}", err=shown)
    lacking = sum(bool(placed.lacks) for placed in taken.drafts)
    typer.echo(f"{len(taken.drafts)} drafts, {lacking} of them lack something, {len(taken.faults)} left out", err=True)
    if not taken.drafts:
        raise typer.Exit(1)


def _text(file: Path) -> str:
    """The text of a file that somebody else has written."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(LARGEST_FILE + 1)
    except OSError as error:
        raise Refused(f"{file} cannot be read ({error.strerror}): name a GIFT or CSV file.") from error
    if len(raw) > LARGEST_FILE:
        raise Refused(f"{file} is larger than {LARGEST_FILE // 1024 // 1024} MB: split it.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Refused(f"{file}:{line} is not UTF-8: save the file as UTF-8.") from error
