"""The blind classifier of L32: a conditional logit over 13 surface features of options, in plain Python.

It learns from some subtopics which looks go with keys, and is tried on the others. It must not know what words mean.
"""

import math
import re
from collections.abc import Sequence

from bot.bank.lint.choices import Choice, Tally, expected, longest, overlaps
from bot.bank.lint.words import ABSOLUTES, HEDGES, content_words, count_of

FEATURES = (
    "relative length", "is longest", "is shortest", "position 1", "position 2", "position 3", "stem overlap",
    "overlap with others", "absolutes", "hedges", "any all/none-of", "all-of", "digits and code marks",
)  # fmt: skip
FOLDS = 5
RIDGE = 1.0
"""Weight of the penalty: with few questions it keeps the features from fitting noise."""
ROUNDS = 12

_OF = re.compile(r"\b(?:all|none|both|neither|either) of\b", re.IGNORECASE)
_ALL_OF = re.compile(r"\ball of\b", re.IGNORECASE)
_MARKS = re.compile(r"\d|[`(){}\[\]<>=_/*$]")

Row = list[float]


def features(choice: Choice) -> list[Row]:
    """The 13 features of each option, in the order of the bank."""
    lengths = longest(choice)
    mean = sum(lengths) / len(lengths) or 1.0
    stem = content_words(choice.stem)
    common = overlaps(choice.texts)
    rows = []
    for at, text in enumerate(choice.texts):
        own = content_words(text)
        rows.append(
            [
                lengths[at] / mean - 1,
                float(lengths[at] == max(lengths)),
                float(lengths[at] == min(lengths)),
                float(at == 0),
                float(at == 1),
                float(at == 2),
                len(own & stem) / max(1, len(own)),
                common[at],
                float(count_of(text, ABSOLUTES)),
                float(count_of(text, HEDGES)),
                float(_OF.search(text) is not None),
                float(_ALL_OF.search(text) is not None),
                math.log1p(len(_MARKS.findall(text))),
            ]
        )
    return rows


def folds(asked: Sequence[Choice], number: int = FOLDS) -> list[int]:
    """The fold of each question: whole subtopics, the largest first into the smallest fold."""
    counts: dict[tuple[str, str], int] = {}
    for choice in asked:
        name = choice.topic, choice.subtopic
        counts[name] = counts.get(name, 0) + 1
    filled, fold_of = [0] * number, {}
    for name in sorted(counts, key=lambda each: (-counts[each], each)):
        fold_of[name] = filled.index(min(filled))
        filled[fold_of[name]] += counts[name]
    return [fold_of[choice.topic, choice.subtopic] for choice in asked]


def blind_accuracy(asked: Sequence[Choice]) -> Tally:
    """How the classifier fares on questions of subtopics that it has not learned from."""
    rows = [features(choice) for choice in asked]
    where = folds(asked)
    hits = 0.0
    for fold in range(FOLDS):
        learned = [(rows[at], choice.key) for at, choice in enumerate(asked) if where[at] != fold]
        weights = fit(learned)
        hits += sum(
            expected(choice, [dot(weights, row) for row in rows[at]])
            for at, choice in enumerate(asked)
            if where[at] == fold
        )
    return Tally(hits, len(asked), sum(1 / len(choice.texts) for choice in asked) / len(asked) if asked else 0.0)


def fit(learned: Sequence[tuple[list[Row], int]]) -> Row:
    """Weights of the conditional logit by Newton's method with a ridge penalty."""
    size = len(FEATURES)
    weights = [0.0] * size
    for _ in range(ROUNDS):
        slope = [-RIDGE * weight for weight in weights]
        curve = [[RIDGE * (i == j) for j in range(size)] for i in range(size)]
        for rows, key in learned:
            scores = [dot(weights, row) for row in rows]
            top = max(scores)
            parts = [math.exp(score - top) for score in scores]
            whole = sum(parts)
            mean = [sum(part * row[i] for part, row in zip(parts, rows, strict=True)) / whole for i in range(size)]
            for i in range(size):
                slope[i] += rows[key][i] - mean[i]
            for part, row in zip(parts, rows, strict=True):
                away = [value - middle for value, middle in zip(row, mean, strict=True)]
                share = part / whole
                for i in range(size):
                    scaled = share * away[i]
                    if scaled:
                        line = curve[i]
                        for j in range(i + 1):
                            line[j] += scaled * away[j]
        for i in range(size):
            for j in range(i + 1, size):
                curve[i][j] = curve[j][i]
        step = solved(curve, slope)
        weights = [weight + each for weight, each in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-4:
            break
    return weights


def solved(matrix: list[Row], right: Row) -> Row:
    """The solution of a symmetric positive definite system, by elimination."""
    size = len(right)
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for at in range(size):
        pivot = max(range(at, size), key=lambda i: abs(rows[i][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        for below in range(at + 1, size):
            factor = rows[below][at] / rows[at][at]
            rows[below] = [low - factor * high for low, high in zip(rows[below], rows[at], strict=True)]
    found = [0.0] * size
    for at in reversed(range(size)):
        known = sum(rows[at][j] * found[j] for j in range(at + 1, size))
        found[at] = (rows[at][size] - known) / rows[at][at]
    return found


def dot(weights: Row, row: Row) -> float:
    return sum(weight * value for weight, value in zip(weights, row, strict=True))
