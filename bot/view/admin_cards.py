"""What comes of the smaller acts of admins: skipped dates, admins, the log."""

from bot.intents import ShowGroup, ShowLog, UnskipDates
from bot.usecases.admins import AdminsNow
from bot.usecases.group_log import LogPage
from bot.usecases.skipping import DatesKept
from bot.view.card import Block, Button, Card, Footnote, Table, Text, buttons, card
from bot.view.letters import cut
from bot.view.schedule_words import skip_words
from bot.view.wording import day_name, listed

ACTS = {
    "setup": "set up the group",
    "change": "changed",
    "skip": "skipped",
    "unskip": "took back",
    "preview": "opened the text of",
    "postnow": "posted by hand on",
    "replace": "replaced",
    "pause": "paused the group",
    "resume": "resumed the group",
    "end": "ended the group",
    "restore": "restored the group",
    "admin": "made an admin:",
    "unadmin": "took the role from",
    "share": "asked for a code to share the group",
    "attach": "added the channel",
    "channel lost": "lost a channel",
    "channel back": "has a channel back:",
}
WIDEST = 120


def present_dates(result: DatesKept) -> Card:
    """Dates were skipped or taken back."""
    group = result.group
    said = skip_words(result.dates[:12])
    if result.next_day is not None:
        following = Text(f"The next question comes {day_name(result.next_day)}.")
    else:
        following = Text("There is no next question as things are.")
    undo = UnskipDates(group.id, first_range(result)) if not result.back else None
    return card(
        f"{group.name}: dates taken back" if result.back else f"{group.name}: no question on these dates",
        "done",
        Text(
            f"There are questions again on {said}." if result.back else f"{said}: rest for all, no streak is touched."
        ),
        following,
        Footnote(f"Skipped now: {skip_words(result.skips[:12])}.") if result.skips else None,
        buttons(Button("Take it back", undo) if undo else None, Button("The group", ShowGroup(group.id))),
        word="done",
    )


def first_range(result: DatesKept) -> str:
    """The first range of dates as it is typed; a token has no room for more."""
    one = result.dates[0]
    return f"{one.first}..{one.last}" if one.first != one.last else str(one.first)


def present_admins(result: AdminsNow) -> Card:
    """Who is an admin now."""
    name = result.name or "The member"
    if result.added:
        said = f"{name} is an admin now." if result.changed else f"{name} was an admin already."
    else:
        said = f"{name} is no admin any more."
    names = list(dict.fromkeys(one.name or "(no name)" for one in result.admins))[:20]
    return card(
        f"Admins of {result.group.name}",
        "done",
        Text(said, literal=True),
        Text(f"Admins: {listed(names)}", literal=True),
        Footnote("Whoever administers the space is an admin of its groups as well."),
        buttons(Button("The group", ShowGroup(result.group.id))),
        word="done",
    )


def present_log(result: LogPage) -> Card:
    """The log, newest first."""
    group = result.group.id
    rows = tuple(
        (
            f"{row.at:%Y-%m-%d %H:%M}",
            cut(row.who if row.who is not None else "the bot", 30),
            cut(act(row.what, row.detail), WIDEST),
        )
        for row in result.rows
    )
    body: Block = Table(("When (UTC)", "Who", "What"), rows) if rows else Text("Nothing here.")
    return card(
        f"Log of {result.group.name}",
        "info",
        body,
        buttons(
            Button("Newer", ShowLog(group, result.page - 1)) if result.page > 1 else None,
            Button("Older", ShowLog(group, result.page + 1)) if result.more else None,
        ),
    )


def act(what: str, detail: str) -> str:
    """An admin act in words."""
    if what == "pause" and detail:
        return "paused by itself: " + {"silence": "nobody answered ten questions in a row"}.get(
            detail, "no channel left"
        )
    if what == "channel lost":
        return ACTS[what]
    return f"{ACTS.get(what, what)} {detail}".strip()
