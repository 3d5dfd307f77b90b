"""The order in which the parts of a question are shown in one post.

The seed is the id of the daily (or of the round question), so the order is the same wherever it is shown.
Nothing here may use the platform's hash, a global random or the order of a file.
"""

from hashlib import sha256

from bot.domain.question import Bug, Match, Multi, Order, Question, Single, TrueFalse

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Letter of a position: the first part shown is A."""


def movable(question: Question) -> tuple[str, ...]:
    """Ids of the parts that change places, as the bank holds them: options, statements, right-hand entries or causes.

    Kinds without such parts (numeric, short, predict, sql, kata, open) give an empty tuple.
    """
    match question:
        case Single(options=options) | Multi(options=options) | Order(options=options):
            return tuple(option.id for option in options)
        case TrueFalse(statements=statements):
            return tuple(statement.id for statement in statements)
        case Match(right=right):
            return tuple(entry.id for entry in right)
        case Bug(answer=answer):
            return tuple(cause.id for cause in answer.causes)
        case _:
            return ()


def shuffled(question: Question, seed: str) -> tuple[str, ...]:
    """Ids of the movable parts in the order shown under `seed`; position 0 is letter A.

    `shuffle: natural` keeps the order written by the author (numbers and dates ascending). Otherwise each part is
    ranked by the SHA-256 of seed, question id and its own id: any seed gives any order with the same chance, and the
    order in the file has no weight.
    """
    kept = _ORDERS.get((id(question), seed))
    if kept is not None:
        return kept[1]
    ids = movable(question)
    if question.shuffle != "natural":
        ids = tuple(sorted(ids, key=lambda part: sha256(f"{seed}\0{question.id}\0{part}".encode()).digest()))
    if len(_ORDERS) >= MOST_ORDERS:
        _ORDERS.clear()
    _ORDERS[id(question), seed] = (question, ids)
    return ids


MOST_ORDERS = 1024
_ORDERS: dict[tuple[int, str], tuple[Question, tuple[str, ...]]] = {}
"""A daily's order is asked for with every answer. An identity stays a question's own as long as it is kept here."""
