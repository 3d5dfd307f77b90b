"""Every refusal that a person can meet, each as its own class with the facts that its card needs.

No prose here: `bot/view/refusals.py` has a card for each class, and a test holds the two together.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(eq=False)
class Refusal(Exception):
    """Something that was asked for cannot be done. Nothing was changed."""


# --- which group, which daily


@dataclass(eq=False)
class NoGroupHere(Refusal):
    """There is no group in this channel, or the caller is in none."""

    in_channel: bool = False


@dataclass(eq=False)
class AskWhichGroup(Refusal):
    """The caller is in several groups: (id, name) of each."""

    groups: tuple[tuple[int, str], ...] = ()


@dataclass(eq=False)
class NotForYou(Refusal):
    """The caller may not see or do this here."""


@dataclass(eq=False)
class AdminsOnly(Refusal):
    """Only an admin of the group may do this."""

    group: str = ""


@dataclass(eq=False)
class UnknownDaily(Refusal):
    """No such daily, or not posted yet."""


@dataclass(eq=False)
class NoOpenDaily(Refusal):
    """Nothing is open in the group now.

    `state` is the group's; `next` says when a question comes by itself. `waits`: one opens as soon as it is asked for.
    """

    group: str = ""
    state: str = "active"
    next: datetime | None = None
    waits: bool = False


@dataclass(eq=False)
class DailyClosed(Refusal):
    """The daily was revealed before the answer came; what was typed is given back."""

    daily: int = 0
    said: str = ""


@dataclass(eq=False)
class QuestionGone(Refusal):
    """The question is no longer in the bank."""


@dataclass(eq=False)
class NoMoreHints(Refusal):
    """All hints were taken, or there are none."""

    total: int = 0


@dataclass(eq=False)
class NotAnsweredYet(Refusal):
    """There is no result to show, because the caller has not answered."""

    daily: int = 0


@dataclass(eq=False)
class StillOpen(Refusal):
    """The question is open or queued in one of the caller's groups, so it is not served elsewhere."""

    group: str = ""


# --- controls and commands


@dataclass(eq=False)
class BadToken(Refusal):
    """A control's id that no version of the bot wrote."""


@dataclass(eq=False)
class OldToken(Refusal):
    """A control of another version of the bot: its intent or its fields are not known here."""


@dataclass(eq=False)
class UnknownCommand(Refusal):
    """No command is called that; `suggestions` are the nearest, best first, maybe none."""

    said: str = ""
    suggestions: tuple[str, ...] = ()


@dataclass(eq=False)
class MissingParameter(Refusal):
    """A command lacks what it needs. `usage` is how it is said, `example` says it in full."""

    command: str = ""
    parameter: str = ""
    usage: str = ""
    example: str = ""


@dataclass(eq=False)
class BadParameter(Refusal):
    """A value that a command's parameter does not take; `allowed` says in words which it takes."""

    command: str = ""
    parameter: str = ""
    said: str = ""
    allowed: str = ""
    usage: str = ""


@dataclass(eq=False)
class ExtraWord(Refusal):
    """A command was given more than it takes; `said` is the first word too many."""

    command: str = ""
    said: str = ""
    usage: str = ""


# --- responses that cannot be read: no attempt is made, and what was typed is given back


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


# --- study days, schedules, rest and pause


@dataclass(eq=False)
class UnknownZone(Refusal):
    """Not the name of an IANA time zone as the zone data spell it, e.g. Europe/Paris; `near` are names like it."""

    said: str = ""
    near: tuple[str, ...] = ()


@dataclass(eq=False)
class EmptySchedule(Refusal):
    """A schedule needs at least one weekday, each from 0 (Monday) to 6."""


@dataclass(eq=False)
class RevealTooSoon(Refusal):
    """The reveal comes at least `least_minutes` after the post."""

    least_minutes: int = 60


@dataclass(eq=False)
class TooManyRestDays(Refusal):
    """At most `most` weekdays can be rest days."""

    most: int = 2


@dataclass(eq=False)
class NoSuchWeekday(Refusal):
    """A weekday is 0 (Monday) to 6 (Sunday)."""

    said: str = ""


@dataclass(eq=False)
class PauseBackwards(Refusal):
    """A pause ends before it begins."""


@dataclass(eq=False)
class PauseTooEarly(Refusal):
    """A pause acts from the next day on: `earliest` (ISO date) is the first day it can have."""

    earliest: str = ""


@dataclass(eq=False)
class PauseTooLong(Refusal):
    """At most `most` days in any `window` can be paused; `left` could be paused from the day that was asked for."""

    most: int = 30
    window: int = 90
    left: int = 0


@dataclass(eq=False)
class BadShare(Refusal):
    """The share that a quorum must exceed is 1 to 99 per cent."""

    said: int = 0


@dataclass(eq=False)
class BadMix(Refusal):
    """A band mix is a share of at least 0 for junior, mid and senior, and more than 0 together."""

    said: str = ""


@dataclass(eq=False)
class BadSeason(Refusal):
    """A season is not a month, a quarter, a half, a year, or 1 to 52 weeks."""

    said: str = ""


# --- trouble of our own


@dataclass(eq=False)
class Overloaded(Refusal):
    """Too much is waiting, or the database is held up: nothing was stored, the same again in a moment will do."""


@dataclass(eq=False)
class OutcomeUnknown(Refusal):
    """The connection broke while it was being stored: asking again finds out, and stores nothing twice."""


@dataclass(eq=False)
class Broken(Refusal):
    """A fault of ours; nothing was stored, and the log has it under `reference`."""

    reference: str = ""


@dataclass(eq=False)
class NothingRevealedYet(Refusal):
    """The group has no revealed daily so far."""

    group: str = ""


# --- a learner's settings, memberships, identity and data


@dataclass(eq=False)
class NotASetting(Refusal):
    """`said` is none of the values that the setting `name` (confirm, visibility) takes: `allowed`."""

    name: str = ""
    said: str = ""
    allowed: tuple[str, ...] = ()


@dataclass(eq=False)
class NotAReminderTime(Refusal):
    """Not a local time such as 18:30, nor "off"."""

    said: str = ""


@dataclass(eq=False)
class ReminderAtNight(Refusal):
    """Nobody is reminded from 22:00 to 07:00."""

    said: str = ""


@dataclass(eq=False)
class NotPaused(Refusal):
    """There is no pause to end."""


@dataclass(eq=False)
class NotAMember(Refusal):
    """The caller is no member of the group."""

    group: str = ""


@dataclass(eq=False)
class LastAdmin(Refusal):
    """The caller is the only admin of these groups, (id, name) of each: another must be named first."""

    groups: tuple[tuple[int, str], ...] = ()


@dataclass(eq=False)
class SameAccount(Refusal):
    """The code was made by this very account."""


@dataclass(eq=False)
class AlreadyLinked(Refusal):
    """Both accounts belong to one learner already."""


@dataclass(eq=False)
class NotTypedYet(Refusal):
    """The code waits to be typed on the other account."""

    code: str = ""


@dataclass(eq=False)
class NotLinked(Refusal):
    """The caller's account is the learner's only one."""


# --- reports, practice, assessment


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


# --- groups: what their settings can be


@dataclass(eq=False)
class NotATime(Refusal):
    """`said` is no local time such as 09:00 or 5pm."""

    said: str = ""


@dataclass(eq=False)
class NotADelay(Refusal):
    """`said` is no length of time such as 4h, 90m or 1h30m, from `least` to `most` minutes."""

    said: str = ""
    least: int = 0
    most: int = 0


@dataclass(eq=False)
class UnknownTopic(Refusal):
    """The bank serves no topic `said`; `near` are spelt alike, `known` are all of them."""

    said: str = ""
    near: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


@dataclass(eq=False)
class BadGroupName(Refusal):
    """A group's name has 1 to `most` characters that can be printed."""

    said: str = ""
    most: int = 60


@dataclass(eq=False)
class GroupNameTaken(Refusal):
    """Another group of this space is called so."""

    name: str = ""


@dataclass(eq=False)
class NotAVerdictTime(Refusal):
    """Learners see their verdict `now` or at the `reveal`; `said` is neither."""

    said: str = ""


@dataclass(eq=False)
class NotAShare(Refusal):
    """`said` is no percentage such as 50."""

    said: str = ""


@dataclass(eq=False)
class NothingToChange(Refusal):
    """A change that names no setting."""

    group: int = 0


@dataclass(eq=False)
class NotADate(Refusal):
    """`said` is no date such as 2026-12-24, today or next friday, nor a range of two."""

    said: str = ""


@dataclass(eq=False)
class DatesBackwards(Refusal):
    """A range whose end comes before its beginning."""

    said: str = ""


@dataclass(eq=False)
class DateOutOfReach(Refusal):
    """Dates are skipped from `earliest` to `latest` (ISO), a year ahead."""

    said: str = ""
    earliest: str = ""
    latest: str = ""


@dataclass(eq=False)
class NoQuestionMatches(Refusal):
    """No live question fits the group's topics and bands."""

    group: str = ""


# --- groups: what their admins cannot do just now


@dataclass(eq=False)
class OnlyInAChannel(Refusal):
    """This concerns a channel, and was asked for in a direct message."""


@dataclass(eq=False)
class ChannelHasGroup(Refusal):
    """A group lives in this channel already."""

    group: int = 0
    name: str = ""


@dataclass(eq=False)
class GroupEnded(Refusal):
    """The group has ended; it can be restored."""

    group: int = 0
    name: str = ""


@dataclass(eq=False)
class GroupIsPaused(Refusal):
    """The group is paused: resume it first."""

    group: int = 0
    name: str = ""


@dataclass(eq=False)
class NotEnded(Refusal):
    """Only a group that has ended can be restored."""

    name: str = ""


@dataclass(eq=False)
class NoChannelLeft(Refusal):
    """The group has no channel that can be reached."""

    name: str = ""


@dataclass(eq=False)
class DateHasDaily(Refusal):
    """`day` (ISO) has its daily already: it cannot be skipped."""

    day: str = ""
    group: int = 0


@dataclass(eq=False)
class NothingSkipped(Refusal):
    """None of these dates is skipped."""

    said: str = ""


@dataclass(eq=False)
class TooSoonToPost(Refusal):
    """Two posts lie at least 6 hours apart: `at` is the first instant at which another may come."""

    at: datetime | None = None


@dataclass(eq=False)
class SlotUsed(Refusal):
    """`day` (ISO), the group's study day, has had its daily."""

    day: str = ""
    group: int = 0


@dataclass(eq=False)
class ReplacedAlready(Refusal):
    """A daily is replaced once."""

    day: str = ""


@dataclass(eq=False)
class UnknownPerson(Refusal):
    """No member of the group is called so."""

    said: str = ""


@dataclass(eq=False)
class WhichPerson(Refusal):
    """Several members are called so: (account id, name, platform) of each."""

    said: str = ""
    found: tuple[tuple[int, str, str], ...] = ()


@dataclass(eq=False)
class NotAnAdmin(Refusal):
    """The person is no admin of the group."""

    name: str = ""


@dataclass(eq=False)
class OnlyAdmin(Refusal):
    """The role cannot be taken from the group's only admin."""

    group: int = 0


@dataclass(eq=False)
class GroupElsewhere(Refusal):
    """The group has no channel in this space: a code is needed."""

    name: str = ""


@dataclass(eq=False)
class SpaceAdminsOnly(Refusal):
    """Only an admin of this space, or of a group in it, may bring a channel of it into another space's group."""


# --- boards


@dataclass(eq=False)
class NoSuchBoard(Refusal):
    """`said` is neither a period nor a scope of leaderboards."""

    said: str = ""


@dataclass(eq=False)
class NoBoardHere(Refusal):
    """The board of a `scope` (channel or space) was asked for where there is none."""

    scope: str = ""
