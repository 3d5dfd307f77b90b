"""Cues of the whole bank and of each topic: L28 to L34. A solver who knows nothing must do no better than chance.

N is the number of questions tested. Below 30 nothing is judged; topics below 30 are pooled. Over the whole bank the
limits are those of the standard from 380 single questions on; a smaller wave fails where the surplus is no accident
(one-sided exact binomial p < 0.01). Single topics are always judged so.
"""

import math
from collections.abc import Iterator, Sequence

from bot.bank.convert import Item
from bot.bank.findings import Finding
from bot.bank.lint.choices import CUE_RULES, Choice, Tally, choices, longest, shortest, solved, stands_out, tally
from bot.bank.lint.guesser import blind_accuracy
from bot.bank.lint.rules import Complaint, Context, about_the_bank, bank_check, item_check
from bot.bank.lint.statistics import at_least, at_most, uniform_p
from bot.bank.lint.words import length
from bot.domain.question import Multi, Question, TrueFalse

ENOUGH = 30
FULL = 380
"""So many single questions make a full bank; fewer are a wave."""
ACCIDENT = 0.01
POINTS = 0.04
MOST_STANDING_OUT = 0.35
MOST_GUESSED = 0.30
TRUE_SHARE = (0.45, 0.55)
MOST_OF_ONE_COUNT = 0.6
MOST_MULTI = 0.25

POOL = "the smaller topics"


def in_play(items: Sequence[Item]) -> list[Question]:
    """The questions that count: all but the retired and the quarantined."""
    asked = (item.question for item in items if item.question is not None)
    return [question for question in asked if question.status not in ("retired", "quarantined")]


def parts(asked: Sequence[Choice]) -> Iterator[tuple[str, list[Choice]]]:
    """The topics with enough questions, then all others together."""
    topics: dict[str, list[Choice]] = {}
    for choice in asked:
        topics.setdefault(choice.topic, []).append(choice)
    pool: list[Choice] = []
    for topic in sorted(topics):
        if len(topics[topic]) >= ENOUGH:
            yield f"topic {topic}", topics[topic]
        else:
            pool += topics[topic]
    if len(pool) >= ENOUGH and len(pool) < len(asked):
        yield POOL, pool


def length_margin(result: Tally) -> float:
    """How far pick-longest and pick-shortest may lie from chance: 2 points or 1.645 standard errors."""
    return max(0.02, 1.645 * math.sqrt(result.chance * (1 - result.chance) / result.questions))


def surplus(hits: float, questions: int, share: float) -> bool:
    """Whether so many hits are no accident if `share` is what to expect."""
    return at_least(round(hits), questions, share) < ACCIDENT


@bank_check("L28", "E", "Pick-longest and pick-shortest lie within chance +- max(2 points, 1.645 se).", ("single",))
def length_gives_nothing_away(items: Sequence[Item], context: Context) -> Iterator[Finding]:
    asked = choices(in_play(items))
    if len(asked) < ENOUGH:
        return
    for name, rule in (("longest", longest), ("shortest", shortest)):
        result = tally(asked, rule)
        margin = length_margin(result)
        if abs(result.share - result.chance) > margin:
            worst = ", ".join(_led_by_length(asked, rule is longest, result.share > result.chance)[:6])
            yield about_the_bank(
                context,
                "L28",
                f"pick-{name} is right in {result.share:.1%} of {result.questions} (allowed "
                f"{result.chance - margin:.1%} to {result.chance + margin:.1%}): even out the options, such as {worst}",
            )
        for part, inside in parts(asked):
            result = tally(inside, rule)
            low = at_most(round(result.hits), result.questions, result.chance)
            if surplus(result.hits, result.questions, result.chance) or low < ACCIDENT:
                yield about_the_bank(
                    context,
                    "L28",
                    f"{part}: pick-{name} is right in {result.share:.1%} of {result.questions} (chance "
                    f"{result.chance:.1%}, p < {ACCIDENT}): even out the options",
                )


def _led_by_length(asked: Sequence[Choice], long: bool, hit: bool) -> list[str]:
    """Ids in which the key is (or, if not `hit`, is not) the longest or shortest, the clearest first."""
    rule = longest if long else shortest

    def lead(choice: Choice) -> float:
        scores = rule(choice)
        rest = max(score for at, score in enumerate(scores) if at != choice.key)
        return (scores[choice.key] - rest) / (1 + max(map(abs, scores)))

    return [choice.id for choice in sorted(asked, key=lead, reverse=hit)]


@bank_check("L29", "E", "An option >= 20 % longer than the rest is the key in <= 35 %.", ("single",))
def standing_out_means_nothing(items: Sequence[Item], context: Context) -> Iterator[Finding]:
    asked = choices(in_play(items))
    for part, inside in (("the bank", asked), *parts(asked)):
        outstanding = [(choice, at) for choice in inside if (at := stands_out(choice)) is not None]
        right = [choice.id for choice, at in outstanding if at == choice.key]
        if len(outstanding) < ENOUGH:
            continue
        strict = part == "the bank" and len(asked) >= FULL
        over = len(right) > MOST_STANDING_OUT * len(outstanding)
        if over if strict else surplus(len(right), len(outstanding), MOST_STANDING_OUT):
            yield about_the_bank(
                context,
                "L29",
                f"{part}: of {len(outstanding)} options that are 20 % longer than the rest "
                f"{len(right) / len(outstanding):.1%} are keys (limit {MOST_STANDING_OUT:.0%}): "
                f"shorten keys or lengthen other options, such as in {', '.join(right[:6])}",
            )


@bank_check(
    "L30",
    "E",
    "Keys stand in each position alike (chi-square p > 0.05), as do their ranks in natural order.",
    ("single",),
)
def positions_are_even(items: Sequence[Item], context: Context) -> Iterator[Finding]:
    asked = choices(in_play(items))
    for natural, told, cure in (
        (False, "key position after the hash sort", "change BANK_SALT in bot/bank/placed.py once and note it"),
        (True, "rank of the key among numbers in order", "add distractors on the other side of some keys"),
    ):
        wanted = [choice for choice in asked if choice.natural == natural]
        for part, inside in (("the bank", wanted), *(parts(wanted) if not natural else ())):
            if len(inside) < ENOUGH:
                continue
            p = uniform_p(position_counts(inside))
            if p <= (0.05 if part == "the bank" else ACCIDENT):
                counts = "; ".join(" ".join(map(str, row)) for row in position_counts(inside))
                yield about_the_bank(context, "L30", f"{part}: {told} is uneven (p = {p:.4f}; {counts}): {cure}")


def position_counts(asked: Sequence[Choice]) -> list[list[int]]:
    """For each number of options, how often the key stands first, second and so on."""
    counts: dict[int, list[int]] = {}
    for choice in asked:
        counts.setdefault(len(choice.texts), [0] * len(choice.texts))[choice.key] += 1
    return [counts[size] for size in sorted(counts)]


@bank_check(
    "L31", "E", "Stem overlap, most specific, in common, hedges, no absolutes: each <= chance + 4 points.", ("single",)
)
def rules_of_thumb_fail(items: Sequence[Item], context: Context) -> Iterator[Finding]:
    asked = choices(in_play(items))
    for part, inside in (("the bank", asked), *parts(asked)):
        if len(inside) < ENOUGH:
            continue
        for name, rule in CUE_RULES.items():
            result = tally(inside, rule)
            strict = part == "the bank" and len(asked) >= FULL
            over = result.share > result.chance + POINTS
            if over if strict else surplus(result.hits, result.questions, result.chance):
                yield about_the_bank(
                    context,
                    "L31",
                    f'{part}: the rule "{name}" is right in {result.share:.1%} of {result.questions} '
                    f"(chance {result.chance:.1%}, limit {result.chance + POINTS:.1%}): "
                    f"reword some of {', '.join(solved(inside, rule)[:8])}",
                )


@bank_check(
    "L32", "E", "A blind classifier (13 surface features, 5-fold by subtopic) is right in <= 30 %.", ("single",)
)
def looks_teach_nothing(items: Sequence[Item], context: Context) -> Iterator[Finding]:
    asked = choices(in_play(items))
    if len(asked) < ENOUGH:
        return
    result = blind_accuracy(asked)
    by_chance = at_least(round(result.hits), result.questions, result.chance)
    over = len(asked) >= FULL and result.share > MOST_GUESSED
    if over or by_chance < ACCIDENT:
        yield about_the_bank(
            context,
            "L32",
            f"a classifier that sees looks alone is right in {result.share:.1%} of {result.questions} "
            f"(limit {MOST_GUESSED:.0%}, chance {result.chance:.1%}, p = {by_chance:.4f}): `content stats` shows which "
            "looks go with keys",
        )


@item_check(
    "L33", "E", "true_false: 45-55 % are true over the bank, no bundle is all true or all false.", ("true_false",)
)
def bundle_is_mixed(question: Question, context: Context) -> Iterator[Complaint]:
    if isinstance(question, TrueFalse) and len({each.value for each in question.statements}) == 1:
        yield Complaint(("statements",), "all statements are alike: turn at least one round")


@bank_check(
    "L33", "E", "true_false: 45-55 % are true over the bank, no bundle is all true or all false.", ("true_false",)
)
def truths_are_balanced(items: Sequence[Item], context: Context) -> Iterator[Finding]:
    values = [
        each.value for question in in_play(items) if isinstance(question, TrueFalse) for each in question.statements
    ]
    low, high = TRUE_SHARE
    if len(values) >= ENOUGH and not low <= sum(values) / len(values) <= high:
        yield about_the_bank(
            context,
            "L33",
            f"{sum(values) / len(values):.1%} of {len(values)} statements are true (allowed {low:.0%} "
            f"to {high:.0%}): turn some round",
        )


@bank_check(
    "L34", "E", "multi: no number of keys above 60 %; choosing all or the longest two scores <= 0.25.", ("multi",)
)
def multi_cannot_be_guessed(items: Sequence[Item], context: Context) -> Iterator[Finding]:
    asked = [question for question in in_play(items) if isinstance(question, Multi)]
    if len(asked) < ENOUGH:
        return
    counts: dict[int, int] = {}
    for question in asked:
        keys = sum(option.correct for option in question.options)
        counts[keys] = counts.get(keys, 0) + 1
    for keys, number in sorted(counts.items()):
        if number > MOST_OF_ONE_COUNT * len(asked):
            yield about_the_bank(
                context,
                "L34",
                f"{number / len(asked):.1%} of {len(asked)} multi questions have {keys} keys (limit "
                f"{MOST_OF_ONE_COUNT:.0%}): vary the number",
            )
    for name, result in (("all", multi_score(asked, "all")), ("the longest two", multi_score(asked, "longest"))):
        if result > MOST_MULTI:
            yield about_the_bank(
                context,
                "L34",
                f"choosing {name} scores {result:.2f} over {len(asked)} multi questions (limit "
                f"{MOST_MULTI}): lengthen distractors or shorten keys",
            )


def multi_score(asked: Sequence[Multi], way: str) -> float:
    """The mean score of choosing all options, or the two longest."""
    total = 0.0
    for question in asked:
        ranked = sorted(question.options, key=lambda option: length(option.text), reverse=True)
        chosen = ranked if way == "all" else ranked[:2]
        keys = sum(option.correct for option in question.options)
        hits = sum(option.correct for option in chosen)
        wrong = len(question.options) - keys
        total += max(0.0, hits / max(1, keys) - (len(chosen) - hits) / max(1, wrong))
    return total / len(asked)
