"""Corrections: when the bank holds a newer revision of a question with another key, old attempts are graded again.

Whoever gains by it gets the points; nobody loses any. Attempts are looked at a few at a time, so that the writer is
never held for long: `correct_next` does one step, and is called at the start and by the tick until it finds nothing.
"""

from dataclasses import dataclass
from hashlib import sha256

import msgspec

from bot.domain import question as q
from bot.domain.errors import NotJudged
from bot.domain.grading import grade
from bot.domain.question import Question
from bot.domain.response import decode
from bot.domain.scoring import points
from bot.ports import Ports
from bot.ports.attempts import AttemptRow
from bot.usecases.held_back import is_held_back
from bot.usecases.rebuild import rebuild_boards

WHAT = "correct"
AT_ONCE = 20
"""Attempts in one step."""
NEW_AT_ONCE = 500
"""Questions registered in one step."""


def correct_next(ports: Ports) -> bool:
    """Do the next step of what is to be corrected; False when nothing is left to do."""
    known = ports.corrections.known()
    unknown = [question for question in ports.bank.questions.values() if question.id not in known]
    if unknown:
        ports.corrections.register(
            ((one.id, one.rev, key_hash(one)) for one in unknown[:NEW_AT_ONCE]), ports.now
        )  # fmt: skip
        return True
    for question in ports.bank.questions.values():
        row = known[question.id]
        if question.rev <= row.revision:
            continue
        key = key_hash(question)
        if key != row.key_hash:
            attempts = ports.corrections.attempts(question.id, row.cursor, AT_ONCE)
            for attempt in attempts:
                correct(attempt, question, ports)
            if len(attempts) == AT_ONCE:
                ports.corrections.reach(question.id, attempts[-1].id)
                return True
        ports.corrections.register([(question.id, question.rev, key)], ports.now)
        return True
    return False


def has_corrections(ports: Ports) -> bool:
    """Whether the bank holds anything that this database has not worked in."""
    known = ports.corrections.known()
    return any(one.id not in known or one.rev > known[one.id].revision for one in ports.bank.questions.values())


def plan_corrections(ports: Ports) -> None:
    """At the start: put the corrections on the agenda, if there are any."""
    if has_corrections(ports):
        ports.agenda.set(WHAT, WHAT, 0, ports.now)


def correct_due(subject: int, ports: Ports) -> None:
    """One step, and the next one behind whatever else is due."""
    if correct_next(ports):
        ports.agenda.set(WHAT, WHAT, 0, ports.now)


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a learner is told whose attempt has gained: the question and the points, in hundredths."""

    question: Question
    gained: int
    daily: int | None


def load_corrected(ids: tuple[str, ...], ports: Ports) -> Corrected | None:
    """The correction that a letter tells of."""
    attempt = ports.attempts.get(int(ids[0]))
    question = ports.bank.get(attempt.question_id) if attempt else None
    daily = ports.dailies.get(attempt.daily_id) if attempt and attempt.daily_id else None
    if daily is not None and is_held_back(daily):
        return None  # the reveal tells it
    return Corrected(question, int(ids[1]), attempt.daily_id) if attempt and question else None


def correct(attempt: AttemptRow, question: Question, ports: Ports) -> bool:
    """Grade an attempt by the new key; whether it gained."""
    if attempt.revision >= question.rev or isinstance(question, q.Open):
        return False
    try:
        score = grade(question, decode(attempt.response)).score
    except (NotJudged, msgspec.DecodeError):
        return False
    if score <= attempt.score:
        return False
    earned = points(question.band, score, attempt.hints) if attempt.counts and attempt.source != "practice" else 0
    ports.attempts.judge(
        attempt.id, question.rev, score, max(earned, attempt.points), "correction", ports.now
    )  # fmt: skip
    owner = ports.people.by_account(attempt.account_id)
    if owner is not None:
        rebuild_boards(owner.learner_id, ports)
        if earned > attempt.points:
            letter = f"corrected {attempt.id} {earned - attempt.points}"
            ports.outbox.tell(f"corrected/{attempt.id}/{question.rev}", letter, attempt.account_id, ports.now)
    return True


def key_hash(question: Question) -> str:
    """A hash of everything that grading looks at: a change of words alone leaves it as it is."""
    match question:
        case q.Single() | q.Multi():
            graded: object = [(option.id, option.correct) for option in question.options]
        case q.TrueFalse():
            graded = [(one.id, one.value) for one in question.statements]
        case q.Match():
            graded = [sorted(question.answer.pairs.items()), len(question.right)]
        case q.Bug():
            graded = [sorted(question.answer.lines), question.answer.cause]
        case q.Open():
            graded = []
        case _:
            graded = msgspec.to_builtins(question.answer)
    text = msgspec.json.encode([question.kind, question.band, graded], order="deterministic")
    return sha256(text).hexdigest()[:32]
