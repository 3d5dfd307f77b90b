"""A live round in its channel and for each player: the lobby, a question with its deadline, its key, the podium."""

from dataclasses import replace

from bot.domain.grading import key_text
from bot.domain.question import Single
from bot.domain.reading import describe
from bot.domain.response import DontKnow
from bot.intents import (
    AnswerRound,
    BeginLive,
    EndRound,
    JoinRound,
    LeaveRound,
    NextItem,
    PassItem,
    PauseRound,
    ResumeRound,
    ShowReport,
)
from bot.usecases.live_rounds import Here, Lobby, Standing
from bot.usecases.live_turns import LiveAnswered, LiveAsked, LiveTold, Moved, Podium
from bot.usecases.play_round import Watch
from bot.usecases.rounds import OVER, Seat
from bot.view.answer_form import answer_fields
from bot.view.card import Block, Button, Card, Field, Fields, Footnote, Table, Text, buttons, card
from bot.view.form import Form
from bot.view.question_blocks import Say, answer_button, question_blocks
from bot.view.told import feedback
from bot.view.wording import BANDS, counted, short_points, topic_name

ROWS = 10
"""Rows of a standing in the channel."""
SPEED = "A quick right answer brings up to half more here; a slow one loses nothing."

FIRST = " First answers count on the group's leaderboard as well, there without a share for speed."
ON_BOARD = " On the group's leaderboard they count without the share for speed."


def open_to_all(result: Lobby) -> Card:
    """The private word to whoever opened a round."""
    return card(
        f"Round {result.seat.round.id} is open",
        "open",
        Text("The card in the channel lets people join; the questions come under it. Start when you are ready."),
        buttons(
            Button("Start", BeginLive(result.seat.round.id, 1), "primary"),
            Button("Call it off", EndRound(result.seat.round.id, True), "danger"),
        ),
        Footnote("If you are away for two minutes while all wait, any player may go on."),
        word="lobby",
    )


def saying(item: int) -> Say:
    """What a control on a round's question says."""
    return lambda said: AnswerRound(item, said)


def lobby(result: Lobby) -> Card:
    """The invitation in the channel."""
    seat, number = result.seat, result.seat.round.id
    return card(
        f"A live round: {seat.format.title}",
        "open",
        Text(f"{result.host} opens a round." if result.host else "A round is open.", literal=True),
        Text(seat.format.about),
        Fields((Field("Questions", plan(result)), Field("Answers", "in private; the key follows after each question"))),
        Text(SPEED + " With fewer than three players it does not count.") if result.speed else None,
        buttons(
            Button("Join", JoinRound(number), "primary"),
            Button("Start", BeginLive(number, 1)),
            Button("Leave", LeaveRound(number)),
        ),
        Footnote("Whoever opened it starts it. You can join later as well." + (FIRST if result.board else "")),
        word="live round",
    )


def plan(result: Lobby) -> str:
    """How many questions, about what."""
    wish = result.seat.wish
    count = wish.questions or sum(phase.count for phase in result.seat.format.phases)
    topics = ", ".join(topic_name(one) for one in wish.topics) or "all topics"
    return f"{count}, {topics}"


def here(result: Here) -> Card:
    """You are in, or out."""
    number = result.seat.round.id
    if result.gone:
        return card(
            "You have left the round",
            "done",
            Text("What you answered stays. You can come back as long as it runs."),
            buttons(Button("Join again", JoinRound(number))),
        )
    return card(
        "You are in" if result.new else "You are in already",
        "done",
        Text(f"{counted(result.players, 'player')} so far. Questions come under the card of the round; answer there."),
        buttons(Button("Leave", LeaveRound(number))),
    )


def ask(result: LiveAsked) -> Card:
    """The question in the channel."""
    seat, item, question = result.seat, result.item, result.question
    shown = card(
        f"Question {item.place} of {len(seat.items)} · {topic_name(question.topic)} · {BANDS[question.band]}",
        "open",
        Text("Open until {when}.", when=item.due_at) if item.due_at else None,
        *question_blocks(question, result.shown, saying(item.id)),
        buttons(
            answer_button(question, saying(item.id)),
            Button("I don't know", PassItem(item.id)),
            Button("Close it (host)", BeginLive(seat.round.id, -item.place)),
            Button("Pause (host)", PauseRound(seat.round.id)),
        ),
        Footnote(f"{counted(result.players, 'player')}. Your answer is private; whoever answers plays."),
        word="asked",
    )
    return in_thread(shown, seat)


def in_thread(made: Card, seat: Seat) -> Card:
    """The card where the round is followed: under the one that invited to it."""
    return replace(made, thread=f"Round {seat.round.id}: {seat.format.title}")


def form(result: LiveAsked) -> Form | Card:
    """The form for kinds that one press cannot answer."""
    if isinstance(result.question, Single):
        return ask(result)
    fields = answer_fields(result.question, result.shown)
    return Form("Your answer", AnswerRound(result.item.id), fields, intro=result.question.stem)


def answered(result: LiveAnswered) -> Card:
    """An answer is in. Its verdict waits for all."""
    said = f"You said: {describe(result.question, result.shown, result.response)}"
    if isinstance(result.response, DontKnow):
        said = "You said that you do not know."
    again = "You answered this already. " if result.again else ""
    if result.verdict is not None:
        right = "right" if result.verdict.score >= 1 else "partly right" if result.verdict.score > 0 else "not right"
        return card(
            "This question is over",
            "closed",
            Text(f"{again}{said}\nThe key: {key_text(result.question, result.shown)}", literal=True),
            Text(f"That was {right}."),
            buttons(Button("How it stands", NextItem(result.seat.round.id))),
            word="answered",
        )
    return card(
        "Your answer is in",
        "answered",
        Text(f"{again}{said}", literal=True),
        Text("The key follows for all when the time is up or everybody has answered."),
        buttons(
            Button("How it stands", NextItem(result.seat.round.id)), Button("Leave", LeaveRound(result.seat.round.id))
        ),
        word="answered",
    )


def told(result: LiveTold) -> Card:
    """The key, why, and where everybody stands. Never who chose what."""
    seat, question = result.seat, result.question
    shown = card(
        f"Question {result.item.place} of {len(seat.items)}: the key",
        "closed",
        Text(f"The key: {key_text(question, result.shown)}", literal=True, strong=True),
        *feedback(question, result.shown),
        Text(question.explanation),
        Text(f"{result.answers} answered, {result.right} of them right." if result.answers else "Nobody answered."),
        None if result.last else table(result.standing, 5),
        None
        if result.last
        else buttons(
            Button("Next (host)", BeginLive(seat.round.id, result.item.place + 1), "primary"),
            Button("Pause (host)", PauseRound(seat.round.id)),
            Button("End it (host)", EndRound(seat.round.id)),
        ),
        None if result.last else Footnote("The next question opens by itself after 20 seconds."),
        word="key",
    )
    return in_thread(shown, seat)


def podium(result: Podium) -> Card:
    """The end."""
    seat, rows = result.seat, result.standing.rows
    best = [name for place, name in rows if place.rank == 1 and place.points > 0]
    shown = card(
        f"Round {seat.round.id} has ended: {seat.format.title}",
        "done",
        Text(("First: " if len(best) == 1 else "First, together: ") + ", ".join(best[:5]), literal=True, strong=True)
        if best
        else Text("Nobody has points this time."),
        table(result.standing, ROWS),
        buttons(Button("My report", ShowReport(seat.round.id), "primary")),
        Footnote(
            "These are the round's own points. First answers count for your streak as always."
            + (ON_BOARD if result.board else "")
        ),
        word="podium",
    )
    return in_thread(shown, seat)


def table(result: Standing, most: int) -> Block | None:
    """The places, so many of them."""
    if not result.rows:
        return None
    return Table(
        ("#", "Name", "Points", "Answers"),
        tuple(
            (str(place.rank), name, short_points(place.points), str(place.answers))
            for place, name in result.rows[:most]
        ),
        numeric=(0, 2, 3),
    )


def watched(result: Watch) -> Card:
    """How a live round stands, in private."""
    seat = result.seat
    state = {"lobby": "waits for its start", "paused": "is paused", "running": "is running"}
    return card(
        f"Round {seat.round.id} · {seat.format.title}",
        "info",
        Text(f"It {state.get(seat.round.state, 'has ended')}."),
        table(result.standing, ROWS),
        controls(seat),
        word=seat.round.state,
    )


def controls(seat: Seat) -> Block | None:
    """What a host can do now; the core asks again whether they may."""
    number = seat.round.id
    if seat.round.state in OVER:
        return buttons(Button("My report", ShowReport(number), "primary"))
    return buttons(
        next_step(seat),
        Button("Pause", PauseRound(number)) if seat.round.state == "running" else None,
        Button("End it", EndRound(number), "danger"),
        Button("Leave", LeaveRound(number)),
    )


def next_step(seat: Seat) -> Button:
    """What comes next, and no more than that however often it is pressed."""
    number, following = seat.round.id, next(iter(seat.waiting), None)
    if seat.round.state == "lobby":
        return Button("Start", BeginLive(number, 1), "primary")
    if seat.round.state == "paused":
        return Button("Go on", ResumeRound(number), "primary")
    if seat.open is not None or following is None:
        return Button("Close the question", BeginLive(number, -seat.open.place if seat.open else 0))
    return Button("Next question", BeginLive(number, following.place), "primary")


def moved(result: Moved | Podium) -> Card:
    """The private word to the host."""
    if isinstance(result, Podium):
        return podium(result)
    said = {
        "began": "The round has begun; the first question is on its way.",
        "paused": "The clock stands.",
        "on": "It goes on.",
        "closed": "The question is closed; its key is on its way.",
        "past": "That step was taken already. This is what you can do now.",
    }
    title = "Done" if result.what != "past" else "Done already"
    return card(title, "done", Text(said[result.what]), controls(result.seat), word=result.what)
