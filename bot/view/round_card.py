"""A mock interview round as it is played: the formats, the question that is asked, breaks and pauses."""

from bot.domain import question as q
from bot.domain.format import Phase
from bot.domain.reading.composing import STORY as STORY_PARTS
from bot.intents import (
    AnswerRound,
    EndRound,
    NextItem,
    PassItem,
    PauseRound,
    ResumeRound,
    ShowRounds,
    StartLive,
    StartRound,
)
from bot.usecases.answer_round import Replied
from bot.usecases.live_rounds import Lobby
from bot.usecases.live_turns import LiveAsked, Moved, Podium
from bot.usecases.play_round import Asked, AskEnd, Break, Stood, Turn, Watch
from bot.usecases.round_report import Report
from bot.usecases.rounds import OVER, Seat
from bot.usecases.start_round import Offer, Started
from bot.view import live_card, round_report_card, round_result_card
from bot.view.answer_form import LONG_LIMIT, SHORT_LIMIT, answer_fields
from bot.view.card import Block, Button, Card, Field, Fields, Footnote, Progress, Reply, Text, buttons, card
from bot.view.form import Form, FormChoice, FormField
from bot.view.question_blocks import answer_button, question_blocks
from bot.view.wording import BANDS, counted, listed, topic_name

STORY = "star"
"""The stage of a behavioural question that is told as situation, task, action and result."""
LEVELS = (
    FormChoice("mixed", "Mixed"),
    FormChoice("junior", "Junior"),
    FormChoice("mid", "Mid-level"),
    FormChoice("senior", "Senior"),
)


def present(result: Offer | Seat) -> Card:
    """The round that runs, or the formats."""
    return offer(result) if isinstance(result, Offer) else standing(result)


def offer(result: Offer) -> Card:
    """The formats to choose from."""
    if not result.formats:
        return card(
            "No formats here",
            "info",
            Text("This question bank has no formats for rounds: they live in its folder `formats`."),
        )
    rows = [result.formats[at : at + 5] for at in range(0, len(result.formats), 5)]
    return card(
        "A mock interview",
        "ask",
        Fields(tuple(Field(f"{one.title} ({one.minutes} min)", one.about) for one in result.formats)),
        *(buttons(*(Button(one.title, with_format(result.said, one.id)) for one in row)) for row in rows),
        buttons(
            Button("Choose topics, level and time", result.said, "primary", form=True),
            Button("My rounds", ShowRounds()),
        ),
        Footnote("Or type it: `round coding topics=py,sql band=mid minutes=20`, `round technical untimed`.")
        if isinstance(result.said, StartRound)
        else Footnote("Or type it: `round live technical topics=sql speed`."),
    )


def opened(result: Lobby | Offer) -> Card:
    """A live round that was just opened, or the formats to choose from."""
    return offer(result) if isinstance(result, Offer) else live_card.open_to_all(result)


def with_format(said: StartRound | StartLive, format: str) -> StartRound | StartLive:
    """What was said so far, with this format."""
    if isinstance(said, StartLive):
        return StartLive(format, said.topics, said.band, said.questions, said.speed)
    return StartRound(format, said.topics, said.band, said.minutes, said.questions, said.untimed)


def form(result: Offer) -> Form | Card:
    """What can be chosen; all but the format may stay empty."""
    if not result.formats:
        return offer(result)
    said = result.said
    alone = isinstance(said, StartRound)
    return Form(
        "A mock interview" if alone else "A live round",
        StartRound() if isinstance(said, StartRound) else StartLive(speed=said.speed),
        (
            FormField(
                "format", "Format", "one", value=said.format or result.formats[0].id,
                choices=tuple(FormChoice(one.id, f"{one.title} ({one.minutes} min)") for one in result.formats),
            ),
            FormField("topics", "Topics", value=said.topics, required=False, hint="As sql, git; empty: all"),
            FormField("band", "Level", "one", value=said.band or "mixed", choices=LEVELS),
            *(
                (FormField("minutes", "Minutes", value=said.minutes, required=False, hint="Or: untimed"),)
                if isinstance(said, StartRound)
                else ()
            ),
            FormField("questions", "Questions", value=said.questions, required=False, hint="Empty: as usual"),
        ),
        submit="Start",
    )  # fmt: skip


def started(result: Started | Offer) -> Card:
    """The plan of a round, before its clock runs."""
    if isinstance(result, Offer):
        return offer(result)
    seat = result.seat
    return card(
        f"Round {seat.round.id} · {seat.format.title}",
        "open",
        Text(seat.format.about),
        Fields(tuple(Field(phase.title, plan_of(seat, number)) for number, phase in enumerate(seat.format.phases))),
        Text(lacking(result)) if result.short else None,
        buttons(
            Button("Begin", NextItem(seat.round.id), "primary"),
            Button("Not now", EndRound(seat.round.id)),
        ),
        Footnote(
            "No clock runs." if seat.wish.minutes is None
            else "The clock runs while a question is open, not while you read or rest."
        ),
        word="ready",
    )  # fmt: skip


def plan_of(seat: Seat, number: int) -> str:
    """How much a phase asks, and for how long."""
    limit = seat.limit(number)
    count = sum(item.phase == number for item in seat.items)
    what = "a break" if seat.phase(number).rests else counted(count, "question") if count else "nothing"
    return f"{what}, {minutes(limit)}" if limit and (count or seat.phase(number).rests) else what


def lacking(result: Started) -> str:
    """Phases that have less in them than their format wants, and why."""
    names = listed([result.seat.phase(number).title for number in result.short])
    if result.judge:
        return f"Less than usual in: {names}. Questions that need a judge to run code are left out of rounds."
    return f"Less than usual in: {names}. The bank has no more for these topics that you may be shown now."


def minutes(seconds: int) -> str:
    """ "12 min", "45 s"."""
    return (
        f"{seconds // 60} min"
        if seconds % 60 == 0
        else f"{seconds // 60} min {seconds % 60} s"
        if seconds > 60
        else f"{seconds} s"
    )


def standing(seat: Seat) -> Card:
    """A round that waits or is paused."""
    if seat.round.state in OVER:
        return card(f"Round {seat.round.id} has ended", "done", Text("Its report is there."), word="ended")
    done = sum(item.state == "closed" for item in seat.items)
    paused = seat.round.state == "paused"
    return card(
        f"Round {seat.round.id} · {seat.format.title}",
        "open" if not paused else "info",
        Progress(done, len(seat.items), f"{done} of {len(seat.items)} done"),
        Text("It is paused; the clock stands." if paused else "You are in the middle of it."),
        buttons(
            Button("Go on", ResumeRound(seat.round.id) if paused else NextItem(seat.round.id), "primary"),
            None if paused else Button("Pause", PauseRound(seat.round.id)),
            Button("End it", EndRound(seat.round.id), "danger"),
        ),
        word="paused" if paused else "running",
    )


def turn(result: Turn | AskEnd | Watch | Moved | Podium) -> Card | tuple[Reply, ...]:
    """Whatever comes next."""
    match result:
        case Asked():
            return asked(result)
        case Break():
            return rest(result)
        case Stood():
            return standing(result.seat)
        case AskEnd():
            return ask_end(result)
        case Report():
            return round_report_card.present(result)
        case Watch():
            return live_card.watched(result)
        case Moved() | Podium():
            return live_card.moved(result)


def asked(result: Asked) -> Card:
    """The question, its place in the round, and its deadline."""
    seat, item, question = result.seat, result.item, result.question
    phase = seat.phase(item.phase)
    return card(
        f"{phase.title} · {topic_name(question.topic)} · {BANDS[question.band]}",
        "open",
        Text("Time for this phase is up {when}.", when=result.deadline) if result.deadline else None,
        *body(result),
        buttons(
            answer_button(question, live_card.saying(item.id)),
            Button("I don't know" if result.stage is None else "Skip this stage", PassItem(item.id)),
            Button("Pause", PauseRound(seat.round.id)),
            Button("End the round", EndRound(seat.round.id)),
        ),
        Footnote(f"{item.place} of {len(seat.items)}. {phase.note}".strip()),
        word="asked",
    )


def body(result: Asked) -> tuple[Block, ...]:
    """What is asked: a question as a whole, or one stage after the stem."""
    question, stage = result.question, result.stage
    if stage is None:
        return question_blocks(question, result.shown, live_card.saying(result.item.id))
    stages = question.answer.stages if isinstance(question, q.Open) else ()
    number = next(n for n, one in enumerate(stages, 1) if one.id == stage.id)
    return (
        Text(question.stem),
        Text(f"Stage {number} of {len(stages)}: {stage.prompt}", strong=True),
    )


def answer_form(result: Asked | Replied | LiveAsked) -> Form | Card:
    """The form that takes an answer: a story in four parts, a number, or a text."""
    if isinstance(result, LiveAsked):
        return live_card.form(result)
    if isinstance(result, Replied):
        return round_result_card.answered(result)
    question, stage = result.question, result.stage
    if stage is None and isinstance(question, q.Single):
        return asked(result)
    if stage is None:
        fields = answer_fields(question, result.shown)
    elif stage.id == STORY:
        fields = tuple(FormField(part, part.capitalize(), "lines", max_length=LONG_LIMIT // 5) for part in STORY_PARTS)
    elif stage.numeric is not None:
        fields = (FormField("text", "Number and unit", max_length=SHORT_LIMIT, hint="For example: 1.5 GB"),)
    else:
        fields = (FormField("text", "Your answer", "lines", max_length=LONG_LIMIT),)
    intro = question.stem if stage is None else stage.prompt
    return Form("Your answer", AnswerRound(result.item.id), fields, intro=intro)


def rest(result: Break) -> Card:
    """A break: it takes as long as one likes."""
    phase: Phase = result.seat.phase(result.phase)
    return card(
        f"Break · {phase.title}" if phase.title.casefold() != "break" else "Break",
        "info",
        Text(f"About {phase.minutes} minutes. Nothing runs meanwhile."),
        Text(phase.note) if phase.note else None,
        buttons(
            Button("Go on", NextItem(result.seat.round.id), "primary"),
            Button("Pause the round", PauseRound(result.seat.round.id)),
        ),
        word="break",
    )


def ask_end(result: AskEnd) -> Card:
    """Really?"""
    seat = result.seat
    left = sum(item.state != "closed" for item in seat.items)
    return card(
        "End this round?",
        "ask",
        Text(f"{counted(left, 'question')} would stay unanswered. What you answered is kept and reported."),
        buttons(
            Button("End it", EndRound(seat.round.id, True), "danger"),
            Button("Go on with it", NextItem(seat.round.id), "primary"),
            Button("Pause it", PauseRound(seat.round.id)),
        ),
    )
