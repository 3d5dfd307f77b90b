"""Refusals about reports, practice and assessment."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors.refusal import Refusal


@dataclass(eq=False)
class NoSuchQuestion(Refusal):
    """No question has this id."""

    said: str = ""


@dataclass(eq=False)
class NotSeenYet(Refusal):
    """Only who has answered a question, or seen its reveal, may report it."""


@dataclass(eq=False)
class NothingToReport(Refusal):
    """No question was named, and the caller has answered none."""


@dataclass(eq=False)
class ReportEmpty(Refusal):
    """A report says what is wrong."""

    question: str = ""


@dataclass(eq=False)
class ReportTooLong(Refusal):
    """A report of `length` characters, where `limit` are taken; what was typed is given back."""

    question: str = ""
    said: str = ""
    length: int = 0
    limit: int = 0


@dataclass(eq=False)
class NothingToPractise(Refusal):
    """No question is left that the caller could practise."""


@dataclass(eq=False)
class NoPracticeOpen(Refusal):
    """No practice question was opened, so there is nothing to answer."""


@dataclass(eq=False)
class NothingToAssess(Refusal):
    """The caller has no open answer that could be rated."""


@dataclass(eq=False)
class RatedLater(Refusal):
    """The group shows verdicts at the reveal, and the rubric is a part of them."""

    at: datetime | None = None
