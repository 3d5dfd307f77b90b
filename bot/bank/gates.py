"""The release gates of the content standard (section 1, and what section 6 adds), judged on the live questions.

A gate holds, is missed, or is not judged here; one missed gate blocks a release. Cues are judged by the checks L28 to
L34, which know the difference between a wave and the full bank. Floors and counts are reported for a wave and binding
for the full bank. It must not know how gates are printed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import msgspec

from bot.bank.convert import Item
from bot.bank.findings import Finding
from bot.bank.lint.balance import ENOUGH, length_margin, position_counts
from bot.bank.lint.balance import FULL as FULL_SINGLE
from bot.bank.lint.choices import choices, longest, stands_out, tally
from bot.bank.lint.guesser import blind_accuracy
from bot.bank.lint.neighbours import asked as text_asked
from bot.bank.lint.rules import BANK_CHECKS, Context
from bot.bank.lint.run import check_items
from bot.bank.lint.sources import UNREFERENCED
from bot.bank.lint.spelling import misspelt
from bot.bank.lint.statistics import uniform_p
from bot.bank.lint.structure import EXPLANATION
from bot.bank.lint.texts import pieces
from bot.bank.plan import FULL_BANK, KIND_COUNTS, coverage
from bot.bank.stats import EXECUTED
from bot.domain.question import BANDS, Open, Question

AUDITED = 300
AUDITED_IN_A_WAVE = 100
MOST_RECALL = 0.35
EXECUTED_OF_ALL = 0.60
EXECUTED_OF_CLOSED = 0.65
BAND_POINTS = 0.03
BAND_POINTS_IN_A_WAVE = 0.05
KIND_MARGIN = 0.10
SEEDS_IN_A_WAVE = {"skills": 0.5, "names": 1 / 3}
"""The least shares of the seed floors that the first wave reaches."""


class Gate(msgspec.Struct, frozen=True):
    """A gate: what is measured, the value, the limit, and whether it holds (None: not judged here)."""

    name: str
    value: str
    limit: str
    holds: bool | None
    note: str = ""


def gates(items: Sequence[Item], findings: Iterable[Finding], context: Context, proved: frozenset[str]) -> list[Gate]:
    """All gates for these items. `findings` are those of the whole check; `proved` holds the ids of the questions whose
    executed proof has run and held on this machine."""
    live = [item for item in items if item.question is not None and item.question.status == "live"]
    asked = [item.question for item in live if item.question is not None]
    found = Counter(finding.code for finding in _of_live(live, context) if finding.level == "E")
    errors = sum(finding.level == "E" for finding in findings)
    if not asked:
        return [Gate("live questions", "0", ">= 1", False, "nothing is live, so there is nothing to release")]
    whole = len(asked) >= FULL_BANK
    return [
        Gate("check", f"{errors} errors", "0", errors == 0, "`quorum content check` lists them"),
        *_cues(asked, found),
        *_texts(asked, found),
        *_proofs(asked, proved),
        *_doubles(asked, found),
        *_keys(asked, whole),
        *_spread(asked, context, whole),
        _spelling(asked, context),
    ]


def _of_live(live: Sequence[Item], context: Context) -> list[Finding]:
    found = check_items(live, context)
    for _, check in BANK_CHECKS:
        found += check(live, context)
    return found


def _cues(asked: Sequence[Question], found: Counter[str]) -> list[Gate]:
    single = choices(asked)
    if not single:
        return []
    how = "limits of the full bank" if len(single) >= FULL_SINGLE else f"a wave ({len(single)} single): by its check"
    if len(single) < ENOUGH:
        how = f"{len(single)} single: too few to tell"
    by_length, looks = tally(single, longest), blind_accuracy(single)
    out = [(choice, at) for choice in single if (at := stands_out(choice)) is not None]
    right = sum(choice.key == at for choice, at in out)
    p = uniform_p(position_counts([choice for choice in single if not choice.natural]))
    margin = length_margin(by_length)
    limit = f"{by_length.chance - margin:.1%} to {by_length.chance + margin:.1%}"
    return [
        _cue("pick the longest option", f"{by_length.share:.1%}", limit, found["L28"], len(single), f"L28, {how}"),
        _cue("an option >= 20 % longer is the key", _share(right, len(out)), "<= 35 %", found["L29"], len(out), "L29"),
        _cue(
            "blind classifier, 13 features", f"{looks.share:.1%}", "<= 30 %", found["L32"], len(single), f"L32, {how}"
        ),
        _cue("key position, chi-square", f"p = {p:.3f}", "p > 0.05", found["L30"], len(single), "L30"),
        _cue("rules of thumb", f"{found['L31']} work", "0", found["L31"], len(single), f"L31, {how}"),
        Gate("true_false and multi", f"{found['L33'] + found['L34']} cues", "0", not found["L33"] + found["L34"]),
    ]


def _cue(name: str, value: str, limit: str, found: int, tested: int, note: str) -> Gate:
    """A gate on cues; with too few questions tested it is not judged."""
    return Gate(name, value, limit, None if tested < ENOUGH else not found, note)


def _texts(asked: Sequence[Question], found: Counter[str]) -> list[Gate]:
    explained = sum(len(question.explanation.strip()) >= EXPLANATION[0] for question in asked)
    closed = [question for question in asked if not isinstance(question, Open) and question.topic not in UNREFERENCED]
    named = sum(len(question.references) >= 1 + (question.verify.level == "cited") for question in closed)
    negative = sum(question.negative for question in asked)
    return [
        Gate("explanation of >= 120 characters", _share(explained, len(asked)), "100 %", explained == len(asked)),
        Gate("primary reference, two if cited", _share(named, len(closed)), "100 %", named == len(closed)),
        Gate("all / none of the above", str(found["L20"]), "0", not found["L20"], "L20"),
        Gate("negative stems", _share(negative, len(asked)), "<= 2 %, marked", not found["L21"], "L21"),
    ]


def _proofs(asked: Sequence[Question], proved: frozenset[str]) -> list[Gate]:
    closed = [question for question in asked if not isinstance(question, Open)]
    rows = []
    for name, among, limit in (("all", asked, EXECUTED_OF_ALL), ("closed", closed, EXECUTED_OF_CLOSED)):
        claimed = sum(question.verify.level in EXECUTED for question in among)
        run = sum(question.verify.level in EXECUTED and question.id in proved for question in among)
        note = "" if run == claimed else f"{claimed - run} of {claimed} have not held here: run `quorum content prove`"
        holds = bool(among) and run >= limit * len(among)
        rows.append(Gate(f"executed proof, of {name}", _share(run, len(among)), f">= {limit:.0%}", holds, note))
    return rows


def _doubles(asked: Sequence[Question], found: Counter[str]) -> list[Gate]:
    whole = Counter(
        " ".join(
            "\n".join((text_asked(question), *sorted(piece.text for _, piece in pieces(question)))).casefold().split()
        )
        for question in asked
    )
    exact = sum(number - 1 for number in whole.values())
    return [
        Gate("exact duplicates", str(exact), "0", not exact),
        Gate("near-duplicate stems", str(found["L22"]), "0", not found["L22"], "L22"),
    ]


def _keys(asked: Sequence[Question], whole: bool) -> list[Gate]:
    closed = [question for question in asked if not isinstance(question, Open)]
    answered = sum(bool(question.review.blind) for question in closed)
    audited = [question for question in asked if (question.review.audit or "").strip()]
    wrong = [question.id for question in audited if (question.review.audit or "").startswith("wrong")]
    wanted = AUDITED if whole else AUDITED_IN_A_WAVE
    enough = len(audited) >= wanted
    return [
        Gate("answered blind, of closed", _share(answered, len(closed)), "100 %", answered == len(closed), "L40"),
        Gate("wrong keys in the blind audit", f"{len(wrong)} of {len(audited)} audited", f"0 of {wanted}",
             enough and not wrong, "" if enough else f"{wanted - len(audited)} more are to be audited"),
        Gate("report to quarantine", "-", "< 1 day", None, "`quorum content reports` shows it on a running database"),
    ]  # fmt: skip


def _spread(asked: Sequence[Question], context: Context, whole: bool) -> list[Gate]:
    plan = coverage(asked, context.tables)
    rows = []
    for group, share in SEEDS_IN_A_WAVE.items():
        reached, wanted = plan.reached(group)
        least = wanted if whole else -(-wanted * share // 1)
        rows.append(Gate(f"seed floors, {group}", f"{reached} of {wanted}", f">= {least:.0f}", reached >= least))
    gap = sum(max(0, topic.planned - topic.there) for topic in plan.topics)
    rows.append(Gate("counts by topic", f"{gap} missing", "0", not gap if whole else None, "" if whole else "a wave"))
    bands = Counter(question.band for question in asked)
    planned = {band: sum(topic.bands.get(band, 0) for topic in context.tables.topics.values()) for band in BANDS}
    off = max(abs(bands[band] / len(asked) - planned[band] / max(1, sum(planned.values()))) for band in BANDS)
    points = BAND_POINTS if whole else BAND_POINTS_IN_A_WAVE
    told = " / ".join(f"{bands[band] / len(asked):.0%}" for band in BANDS)
    rows.append(Gate("bands (junior / mid / senior)", told, f"plan +- {points:.0%}", off <= points))
    kinds = Counter(question.kind for question in asked)
    outside = [kind for kind, number in KIND_COUNTS.items() if abs(kinds[kind] - number) > KIND_MARGIN * number]
    note = "" if whole else f"a wave; unlike the plan: {', '.join(_unlike(kinds, len(asked))) or 'none'}"
    rows.append(Gate("kinds", f"{len(outside)} off", "plan +- 10 %", not outside if whole else None, note))
    recall = sum(question.difficulty.cognitive == "recall" for question in asked)
    rows.append(Gate("recall", _share(recall, len(asked)), "<= 35 %", recall <= MOST_RECALL * len(asked)))
    return rows


def _unlike(kinds: Counter[str], size: int) -> list[str]:
    """The kinds whose share is off the plan's by more than a third."""
    whole = sum(KIND_COUNTS.values())
    off: Callable[[str], float] = lambda kind: abs(kinds[kind] / size / (KIND_COUNTS[kind] / whole) - 1)  # noqa: E731
    return [f"{kind} {kinds[kind]}" for kind in KIND_COUNTS if off(kind) > 1 / 3]


def _spelling(asked: Sequence[Question], context: Context) -> Gate:
    wrong = [f"{question.id}: {word}" for question in asked for word in misspelt(question, context)]
    return Gate("spelling", f"{len(wrong)} words", "0", not wrong, "; ".join(wrong[:5]))


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole}" + (f" ({part / whole:.1%})" if whole else "")
