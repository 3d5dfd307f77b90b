"""Everything that a person can ask for, each as one frozen dataclass; and what a platform can notice.

Commands parse to intents, controls carry them (`bot/view/wire.py`), forms fill them. Fields are str, int, bool or
None, so that every intent can travel. Nothing here knows how an intent is carried out: that is `ROUTES` in
`bot/app.py`. `group` is None where the group follows from the channel, or from being the caller's only one.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing that can be asked for. `verb` is its name in tokens and routes; it never changes once released."""

    verb: ClassVar[str] = ""


# --- the daily question


@dataclass(frozen=True, slots=True)
class ShowDaily(Intent):
    """Today's question."""

    verb: ClassVar[str] = "daily"
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Answer(Intent):
    """An answer to a daily, in the text form of `bot/domain/reading.py`; `daily` None is the caller's open one."""

    verb: ClassVar[str] = "answer"
    daily: int | None = None
    said: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class DontKnow(Intent):
    """Give no answer, honestly: no points, the day counts."""

    verb: ClassVar[str] = "idk"
    daily: int | None = None


@dataclass(frozen=True, slots=True)
class TakeHint(Intent):
    """The next hint of an open daily."""

    verb: ClassVar[str] = "hint"
    daily: int | None = None


@dataclass(frozen=True, slots=True)
class ShowResult(Intent):
    """What became of the caller's attempt at a daily, once more."""

    verb: ClassVar[str] = "result"
    daily: int | None = None


@dataclass(frozen=True, slots=True)
class AssessAnswer(Intent):
    """Rate one's own open answer: a level 0-3 for each criterion, in the rubric's order ("2 3 1 0")."""

    verb: ClassVar[str] = "assess"
    daily: int | None = None
    levels: str = ""


@dataclass(frozen=True, slots=True)
class ShowYesterday(Intent):
    """The group's last revealed daily: question, own answer, key."""

    verb: ClassVar[str] = "yesterday"
    group: int | None = None


@dataclass(frozen=True, slots=True)
class ShowRun(Intent):
    """What became of a run of the caller's code; `run` 0 is the last one."""

    verb: ClassVar[str] = "run"
    run: int = 0


@dataclass(frozen=True, slots=True)
class ShowPlan(Intent):
    """How the database went about the query of a run; `run` 0 is the last one."""

    verb: ClassVar[str] = "plan"
    run: int = 0


@dataclass(frozen=True, slots=True)
class ShowHistory(Intent):
    """The caller's revealed dailies, newest first."""

    verb: ClassVar[str] = "history"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Practise(Intent):
    """A revealed question once more, for no points."""

    verb: ClassVar[str] = "practise"
    question: str = ""


@dataclass(frozen=True, slots=True)
class AnswerPractice(Intent):
    """An answer to a practice question."""

    verb: ClassVar[str] = "try"
    question: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class ReportQuestion(Intent):
    """Say that a question is wrong or unclear."""

    verb: ClassVar[str] = "report"
    question: str = ""
    reason: str = ""


# --- mock interview rounds


@dataclass(frozen=True, slots=True)
class ShowRound(Intent):
    """The caller's round that runs, or the formats to choose from."""

    verb: ClassVar[str] = "round"


@dataclass(frozen=True, slots=True)
class StartRound(Intent):
    """Begin a solo round: a format, and where wanted topics, a band, so many minutes or questions, or no clock."""

    verb: ClassVar[str] = "rstart"
    format: str = ""
    topics: str = ""
    band: str = ""
    minutes: str = ""
    questions: str = ""
    untimed: bool = False


@dataclass(frozen=True, slots=True)
class NextItem(Intent):
    """What a round asks next; `round` 0 is the caller's running one. An open question is shown again."""

    verb: ClassVar[str] = "rnext"
    round: int = 0


@dataclass(frozen=True, slots=True)
class AnswerRound(Intent):
    """An answer to what a round asks; `item` 0 is what is asked now."""

    verb: ClassVar[str] = "ranswer"
    item: int = 0
    said: str = ""


@dataclass(frozen=True, slots=True)
class PassItem(Intent):
    """Not to know, or to skip a stage."""

    verb: ClassVar[str] = "rpass"
    item: int = 0


@dataclass(frozen=True, slots=True)
class PauseRound(Intent):
    """Stop the round's clock."""

    verb: ClassVar[str] = "rpause"
    round: int = 0


@dataclass(frozen=True, slots=True)
class ResumeRound(Intent):
    """Go on with a round."""

    verb: ClassVar[str] = "rresume"
    round: int = 0


@dataclass(frozen=True, slots=True)
class EndRound(Intent):
    """End a round before its time."""

    verb: ClassVar[str] = "rend"
    round: int = 0
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class ShowReport(Intent):
    """The report of one of the caller's rounds; 0 is the last one."""

    verb: ClassVar[str] = "rreport"
    round: int = 0
    page: int = 1


@dataclass(frozen=True, slots=True)
class ShowRounds(Intent):
    """The caller's rounds, the newest first."""

    verb: ClassVar[str] = "rounds"
    page: int = 1


@dataclass(frozen=True, slots=True)
class ExportRound(Intent):
    """A round's report as a Markdown file."""

    verb: ClassVar[str] = "rexport"
    round: int = 0


@dataclass(frozen=True, slots=True)
class StartLive(Intent):
    """Open a live round in the caller's channel; with `speed` quick answers bring up to half more."""

    verb: ClassVar[str] = "rlive"
    format: str = ""
    topics: str = ""
    band: str = ""
    questions: str = ""
    speed: bool = False


@dataclass(frozen=True, slots=True)
class JoinRound(Intent):
    """Take part in a live round."""

    verb: ClassVar[str] = "rjoin"
    round: int = 0


@dataclass(frozen=True, slots=True)
class LeaveRound(Intent):
    """Stop playing in a live round."""

    verb: ClassVar[str] = "rleave"
    round: int = 0


@dataclass(frozen=True, slots=True)
class BeginLive(Intent):
    """Start a live round, go on after a pause, or close its question early: the host's next step.

    `item` is the place of the question that a control opens, with a minus of the one that it closes: a second press of
    it does nothing more. 0: the next step, whatever it is.
    """

    verb: ClassVar[str] = "rbegin"
    round: int = 0
    item: int = 0


@dataclass(frozen=True, slots=True)
class SignUpPair(Intent):
    """Look for a partner: format, band, free times ("mon 18-20, sat 10-12"), language."""

    verb: ClassVar[str] = "psign"
    format: str = ""
    band: str = ""
    slots: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawPair(Intent):
    """Stop looking for a partner."""

    verb: ClassVar[str] = "pstop"


@dataclass(frozen=True, slots=True)
class ComeToPair(Intent):
    """I am here, at the time of the meeting; `round` 0 is the caller's next one."""

    verb: ClassVar[str] = "phere"
    round: int = 0


@dataclass(frozen=True, slots=True)
class ShowSheet(Intent):
    """The interviewer's run sheet for the half that runs: one question a page."""

    verb: ClassVar[str] = "psheet"
    round: int = 0
    page: int = 1


@dataclass(frozen=True, slots=True)
class HandOver(Intent):
    """Give the candidate the question of this item."""

    verb: ClassVar[str] = "pgive"
    item: int = 0


@dataclass(frozen=True, slots=True)
class RatePair(Intent):
    """Fill in the rubric about somebody in a pair round: a level 0-3 for each criterion, and a comment."""

    verb: ClassVar[str] = "prate"
    round: int = 0
    about: int = 0
    levels: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ShowPair(Intent):
    """How a pair round stands; after both have rated, what each thought."""

    verb: ClassVar[str] = "pair"
    round: int = 0


@dataclass(frozen=True, slots=True)
class RateRound(Intent):
    """Rate one's own answer in a round: a level 0-3 for each criterion, in the rubric's order."""

    verb: ClassVar[str] = "rrate"
    item: int = 0
    levels: str = ""


# --- streaks and boards


@dataclass(frozen=True, slots=True)
class ShowStreak(Intent):
    """The caller's streak, freezes, and what today still needs."""

    verb: ClassVar[str] = "streak"


@dataclass(frozen=True, slots=True)
class ExplainStreak(Intent):
    """The ledger: every change of the streak and its reason."""

    verb: ClassVar[str] = "why"
    page: int = 1


@dataclass(frozen=True, slots=True)
class ShowLeaderboard(Intent):
    """Standings: period day, week, month, season or all; scope group, channel or space."""

    verb: ClassVar[str] = "board"
    period: str = "week"
    scope: str = "group"
    topic: str = ""
    page: int = 1
    group: int | None = None


@dataclass(frozen=True, slots=True)
class ShowSeasons(Intent):
    """Closed seasons and their winners."""

    verb: ClassVar[str] = "seasons"
    page: int = 1
    group: int | None = None


# --- the caller's own settings


@dataclass(frozen=True, slots=True)
class ShowSettings(Intent):
    """The caller's settings."""

    verb: ClassVar[str] = "settings"


@dataclass(frozen=True, slots=True)
class ChangeSettings(Intent):
    """Change several of the caller's settings at once; empty fields stay. The values are those of the intents below."""

    verb: ClassVar[str] = "mine"
    zone: str = ""
    rest: str = ""
    remind: str = ""
    confirm: str = ""
    visible: str = ""


@dataclass(frozen=True, slots=True)
class SetZone(Intent):
    """The caller's IANA time zone."""

    verb: ClassVar[str] = "zone"
    zone: str = ""


@dataclass(frozen=True, slots=True)
class SetRestDays(Intent):
    """At most two weekdays ("sat sun", "none") that owe no answer."""

    verb: ClassVar[str] = "rest"
    days: str = ""


@dataclass(frozen=True, slots=True)
class SetReminder(Intent):
    """A local time ("18:30") for a private reminder on unanswered days, or "off"."""

    verb: ClassVar[str] = "remind"
    at: str = ""


@dataclass(frozen=True, slots=True)
class SetConfirm(Intent):
    """Ask before an answer is submitted: "auto" (multi, order, match), "always" or "never"."""

    verb: ClassVar[str] = "confirm"
    when: str = ""


@dataclass(frozen=True, slots=True)
class SetVisibility(Intent):
    """On boards: "named", "anonymous" or "hidden"."""

    verb: ClassVar[str] = "visible"
    how: str = ""


@dataclass(frozen=True, slots=True)
class PauseLearner(Intent):
    """Owe nothing for `days` days from tomorrow."""

    verb: ClassVar[str] = "away"
    days: int = 0


@dataclass(frozen=True, slots=True)
class ResumeLearner(Intent):
    """End one's own pause from tomorrow."""

    verb: ClassVar[str] = "back"


@dataclass(frozen=True, slots=True)
class JoinGroup(Intent):
    """Become a member."""

    verb: ClassVar[str] = "join"
    group: int | None = None


@dataclass(frozen=True, slots=True)
class LeaveGroup(Intent):
    """Stop being a member; history stays."""

    verb: ClassVar[str] = "leave"
    group: int | None = None


@dataclass(frozen=True, slots=True)
class StartLink(Intent):
    """Ask for a code that joins another account of the same person."""

    verb: ClassVar[str] = "link"


@dataclass(frozen=True, slots=True)
class RedeemLink(Intent):
    """Type the code on the other account."""

    verb: ClassVar[str] = "redeem"
    code: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmLink(Intent):
    """Agree, on each side, that the two accounts are one person."""

    verb: ClassVar[str] = "linkyes"
    code: str = ""


@dataclass(frozen=True, slots=True)
class Unlink(Intent):
    """Give this account its own history back."""

    verb: ClassVar[str] = "unlink"
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class ExportData(Intent):
    """Everything stored about the caller, as JSON."""

    verb: ClassVar[str] = "export"


@dataclass(frozen=True, slots=True)
class DeleteData(Intent):
    """Forget the caller: the id is swapped for a random one, free text is blanked."""

    verb: ClassVar[str] = "forget"
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class ShowHelp(Intent):
    """What can be asked for, or one verb in full."""

    verb: ClassVar[str] = "help"
    about: str = ""


# --- the group, for its admins


@dataclass(frozen=True, slots=True)
class SetUpGroup(Intent):
    """Make a group for this channel. Empty fields take the defaults of design section 4, first day.

    `page` is the page of the form that is filled in; 0 where no form asked.
    """

    verb: ClassVar[str] = "setup"
    name: str = ""
    at: str = ""
    zone: str = ""
    weekdays: str = ""
    topics: str = ""
    bands: str = ""
    reveal: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowGroup(Intent):
    """The group's settings, members and next dates."""

    verb: ClassVar[str] = "group"
    group: int | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class ChangeGroup(Intent):
    """Change the group's settings; empty fields stay. Acts on the next date that has no daily.

    `page` is the page of the form that is filled in; 0 where no form asked.
    """

    verb: ClassVar[str] = "change"
    group: int | None = None
    name: str = ""
    at: str = ""
    zone: str = ""
    weekdays: str = ""
    topics: str = ""
    bands: str = ""
    reveal: str = ""
    share: str = ""
    verdict: str = ""
    window: str = ""
    season: str = ""
    rounds: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class PreviewDaily(Intent):
    """Topic, band and kind of the next daily; `stem` opens the text and costs the admin its points."""

    verb: ClassVar[str] = "preview"
    group: int | None = None
    stem: bool = False


@dataclass(frozen=True, slots=True)
class SkipDates(Intent):
    """No daily on a date or a range ("2026-12-24..2027-01-01"): rest for all."""

    verb: ClassVar[str] = "skip"
    group: int | None = None
    dates: str = ""


@dataclass(frozen=True, slots=True)
class UnskipDates(Intent):
    """Take skipped dates back."""

    verb: ClassVar[str] = "unskip"
    group: int | None = None
    dates: str = ""


@dataclass(frozen=True, slots=True)
class ReplaceDaily(Intent):
    """Reveal the open daily and put another question in its place."""

    verb: ClassVar[str] = "replace"
    group: int | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class PostNow(Intent):
    """Post today's daily at once; uses up today's slot."""

    verb: ClassVar[str] = "postnow"
    group: int | None = None


@dataclass(frozen=True, slots=True)
class PauseGroup(Intent):
    """Stop posting until resumed; the open daily is revealed."""

    verb: ClassVar[str] = "pause"
    group: int | None = None


@dataclass(frozen=True, slots=True)
class ResumeGroup(Intent):
    """Post again from the next scheduled date."""

    verb: ClassVar[str] = "resume"
    group: int | None = None


@dataclass(frozen=True, slots=True)
class EndGroup(Intent):
    """Reveal, archive and stop; erased after 30 days unless restored."""

    verb: ClassVar[str] = "end"
    group: int | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class RestoreGroup(Intent):
    """Undo the end of a group within 30 days."""

    verb: ClassVar[str] = "restore"
    group: int | None = None


@dataclass(frozen=True, slots=True)
class ShowLog(Intent):
    """Every admin act, newest first."""

    verb: ClassVar[str] = "log"
    group: int | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class AddAdmin(Intent):
    """Make a member an admin; `person` is a display name or a platform's mention, read by the adapter."""

    verb: ClassVar[str] = "admin"
    group: int | None = None
    person: str = ""


@dataclass(frozen=True, slots=True)
class RemoveAdmin(Intent):
    """Take the role back; the last admin cannot go unreplaced."""

    verb: ClassVar[str] = "unadmin"
    group: int | None = None
    person: str = ""


@dataclass(frozen=True, slots=True)
class ShareGroup(Intent):
    """A code that lets a channel of another space become a channel of this group."""

    verb: ClassVar[str] = "share"
    group: int | None = None


@dataclass(frozen=True, slots=True)
class AddChannel(Intent):
    """Make this channel one of a group's: by the group itself (same space) or by a code (another space)."""

    verb: ClassVar[str] = "attach"
    group: int | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmShare(Intent):
    """The first space's admin agrees that the other space's channel joins the group."""

    verb: ClassVar[str] = "shareyes"
    code: str = ""


# --- what a platform notices (never typed by a person)


@dataclass(frozen=True, slots=True)
class BotInvited(Intent):
    """The bot was invited to the caller's channel."""

    verb: ClassVar[str] = "invited"


@dataclass(frozen=True, slots=True)
class ChannelLost(Intent):
    """The caller's channel was deleted, archived, or the bot removed from it."""

    verb: ClassVar[str] = "lost"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChannelRenamed(Intent):
    """The caller's channel has a new name (in `caller.channel_name`)."""

    verb: ClassVar[str] = "renamed"


@dataclass(frozen=True, slots=True)
class SpaceLost(Intent):
    """The bot was removed from the caller's space."""

    verb: ClassVar[str] = "removed"


@dataclass(frozen=True, slots=True)
class LearnerGone(Intent):
    """The caller left the space: inactive in its groups, history stays."""

    verb: ClassVar[str] = "gone"


@dataclass(frozen=True, slots=True)
class LearnerLeft(Intent):
    """The caller left their channel: inactive in its group until they answer or join again, history stays."""

    verb: ClassVar[str] = "left"


@dataclass(frozen=True, slots=True)
class OpenOnDemand(Intent):
    """The caller's channel is a place of their own, without a clock: it has a group that opens a daily when asked."""

    verb: ClassVar[str] = "ondemand"
    name: str = ""


NOTICES: frozenset[type[Intent]] = frozenset(
    {BotInvited, ChannelLost, ChannelRenamed, SpaceLost, LearnerGone, LearnerLeft, OpenOnDemand}
)
"""What only a platform says: no command makes these and no control carries them."""


def every_intent() -> tuple[type[Intent], ...]:
    """All intents, in the order of this page."""
    found = (thing for thing in globals().values() if isinstance(thing, type) and issubclass(thing, Intent))
    return tuple(thing for thing in found if thing.verb)
