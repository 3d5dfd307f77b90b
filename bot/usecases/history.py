"""Look back: the revealed dailies of the caller's groups, with the caller's own results."""

from dataclasses import dataclass

from bot.intents import ShowHistory
from bot.ports import Ports
from bot.ports.attempts import AttemptRow
from bot.ports.dailies import Daily
from bot.refs import Caller

PAGE = 5


@dataclass(frozen=True, slots=True)
class Past:
    """One revealed daily: topic and band of its question ("" when the bank has lost it), and the own attempt."""

    daily: Daily
    topic: str
    kind: str
    attempt: AttemptRow | None


@dataclass(frozen=True, slots=True)
class History:
    """One page, newest first; `more` says that older ones follow."""

    entries: tuple[Past, ...]
    page: int
    more: bool


def show_history(intent: ShowHistory, caller: Caller, ports: Ports) -> History:
    """A page of the caller's history; a page that is not there is the first."""
    person = ports.people.enrol(caller, ports.now)
    page = intent.page if 1 <= intent.page <= 10_000 else 1
    found = ports.attempts.history(person.learner_id, PAGE + 1, (page - 1) * PAGE)
    if not found and page > 1:
        page, found = 1, ports.attempts.history(person.learner_id, PAGE + 1, 0)
    entries = []
    for daily_id, attempt in found[:PAGE]:
        daily = ports.dailies.get(daily_id)
        if daily is None:
            continue
        question = ports.bank.get(daily.question_id)
        entries.append(Past(daily, question.topic if question else "", question.kind if question else "", attempt))
    return History(tuple(entries), page, len(found) > PAGE)
