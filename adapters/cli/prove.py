"""`quorum content prove`: run the proofs of the bank and say which hold.

It reads arguments and prints; what a proof is, and how it runs, is in `bot.bank.proof`.
"""

import difflib
import json as json_text
import os
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.errors import Refused

if TYPE_CHECKING:
    from bot.bank.convert import Item
    from bot.bank.proof import ProofSummary

FAILED = 1


def prove(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Only these questions.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    topic: Annotated[str | None, typer.Option(help="Only the questions of this topic.")] = None,
    changed: Annotated[bool, typer.Option("--changed", help="Only what has not held here as it stands.")] = False,
    jobs: Annotated[int, typer.Option(min=1, help="How many proofs run at a time.")] = os.cpu_count() or 1,
    content: Annotated[
        Path | None,
        typer.Option("--content", envvar="QUORUM_CONTENT", help="The content folder.", show_default="the bank's own"),
    ] = None,
) -> None:
    """Run the proofs; exit code 1 if one fails. A runtime that is missing here fails nothing and proves nothing.

    What held is noted in the cache folder by a hash of question, prover and runtimes; --changed leaves it out.
    """
    from bot.bank.bank import CONTENT_ROOT, read_files
    from bot.bank.compile import compile_files
    from bot.bank.placed import placed
    from bot.bank.proof import is_executed, prove_all
    from bot.bank.proof.results import held, keep, proof_key
    from bot.judge.house import open_judge
    from bot.settings import JUDGE_DATABASE, read_settings

    root, cache = content or CONTENT_ROOT, read_settings().cache
    items, findings = compile_files(read_files(root))
    chosen = choose(items, ids or [], topic)
    # A file that cannot be read hides its questions: without a selection that is a failure too.
    unread = {item.id: near_here(item.file) for item in chosen if item.question is None}
    if not ids and topic is None:
        unread |= {f"-:{finding.line}": near_here(finding.file) for finding in findings if finding.id == "-"}
    if findings:
        typer.echo(f"{len(findings)} faults in the bank: `quorum content check` lists them", err=True)
    files = {item.id: f"{near_here(item.file)}:{item.place.find(('verify',))}" for item in chosen}
    asked = [placed(item.question) for item in chosen if item.question is not None]
    keys = {question.id: proof_key(question, root) for question in asked if is_executed(question)}
    if changed:
        there = held(cache)
        same = {id for id, key in keys.items() if key in there}
        asked = [question for question in asked if question.id not in same]
        typer.echo(f"{len(same)} proofs have held here before and are left out", err=True)
    try:
        with closing(open_judge(os.environ.get(JUDGE_DATABASE, ""))) as judge:
            summary = prove_all(asked, jobs=jobs, hidden=root, judge=judge)
    except RuntimeError as error:
        raise Refused(f"The proofs cannot run: {error}") from error
    keep(cache, (keys[id] for id in summary.proved), (keys[failure.id] for failure in summary.failures))
    if json:
        typer.echo(json_text.dumps(as_json(summary, files, unread), ensure_ascii=False, indent=2))
    else:
        tell(summary, files, unread)
    if summary.failures or unread:
        raise typer.Exit(FAILED)


def choose(items: "Sequence[Item]", ids: Sequence[str], topic: str | None) -> "list[Item]":
    """The items of these ids and this topic (all when neither is given). Raises Refused for an id or topic unknown."""
    known = [item.id for item in items]
    for id in ids:
        if id not in known:
            near = difflib.get_close_matches(id, known, n=1)
            raise Refused(f"There is no question {id!r}" + (f": did you mean {near[0]}?" if near else "."))
    topics = sorted({id.partition(".")[0] for id in known})
    if topic is not None and topic not in topics:
        raise Refused(f"There is no topic {topic!r}; there are: {', '.join(topics)}.")
    return [
        item for item in items if (not ids or item.id in ids) and (topic is None or item.id.partition(".")[0] == topic)
    ]


def as_json(summary: "ProofSummary", files: dict[str, str], unread: dict[str, str]) -> dict[str, object]:
    """The summary as JSON data: counts, then what a reader must look at."""
    return {
        "proved": len(summary.proved),
        "failed": len(summary.failures) + len(unread),
        "not_proved_here": len(summary.not_proved_here),
        "unproved": list(summary.unproved),
        "failures": [
            *(
                {
                    "id": each.id,
                    "code": each.code,
                    "reason": each.reason,
                    "runtime": each.runtime,
                    "file": files[each.id],
                }
                for each in summary.failures
            ),
            *(
                {"id": id, "code": "L01", "reason": "cannot be read", "runtime": "", "file": file}
                for id, file in unread.items()
            ),
        ],
        "not_proved": [{"id": each.id, "runtime": each.runtime} for each in summary.not_proved],
    }


def tell(summary: "ProofSummary", files: dict[str, str], unread: dict[str, str]) -> None:
    """One line for each failure, one for each missing runtime, and the counts."""
    for failure in summary.failures:
        where = f"{failure.runtime}: " if failure.runtime else ""
        typer.echo(f"{files[failure.id]} {failure.id} {failure.code} {where}{failure.reason}")
    for id, file in unread.items():
        typer.echo(f"{file}:{id} cannot be read: `quorum content check` says why")
    missing: dict[str, int] = {}
    for entry in summary.not_proved:
        missing[entry.runtime] = missing.get(entry.runtime, 0) + 1
    for runtime, number in sorted(missing.items()):
        typer.echo(f"L38 not proved here: {runtime} is missing or has another version ({number} of the proofs name it)")
    typer.echo(
        f"{len(summary.proved)} proved, {len(summary.failures) + len(unread)} failed, "
        f"{len(summary.not_proved_here)} not proved here, {len(summary.unproved)} without a proof to run",
        err=True,
    )


def near_here(file: str) -> str:
    """The path as one would type it here."""
    path = Path(file).absolute()
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else file
