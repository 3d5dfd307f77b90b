"""The caller's past dailies."""

from datetime import date

from bot.domain.response import DontKnow, encode
from bot.intents import Practise, ShowDaily, ShowHistory, ShowResult
from bot.usecases.history import History, Past
from bot.view.card import Button, Card, Footnote, Table, Text, buttons, card
from bot.view.wording import day_name, percent, short_points, topic_name

UNKNOWN = encode(DontKnow())


def present(result: History) -> Card:
    """A table of one page, and a way to open each."""
    if not result.entries:
        return card(
            "No history yet",
            "info",
            Text("Your questions appear here once they were revealed."),
            buttons(Button("Today's question", ShowDaily(), "primary"), Button("Practise", Practise())),
        )
    rows = tuple(
        (
            str(number),
            day_name(date.fromisoformat(past.daily.study_day)),
            past.daily.group_name,
            topic_name(past.topic) or "withdrawn",
            own(past),
            short_points(past.attempt.points) if past.attempt else "–",
        )
        for number, past in enumerate(result.entries, 1)
    )
    return card(
        "Your history",
        "info",
        Table(("#", "Day", "Group", "Topic", "You", "Points"), rows, numeric=(0, 5)),
        buttons(
            *(Button(f"Open {number}", ShowResult(past.daily.id)) for number, past in enumerate(result.entries, 1))
        ),
        buttons(
            Button("Newer", ShowHistory(result.page - 1)) if result.page > 1 else None,
            Button("Older", ShowHistory(result.page + 1)) if result.more else None,
        ),
        Footnote("What you missed can be practised: open it."),
    )


def own(past: Past) -> str:
    """The own result in a word."""
    attempt = past.attempt
    if attempt is None:
        return "missed"
    if attempt.response == UNKNOWN:
        return "not known"
    if past.kind == "open":
        return "answered"
    return "right" if attempt.score >= 1 else "wrong" if attempt.score <= 0 else f"partly, {percent(attempt.score)}"
