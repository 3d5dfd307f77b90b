"""Refusals about what was typed as a group's settings or dates: what did not fit, and what does."""

from bot.domain import errors as e
from bot.intents import (
    ChangeGroup,
    Intent,
)
from bot.view.card import Block, Button, Card, Text, buttons, card
from bot.view.refusals.shape import Cards
from bot.view.schedule_words import delay_words
from bot.view.wording import listed


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


def not_for_rounds(refusal: e.NotForRounds, _: Intent | None) -> Card:
    return card(
        "Where shall live rounds count?",
        "refused",
        said(refusal.said),
        Text("`own`: in the round alone. `board`: first answers count on the group's leaderboard as well."),
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


CARDS: Cards = {
    e.NotATime: not_a_time,
    e.NotADelay: not_a_delay,
    e.RevealTooSoon: reveal_too_soon,
    e.UnknownTopic: unknown_topic,
    e.BadGroupName: bad_name,
    e.GroupNameTaken: name_taken,
    e.NotAVerdictTime: not_a_verdict,
    e.NotForRounds: not_for_rounds,
    e.NotAShare: not_a_share,
    e.BadShare: bad_share,
    e.BadMix: bad_mix,
    e.BadSeason: bad_season,
    e.EmptySchedule: empty_schedule,
    e.NothingToChange: nothing_to_change,
    e.NotADate: not_a_date,
    e.DatesBackwards: dates_backwards,
    e.DateOutOfReach: out_of_reach,
}
