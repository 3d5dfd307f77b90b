"""Refusals of answers that cannot be read: no attempt is made, and what was typed is given back."""

from dataclasses import dataclass

from bot.domain.errors.refusal import Refusal


@dataclass(eq=False)
class Unreadable(Refusal):
    """A response that cannot be read. `kind` is the question's kind; `said` is what was typed."""

    kind: str = ""
    said: str = ""


@dataclass(eq=False)
class EmptyResponse(Unreadable):
    """Nothing was typed."""


@dataclass(eq=False)
class ResponseTooLong(Unreadable):
    """`length` characters were typed where at most `limit` are taken."""

    limit: int = 4000
    length: int = 0


@dataclass(eq=False)
class NotAChoice(Unreadable):
    """`token` names none of the `count` things on show (letters from A, or numbers from 1)."""

    token: str = ""
    count: int = 0


@dataclass(eq=False)
class WrongCount(Unreadable):
    """`got` things were named where from `least` to `most` are needed."""

    least: int = 0
    most: int = 0
    got: int = 0


@dataclass(eq=False)
class NamedTwice(Unreadable):
    """`token` (a letter or a number, as shown) was named more than once."""

    token: str = ""


@dataclass(eq=False)
class NotAJudgement(Unreadable):
    """`token` is neither true nor false; `count` statements want one each."""

    token: str = ""
    count: int = 0


@dataclass(eq=False)
class NotAPairing(Unreadable):
    """The text is no list of pairs such as 1b 2a; each of `rows` rows wants one of `entries` entries."""

    rows: int = 0
    entries: int = 0


@dataclass(eq=False)
class NotALine(Unreadable):
    """`token` is no line of the code on show, whose lines are 1 to `last`."""

    token: str = ""
    last: int = 0


@dataclass(eq=False)
class BugPartMissing(Unreadable):
    """A bug wants lines and a cause; `missing` is "lines" or "cause". On show are `last` lines and `causes` causes."""

    missing: str = ""
    last: int = 0
    causes: int = 0


@dataclass(eq=False)
class NotANumber(Unreadable):
    """No number could be read; `unit` is the question's unit ("" for none)."""

    unit: str = ""


@dataclass(eq=False)
class NumberOutOfRange(Unreadable):
    """A number with more digits or a larger exponent than any answer needs, or a division by nought."""

    unit: str = ""


@dataclass(eq=False)
class UnknownUnit(Unreadable):
    """`typed` is no unit that can be converted to `unit`; `accepted` are some that can."""

    typed: str = ""
    unit: str = ""
    accepted: tuple[str, ...] = ()


@dataclass(eq=False)
class NotALevel(Refusal):
    """`said` is no rubric level (0, 1, 2 or 3) for `criterion`; empty when the level is missing."""

    criterion: str = ""
    said: str = ""


@dataclass(eq=False)
class NotJudged(Refusal):
    """Only the judge can grade this (kind sql or kata, or a mended program for a bug), and it has not."""

    kind: str = ""
    said: str = ""


@dataclass(eq=False)
class TooManyRuns(Refusal):
    """So many runs of this learner wait for the judge that no more are taken; `said` is the code, to be given back."""

    said: str = ""
    waiting: int = 0


@dataclass(eq=False)
class JudgeFull(Refusal):
    """So many runs of everybody wait for the judge that no more are taken; `said` is the code, to be given back."""

    said: str = ""


@dataclass(eq=False)
class NoRun(Refusal):
    """The caller has no run, or none of that number."""
