"""Refusals about a learner's own settings, memberships, identity, reports and practice."""

from bot.domain import errors as e
from bot.intents import (
    AddAdmin,
    AnswerPractice,
    ChangeGroup,
    ChangeSettings,
    ConfirmLink,
    EndGroup,
    Intent,
    JoinGroup,
    LeaveGroup,
    PauseLearner,
    Practise,
    ReportQuestion,
    SetUpGroup,
    SetZone,
    ShowDaily,
    ShowHistory,
    ShowSettings,
    ShowStreak,
    StartLink,
)
from bot.view.card import Button, Card, Text, buttons, card
from bot.view.refusals.shape import Cards
from bot.view.wording import counted, day_name_iso, listed


def unknown_zone(refusal: e.UnknownZone, intent: Intent | None) -> Card:
    """The nearest names, each one press away for one's own zone."""
    own = isinstance(intent, SetZone | ChangeSettings)
    return card(
        "I do not know that time zone",
        "refused",
        Text(refusal.said, literal=True) if refusal.said.strip("? ") else None,
        Text(f"Did you mean {listed(refusal.near, 'or')}?") if refusal.near else None,
        Text(
            "A zone is named by a continent and a city: `Europe/Berlin`, `America/New_York`, `Asia/Kolkata`; or `UTC`."
        ),
        buttons(*(Button(name[:75], SetZone(name)) for name in refusal.near[:3])) if own else None,
    )


def no_such_weekday(refusal: e.NoSuchWeekday, intent: Intent | None) -> Card:
    of_group = isinstance(intent, SetUpGroup | ChangeGroup)
    return card(
        "I do not know that day of the week",
        "refused",
        Text(refusal.said, literal=True) if refusal.said.strip() else None,
        Text(
            "Write days like this: `mon-fri`, `mon wed fri`, or `daily`."
            if of_group
            else "Write days like this: `mon wed fri`, `sat sun`, or `none`."
        ),
    )


def too_many_rest_days(refusal: e.TooManyRestDays, _: Intent | None) -> Card:
    return card(
        "Too many rest days",
        "refused",
        Text(f"At most {counted(refusal.most, 'weekday')} can rest, so that a streak means something."),
        Text("For a holiday there is `settings away 7`: up to 30 days in any 90."),
        buttons(Button("My settings", ShowSettings())),
    )


def pause_backwards(_: e.PauseBackwards, __: Intent | None) -> Card:
    return card(
        "How many days?",
        "refused",
        Text("A pause is at least one day long: `settings away 7`."),
        buttons(Button("7 days", PauseLearner(7)), Button("14 days", PauseLearner(14))),
    )


def pause_too_early(refusal: e.PauseTooEarly, _: Intent | None) -> Card:
    return card(
        "A pause begins tomorrow at the earliest",
        "refused",
        Text(f"The first day it can have is {day_name_iso(refusal.earliest)}; today still counts."),
    )


def pause_too_long(refusal: e.PauseTooLong, _: Intent | None) -> Card:
    left = f"You could pause {counted(refusal.left, 'day')} from tomorrow on." if refusal.left else (
        "You have none left for now."
    )  # fmt: skip
    return card(
        "That pause is too long",
        "refused",
        Text(f"At most {refusal.most} days in any {refusal.window} can be paused. {left}"),
        buttons(Button(f"Pause {counted(refusal.left, 'day')}", PauseLearner(refusal.left))) if refusal.left else None,
    )


def not_a_setting(refusal: e.NotASetting, _: Intent | None) -> Card:
    return card(
        "That setting does not take this",
        "refused",
        Text(refusal.said, literal=True) if refusal.said.strip("? ") else None,
        Text(f"`settings {'visible' if refusal.name == 'visibility' else refusal.name}` takes: "
             + listed([f"`{value}`" for value in refusal.allowed], "or") + "."),
        buttons(Button("My settings", ShowSettings())),
    )  # fmt: skip


def not_a_reminder_time(refusal: e.NotAReminderTime, _: Intent | None) -> Card:
    return card(
        "I cannot read that time",
        "refused",
        Text(refusal.said, literal=True) if refusal.said.strip() else None,
        Text("Say a time of your day such as `18:30`, or `off`."),
    )


def reminder_at_night(refusal: e.ReminderAtNight, _: Intent | None) -> Card:
    return card(
        "No reminders at night",
        "refused",
        Text(f"{refusal.said} is in the night. Reminders come from 07:00 to 21:59 of your day."),
        buttons(Button("Remind me at 18:00", ChangeSettings(remind="18:00")), Button("My settings", ShowSettings())),
    )


def not_paused(_: e.NotPaused, __: Intent | None) -> Card:
    return card(
        "You are not away",
        "refused",
        Text("There is no pause to end. `settings away 7` enters one from tomorrow."),
        buttons(Button("My settings", ShowSettings())),
    )


def not_a_member(refusal: e.NotAMember, intent: Intent | None) -> Card:
    group = intent.group if isinstance(intent, LeaveGroup) else None
    return card(
        "You are not a member",
        "refused",
        Text(f"You are no member of {refusal.group}, so there is nothing to leave.", literal=True),
        buttons(Button("Join", JoinGroup(group))),
    )


def last_admin(refusal: e.LastAdmin, _: Intent | None) -> Card:
    names = listed([name for _, name in refusal.groups])
    return card(
        "Name another admin first",
        "refused",
        Text(f"You are the only admin of {names}.", literal=True),
        Text("Say `group admin NAME` to name another one, or end the group."),
        buttons(
            *(Button(f"Add an admin to {name}"[:75], AddAdmin(group), form=True) for group, name in refusal.groups[:3])
        ),
        buttons(*(Button(f"End {name}"[:75], EndGroup(group), "danger") for group, name in refusal.groups[:3])),
    )


def same_account(_: e.SameAccount, __: Intent | None) -> Card:
    return card(
        "That is this same account",
        "refused",
        Text("Type the code on your other account; here it is only shown."),
    )


def already_linked(_: e.AlreadyLinked, __: Intent | None) -> Card:
    return card(
        "These accounts are one already",
        "done",
        Text("Both accounts share their history, streak and settings. There is nothing more to do."),
        buttons(Button("My settings", ShowSettings())),
    )


def not_typed_yet(refusal: e.NotTypedYet, _: Intent | None) -> Card:
    return card(
        "The code waits for your other account",
        "ask",
        Text(f"On your other account, say: `redeem {refusal.code}`. Then agree here."),
        buttons(Button("I have typed it: agree", ConfirmLink(refusal.code), "primary")),
    )


def not_linked(_: e.NotLinked, __: Intent | None) -> Card:
    return card(
        "There is nothing to unlink",
        "refused",
        Text("This is your only account here."),
        buttons(Button("Link another", StartLink())),
    )


def no_such_question(refusal: e.NoSuchQuestion, _: Intent | None) -> Card:
    return card(
        "There is no such question",
        "refused",
        Text(refusal.said, literal=True) if refusal.said.strip() else None,
        Text("A question's id looks like `sql.window.0003`. Without one, I choose for you."),
        buttons(Button("Practise something", Practise(), "primary"), Button("My history", ShowHistory())),
    )


def not_seen_yet(_: e.NotSeenYet, __: Intent | None) -> Card:
    return card(
        "Answer it first",
        "refused",
        Text("You can report a question once you have answered it or its key was revealed."),
        buttons(Button("Today's question", ShowDaily(), "primary")),
    )


def nothing_to_report(_: e.NothingToReport, __: Intent | None) -> Card:
    return card(
        "Which question?",
        "refused",
        Text("You have not answered any yet. Every result card has a button that reports its question."),
        buttons(Button("Today's question", ShowDaily(), "primary")),
    )


def report_empty(refusal: e.ReportEmpty, _: Intent | None) -> Card:
    return card(
        "What is wrong with it?",
        "ask",
        Text("Please say in a sentence what is wrong or unclear: `report option b is right as well`."),
        buttons(Button("Report it", ReportQuestion(refusal.question), "primary", form=True)),
    )


def report_too_long(refusal: e.ReportTooLong, _: Intent | None) -> Card:
    return card(
        "That report is too long",
        "refused",
        Text(f"It has {refusal.length:,} characters; {refusal.limit:,} are taken. Nothing was sent. You wrote:"),
        Text(refusal.said[:1_500] + ("…" if refusal.length > 1_500 else ""), literal=True),
        buttons(Button("Write it shorter", ReportQuestion(refusal.question), "primary", form=True)),
    )


def nothing_to_practise(_: e.NothingToPractise, __: Intent | None) -> Card:
    return card(
        "Nothing left to practise",
        "info",
        Text("You have met every question that I may show you now. New ones come with the dailies."),
        buttons(Button("Today's question", ShowDaily()), Button("My history", ShowHistory())),
    )


def no_practice_open(refusal: e.NoPracticeOpen, intent: Intent | None) -> Card:
    name = intent.question if isinstance(intent, AnswerPractice) else ""
    return card(
        "Open a practice question first",
        "refused",
        Text("An answer needs a question on the table."),
        buttons(Button("Practise", Practise(name if len(name) <= 40 else ""), "primary")),
    )


def nothing_to_assess(_: e.NothingToAssess, __: Intent | None) -> Card:
    return card(
        "Nothing to rate",
        "refused",
        Text("Only your own answer to an open question is rated against its rubric, and there is none here."),
        buttons(Button("My history", ShowHistory()), Button("Today's question", ShowDaily())),
    )


def rated_later(refusal: e.RatedLater, _: Intent | None) -> Card:
    return card(
        "You can rate it after the reveal",
        "refused",
        Text("This group shows verdicts at the reveal, and the rubric comes with them. Your answer is kept till then."),
        Text("The reveal comes with the next question." if refusal.at is None else "The reveal comes {when}.",
             when=refusal.at),
        buttons(Button("My streak", ShowStreak()), Button("My history", ShowHistory())),
    )  # fmt: skip


CARDS: Cards = {
    e.UnknownZone: unknown_zone,
    e.NoSuchWeekday: no_such_weekday,
    e.TooManyRestDays: too_many_rest_days,
    e.PauseBackwards: pause_backwards,
    e.PauseTooEarly: pause_too_early,
    e.PauseTooLong: pause_too_long,
    e.NotASetting: not_a_setting,
    e.NotAReminderTime: not_a_reminder_time,
    e.ReminderAtNight: reminder_at_night,
    e.NotPaused: not_paused,
    e.NotAMember: not_a_member,
    e.LastAdmin: last_admin,
    e.SameAccount: same_account,
    e.AlreadyLinked: already_linked,
    e.NotTypedYet: not_typed_yet,
    e.NotLinked: not_linked,
    e.NoSuchQuestion: no_such_question,
    e.NotSeenYet: not_seen_yet,
    e.NothingToReport: nothing_to_report,
    e.ReportEmpty: report_empty,
    e.ReportTooLong: report_too_long,
    e.NothingToPractise: nothing_to_practise,
    e.NoPracticeOpen: no_practice_open,
    e.NothingToAssess: nothing_to_assess,
    e.RatedLater: rated_later,
}
