"""Work out anew whatever is derived from a learner's facts: for a link, an unlink, a correction, an operator's rebuild.

The law of what counts: attempts belong to accounts. An attempt that was stored as counting counts, unless another
account of the same learner had attempted the question before it (less than 180 days ago) or had seen its key: then it
is set aside for as long as the accounts are linked. The same answer carried into several groups counts in each.
"""

from collections.abc import Mapping, Sequence

from bot.domain.leaderboard import ACCURACY_FROM
from bot.domain.scoring import repeat_pays
from bot.ports import Ports
from bot.ports.boards import Total
from bot.ports.derived import Exposure, Fact
from bot.usecases.standings import boards_of, gain_of
from bot.usecases.streaks import rebuild_streak


def rebuild_learner(learner_id: int, ports: Ports) -> None:
    """Filled days, streak and ledger, memberships and boards of one learner, from the facts alone.

    A learner whose accounts have all gone to another is left with nothing.
    """
    if ports.streaks.refill(learner_id):
        rebuild_streak(learner_id, ports)
    ports.memberships.rebuild(learner_id)
    rebuild_boards(learner_id, ports)


def rebuild_boards(learner_id: int, ports: Ports) -> None:
    """The learner's rows on all boards: enough when only verdicts have changed."""
    facts = ports.derived.facts(learner_id)
    aside = set_aside(facts, ports.derived.exposures(learner_id))
    ports.derived.replace_aside(learner_id, aside)
    shown = not ports.derived.hidden(learner_id)
    ports.derived.replace_totals(learner_id, totals_of(learner_id, facts, aside, shown))


def show_or_hide(learner_id: int, shown: bool, ports: Ports) -> None:
    """Take a learner off all boards, or put them back; what the learner has stays."""
    ports.boards.show(learner_id, shown)


def set_aside(facts: Sequence[Fact], exposures: Sequence[Exposure]) -> frozenset[int]:
    """Attempts that count by themselves, but not beside what another account of the learner did before."""
    by_question: dict[str, list[Fact]] = {}
    for fact in facts:
        by_question.setdefault(fact.question_id, []).append(fact)
    seen: dict[str, list[Exposure]] = {}
    for exposure in exposures:
        seen.setdefault(exposure.question_id, []).append(exposure)
    return frozenset(
        fact.id
        for question, attempts in by_question.items()
        for place, fact in enumerate(attempts)
        if fact.counts and (preceded(fact, attempts[:place]) or exposed(fact, seen.get(question, ())))
    )


def preceded(fact: Fact, before: Sequence[Fact]) -> bool:
    """Whether another account attempted the question less than 180 days before."""
    return any(one.account_id != fact.account_id and not repeat_pays(one.at, fact.at) for one in before)


def exposed(fact: Fact, exposures: Sequence[Exposure]) -> bool:
    """Whether another account had seen the key."""
    return any(one.account_id != fact.account_id and one.at < fact.at for one in exposures)


def totals_of(learner_id: int, facts: Sequence[Fact], aside: frozenset[int], shown: bool) -> Mapping[str, Total]:
    """The learner's rows by board. Only what came from a group counts on boards, and only once it may be told."""
    totals: dict[str, Total] = {}
    for fact in facts:
        if not fact.counts or fact.id in aside or fact.group_id is None or fact.held:
            continue
        gain = gain_of(fact.points, fact.score, fact.self_assessed)
        for board in boards_of(fact.group_id, fact.channel_id, fact.space_id, fact.at, fact.zone, fact.season):
            old = totals.get(board) or Total(learner_id, 0, 0, 0, -1, 0, 0, shown, fact.at)
            attempts, score = old.attempts + gain.attempts, old.score + gain.score
            reached = fact.at if gain.points and (not old.points or fact.at > old.reached_at) else old.reached_at
            totals[board] = Total(
                learner_id,
                old.points + gain.points,
                attempts,
                score,
                score // attempts if attempts >= ACCURACY_FROM else -1,
                old.opens + gain.opens,
                old.open_score + gain.open_score,
                shown,
                reached,
            )
    return totals
