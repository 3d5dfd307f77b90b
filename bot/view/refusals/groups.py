"""Refusals about a group's settings, its admins and its channels: what did not fit, and what does."""

from datetime import date

from bot.domain import errors as e
from bot.intents import (
    AddAdmin,
    ChangeGroup,
    Intent,
    RemoveAdmin,
    ReplaceDaily,
    RestoreGroup,
    ResumeGroup,
    ShareGroup,
    ShowDaily,
    ShowGroup,
)
from bot.view.card import Block, Button, Card, Text, buttons, card
from bot.view.refusals.shape import Cards
from bot.view.schedule_words import delay_words
from bot.view.wording import day_name, listed


def said(text: str) -> Block | None:
    """What was typed."""
    return Text(f"You typed: {text}", literal=True) if text.strip() else None


def not_a_time(refusal: e.NotATime, _: Intent | None) -> Card:
    return card("That is no time of day", "refused", said(refusal.said), Text("For example: `09:00`, `9am`, `17.30`."))


def not_a_delay(refusal: e.NotADelay, _: Intent | None) -> Card:
    limits = f"From {delay_words(refusal.least)} to {delay_words(refusal.most)}" if refusal.most else "A length of time"
    return card(
        "That is no length of time",
        "refused",
        said(refusal.said),
        Text(f"{limits}, for example: `4h`, `90m`, `1h30m`."),
    )


def reveal_too_soon(refusal: e.RevealTooSoon, _: Intent | None) -> Card:
    return card(
        "That reveal comes too soon",
        "refused",
        Text(
            f"The key is shown at least {delay_words(refusal.least_minutes)} after the post; `next`: at the next post."
        ),
    )


def unknown_topic(refusal: e.UnknownTopic, _: Intent | None) -> Card:
    near = listed([f"`{name}`" for name in refusal.near], "or")
    return card(
        "There is no such topic",
        "refused",
        said(refusal.said),
        Text(f"Did you mean {near}?") if near else None,
        Text(f"Topics: {' '.join(refusal.known)}. `all` takes every one."),
    )


def bad_name(refusal: e.BadGroupName, _: Intent | None) -> Card:
    return card(
        "That is no name for a group",
        "refused",
        said(refusal.said),
        Text(f"A name has 1 to {refusal.most} characters that can be printed, with a letter or a digit among them."),
    )


def name_taken(refusal: e.GroupNameTaken, _: Intent | None) -> Card:
    return card(
        "That name is taken",
        "refused",
        Text(f"There is a group called {refusal.name} here already.", literal=True),
        Text("Please choose another name."),
    )


def not_a_verdict(refusal: e.NotAVerdictTime, _: Intent | None) -> Card:
    return card(
        "When shall the verdict be seen?",
        "refused",
        said(refusal.said),
        Text("`now`: right after the answer. `reveal`: with the reveal, for all at once."),
    )


def not_a_share(refusal: e.NotAShare, _: Intent | None) -> Card:
    return card(
        "That is no percentage", "refused", said(refusal.said), Text("A number from 1 to 99, for example `50`.")
    )


def bad_share(refusal: e.BadShare, _: Intent | None) -> Card:
    return card(
        "That share cannot be",
        "refused",
        Text(
            f"{refusal.said} % was said. More than this share must have answered for a quorum: from 1 to 99 per cent."
        ),
    )


def bad_mix(refusal: e.BadMix, _: Intent | None) -> Card:
    return card(
        "That is no mix of bands",
        "refused",
        said(refusal.said),
        Text("Three shares for junior/mid/senior, at least one above 0: for example `30/50/20`, or `0/1/1`."),
    )


def bad_season(refusal: e.BadSeason, _: Intent | None) -> Card:
    return card(
        "That is no season",
        "refused",
        said(refusal.said[:60]),
        Text("`month`, `quarter`, `half`, `year`, or 1 to 52 weeks such as `6 weeks` or `6 weeks from 2026-01-05`."),
    )


def empty_schedule(_: e.EmptySchedule, __: Intent | None) -> Card:
    return card("No day is left", "refused", Text("A schedule needs at least one weekday, for example `mon-fri`."))


def nothing_to_change(refusal: e.NothingToChange, _: Intent | None) -> Card:
    return card(
        "Nothing to change was said",
        "refused",
        Text("Say what to change, for example `group change at=08:30 weekdays=mon,wed,fri`, or use the form."),
        buttons(Button("Open the form", ChangeGroup(refusal.group, page=1), style="primary", form=True)),
    )


def not_a_date(refusal: e.NotADate, _: Intent | None) -> Card:
    return card(
        "That is no date",
        "refused",
        said(refusal.said),
        Text("For example: `2026-12-24`, `2026-12-24..2027-01-01`, `tomorrow`, `next friday`."),
    )


def dates_backwards(refusal: e.DatesBackwards, _: Intent | None) -> Card:
    return card(
        "This range ends before it begins", "refused", said(refusal.said), Text("The earlier date comes first.")
    )


def out_of_reach(refusal: e.DateOutOfReach, _: Intent | None) -> Card:
    return card(
        "This date is out of reach",
        "refused",
        said(refusal.said),
        Text(f"Dates from {refusal.earliest} to {refusal.latest} can be skipped."),
    )


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
    e.NotATime: not_a_time,
    e.NotADelay: not_a_delay,
    e.RevealTooSoon: reveal_too_soon,
    e.UnknownTopic: unknown_topic,
    e.BadGroupName: bad_name,
    e.GroupNameTaken: name_taken,
    e.NotAVerdictTime: not_a_verdict,
    e.NotAShare: not_a_share,
    e.BadShare: bad_share,
    e.BadMix: bad_mix,
    e.BadSeason: bad_season,
    e.EmptySchedule: empty_schedule,
    e.NothingToChange: nothing_to_change,
    e.NotADate: not_a_date,
    e.DatesBackwards: dates_backwards,
    e.DateOutOfReach: out_of_reach,
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
