"""How a response was graded. It knows scores and parts; it must not know points or words."""

import msgspec


class Mark(msgspec.Struct, frozen=True):
    """One part of a response: whether it is right, what was given and what the key is.

    `id` and the values by kind. single: "pick", option ids. multi: option id, "picked" or "". true_false: statement
    id, "true" or "false". order: slot "1"..., option ids. match: row id, entry ids. bug: "lines" ("5, 6") and "cause"
    (ids). numeric, short, predict: "text". Code that was run: "tests", how many passed and how many there are. open:
    criterion key, the level, "3" (a numeric stage: its id, text and key).
    An empty `given` means: nothing was given.
    """

    id: str
    ok: bool
    given: str
    key: str


class Verdict(msgspec.Struct, frozen=True):
    """A score from 0 to 1 before hints, whether all is right (score 1), and a mark for each part."""

    score: float
    right: bool
    marks: tuple[Mark, ...] = ()
