"""`quorum content reports`: what learners say is wrong with questions, for whoever decides about it.

A report is open as long as the bank has the revision that was reported: raise `rev` with the mended question, or write
down in the file why the key holds and lift nothing. It reads the database and changes nothing.
"""

import json as json_text
from datetime import UTC, datetime
from statistics import median
from typing import TYPE_CHECKING, Annotated, Any

import typer

from adapters.cli.content import Root, root_of
from adapters.cli.db import Db, existing

if TYPE_CHECKING:
    from bot.ports.reports import ReportedQuestion


def reports(
    every: Annotated[bool, typer.Option("--all", help="Also reports of revisions that the bank has replaced.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    db: Db = "",
    content: Root = None,
) -> None:
    """List the open reports with reasons, statistics, and where the question is out of play."""
    from bot.bank.bank import load
    from bot.settings import read_settings
    from bot.store.engine import open_engine
    from bot.store.migrate import prepare
    from bot.store.open_reports import reported_questions

    settings = read_settings(database_url=db, content=content)
    bank = load(settings.content or root_of(None), settings.cache)
    engine = open_engine(existing(settings.database_url), create=False)
    try:
        prepare(engine, upgrade=False)
        found = reported_questions(engine)
    finally:
        engine.dispose()
    revisions = {question.id: question.rev for question in bank.questions.values() if question.status != "retired"}
    wanted = [each for each in found if every or revisions.get(each.question_id) == each.revision]
    if json:
        typer.echo(json_text.dumps([_row(each) for each in wanted], ensure_ascii=False, indent=2))
        return
    now = datetime.now(UTC)
    for each in wanted:
        for line in lines(each, now):
            typer.echo(line)
    hours = [(each.quarantined_at - each.first_at).total_seconds() / 3600 for each in found if each.quarantined_at]
    pace = f", from report to quarantine {median(hours):.1f} h in the middle" if hours else ""
    typer.echo(f"{len(wanted)} of {len(found)} reported questions are open{pace}", err=True)


def lines(each: "ReportedQuestion", now: datetime) -> list[str]:
    """A reported question: one line of figures, one for each reason."""
    score = (
        f"mean score {each.mean_score:.0%} of {each.answers} answers" if each.mean_score is not None else "no answers"
    )
    paused = f"out of play: {each.quarantined}" if each.quarantined else "still in play"
    unknown = f", {each.unknown} did not know" if each.unknown else ""
    hours = (now - each.first_at).total_seconds() / 3600
    since = f"{hours:.0f} h" if hours < 48 else f"{hours / 24:.0f} days"
    many = f"{len(each.reasons)} report{'s' * (len(each.reasons) > 1)}"
    head = f"{each.question_id} rev {each.revision}: {many} since {since}; {paused}; {score}{unknown}"
    return [head, *(f"    {' '.join(reason.split())}" for reason in each.reasons)]


def _row(each: "ReportedQuestion") -> dict[str, Any]:
    moments = {"first_at": each.first_at.isoformat()}
    moments["quarantined_at"] = each.quarantined_at.isoformat() if each.quarantined_at else ""
    return {**each._asdict(), **moments}
