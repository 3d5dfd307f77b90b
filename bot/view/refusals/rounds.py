"""Refusals of mock interview rounds: what to do instead, and what was typed given back."""

from bot.domain import errors as e
from bot.intents import (
    EndRound,
    Intent,
    JoinRound,
    NextItem,
    ResumeRound,
    ShowPair,
    ShowReport,
    ShowRound,
    ShowRounds,
    SignUpPair,
    StartRound,
)
from bot.view.card import Block, Button, Card, Text, buttons, card
from bot.view.pair_card import SLOTS_HELP
from bot.view.refusals.shape import Cards
from bot.view.wording import listed, topic_name

GIVEN_BACK = 1_500
AGAIN = buttons(Button("Choose again", StartRound(), "primary", form=True))


def typed(said: str) -> Block | None:
    """What was typed, to be copied."""
    text = said if len(said) <= GIVEN_BACK else said[:GIVEN_BACK] + "…"
    return Text(f"You wrote: {text}", literal=True) if said.strip() else None


def no_such_format(refusal: e.NoSuchFormat, _: Intent | None) -> Card:
    return card(
        "There is no such format",
        "refused",
        typed(refusal.said),
        Text(f"There are: {listed([f'`{one}`' for one in refusal.known])}.") if refusal.known else None,
        buttons(*(Button(one, StartRound(one)) for one in (refusal.near or refusal.known)[:5])),
    )


def bad_length(refusal: e.BadRoundLength, _: Intent | None) -> Card:
    what = "minutes" if refusal.what == "minutes" else "questions"
    more = " For no clock at all, say `untimed`." if what == "minutes" else ""
    return card(
        f"How many {what}?",
        "refused",
        typed(refusal.said),
        Text(f"A round takes a whole number of {what} from 1 to {refusal.most}.{more}"),
        AGAIN,
    )


def bad_band(refusal: e.BadBand, _: Intent | None) -> Card:
    return card(
        "Which level?",
        "refused",
        typed(refusal.said),
        Text("The levels are `junior`, `mid` and `senior`; `mixed` takes all of them."),
        AGAIN,
    )


def nothing_to_ask(refusal: e.NothingToAsk, _: Intent | None) -> Card:
    topics = listed([topic_name(one) for one in refusal.topics])
    return card(
        "Nothing to ask",
        "refused",
        Text(
            f"There is no question for {refusal.format}"
            + (f" on {topics}" if topics else "")
            + " that you may see now."
        ),
        Text("Choose other topics, or another format."),
        buttons(Button("Choose again", StartRound(), "primary", form=True), Button("Formats", ShowRound())),
    )


def round_running(refusal: e.RoundRunning, _: Intent | None) -> Card:
    return card(
        "You are in a round already",
        "refused",
        Text(f"Round {refusal.round} is {'paused' if refusal.paused else 'running'}. Go on with it, or end it first."),
        buttons(
            Button("Go on", ResumeRound(refusal.round) if refusal.paused else NextItem(refusal.round), "primary"),
            Button("End it", EndRound(refusal.round), "danger"),
        ),
    )


def no_round(_: e.NoRound, __: Intent | None) -> Card:
    return card(
        "There is no round for this",
        "refused",
        Text("No round of yours runs now, or none has ended yet."),
        buttons(Button("Start one", ShowRound(), "primary"), Button("My rounds", ShowRounds())),
    )


def no_such_round(refusal: e.NoSuchRound, _: Intent | None) -> Card:
    return card(
        "That is no round of yours",
        "refused",
        Text(
            f"You have no round {refusal.said}." if refusal.said else "This card belongs to a round of somebody else."
        ),
        buttons(Button("My rounds", ShowRounds(), "primary"), Button("Start one", ShowRound())),
    )


def round_over(refusal: e.RoundOver, _: Intent | None) -> Card:
    return card(
        "This round has ended",
        "closed",
        typed(refusal.said),
        Text("Nothing was counted. The report says what it brought."),
        buttons(Button("Report", ShowReport(refusal.round), "primary"), Button("New round", ShowRound())),
    )


def round_not_over(refusal: e.RoundNotOver, _: Intent | None) -> Card:
    return card(
        "The report comes at the end",
        "refused",
        Text("This round is still running."),
        buttons(Button("Go on", NextItem(refusal.round), "primary"), Button("End it", EndRound(refusal.round))),
    )


def time_is_up(refusal: e.TimeIsUp, _: Intent | None) -> Card:
    return card(
        "The time was up",
        "closed",
        typed(refusal.said),
        Text("This answer came when its time was over, so it is not counted. The key comes with the report."),
        buttons(Button("Next", NextItem(refusal.round), "primary")),
    )


def round_paused(refusal: e.RoundPaused, _: Intent | None) -> Card:
    return card(
        "The round is paused",
        "refused",
        typed(refusal.said),
        Text("Its clock stands. Answer when it goes on."),
        buttons(Button("Go on", ResumeRound(refusal.round), "primary")),
    )


def not_asked_now(refusal: e.NotAskedNow, _: Intent | None) -> Card:
    return card(
        "That is not asked now",
        "refused",
        typed(refusal.said),
        Text("Another question is open, or the next one waits for you."),
        buttons(Button("Show what is asked", NextItem(refusal.round), "primary")),
    )


def nothing_to_rate(_: e.NothingToRate, __: Intent | None) -> Card:
    return card(
        "There is no rubric for this",
        "refused",
        Text("Only what you wrote in your own words is rated; the rest was graded by its key."),
        buttons(Button("Last report", ShowReport(), "primary"), Button("My rounds", ShowRounds())),
    )


def rated_already(refusal: e.RatedAlready, _: Intent | None) -> Card:
    return card(
        "You rated this already",
        "refused",
        Text("A rubric is filled in once, so that it says what you thought at the time."),
        buttons(Button("Report", ShowReport(refusal.round), "primary")),
    )


def live_running(refusal: e.LiveRunning, _: Intent | None) -> Card:
    return card(
        "A live round is open here already",
        "refused",
        Text(f"It is round {refusal.round}. Join it, or wait for its end."),
        buttons(Button("Join", JoinRound(refusal.round), "primary"), Button("How it stands", NextItem(refusal.round))),
    )


def not_the_host(refusal: e.NotTheHost, _: Intent | None) -> Card:
    return card(
        "Its host moves it on",
        "refused",
        Text("If nothing happens, any player may go on from {when}.", when=refusal.at)
        if refusal.at
        else Text("Only whoever opened the round does this."),
        None if refusal.plays else Text("You do not play yet: join first."),
        buttons(
            None if refusal.plays else Button("Join", JoinRound(refusal.round), "primary"),
            Button("How it stands", NextItem(refusal.round)),
        ),
    )


def not_a_slot(refusal: e.NotASlot, _: Intent | None) -> Card:
    return card(
        "I could not read when you are free",
        "refused",
        typed(refusal.said),
        Text(SLOTS_HELP),
        buttons(Button("Say it again", SignUpPair(), "primary", form=True)),
    )


def not_a_language(refusal: e.NotALanguage, _: Intent | None) -> Card:
    return card(
        "Which language?",
        "refused",
        typed(refusal.said),
        Text(f"Write its name, in 2 to {refusal.most} letters: `english`, `deutsch`."),
        buttons(Button("Say it again", SignUpPair(), "primary", form=True)),
    )


def not_signed_up(_: e.NotSignedUp, __: Intent | None) -> Card:
    return card(
        "You are not on the list",
        "refused",
        Text("You look for no partner, so there is nothing to withdraw."),
        buttons(Button("Find a partner", SignUpPair(), "primary", form=True)),
    )


def not_your_part(refusal: e.NotYourPart, _: Intent | None) -> Card:
    return card(
        "That is not for your role",
        "refused",
        Text("The run sheet is for who interviews now, the rubric for who took part."),
        buttons(Button("How it stands", ShowPair(refusal.round), "primary")),
    )


def not_yet_time(refusal: e.NotYetTime, _: Intent | None) -> Card:
    return card(
        "It is not time yet",
        "refused",
        Text("You meet {when}; say that you are here from ten minutes before.", when=refusal.at)
        if refusal.at
        else Text("The meeting lies ahead."),
    )


CARDS: Cards = {
    e.NotASlot: not_a_slot,
    e.NotALanguage: not_a_language,
    e.NotSignedUp: not_signed_up,
    e.NotYourPart: not_your_part,
    e.NotYetTime: not_yet_time,
    e.LiveRunning: live_running,
    e.NotTheHost: not_the_host,
    e.NoSuchFormat: no_such_format,
    e.BadRoundLength: bad_length,
    e.BadBand: bad_band,
    e.NothingToAsk: nothing_to_ask,
    e.RoundRunning: round_running,
    e.NoRound: no_round,
    e.NoSuchRound: no_such_round,
    e.RoundOver: round_over,
    e.RoundNotOver: round_not_over,
    e.TimeIsUp: time_is_up,
    e.RoundPaused: round_paused,
    e.NotAskedNow: not_asked_now,
    e.NothingToRate: nothing_to_rate,
    e.RatedAlready: rated_already,
}
