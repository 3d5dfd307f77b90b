"""What can be asked about a group, most of it by its admins."""

from typing import Final

from bot import intents as ask
from bot.commands.entry import Command, Parameter
from bot.commands.shared import CODE, PAGE, SURE

_PERSON: Final = Parameter("person", "The member's name as the board shows it, or a mention", "person", True, rest=True)
_GROUP_CHANGES: Final = (
    Parameter("name", "What the group is called", named=True),
    Parameter("at", "Local time of the daily, as 09:00", "time", named=True),
    Parameter("zone", "Time zone of the group, as Europe/Berlin", "zone", named=True),
    Parameter("weekdays", "Days with a daily, as mon-fri or mon,wed,fri", named=True),
    Parameter("topics", "Topics to choose from, as sql,db,api; or all", named=True),
    Parameter("bands", "Per cent of junior/mid/senior, as 30/50/20", named=True),
    Parameter("reveal", "When the key is shown: next (at the next post), or a delay as 8h", named=True),
)

GROUP: Final = (
    Command(
        "group show",
        ask.ShowGroup,
        "The group's settings, members and next dates",
        (PAGE,),
        family_default=True,
    ),
    Command(
        "group setup",
        ask.SetUpGroup,
        "Make a study group for this channel",
        _GROUP_CHANGES,
        aliases=("setup",),
        form=True,
        personal=False,
        details="What you leave out is Monday to Friday at 09:00 in your zone, all topics, bands 30/50/20, and the "
        "reveal at the next post.",
        examples=('group setup name="Backend circle" at=09:00 zone=Europe/Berlin',),
    ),
    Command(
        "group change",
        ask.ChangeGroup,
        "Change the group's settings, from the next date that has no daily",
        (
            *_GROUP_CHANGES,
            Parameter("share", "Share of the roster that makes a quorum, as 50%", named=True),
            Parameter("verdict", "When a learner sees the verdict: now (at once), or reveal", named=True),
            Parameter("window", "How late a daily may still be posted, as 6h", named=True),
            Parameter("season", "How long a season lasts: month, quarter, half, year or 6 weeks", named=True),
            Parameter("rounds", "Where live rounds count: own (in the round alone), or board", named=True),
        ),
        admin=True,
        form=True,
        examples=("group change at=08:30 weekdays=mon,wed,fri", "group change bands=20/50/30"),
    ),
    Command(
        "group preview",
        ask.PreviewDaily,
        "Topic, band and kind of the next daily",
        (Parameter("stem", "Open the text as well; it costs you this question's points", "flag"),),
        admin=True,
    ),
    Command(
        "group skip",
        ask.SkipDates,
        "No daily on these dates: rest for all",
        (Parameter("dates", "A date or a range, as 2026-12-24..2027-01-01", "date", True, rest=True),),
        admin=True,
        examples=("group skip 2026-12-24..2027-01-01",),
    ),
    Command(
        "group unskip",
        ask.UnskipDates,
        "Take skipped dates back",
        (Parameter("dates", "A date or a range", "date", True, rest=True),),
        admin=True,
        examples=("group unskip 2026-12-31",),
    ),
    Command("group replace", ask.ReplaceDaily, "Reveal the open daily and post another question", (SURE,), admin=True),
    Command("group post", ask.PostNow, "Post today's daily at once", admin=True),
    Command("group pause", ask.PauseGroup, "Stop posting until resumed; the open daily is revealed", admin=True),
    Command("group resume", ask.ResumeGroup, "Post again from the next scheduled date", admin=True),
    Command(
        "group end",
        ask.EndGroup,
        "Reveal, archive and stop",
        (SURE,),
        admin=True,
        details="The group is erased after 30 days unless it is restored.",
    ),
    Command("group restore", ask.RestoreGroup, "Undo the end of a group within 30 days", admin=True),
    Command("group log", ask.ShowLog, "What admins did, newest first", (PAGE,), admin=True),
    Command(
        "group admin", ask.AddAdmin, "Make a member an admin", (_PERSON,), admin=True, examples=("group admin Ada",)
    ),
    Command(
        "group unadmin",
        ask.RemoveAdmin,
        "Take the role of admin back",
        (_PERSON,),
        admin=True,
        examples=("group unadmin Ada",),
    ),
    Command(
        "group share",
        ask.ShareGroup,
        "A code that lets a channel of another space take part",
        admin=True,
        details="Type it there with `group attach`; then agree here with `group agree`.",
    ),
    Command(
        "group attach",
        ask.AddChannel,
        "Make this channel one of a group's",
        (Parameter("code", "The code of a group of another space", "code"),),
        admin=True,
        personal=False,
        examples=("group attach", "group attach ABCD2345"),
    ),
    Command(
        "group agree",
        ask.ConfirmShare,
        "Agree that the other space's channel takes part",
        (CODE,),
        admin=True,
        examples=("group agree ABCD2345",),
    ),
)
