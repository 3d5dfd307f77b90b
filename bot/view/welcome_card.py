"""The private welcome after a learner's first answer: zone, rest days, privacy."""

from bot.intents import ChangeSettings, SetReminder, SetRestDays, SetVisibility, ShowHelp
from bot.ports.people import Person
from bot.usecases.answer import AskConfirm, CheckSpelling
from bot.usecases.settle_run import RunDone
from bot.usecases.sitting import Outcome
from bot.usecases.submit_run import RunQueued
from bot.view import result_card
from bot.view.card import Button, Card, Field, Fields, Reply, Text, buttons, card
from bot.view.settings_card import VISIBLE, rest_words


def answered(result: Outcome | AskConfirm | CheckSpelling | RunQueued | RunDone) -> Card | tuple[Reply, ...]:
    """The card for whatever came of an answer; after the very first one the welcome follows."""
    shown = result_card.present(result)
    if isinstance(result, Outcome) and result.welcome and result.person is not None:
        return (Reply(shown), Reply(welcome(result.person, guessed=result.zone_guessed)))
    return shown


def welcome(person: Person, *, guessed: bool = False) -> Card:
    """The private welcome after the first answer: zone, rest days, privacy. A guessed zone is asked for, this once."""
    rest = frozenset(int(day) for day in person.rest_days.split(",") if day)
    return card(
        "Welcome to Quorum",
        "info",
        Text("That was your first answer. Three things to know, all yours to change:"),
        Text("Nobody told me where you are, so the time zone below is a guess. Is that your time zone?")
        if guessed
        else None,
        Fields(
            (
                Field("Your days end at midnight in", person.zone or "UTC"),
                Field("Rest days, which owe no answer", rest_words(rest)),
                Field("Leaderboards show you", VISIBLE[person.visibility]),
            )
        ),
        Text(
            "What you answer is private: the channel sees how many have answered and, after the reveal, how answers "
            "spread; never who chose what. You can export or delete your data at any time."
        ),
        buttons(
            Button("Set my time zone" if guessed else "Change", ChangeSettings(), "primary", form=True),
            Button("Rest on Sat and Sun", SetRestDays("sat sun")),
            Button("Be anonymous on boards", SetVisibility("anonymous")),
            Button("Remind me at 18:00", SetReminder("18:00")),
            Button("Help", ShowHelp()),
        ),
    )
