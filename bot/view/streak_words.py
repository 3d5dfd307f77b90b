"""A streak in one line."""

from bot.usecases.streaks import StreakNow
from bot.view.wording import counted, day_name, listed


def streak_line(streak: StreakNow) -> str:
    """Length, freezes, and what is at risk."""
    line = f"Streak: {counted(streak.length, 'day')}"
    if streak.freezes:
        line += f", {counted(streak.freezes, 'freeze')} held"
    if streak.at_risk:
        line += f". At risk: {listed([day_name(day) for day in streak.at_risk])}"
    return line + "."
