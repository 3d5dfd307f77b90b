"""Sample cards of groups: invitation, set-up, settings, admins' acts, codes; and what admins are refused."""

from datetime import date, timedelta

from bot.domain import errors as e
from bot.domain.quorum import GroupStreak
from bot.domain.schedule import Post, Skip
from bot.intents import AddAdmin, ChangeGroup, SetUpGroup
from bot.ports.administration import Admin, Life, LogRow, MemberName
from bot.ports.dailies import Daily
from bot.ports.groups import Group, Place
from bot.ports.posts import Plan
from bot.refs import ChannelRef
from bot.usecases.admins import AdminsNow
from bot.usecases.change import ChangePage, ChangeRefused, GroupChanged
from bot.usecases.direct_posts import AskReplace, DailyPosted, Preview
from bot.usecases.group_life import AskEnd, LifeChanged
from bot.usecases.group_log import LogPage
from bot.usecases.group_view import GroupView
from bot.usecases.invite import CameBack, Invited
from bot.usecases.setup import GroupMade, PageKept, PageRefused, SetupPage
from bot.usecases.skipping import DatesKept
from bot.usecases.spanning import AskWhereTo, ChannelAdded, NoSuchShare, ShareCode, ShareTyped
from bot.view import (
    admin_cards,
    direct_post_card,
    group_card,
    invite_card,
    refusals,
    setup_card,
    spanning_card,
)
from bot.view.card import Card
from bot.view.form import Form
from tests.domain.answerable import question, shown
from tests.view.gallery import WHEN, sample, sample_form

DAY = date(2026, 8, 3)
GROUP = Group(
    7, "Backend circle", "active", "Europe/Berlin", "09:00", "0,1,2,3,4", "db,sql", "30/50/20", 240, "now", 50, 360,
    "quarter since 2026-10-01 after month", 0,
)  # fmt: skip
PLACES = (
    Place(1, 1, ChannelRef("toy", "T", "C1"), "#backend", "active", 7),
    Place(2, 1, ChannelRef("toy", "T", "C2"), "", "lost", 7),
)
DAILY = Daily(
    3, 7, "2026-08-03", "open", "db.x.0001", 1, WHEN, WHEN, None, None, 4, 6, 4, None, "Backend circle",
    "Europe/Berlin", "now", 50, "month", False,
)  # fmt: skip
SKIPS = (Skip(DAY, DAY), Skip(DAY + timedelta(days=7), DAY + timedelta(days=14)))
ADMINS = (Admin(1, 1, "Ann"), Admin(2, 2, "Bob"))


def view(state: str = "active", *, admin: bool = True, page: int = 1, pages: int = 1, unused: int = 7) -> GroupView:
    ended = WHEN if state == "ended" else None
    life = Life(WHEN if state == "active" else None, DAY if state == "active" else None, ended, 3, 12)
    names = tuple(MemberName(n, n, f"Member {n}", "named" if n % 5 else "anonymous") for n in range(40))
    group = GROUP._replace(state=state)
    return GroupView(group, life, PLACES, ADMINS, 97, names, SKIPS, unused, DAILY, admin, False, page, pages)


@sample("invitation")
def _invited() -> Card:
    return invite_card.present(Invited(PLACES[0], ()))


@sample("invitation to a further channel")
def _further() -> Card:
    return invite_card.present(Invited(PLACES[0], tuple(GROUP._replace(id=n, name=f"Group {n}") for n in range(1, 5))))


@sample("back in a channel")
def _back() -> Card:
    return invite_card.present(CameBack(PLACES[0], GROUP))


@sample("group set up")
def _made() -> Card:
    return setup_card.made(GroupMade(view(), "Ann", zone_told=False))


@sample("group announced")
def _announced() -> Card:
    return setup_card.announcement(GroupMade(view(), "Ann", zone_told=True))


@sample("set-up, next page")
def _kept() -> Card:
    return setup_card.kept(PageKept(2))


@sample("set-up refused")
def _setup_refused() -> Card:
    found = setup_card.present_setup(PageRefused(1, e.NotATime("late")))
    assert isinstance(found, Card)
    return found


@sample("group for an admin")
def _for_admin() -> Card:
    return group_card.present(view(pages=3))


@sample("group for a member")
def _for_member() -> Card:
    return group_card.present(view(admin=False))


@sample("group, further members")
def _members() -> Card:
    return group_card.present(view(page=2, pages=3))


@sample("group paused")
def _paused() -> Card:
    return group_card.present_life(LifeChanged(view("paused"), "pause", revealed=True))


@sample("group resumed")
def _resumed() -> Card:
    return group_card.present_life(LifeChanged(view(), "resume"))


@sample("group to be ended")
def _ask_end() -> Card:
    return group_card.present_life(AskEnd(view()))


@sample("group ended")
def _ended() -> Card:
    return group_card.present_life(LifeChanged(view("ended"), "end", erased_at=WHEN))


@sample("group restored")
def _restored() -> Card:
    return group_card.present_life(LifeChanged(view("paused"), "restore"))


@sample("ended group")
def _over() -> Card:
    return group_card.present(view("ended"))


@sample("group changed")
def _changed() -> Card:
    changes = (
        ("at", "09:00", "08:30"), ("weekdays", "0,1,2", "0,2,4"), ("topics", "", "db"), ("reveal", 0, 90),
        ("season", "month", GROUP.season), ("verdict", "now", "reveal"), ("share", 50, 60), ("window", 360, 60),
        ("rounds", "own", "board"),
    )  # fmt: skip
    return setup_card.present_change(GroupChanged(view(), changes, DAY, DAY, 2))


@sample("group not changed")
def _same() -> Card:
    return setup_card.present_change(GroupChanged(view(), (), None, None))


@sample("change refused")
def _change_refused() -> Card:
    return setup_card.present_change(ChangeRefused(GROUP, 2, e.UnknownTopic("sqll", ("sql",), ("db", "sql"))))


@sample("dates skipped")
def _skipped() -> Card:
    return admin_cards.present_dates(DatesKept(GROUP, SKIPS, SKIPS, DAY))


@sample("dates taken back")
def _unskipped() -> Card:
    return admin_cards.present_dates(DatesKept(GROUP, SKIPS, (), None, back=True))


@sample("admins")
def _admins() -> Card:
    return admin_cards.present_admins(AdminsNow(GROUP, "Bob", ADMINS, added=True))


@sample("log")
def _log() -> Card:
    rows = [
        LogRow("change", "topics: " + "db," * 80, "Ann", WHEN),
        LogRow("pause", "silence", None, WHEN),
        *(LogRow(what, "x", "Bob", WHEN) for what in admin_cards.ACTS),
    ]
    return admin_cards.present_log(LogPage(GROUP, rows[:12], 2, more=True))


@sample("preview")
def _preview() -> Card:
    return direct_post_card.present_preview(previewed(opened=False))


@sample("preview, opened")
def _opened() -> Card:
    return direct_post_card.present_preview(previewed(opened=True))


def previewed(*, opened: bool) -> Preview:
    one = question("multi")
    plan = Plan(GROUP, Post(DAY, WHEN), 0, None, None, GroupStreak())
    return Preview(GROUP, one, tuple(shown(one)), plan, opened, exposed=opened)


@sample("posted by hand")
def _posted() -> Card:
    return direct_post_card.present_posted(DailyPosted(GROUP, DAILY, DAILY))


@sample("replace?")
def _replace() -> Card:
    return direct_post_card.present_posted(AskReplace(GROUP, DAILY))


@sample("code to share a group")
def _code() -> Card:
    return spanning_card.present_code(ShareCode(GROUP, "ABCD2346", WHEN))


@sample("code typed")
def _typed() -> Card:
    return spanning_card.present(ShareTyped(GROUP, PLACES[0], "ABCD2346", "Eve", WHEN))


@sample("agree to share?")
def _agree() -> Card:
    return spanning_card.present_asked(ShareTyped(GROUP, PLACES[0], "ABCD2346", "Eve", WHEN))


@sample("channel added")
def _added() -> Card:
    return spanning_card.present(ChannelAdded(GROUP, PLACES[0]))


@sample("code that opens nothing")
def _no_code() -> Card:
    return spanning_card.present(NoSuchShare(timedelta(minutes=10)))


@sample("which group gets the channel?")
def _where() -> Card:
    return spanning_card.present(AskWhereTo(tuple(GROUP._replace(id=n, name=f"Group {n}") for n in range(6))))


REFUSALS: dict[str, tuple[e.Refusal, object]] = {
    "time": (e.NotATime("late"), SetUpGroup()),
    "delay": (e.NotADelay("4", 60, 20160), SetUpGroup()),
    "reveal too soon": (e.RevealTooSoon(60), SetUpGroup()),
    "topic": (e.UnknownTopic("sqll", ("sql",), tuple(f"topic{n}" for n in range(60))), SetUpGroup()),
    "group name": (e.BadGroupName("..."), SetUpGroup()),
    "name taken": (e.GroupNameTaken("Backend"), SetUpGroup()),
    "verdict time": (e.NotAVerdictTime("maybe"), ChangeGroup()),
    "where rounds count": (e.NotForRounds("maybe"), ChangeGroup()),
    "no share": (e.NotAShare("most"), ChangeGroup()),
    "share": (e.BadShare(100), ChangeGroup()),
    "mix": (e.BadMix("lots"), ChangeGroup()),
    "season": (e.BadSeason("fortnight"), ChangeGroup()),
    "no weekday": (e.EmptySchedule(), ChangeGroup()),
    "nothing to change": (e.NothingToChange(7), ChangeGroup()),
    "date": (e.NotADate("24 Dec"), None),
    "dates backwards": (e.DatesBackwards("2026-12-02..2026-12-01"), None),
    "date out of reach": (e.DateOutOfReach("2020-01-01", "2026-08-03", "2027-08-04"), None),
    "not in a channel": (e.OnlyInAChannel(), SetUpGroup()),
    "channel has a group": (e.ChannelHasGroup(7, "Backend"), None),
    "group has ended": (e.GroupEnded(7, "Backend"), None),
    "group is paused": (e.GroupIsPaused(7, "Backend"), None),
    "group has not ended": (e.NotEnded("Backend"), None),
    "no channel left": (e.NoChannelLeft("Backend"), None),
    "date has a daily": (e.DateHasDaily("2026-08-03", 7), None),
    "nothing skipped": (e.NothingSkipped("tomorrow"), None),
    "too soon to post": (e.TooSoonToPost(WHEN), None),
    "day used up": (e.SlotUsed("2026-08-03", 7), None),
    "replaced already": (e.ReplacedAlready("2026-08-03"), None),
    "person": (e.UnknownPerson("Zoe"), None),
    "which person": (e.WhichPerson("Bob", ((1, "Bob", "U1"), (2, "Bob", "U2"))), AddAdmin(7, "Bob")),
    "no admin": (e.NotAnAdmin("Bob"), None),
    "only admin": (e.OnlyAdmin(7), None),
    "group elsewhere": (e.GroupElsewhere("Backend"), None),
    "space's admins": (e.SpaceAdminsOnly(), None),
}
for _name, (_refusal, _intent) in REFUSALS.items():
    sample(f"refused: {_name}")(lambda refusal=_refusal, intent=_intent: refusals.present(refusal, intent))  # type: ignore[misc]


@sample_form("set-up, first page")
def _setup_form() -> Form:
    return setup_card.setup_form(SetupPage(1, {"at": "late"}, "Europe/Berlin", ("db", "sql"), "Backend"))


@sample_form("set-up, last page")
def _setup_form_2() -> Form:
    return setup_card.setup_form(SetupPage(2, {}, "", tuple(f"topic{n}" for n in range(40)), "Backend"))


@sample_form("change, first page")
def _change_form() -> Form:
    return setup_card.change_form(ChangePage(GROUP, 1, {}, ("db", "sql")))


@sample_form("change, second page")
def _change_form_2() -> Form:
    return setup_card.change_form(ChangePage(GROUP, 2, {"share": "most"}, ("db", "sql")))


@sample_form("change, last page")
def _change_form_3() -> Form:
    return setup_card.change_form(ChangePage(GROUP, 3, {}, ("db", "sql")))
