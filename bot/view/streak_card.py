"""A learner's streak as cards: what it is and what today needs; and every change of it as a sentence."""

from bot.domain.streak import MOST_FREEZES, UNDECIDED, Change, LedgerRow
from bot.intents import ExplainStreak, SetRestDays, ShowDaily, ShowLeaderboard, ShowStreak
from bot.usecases.show_streak import MyStreak, StreakHistory, Waiting
from bot.view.card import Block, Button, Card, Field, Fields, Footnote, Text, buttons, card
from bot.view.wording import WEEKDAYS, counted, day_name, listed

HOURS = int(UNDECIDED.total_seconds() // 3600)
WHY_NOT = {
    "joining": "Today owes nothing: your first day is a gift.",
    "zone": "Today owes nothing: your change of time zone shortened it.",
    "pause": "Today owes nothing: you are paused.",
    "rest": "Today is one of your rest days.",
    "no_post": "None of your groups has asked anything today so far.",
}
SENTENCES: dict[Change, str] = {
    "filled": "You answered.",
    "freeze_earned": "A 7th filled day: you earned a freeze.",
    "freeze_used": "No answer came, and a freeze kept the streak.",
    "freeze_returned": "The day was saved after all, so its freeze came back.",
    "broken": f"No answer came within {HOURS} hours and no freeze was held: the streak broke.",
    "mended": "The day was saved after all, so the streak did not break.",
    "covered": "Nobody could blame you: the post was missed or the bot was down, so nothing was owed.",
    "rest": "A rest day: nothing was owed.",
    "pause": "You were paused: nothing was owed.",
    "zone": "Your time zone changed: the day was shortened or skipped, so nothing was owed.",
}


def present(result: MyStreak) -> Card:
    """Length, freezes, what today needs and what is at risk."""
    streak = result.streak
    if not result.begun:
        return card(
            "Your streak",
            "info",
            Text("It begins with your first answer. Each day with an answer makes it one longer."),
            *(waiting(one) for one in result.waiting),
            buttons(Button("Today's question", ShowDaily(), "primary")),
        )
    return card(
        f"Your streak: {counted(streak.length, 'day')}",
        "warning" if streak.at_risk else "done" if streak.filled_today else "info",
        *at_risk(result),
        *today(result),
        Fields(
            (
                Field("Longest", counted(streak.longest, "day")),
                Field("Freezes held", f"{streak.freezes} of {MOST_FREEZES}"),
                Field("Next freeze", next_freeze(result)),
                Field("Rest days", rest_days(result)),
                *([Field("Pause", pause(result))] if result.away else []),
            )
        ),
        buttons(
            Button("Today's question", ShowDaily(), "primary") if not streak.filled_today else None,
            Button("Why?", ExplainStreak()),
            Button("Rest days", SetRestDays(), form=True),
            Button("Leaderboard", ShowLeaderboard()),
        ),
        Footnote(f"A freeze is used by itself {HOURS} hours after a day that owed an answer ended without one."),
    )


def today(result: MyStreak) -> list[Block]:
    """What today still needs, and until when."""
    if result.streak.filled_today:
        return [Text("Today has its answer.")]
    if result.covered:
        return [Text("Today is covered: whatever happens, it does not cost your streak.")]
    if result.owed:
        text = "Today owes an answer, until {when}."
        return [Text(text, strong=True, when=result.today_ends), *(waiting(one) for one in result.waiting)]
    said = Text(WHY_NOT.get(result.why_not or "", "Today owes nothing so far."))
    return [said, *(waiting(one) for one in result.waiting)]


def waiting(one: Waiting) -> Text:
    """An open question of a group; its name was typed by a person."""
    return Text(f"{one.group} has an open question for you.", literal=True)


def at_risk(result: MyStreak) -> list[Block]:
    """Days without their answer that are not decided yet."""
    streak = result.streak
    if not streak.at_risk:
        return []
    days = listed([day_name(day) for day in streak.at_risk])
    saved = "a freeze will be used" if streak.freezes else "the streak breaks"
    return [
        Text(
            f"At risk: {days}. Unless an answer to a question that is still open comes, {saved} on {{when}}.",
            strong=True,
            when=streak.decides_at,
        )
    ]


def next_freeze(result: MyStreak) -> str:
    """How far the next freeze is."""
    if result.streak.freezes >= MOST_FREEZES:
        return "you hold as many as one can"
    return f"after {counted(result.streak.to_next_freeze, 'more filled day')}"


def rest_days(result: MyStreak) -> str:
    """The weekdays that owe nothing."""
    return listed([WEEKDAYS[day] for day in result.rest_days]) if result.rest_days else "none"


def pause(result: MyStreak) -> str:
    """When the pause is."""
    assert result.away is not None, "only a pause is told"
    return f"{day_name(result.away.first)} to {day_name(result.away.last)}"


def explain(result: StreakHistory) -> Card:
    """The ledger, newest first, each row a sentence."""
    length = counted(result.streak.length, "day")
    return card(
        f"Why your streak is {length}",
        "info",
        *(Text(sentence(row)) for row in result.rows),
        Text("Nothing has happened yet: it begins with your first answer.")
        if not result.rows and result.page == 1
        else None,
        Text("There is nothing older.") if not result.rows and result.page > 1 else None,
        buttons(
            Button("Newer", ExplainStreak(result.page - 1)) if result.page > 1 else None,
            Button("Older", ExplainStreak(result.page + 1)) if result.more else None,
            Button("My streak", ShowStreak()),
        ),
    )


def sentence(row: LedgerRow) -> str:
    """A change of the streak: the day, what happened, and what it left."""
    freezes = f", {counted(row.freezes, 'freeze')} held" if row.freezes else ""
    return f"{day_name(row.day)}: {SENTENCES[row.what]} Streak {counted(row.length, 'day')}{freezes}."
