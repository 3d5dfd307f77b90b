"""Reporting a question."""

from bot.intents import Practise, ReportQuestion, ShowDaily
from bot.usecases.reports import LONGEST_REASON, Reported, ReportSheet
from bot.view.card import Button, Card, Text, buttons, card
from bot.view.form import Form, FormField

PAUSED = {
    "": "Your points stay as they are. If the key turns out to be wrong, everybody who gains by it gets the points.",
    "here": "Others here reported it too: it is out of play in this space until it has been looked at. Points stay.",
    "everywhere": "Several spaces reported it: it is out of play everywhere until it was looked at. Points stay.",
}


def present(result: Reported) -> Card:
    """Thanks, and what happens now."""
    return card(
        "Thank you" if not result.again else "You have reported this already",
        "done",
        Text("Your report is kept for whoever looks after the questions." if not result.again
             else "Your first report is kept; one is enough."),
        Text(PAUSED[result.paused]),
        buttons(Button("Today's question", ShowDaily()), Button("Practise", Practise())),
    )  # fmt: skip


def form(result: ReportSheet) -> Form:
    """What is wrong with it?"""
    return Form(
        "Report this question",
        ReportQuestion(result.question.id),
        (
            FormField(
                "reason",
                "What is wrong or unclear?",
                "lines",
                hint="For example: option B is right as well since version 16",
                value=result.reason,
                max_length=LONGEST_REASON,
            ),
        ),
        submit="Report",
        intro=result.question.stem[:300],
    )
