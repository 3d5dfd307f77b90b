"""What the bot tells a learner by itself: a reminder that was asked for, and that a correction has brought points."""

from bot.intents import ReportQuestion, SetReminder, ShowDaily, ShowLeaderboard, ShowResult
from bot.usecases.corrections import Corrected
from bot.usecases.reminders import Reminder
from bot.view.card import Button, Card, Footnote, Text, buttons, card
from bot.view.streak_words import streak_line
from bot.view.wording import in_points, listed, topic_name


def reminder(news: Reminder) -> Card:
    """Today still waits."""
    names = listed([name for _, name in news.groups])
    return card(
        "Today is still open",
        "open",
        Text(f"Today's question of {names} waits for you.", literal=True)
        if names
        else Text("Today has no answer yet."),
        Text(streak_line(news.streak)),
        buttons(
            *(Button(f"Answer in {name}"[:75], ShowDaily(group), "primary") for group, name in news.groups[:3]),
            None if news.groups else Button("Today's question", ShowDaily(), "primary"),
            Button("No more reminders", SetReminder("off")),
        ),
        Footnote("You asked for this reminder; it comes once a day at most."),
    )


def corrected(news: Corrected) -> Card:
    """Points were added."""
    return card(
        "Your answer was right after all",
        "right",
        Text(
            f"A question about {topic_name(news.question.topic)} had a wrong key. "
            "It was corrected and your answer graded again."
        ),
        Text(f"You have gained {in_points(news.gained)}; boards have followed.", strong=True),
        buttons(
            Button("See it", ShowResult(news.daily), "primary") if news.daily else None,
            Button("Leaderboard", ShowLeaderboard()),
            Button("Report this question", ReportQuestion(news.question.id), form=True),
        ),
    )
