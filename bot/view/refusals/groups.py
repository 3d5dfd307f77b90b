"""Refusals about what a group is or may do now: its channels, its life, its posts, its admins."""

from datetime import date

from bot.domain import errors as e
from bot.intents import (
    AddAdmin,
    Intent,
    RemoveAdmin,
    ReplaceDaily,
    RestoreGroup,
    ResumeGroup,
    ShareGroup,
    ShowDaily,
    ShowGroup,
)
from bot.view.card import Button, Card, Text, buttons, card
from bot.view.refusals.group_settings import said
from bot.view.refusals.shape import Cards
from bot.view.wording import day_name


def only_in_a_channel(_: e.OnlyInAChannel, __: Intent | None) -> Card:
    return card(
        "Please do this in a channel",
        "refused",
        Text("A group lives in a channel. Invite the bot to the channel of your choice and ask for the same there."),
    )


def channel_has_group(refusal: e.ChannelHasGroup, _: Intent | None) -> Card:
    return card(
        "This channel has a group already",
        "refused",
        Text(f"{refusal.name or 'A group'} lives here. A channel has one group at most.", literal=True),
        Text("Change that group, end it, or use another channel."),
        buttons(Button("The group", ShowGroup(refusal.group or None), style="primary")),
    )


def group_ended(refusal: e.GroupEnded, _: Intent | None) -> Card:
    return card(
        "This group has ended",
        "refused",
        Text(f"{refusal.name} has ended. For 30 days it can be restored.", literal=True),
        buttons(Button("Restore it", RestoreGroup(refusal.group), style="primary")),
    )


def group_paused(refusal: e.GroupIsPaused, _: Intent | None) -> Card:
    return card(
        "This group is paused",
        "refused",
        Text(f"{refusal.name} posts nothing until it is resumed.", literal=True),
        buttons(Button("Resume", ResumeGroup(refusal.group), style="primary")),
    )


def not_ended(refusal: e.NotEnded, _: Intent | None) -> Card:
    return card(
        "This group has not ended",
        "refused",
        Text(f"There is nothing to restore: {refusal.name} is there.", literal=True),
        buttons(Button("The group", ShowGroup())),
    )


def no_channel_left(refusal: e.NoChannelLeft, _: Intent | None) -> Card:
    return card(
        "The group has no channel",
        "refused",
        Text(f"None of the channels of {refusal.name} can be reached.", literal=True),
        Text("Invite the bot to one of them again, or type `group attach` in another channel."),
    )


def date_has_daily(refusal: e.DateHasDaily, _: Intent | None) -> Card:
    return card(
        f"{day_name(date.fromisoformat(refusal.day))} has had its question",
        "refused",
        Text("What was posted cannot be skipped: people may have answered. Replace the question, or pause the group."),
        buttons(
            Button("Show it", ShowDaily(refusal.group or None)),
            Button("Replace it", ReplaceDaily(refusal.group or None)),
        ),
    )


def nothing_skipped(refusal: e.NothingSkipped, _: Intent | None) -> Card:
    return card(
        "None of these dates is skipped",
        "refused",
        said(refusal.said),
        Text("`group` shows the dates without a question."),
        buttons(Button("The group", ShowGroup())),
    )


def too_soon(refusal: e.TooSoonToPost, _: Intent | None) -> Card:
    return card(
        "It is too soon for another question",
        "refused",
        Text("Two questions lie at least 6 hours apart. The next one can come {when}.", when=refusal.at)
        if refusal.at
        else Text("Two questions lie at least 6 hours apart."),
    )


def slot_used(refusal: e.SlotUsed, _: Intent | None) -> Card:
    return card(
        "Today has had its question",
        "refused",
        Text(f"{day_name(date.fromisoformat(refusal.day))} is used up: a group has one question a day."),
        Text("If there is something wrong with it, you can replace it."),
        buttons(
            Button("Show it", ShowDaily(refusal.group or None), style="primary"),
            Button("Replace it", ReplaceDaily(refusal.group or None)),
        ),
    )


def replaced_already(_: e.ReplacedAlready, __: Intent | None) -> Card:
    return card(
        "It was replaced already",
        "refused",
        Text("A question is replaced once a day. Members can report this one, or you can pause the group."),
    )


def unknown_person(refusal: e.UnknownPerson, _: Intent | None) -> Card:
    return card(
        "Nobody here has that name",
        "refused",
        said(refusal.said),
        Text("An admin must be a member first: an answer or `join` makes one. `group` lists the members."),
        buttons(Button("The group", ShowGroup())),
    )


def which_person(refusal: e.WhichPerson, intent: Intent | None) -> Card:
    make = RemoveAdmin if isinstance(intent, RemoveAdmin) else AddAdmin
    group = getattr(intent, "group", None)
    return card(
        "Who is meant?",
        "ask",
        Text(f"Several members are called {refusal.said}.", literal=True),
        buttons(
            *(Button(f"{name} ({key})"[:75], make(group, f"#{account}")) for account, name, key in refusal.found[:5])
        ),
    )


def not_an_admin(refusal: e.NotAnAdmin, _: Intent | None) -> Card:
    return card(
        "No admin of this group",
        "refused",
        Text(f"{refusal.name or 'This member'} was not made an admin of the group.", literal=True),
        Text("Who administers the whole space is an admin by that, and cannot be removed here."),
    )


def only_admin(_: e.OnlyAdmin, __: Intent | None) -> Card:
    return card(
        "The last admin cannot go",
        "refused",
        Text("Make somebody else an admin first: `group admin NAME`."),
        buttons(Button("The group", ShowGroup())),
    )


def group_elsewhere(refusal: e.GroupElsewhere, _: Intent | None) -> Card:
    return card(
        "That group lives elsewhere",
        "refused",
        Text(f"{refusal.name} has no channel in this space.", literal=True),
        Text("Get a code with `group share` there, then type `group attach CODE` here."),
        buttons(Button("Get a code", ShareGroup())),
    )


def space_admins_only(_: e.SpaceAdminsOnly, __: Intent | None) -> Card:
    return card(
        "For admins of this space",
        "refused",
        Text("Only who administers this space, or a group in it, can let another space's group in. Please ask them."),
    )


CARDS: Cards = {
    e.OnlyInAChannel: only_in_a_channel,
    e.ChannelHasGroup: channel_has_group,
    e.GroupEnded: group_ended,
    e.GroupIsPaused: group_paused,
    e.NotEnded: not_ended,
    e.NoChannelLeft: no_channel_left,
    e.DateHasDaily: date_has_daily,
    e.NothingSkipped: nothing_skipped,
    e.TooSoonToPost: too_soon,
    e.SlotUsed: slot_used,
    e.ReplacedAlready: replaced_already,
    e.UnknownPerson: unknown_person,
    e.WhichPerson: which_person,
    e.NotAnAdmin: not_an_admin,
    e.OnlyAdmin: only_admin,
    e.GroupElsewhere: group_elsewhere,
    e.SpaceAdminsOnly: space_admins_only,
}
