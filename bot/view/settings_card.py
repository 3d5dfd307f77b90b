"""A learner's settings as a card and as a form, and pauses."""

from bot.intents import (
    ChangeSettings,
    DeleteData,
    ExportData,
    PauseLearner,
    ResumeLearner,
    SetReminder,
    ShowSettings,
    ShowStreak,
    StartLink,
)
from bot.usecases.pauses import Away, Paused, Resumed
from bot.usecases.settings import MySettings
from bot.view.card import Button, Card, Field, Fields, Footnote, Text, buttons, card
from bot.view.form import Form, FormChoice, FormField
from bot.view.wording import WEEKDAYS, counted, day_name, listed

CONFIRM = {"auto": "for several parts", "always": "always", "never": "never"}
VISIBLE = {"named": "by name", "anonymous": "as Learner N", "hidden": "not at all"}
SETTING = {
    "zone": "time zone", "rest": "rest days", "remind": "reminder", "confirm": "question before submitting",
    "visibility": "place on leaderboards",
}  # fmt: skip


def present(result: MySettings) -> Card:
    """All settings, what was just changed, and from when it counts."""
    person = result.person
    title = "Your settings" if not result.changed else "Settings changed"
    return card(
        title,
        "done" if result.changed else "info",
        Text(f"Changed: {listed([SETTING[name] for name in result.changed])}.") if result.changed else None,
        Text(f"The new rest days count from {day_name(result.rest_from)}; until then the old ones do.")
        if result.rest_from
        else None,
        Text("Your streak was worked out anew for the new zone.") if "zone" in result.changed else None,
        Fields(
            (
                Field("Time zone", result.zone if person.zone else f"{result.zone} (not set yet)"),
                Field("Rest days", rest_words(result.rest_days)),
                Field("Away", away_words(result.away) if result.away else "no"),
                Field("Reminder", f"at {person.remind_at} on days without an answer" if person.remind_at else "off"),
                Field("Ask before submitting", CONFIRM[person.confirm]),
                Field("Leaderboards show you", VISIBLE[person.visibility]),
                Field("Groups", listed(result.groups) or "none", literal=True),
                Field("Accounts", str(result.accounts)),
            )
        ),
        buttons(
            Button("Change", ChangeSettings(), "primary", form=True),
            Button("Reminder off", SetReminder("off")) if person.remind_at else None,
            Button("End the pause", ResumeLearner()) if result.away else Button("Away for 7 days", PauseLearner(7)),
        ),
        buttons(
            Button("Link another account", StartLink()),
            Button("Export my data", ExportData()),
            Button("Delete my data", DeleteData(), "danger"),
        ),
    )


def form(result: MySettings) -> Form:
    """The five settings that have a value."""
    person = result.person
    return Form(
        "Your settings",
        ChangeSettings(),
        (
            FormField("zone", "Time zone", hint="For example: Europe/Berlin", value=result.zone, max_length=64),
            FormField(
                "rest",
                "Rest days (two at most)",
                "many",
                value=tuple(WEEKDAYS[day].casefold() for day in sorted(result.rest_days)) or ("none",),
                choices=(
                    FormChoice("none", "None"),
                    *(FormChoice(name.casefold(), name) for name in WEEKDAYS),
                ),
                required=False,
            ),
            FormField(
                "remind", "Reminder", hint="A time from 07:00 to 21:59, or off", value=person.remind_at or "off",
                required=False, max_length=20,
            ),
            FormField(
                "confirm", "Ask before an answer is submitted", "one", value=person.confirm,
                choices=tuple(FormChoice(value, words.capitalize()) for value, words in CONFIRM.items()),
            ),
            FormField(
                "visible", "Leaderboards show you", "one", value=person.visibility,
                choices=tuple(FormChoice(value, words[0].upper() + words[1:]) for value, words in VISIBLE.items()),
            ),
        ),
        submit="Save",
    )  # fmt: skip


def paused(result: Paused) -> Card:
    """The pause, and how much is left."""
    return card(
        "You are away",
        "done",
        Text(f"You owe no answer {away_words(result.away)}. Today still counts."),
        Text("You can answer all the same; whatever you fill counts for your streak."),
        Footnote(f"{counted(result.left, 'more day')} could be paused after that."),
        buttons(Button("End the pause", ResumeLearner()), Button("My settings", ShowSettings())),
    )


def resumed(result: Resumed) -> Card:
    """From when it counts again."""
    return card(
        "Welcome back",
        "done",
        Text(f"From {day_name(result.owes_from)} your days count again."),
        buttons(Button("My streak", ShowStreak())),
    )


def rest_words(days: frozenset[int]) -> str:
    """ "Saturday and Sunday", or none."""
    return listed([WEEKDAYS[day] for day in sorted(days)]) or "none"


def away_words(away: Away) -> str:
    """From when to when."""
    if away.first == away.last:
        return f"on {day_name(away.first)}"
    return f"from {day_name(away.first)} to {day_name(away.last)}"
