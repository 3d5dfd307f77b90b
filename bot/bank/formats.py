"""The formats of rounds: read from `content/formats/<id>.yaml`, strictly, every fault at its line.

It must not know how a round is played. A question of the bank is no concern of a format; whether the bank has enough
for it is a check of its own (`shortages`).
"""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from bot.bank.convert import place_named
from bot.bank.findings import Finding
from bot.bank.source import FORMATS, fault
from bot.bank.strict_yaml import parse
from bot.domain.format import Format, read_format, unsound
from bot.domain.question import KINDS, Open, Question
from bot.domain.round import fits_stages

CODE = "F01"
"""Findings about formats: the content standard numbers only what it says of questions."""


def compile_formats(
    files: dict[Path, bytes | Finding], topics: Iterable[str] | None = None
) -> tuple[tuple[Format, ...], list[Finding]]:
    """The formats of all files, and everything that is wrong with them; `topics` are those that there may be."""
    known, found, findings = None if topics is None else frozenset(topics), list[Format](), list[Finding]()
    for path, raw in files.items():
        if isinstance(raw, Finding):
            findings.append(raw)
            continue
        parsed = parse(raw)
        findings += [_finding(path, one.line, one.message) for one in parsed.faults]
        if parsed.faults:
            continue
        try:
            one = read_format(parsed.data)
        except (msgspec.ValidationError, ValueError) as error:
            findings.append(_finding(path, parsed.place.find(place_named(str(error))), str(error).split(" - at ")[0]))
            continue
        faults = unsound(one, known, frozenset(KINDS))
        if one.id != path.stem:
            faults.append((("id",), f"the id is the file's name: `{path.stem}`"))
        findings += [_finding(path, parsed.place.find(where), message, one.id) for where, message in faults]
        if not faults:
            found.append(one)
    return tuple(found), findings


def shortages(found: Iterable[Format], questions: Iterable[Question], root: Path) -> list[Finding]:
    """What the bank lacks for a format: a phase of its own topics for which there is nothing live to draw."""
    live = [question for question in questions if question.status == "live"]
    findings = []
    for one in found:
        path = root / FORMATS / f"{one.id}.yaml"
        stages = [phase.stage for phase in one.phases if phase.stage]
        if stages and not any(isinstance(q, Open) and fits_stages(q, stages) for q in live):
            findings.append(_finding(path, 1, f"no live case has the stages {', '.join(stages)}", one.id))
        for phase in one.phases:
            if phase.rests or phase.stage:
                continue
            fitting = sum(
                q.kind in phase.kinds
                and (not phase.topics or q.topic in phase.topics)
                and (not phase.subtopics or q.subtopic in phase.subtopics)
                and (phase.staged is None or (isinstance(q, Open) and bool(q.answer.stages) == phase.staged))
                for q in live
            )
            if fitting < phase.count:
                message = f"phase `{phase.id}` draws {phase.count} questions, and the bank has {fitting}: write more"
                findings.append(_finding(path, 1, message, one.id))
    return findings


def _finding(path: Path, line: int, message: str, name: str = "-") -> Finding:
    return msgspec.structs.replace(fault(path, message, line, CODE), id=name)
