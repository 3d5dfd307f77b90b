"""The card of a group: its settings, who is in it, what comes next; and for admins what they can do with it."""

from bot.domain.selection import WARN_BELOW
from bot.intents import (
    ChangeGroup,
    EndGroup,
    JoinGroup,
    PauseGroup,
    PostNow,
    PreviewDaily,
    RestoreGroup,
    ResumeGroup,
    ShowDaily,
    ShowGroup,
    ShowLeaderboard,
    ShowLog,
)
from bot.usecases.group_life import AskEnd, LifeChanged
from bot.usecases.group_view import GroupView
from bot.view.card import Block, Button, Card, Field, Fields, Footnote, Text, buttons, card
from bot.view.schedule_words import (
    LABELS,
    band_words,
    delay_words,
    reveal_words,
    round_words,
    schedule_words,
    season_words,
    skip_words,
    topic_words,
    verdict_words,
)
from bot.view.wording import counted, listed

STATES = {"active": "running", "paused": "paused", "ended": "ended"}
SHORTEST = 40
"""Characters of a member's name that a list shows."""


def present(result: GroupView) -> Card:
    """The group."""
    if result.page > 1:
        return names_card(result)
    group = result.group
    return card(
        group.name,
        "info",
        Fields((*state_fields(result), *setting_fields(result))),
        Text(f"Admins: {admin_names(result)}", literal=True),
        Text(f"Members: {counted(result.members, 'member')}{name_list(result)}", literal=True),
        warning(result),
        daily_buttons(result),
        admin_buttons(result),
        pages(result),
        word=STATES.get(group.state, group.state),
    )


def state_fields(result: GroupView) -> tuple[Field, ...]:
    """What comes next, and where."""
    life, group = result.life, result.group
    coming = Field("Next question", "{when}", when=life.next_post_at) if life.next_post_at else None
    if coming is None and not group.on_demand:
        coming = Field("Next question", "none while it is " + STATES.get(group.state, group.state)
                       if group.state != "active" else "none: every coming date is skipped")  # fmt: skip
    channels = ", ".join(place_name(place.name, place.state) for place in result.places) or "none"
    skips = Field("No question on", skip_words(result.skips[:6]) + (" ..." if len(result.skips) > 6 else ""))
    streak = f"{counted(life.streak, 'day')} with quorum running, {life.best_streak} at best"
    found = (
        coming,
        Field("Channels", channels, literal=True),
        skips if result.skips else None,
        Field("Group streak", streak),
        Field("Unused questions", str(result.unused)),
    )
    return tuple(one for one in found if one is not None)


def place_name(name: str, state: str) -> str:
    """A channel in a list."""
    return (name or "a channel without a name") + ("" if state == "active" else " (cannot be reached)")


def setting_fields(result: GroupView) -> tuple[Field, ...]:
    """The settings."""
    group = result.group
    return (
        Field("Schedule", schedule_words(group)),
        Field(LABELS["topics"], topic_words(group.topics)),
        Field(LABELS["bands"], band_words(group.bands)),
        Field(LABELS["reveal"], reveal_words(group.reveal_min)),
        Field(LABELS["verdict"], verdict_words(group.verdict)),
        Field(LABELS["share"], f"more than {group.share} % of those expected"),
        Field(LABELS["window"], f"up to {delay_words(group.window_min)} late"),
        Field(LABELS["season"], season_words(group.season)),
        Field(LABELS["rounds"], round_words(group.rounds)),
    )


def admin_names(result: GroupView) -> str:
    """The admins, and that the space's own are admins too."""
    names = list(dict.fromkeys(one.name[:SHORTEST] or "(no name)" for one in result.admins))
    if not names:
        return "those who administer this space"
    return listed(names[:20]) + (f" and {len(names) - 20} more" if len(names) > 20 else "")


def name_list(result: GroupView) -> str:
    """The members of this page by name; those who want no name are only counted."""
    named = [one.name[:SHORTEST] or "(no name)" for one in result.named if one.visibility == "named"]
    veiled = len(result.named) - len(named)
    said = [", ".join(named)] if named else []
    if veiled:
        said.append(f"{veiled} without a name")
    return f": {listed(said)}" if said else ""


def names_card(result: GroupView) -> Card:
    """A further page of members."""
    return card(
        f"{result.group.name}: members",
        "info",
        Text(f"Page {result.page} of {result.pages}{name_list(result)}", literal=True),
        pages(result),
    )


def pages(result: GroupView) -> Block | None:
    """To the other pages of members."""
    group = result.group.id
    return buttons(
        Button("Earlier members", ShowGroup(group, result.page - 1)) if result.page > 1 else None,
        Button("More members", ShowGroup(group, result.page + 1)) if result.page < result.pages else None,
    )


def warning(result: GroupView) -> Text | None:
    """The bank runs out."""
    if not result.admin or result.unused >= WARN_BELOW:
        return None
    return Text(
        f"Only {counted(result.unused, 'unused question')} left for these topics and bands; "
        "after that the oldest ones come again."
    )


def daily_buttons(result: GroupView) -> Block | None:
    """What a member can do."""
    group = result.group.id
    return buttons(
        Button("Today's question", ShowDaily(group), style="primary") if result.daily else None,
        Button("Join", JoinGroup(group)) if not result.member and result.group.state != "ended" else None,
        Button("Leaderboard", ShowLeaderboard(group=group)),
    )


def admin_buttons(result: GroupView) -> Block | None:
    """What an admin can do."""
    if not result.admin:
        return None
    group = result.group.id
    if result.group.state == "ended":
        return buttons(Button("Restore the group", RestoreGroup(group), style="primary"), Button("Log", ShowLog(group)))
    running = result.group.state == "active"
    return buttons(
        Button("Change", ChangeGroup(group, page=1), form=True),
        Button("Preview the next one", PreviewDaily(group)),
        Button("Pause", PauseGroup(group)) if running else Button("Resume", ResumeGroup(group), style="primary"),
        Button("Log", ShowLog(group)),
        Button("End", EndGroup(group), style="danger"),
    )


def present_life(result: LifeChanged | AskEnd) -> Card:
    """Paused, resumed, ended or restored."""
    if isinstance(result, AskEnd):
        return ask_end(result)
    group, life = result.view.group, result.view.life
    revealed = "The open question was revealed. " if result.revealed else ""
    following = Text("Next question: {when}.", when=life.next_post_at) if life.next_post_at else None
    match result.what:
        case "pause":
            was = "was paused already" if result.again else "is paused"
            said = f"{revealed}No questions are posted and no streak is at risk until somebody resumes it."
            row = buttons(
                Button("Resume", ResumeGroup(group.id), style="primary"), Button("The group", ShowGroup(group.id))
            )
        case "resume":
            was = "was running already" if result.again else "is running again"
            said = "Questions come by its schedule."
            row = buttons(Button("Post one now", PostNow(group.id)), Button("The group", ShowGroup(group.id)))
        case "restore":
            was = "is back" if group.state == "active" else "is back, but paused: it has no channel"
            said = "Everything is as it was."
            if group.state != "active":
                said = "Type `group attach` in the channel where it shall live, then resume it."
            row = buttons(Button("The group", ShowGroup(group.id), style="primary"))
        case _:
            was = "has ended already" if result.again else "has ended"
            said = f"{revealed}Its results stay as they are, and everybody keeps their own points and streak."
            row = buttons(Button("Restore the group", RestoreGroup(group.id)))
    erased = Text("It will be erased {when} unless it is restored before.", when=result.erased_at)
    return card(
        f"{group.name} {was}",
        "done",
        Text(said),
        following,
        erased if result.erased_at else None,
        row,
        word=STATES.get(group.state, ""),
    )


def ask_end(result: AskEnd) -> Card:
    """End it?"""
    group = result.view.group
    return card(
        f"End {group.name}?",
        "ask",
        Text("The open question is revealed, the season closes with its winners, and nothing is posted any more."),
        Text("You can restore the group for 30 days; after that its name and log are erased. "
             "Everybody keeps their own answers, points and streak."),
        buttons(
            Button("End it", EndGroup(group.id, confirmed=True), style="danger"),
            Button("Only pause it", PauseGroup(group.id)) if group.state == "active" else None,
        ),
        Footnote("A pause keeps everything and can be ended at any time."),
    )  # fmt: skip
