"""`quorum content blind`: have questions answered by somebody who does not see the key.

`sheet` prints what a solver works from; `record` stores each answer as a hash, before anybody looks at a key; `compare`
grades the same answers and says where they and the key part. Only what is recorded can be compared.
"""

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from adapters.cli.content import Root, root_of
from adapters.cli.errors import Refused
from adapters.cli.lazy import lazy_group

if TYPE_CHECKING:
    from bot.bank.blind_sheet import Answer
    from bot.domain.question import Question
    from bot.ports.judge import Judge

COMMANDS = {
    "sheet": ("adapters.cli.blind:sheet", "Write the sheet of questions that nobody has answered blind."),
    "record": ("adapters.cli.blind:record", "Store the answers of a filled sheet as hashes, unseen."),
    "compare": ("adapters.cli.blind:compare", "Grade recorded answers and say where they and the key part."),
}

app = lazy_group(COMMANDS, "Have questions answered by somebody who does not see the key.")

PARTED = 1
WAITING = ("draft", "trial")

Sheet = Annotated[Path, typer.Argument(metavar="FILE", help="The filled sheet.", show_default=False)]
Solver = Annotated[str, typer.Option(help="The solver's code, such as b01.")]


def sheet(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="Where the sheet goes.", show_default=False)],
    author: Annotated[str | None, typer.Option(help="Only the questions of this writer.")] = None,
    topic: Annotated[str | None, typer.Option(help="Only this topic.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Also what has been answered blind.")] = False,
    sample: Annotated[int, typer.Option(help="Only so many, drawn by hash of --seed: for an audit.")] = 0,
    seed: Annotated[str, typer.Option(help="What the sample is drawn by.")] = "audit",
    content: Root = None,
) -> None:
    """Write what a solver works from: stems, code and options, no key."""
    from hashlib import sha256

    from bot.bank.blind_sheet import sheet as written
    from bot.domain.question import Open

    asked = [
        question
        for question, _ in _bank(root_of(content)).values()
        if not isinstance(question, Open)
        and question.status not in ("retired", "quarantined")
        and (every or sample or not question.review.blind)
        and author in (None, question.review.author)
        and topic in (None, question.topic)
    ]
    if sample:
        asked = sorted(asked, key=lambda one: sha256(f"{seed}\0{one.id}".encode()).digest())[:sample]
    if not asked:
        raise Refused("Nothing waits for a blind answer here: add --all for what has one.")
    out.write_text(written(sorted(asked, key=lambda question: question.id)), encoding="utf-8")
    typer.echo(f"{len(asked)} questions in {out}: write each answer below its === line, remarks after NOTE:")


def record(file: Sheet, by: Solver, content: Root = None) -> None:
    """Store a hash of each answer. It tells nothing of the key, and nothing of the answer to who reads the file."""
    from bot.bank.blind_record import record as put
    from bot.bank.blind_sheet import hash_of
    from bot.domain.question import BlindAnswer

    done = 0
    for question, path, answer in _answered(file, root_of(content)):
        if by == question.review.author:
            raise Refused(f"{by} wrote {question.id}: let somebody else answer it.")
        day = datetime.now(UTC).date().isoformat()
        put(path, question, BlindAnswer(by=by, answer=hash_of(question, answer.said), date=day))
        done += 1
    typer.echo(f"{done} answers of {by} are recorded")


def compare(
    file: Sheet,
    by: Solver,
    live: Annotated[bool, typer.Option("--live", help="Set drafts and trials live where the answer agrees.")] = False,
    audit: Annotated[bool, typer.Option("--audit", help="Note where the answer agrees that it was an audit.")] = False,
    content: Root = None,
) -> None:
    """Grade the answers that have been recorded; exit code 1 if one parts from its key."""
    from bot.bank.blind_record import record as put
    from bot.bank.blind_sheet import hash_of
    from bot.judge.house import open_judge
    from bot.settings import JUDGE_DATABASE

    agreed = parted = untold = 0
    with closing(open_judge(os.environ.get(JUDGE_DATABASE, ""))) as judge:
        for question, path, answer in _answered(file, root_of(content)):
            stored = next((each for each in question.review.blind if each.by == by), None)
            if stored is None or stored.answer != hash_of(question, answer.said):
                raise Refused(
                    f"{question.id}: this answer of {by} is not recorded: run `blind record` before comparing."
                )
            right = _right(question, answer.said, judge)
            agreed, parted, untold = agreed + (right is True), parted + (right is False), untold + (right is None)
            if right is False:
                typer.echo(f"{question.id} {question.kind}: {by} says {' '.join(answer.said.split())[:100]!r}")
            elif right is None:
                typer.echo(f"{question.id} {question.kind}: cannot be judged here")
            elif audit or (live and question.status in WAITING):
                noted = f"right: {by} {stored.date}" if audit and not question.review.audit else ""
                put(path, question, stored, status="live" if live and question.status in WAITING else "", audit=noted)
    rate = f" ({parted / (agreed + parted):.1%})" if agreed + parted else ""
    typer.echo(f"{agreed} agree, {parted} part from the key{rate}, {untold} cannot be judged here", err=True)
    if parted:
        raise typer.Exit(PARTED)


def _right(question: "Question", said: str, judge: "Judge") -> bool | None:
    """Whether the answer is right, for sql and kata by the judge; None where it cannot be told here."""
    from bot.bank.blind_sheet import agrees
    from bot.ports.judge import BadTests, JudgeDown
    from bot.usecases.to_judge import to_judge

    right = agrees(question, said)
    task = to_judge(question, said) if right is None else None
    if task is None:
        return right
    try:
        return judge.run(*task).full
    except (BadTests, JudgeDown):
        return None


def _bank(root: Path) -> "dict[str, tuple[Question, Path]]":
    """Every question as its file has it, with the file. Raises Refused if the bank has faults."""
    from bot.bank.bank import read_files
    from bot.bank.compile import compile_files
    from bot.bank.findings import broken
    from bot.bank.placed import placed

    items, findings = compile_files(read_files(root))
    if findings:
        raise broken(root, findings)
    return {item.id: (placed(item.question), Path(item.file)) for item in items if item.question is not None}


def _answered(file: Path, root: Path) -> "Iterator[tuple[Question, Path, Answer]]":
    """The answers of a filled sheet, each with its question. Raises Refused for an unknown id or no answer."""
    from bot.bank.blind_sheet import answers

    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{file} cannot be read: name the filled sheet, saved as UTF-8.") from error
    bank: dict[str, Any] = _bank(root)
    found = list(answers(text))
    for answer in found:
        if answer.id not in bank:
            raise Refused(f"{file}: there is no question {answer.id!r}.")
        if not answer.said.strip():
            raise Refused(f"{file}: there is no answer below === {answer.id}.")
    yield from ((*bank[answer.id], answer) for answer in found)
