"""Setting a group up and changing it: the pages of the forms, and the cards that come of them."""

from bot.domain.errors import Refusal
from bot.intents import ChangeGroup, JoinGroup, PostNow, PreviewDaily, SetUpGroup, ShowGroup
from bot.ports.groups import Group
from bot.usecases import change as changing
from bot.usecases import setup as setting_up
from bot.usecases.change import ChangePage, ChangeRefused, GroupChanged
from bot.usecases.group_view import GroupView
from bot.usecases.setup import GroupMade, PageKept, PageRefused, SetupPage
from bot.view import group_card, refusals
from bot.view.card import Button, Buttons, Card, Footnote, Reply, Text, buttons, card
from bot.view.form import Form, FormField
from bot.view.schedule_words import LABELS, reveal_words, schedule_words, setting_words
from bot.view.wording import counted, day_name

HINTS = {
    "name": "What the group is called, up to 60 characters",
    "at": "Local time, for example 09:00 or 5:30 pm",
    "zone": "For example Europe/Berlin",
    "weekdays": "For example mon-fri, or mon wed fri",
    "reveal": "next (at the next question), or a delay of at least an hour such as 4h",
    "topics": "all, or some of: {topics}",
    "bands": "Shares of junior/mid/senior, for example 30/50/20",
    "share": "A quorum is more than this percentage of those expected, for example 50",
    "verdict": "now (right after the answer), or reveal",
    "window": "How late a question may still be posted, for example 6h",
    "season": "month, quarter, half, year, or for example 6 weeks",
    "rounds": "own (live rounds count in the round alone), or board (on the group's leaderboard too)",
}
DEFAULTS = {"at": "09:00", "weekdays": "mon-fri", "reveal": "next", "topics": "all", "bands": "30/50/20"}
WORDS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def present_setup(result: GroupMade | GroupView | PageKept | PageRefused) -> Card | tuple[Reply, ...]:
    """Whatever came of a set-up."""
    match result:
        case GroupMade():
            return Reply(made(result)), Reply(announcement(result), "channel")
        case PageKept():
            return kept(result)
        case PageRefused():
            return refused(result.why, SetUpGroup(page=result.page))
        case _:
            return group_card.present(result)


def made(result: GroupMade) -> Card:
    """For the admin: what was made, and what can be done next."""
    group, life = result.view.group, result.view.life
    return card(
        f"{group.name} is set up",
        "done",
        Text(f"{schedule_words(group)}. The key is shown {reveal_words(group.reveal_min)}."),
        Text("The first question comes {when}.", when=life.next_post_at) if life.next_post_at else None,
        Text(f"{counted(result.view.unused, 'question')} fit the topics and bands. You are the group's admin."),
        None if result.zone_told else Text("Nobody said which time zone, so it is UTC. `Change` lets you say."),
        buttons(
            Button("Post the first one now", PostNow(group.id), style="primary"),
            Button("Change", ChangeGroup(group.id, page=1), form=True),
            Button("Preview", PreviewDaily(group.id)),
        ),
        Footnote("Everything an admin does is in `group log`. More admins: `group admin NAME`."),
        word="done",
    )


def announcement(result: GroupMade) -> Card:
    """For the channel."""
    group, life = result.view.group, result.view.life
    return card(
        f"{group.name}: a question a day",
        "info",
        Text(f"{schedule_words(group)}. Answers are private; the key is shown {reveal_words(group.reveal_min)}."),
        Text("The first question comes {when}.", when=life.next_post_at) if life.next_post_at else None,
        Text("Your first answer makes you a member, or press Join."),
        buttons(Button("Join", JoinGroup(group.id), style="primary"), Button("The group", ShowGroup(group.id))),
        word="new",
    )


def kept(result: PageKept) -> Card:
    """On to the next page."""
    return card(
        "One more page",
        "ask",
        Text("So far it fits, and it is kept. Topics and bands are left; both have a default."),
        buttons(Button("Continue", SetUpGroup(page=result.next), style="primary", form=True)),
    )


def refused(why: Refusal, again: SetUpGroup | ChangeGroup) -> Card:
    """What does not fit, and the way back to what was typed."""
    shown = refusals.present(why, again)
    controls = Buttons((Button("Correct it", again, style="primary", form=True),))
    texts = tuple(block for block in shown.blocks if not isinstance(block, Buttons))
    return Card(shown.title, shown.state, (*texts, Text("What you typed is kept."), controls), shown.state_word)


def present_change(result: GroupChanged | ChangeRefused) -> Card:
    """Whatever came of a change."""
    if isinstance(result, ChangeRefused):
        return refused(result.why, ChangeGroup(result.group.id, page=result.page))
    group = result.view.group
    more = Button("More settings", ChangeGroup(group.id, page=result.next), form=True) if result.next else None
    if not result.changes:
        return card(
            "Nothing was changed",
            "info",
            Text("All of this is so already."),
            buttons(more, Button("The group", ShowGroup(group.id))),
        )
    return card(
        f"{group.name} is changed",
        "done",
        *(Text(f"{LABELS[name]}: {setting_words(name, new)} (was: {setting_words(name, old)})", literal=True)
          for name, old, new in result.changes),
        from_when(result),
        Text("Next question: {when}.", when=result.view.life.next_post_at) if result.view.life.next_post_at else None,
        buttons(more, Button("The group", ShowGroup(group.id)), Button("Preview", PreviewDaily(group.id))),
        word="done",
    )  # fmt: skip


def from_when(result: GroupChanged) -> Text | None:
    """From which question on the change holds."""
    names = {name for name, _, _ in result.changes} - {"name", "season", "rounds"}
    parts = []
    if names and result.effective is not None:
        open_one = "The open question keeps what held when it was posted; this" if result.view.daily else "This"
        parts.append(f"{open_one} holds from the question of {day_name(result.effective)} on.")
    if any(name == "rounds" for name, _, _ in result.changes):
        parts.append("Live rounds that start from now on go by it.")
    if result.season_from is not None:
        parts.append(f"The running season ends as planned; the new length begins {day_name(result.season_from)}.")
    return Text(" ".join(parts)) if parts else None


def setup_form(result: SetupPage) -> Form:
    """A page of the set-up; every field has a default."""
    values = {**DEFAULTS, "name": result.name, "zone": result.zone or "UTC"}
    values |= {name: text for name, text in result.said.items() if text.strip()}
    names = setting_up.PAGES[result.page - 1]
    return Form(
        "Set up a study group",
        SetUpGroup(page=result.page),
        tuple(field(name, values.get(name, ""), result.topics) for name in names),
        submit="Next" if result.page < setting_up.LAST else "Set up",
        page=result.page,
        pages=setting_up.LAST,
    )


def change_form(result: ChangePage) -> Form:
    """A page of the settings as they are."""
    values = typed_values(result.group) | {name: text for name, text in result.said.items() if text.strip()}
    names = changing.PAGES[result.page - 1]
    return Form(
        f"Change {result.group.name}"[:75],
        ChangeGroup(result.group.id, page=result.page),
        tuple(field(name, values.get(name, ""), result.topics) for name in names),
        submit="Save",
        intro="A change acts from the next question on.",
        page=result.page,
        pages=changing.LAST,
    )


def typed_values(group: Group) -> dict[str, str]:
    """The settings as one would type them."""
    days = [int(day) for day in group.weekdays.split(",") if day]
    return {
        "name": group.name,
        "at": group.post_at,
        "zone": group.zone,
        "weekdays": " ".join(WORDS[day].lower() for day in days),
        "reveal": f"{group.reveal_min}m" if group.reveal_min else "next",
        "topics": group.topics.replace(",", " ") or "all",
        "bands": group.bands,
        "share": str(group.share),
        "verdict": group.verdict,
        "window": f"{group.window_min}m",
        "season": group.season.partition(" since ")[0],
        "rounds": group.rounds,
    }


def field(name: str, value: str, topics: tuple[str, ...]) -> FormField:
    """One field; what it holds may stay."""
    hint = HINTS[name].replace("{topics}", " ".join(topics))
    return FormField(name, LABELS[name], hint=hint, value=value, required=False, max_length=200)
