"""Refusals about which group and which daily."""

from dataclasses import fields, replace
from typing import Any

from bot.domain import errors as e
from bot.intents import Answer, Intent, Practise, SetUpGroup, ShowDaily, ShowHistory, ShowResult, ShowYesterday
from bot.view.card import Button, Card, Text, buttons, card
from bot.view.refusals.shape import Cards


def no_group(refusal: e.NoGroupHere, _: Intent | None) -> Card:
    if refusal.in_channel:
        return card(
            "No study group here yet",
            "refused",
            Text("This channel has no study group. Whoever sets one up becomes its first admin."),
            buttons(Button("Set up", SetUpGroup(), style="primary", form=True)),
        )
    return card(
        "You are in no study group",
        "refused",
        Text("Answer a daily question in a group's channel, or press Join there, and come back."),
    )


def which_group(refusal: e.AskWhichGroup, intent: Intent | None) -> Card:
    rows = [refusal.groups[start : start + 5] for start in range(0, len(refusal.groups), 5)][:5]
    return card(
        "Which group?",
        "ask",
        Text("You are in several groups. Which one do you mean?"),
        *(buttons(*(Button(name[:75], with_group(intent, group)) for group, name in row)) for row in rows),
    )


def with_group(intent: Intent | None, group: int) -> Intent:
    """The same request for one group."""
    if intent is not None and any(field.name == "group" for field in fields(intent)):
        changed: Any = replace(intent, group=group)  # type: ignore[call-arg]
        return changed  # type: ignore[no-any-return]
    return ShowDaily(group)


def not_for_you(_: e.NotForYou, __: Intent | None) -> Card:
    return card(
        "That belongs to another group",
        "refused",
        Text("Ask in the group's own channel, or join the group there first."),
    )


def admins_only(refusal: e.AdminsOnly, _: Intent | None) -> Card:
    return card(
        "For admins",
        "refused",
        Text(
            f"Only an admin of {refusal.group or 'the group'} can do this. `group` shows who they are.", literal=False
        ),
    )


def unknown_daily(_: e.UnknownDaily, __: Intent | None) -> Card:
    return card(
        "There is no such question here",
        "refused",
        Text("The card may be from long ago. This is the way to today's question."),
        buttons(Button("Today's question", ShowDaily(), style="primary")),
    )


def no_open_daily(refusal: e.NoOpenDaily, _: Intent | None) -> Card:
    return card(
        "No question is open",
        "info",
        Text(f"{refusal.group} has no open question right now.", literal=True),
        Text(what_next(refusal), when=refusal.next),
        buttons(
            Button("Today's question", ShowDaily(), style="primary") if refusal.waits else None,
            Button("The last one", ShowYesterday()),
            Button("My history", ShowHistory()),
            Button("Practise", Practise()),
        ),
    )


def what_next(refusal: e.NoOpenDaily) -> str:
    """When the next question comes, or who can bring it."""
    if refusal.waits:
        return "Today's question opens as soon as somebody asks for it: `daily`."
    if refusal.next is not None:
        return "The next question comes {when}."
    if refusal.state == "paused":
        return "The group is paused: questions come again once an admin resumes it with `group resume`."
    if refusal.state != "active":
        return (
            "The group has ended. Its admins can bring it back with `group restore`, or start a new one: `group setup`."
        )
    return "Today's question is over; the next one can be asked for tomorrow."


def closed(refusal: e.DailyClosed, _: Intent | None) -> Card:
    return card(
        "This question is closed",
        "closed",
        Text("It was revealed before your answer came, so nothing was counted."),
        Text(f"You wrote: {refusal.said}", literal=True) if refusal.said else None,
        buttons(
            Button("See the key", ShowResult(refusal.daily), style="primary"), Button("Today's question", ShowDaily())
        ),
    )


def gone(_: e.QuestionGone, __: Intent | None) -> Card:
    return card(
        "This question was withdrawn",
        "warning",
        Text("It is no longer in the bank. Your streak is not touched; the admins have been told."),
    )


def no_more_hints(refusal: e.NoMoreHints, intent: Intent | None) -> Card:
    text = "This question has no hints." if refusal.total == 0 else "You have taken every hint there is."
    daily = getattr(intent, "daily", None)
    return card("No more hints", "refused", Text(text), buttons(Button("Back to the question", ShowDaily()))
                if daily is None else buttons(Button("Answer", Answer(daily), form=True)))  # fmt: skip


def not_answered(refusal: e.NotAnsweredYet, _: Intent | None) -> Card:
    return card(
        "You have not answered yet",
        "refused",
        Text("The result comes after your answer."),
        buttons(Button("Show the question", ShowDaily(), style="primary")),
    )


def still_open(refusal: e.StillOpen, _: Intent | None) -> Card:
    return card(
        "This question is in play",
        "refused",
        Text(f"It is open or coming up in {refusal.group or 'one of your groups'}, so it is not shown elsewhere."),
        buttons(Button("Today's question", ShowDaily())),
    )


def nothing_revealed(refusal: e.NothingRevealedYet, _: Intent | None) -> Card:
    return card(
        "Nothing to look back on yet",
        "info",
        Text(f"{refusal.group} has not revealed a question so far.", literal=True),
        buttons(Button("Today's question", ShowDaily(), style="primary"), Button("Practise", Practise())),
    )


def no_question_matches(refusal: e.NoQuestionMatches, _: Intent | None) -> Card:
    return card(
        "No question fits",
        "refused",
        Text(f"No question fits the topics and bands of {refusal.group or 'this group'}.", literal=True),
        Text("An admin can choose more topics or another mix of bands: `/group change`."),
    )


CARDS: Cards = {
    e.NoGroupHere: no_group,
    e.AskWhichGroup: which_group,
    e.NotForYou: not_for_you,
    e.AdminsOnly: admins_only,
    e.UnknownDaily: unknown_daily,
    e.NoOpenDaily: no_open_daily,
    e.DailyClosed: closed,
    e.QuestionGone: gone,
    e.NoMoreHints: no_more_hints,
    e.NotAnsweredYet: not_answered,
    e.StillOpen: still_open,
    e.NothingRevealedYet: nothing_revealed,
    e.NoQuestionMatches: no_question_matches,
}
