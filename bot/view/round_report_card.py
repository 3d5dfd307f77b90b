"""A round looked back at: scores with their intervals, times, what was missed, three next steps; also as Markdown."""

from collections.abc import Callable

from bot.domain.grading import key_text
from bot.domain.question import Open
from bot.domain.reading import describe
from bot.domain.response import Assessed, DontKnow
from bot.domain.round_report import FEW, SLOW, Share, Step
from bot.intents import ExportRound, Intent, Practise, RateRound, ShowReport, ShowRound, ShowRounds, StartRound
from bot.usecases.rate_round import Rated, RoundSheet
from bot.usecases.round_report import Line, Report, Rounds
from bot.view.assess_card import EVIDENCE
from bot.view.card import Block, Button, Card, Field, Fields, Footnote, Table, Text, buttons, card
from bot.view.form import FIELDS_PER_PAGE, Form
from bot.view.references import reference_text
from bot.view.rubric_fields import cut, level_fields
from bot.view.wording import BANDS, day_name, in_points, listed, percent, topic_name

LACKING = {**EVIDENCE, "two-minutes": "an end within two minutes"}
LINES = 6
"""Items on one page of the report."""


def present(result: Report) -> Card:
    """The first page: the whole in short, and what to do next."""
    seat = result.seat
    return card(
        f"Round {seat.round.id} · {seat.format.title}",
        "done",
        Text(f"Score: {shown(result.score)}" if result.score else "Nothing here is graded by machine.", strong=True),
        Fields(tuple(Field(topic_name(topic), shown(one)) for topic, one in result.topics.items()))
        if len(result.topics) > 1
        else None,
        Fields(tuple(Field(BANDS[band], shown(one)) for band, one in result.bands.items()))
        if len(result.bands) > 1
        else None,
        Text(compared(result)) if result.earlier and result.score else None,
        Text(f"{in_points(result.points)} for first answers.") if result.points else None,
        Text("What to do next", strong=True),
        *(Text(f"{n}. {said(step)}") for n, step in enumerate(result.steps, 1)),
        buttons(*controls(result)),
        buttons(
            Button("Question by question", ShowReport(seat.round.id, 2), "primary"),
            Button("Rate your answers", RateRound(result.unrated[0].item.id), form=True) if result.unrated else None,
            Button("As a file", ExportRound(seat.round.id)),
            Button("My rounds", ShowRounds()),
        ),
        Footnote("The range is where your true share lies, 19 times out of 20. Few answers make it wide.")
        if result.score
        else None,
        word="report",
    )


def shown(one: Share) -> str:
    """ "75 % of 8 (41 to 93 %)"."""
    return f"{percent(one.mean)} of {one.answers} ({round(one.low * 100)} to {percent(one.high)})"


def compared(result: Report) -> str:
    """This round beside one's last ones of the same format."""
    before = [one.score for one in result.earlier if one.score is not None]
    assert result.score is not None, "only what has a score is compared"
    if not before:
        return "The rounds before it had nothing to compare."
    past = ", ".join(f"{percent(one.mean)} of {one.answers}" for one in before)
    last = before[0]
    if result.score.answers < FEW or last.answers < FEW:
        return f"Before: {past}. So few answers cannot be compared."
    if result.score.low > last.mean:
        return f"Before: {past}. That is better than chance would explain."
    if result.score.high < last.mean:
        return f"Before: {past}. That is lower than chance would explain."
    return f"Before: {past}. The difference may be chance."


def said(step: Step) -> str:
    """A step in a sentence that names what to take up."""
    names = listed([f"`{name}`" for name in step.questions])
    topic = topic_name(step.topic)
    match step.what:
        case "again":
            about = listed(
                [topic_name(one) for one in dict.fromkeys(name.partition(".")[0] for name in step.questions)]
            )
            return f"Practise {names} again ({about}): the key differed from what you said."
        case "topic":
            level = f", {BANDS[step.band]}" if step.band else ""
            return f"Take a round on {topic}{level}: there you lost most."
        case "slow":
            return f"Answer {names} once more against the clock: you took over {SLOW:g} times the usual time."
        case "rate":
            return f"Rate your answer to {names} against the rubric while you remember it."
        case "evidence":
            return f"Tell {names} again with {listed([LACKING.get(one, one) for one in step.lacking])}."
        case "harder":
            return f"All right. Take {topic} at level {BANDS[step.band]}."
        case "unfinished":
            return f"Go back to what stayed open: {names}. Start with what you are sure of, or take more minutes."
        case "format":
            return f"Play the format `{step.format}` next."


def controls(result: Report) -> list[Button]:
    """A press for each step that can be taken up at once; none twice."""
    made = (control(step) for step in result.steps)
    return list({button.intent: button for button in made if button is not None}.values())


def control(step: Step) -> Button | None:
    """The press that takes a step up."""
    make: dict[str, Callable[[], tuple[str, Intent]]] = {
        "again": lambda: ("Practise it", Practise(step.questions[0])),
        "slow": lambda: ("Once more", Practise(step.questions[0])),
        "topic": lambda: (f"Round on {step.topic}", StartRound("technical-screen", step.topic, step.band)),
        "harder": lambda: (f"{step.topic}, harder", StartRound(step.format, step.topic, step.band)),
        "format": lambda: (f"Play {step.format}", StartRound(step.format)),
    }
    if step.what not in make:
        return None
    label, intent = make[step.what]()
    return Button(label, intent)


def opened(result: Report) -> Card:
    """The page of the report that was asked for."""
    return present(result) if result.page < 2 else page(result, result.page)


def page(result: Report, number: int) -> Card:
    """Question by question: what was asked, said and right, and how long it took."""
    pages = -(-len(result.lines) // LINES) + 1
    number = min(max(number, 2), pages)
    lines = result.lines[(number - 2) * LINES : (number - 1) * LINES]
    blocks: list[Block | None] = [
        Table(
            ("#", "Question", "You", "Time"),
            tuple((str(one.item.place), one.item.question_id, verdict(one), took(one)) for one in lines),
            numeric=(0, 3),
        )
    ]
    wrong = [one for one in lines if one in result.missed and one.question is not None]
    for one in wrong[:3]:
        assert one.question is not None, "only what the bank still has is explained"
        blocks.append(Text(f"{one.item.place}. {cut(one.question.stem, 160)}"))
        blocks.append(Text(f"The key: {cut(key_text(one.question, one.shown), 200)}", literal=True))
        blocks.append(Text(cut(one.question.explanation, 320)))
    ids = list(dict.fromkeys(one.question.id for one in wrong if one.question is not None))
    rate = [one for one in lines if one in result.unrated]
    return card(
        f"Round {result.seat.round.id}, question by question",
        "info",
        *blocks,
        buttons(*(Button(f"Practise {name}", Practise(name)) for name in ids[:3])),
        buttons(*(Button(f"Rate {one.item.place}", RateRound(one.item.id), form=True) for one in rate[:5])),
        buttons(
            Button("Back", ShowReport(result.seat.round.id, number - 1)),
            Button("On", ShowReport(result.seat.round.id, number + 1)) if number < pages else None,
            Button("As a file", ExportRound(result.seat.round.id)),
        ),
        Footnote("The file has every key, explanation and source."),
    )


def verdict(one: Line) -> str:
    """What became of an item, in a word."""
    if one.mark.outcome != "answered":
        return {"unknown": "not known", "late": "out of time", "skipped": "skipped"}[one.mark.outcome]
    if one.mark.score is None:
        return "rated " + "/".join(map(str, one.levels.values())) if one.levels else "answered"
    return "right" if one.mark.score >= 1 else "wrong" if one.mark.score <= 0 else f"partly, {percent(one.mark.score)}"


def took(one: Line) -> str:
    """ "1:05"."""
    seconds = round(one.mark.seconds)
    return f"{seconds // 60}:{seconds % 60:02d}"


def history(result: Rounds) -> Card:
    """One's rounds, and a way to open each report."""
    if not result.entries:
        return card(
            "No rounds yet",
            "info",
            Text("A mock interview takes from ten minutes on, alone and in private."),
            buttons(Button("Start one", ShowRound(), "primary")),
        )
    rows = tuple(
        (
            str(one.round.id),
            day_name(one.round.ended_at.date()) if one.round.ended_at else "",
            result.formats.get(one.round.format, one.round.format),
            shown(one.score) if one.score else "–",
        )
        for one in result.entries
    )
    return card(
        "Your rounds",
        "info",
        Table(("#", "Day", "Format", "Score"), rows, numeric=(0,)),
        buttons(*(Button(f"Report {one.round.id}", ShowReport(one.round.id)) for one in result.entries)),
        buttons(
            Button("Newer", ShowRounds(result.page - 1)) if result.page > 1 else None,
            Button("Older", ShowRounds(result.page + 1)) if result.more else None,
            Button("New round", ShowRound(), "primary"),
        ),
    )


def sheet(result: RoundSheet | Rated) -> Card:
    """What is still to rate, or the rating that was just kept."""
    if isinstance(result, Rated):
        left = result.report.unrated
        return card(
            "Your rating is kept",
            "done",
            Fields(tuple(Field(name, f"{level} of 3") for name, level in result.line.levels.items())),
            buttons(
                Button("Rate the next", RateRound(left[0].item.id), "primary", form=True) if left else None,
                Button("Back to the report", ShowReport(result.report.seat.round.id)),
            ),
            Footnote("It is yours alone and gives no points."),
        )
    rest = result.rubric[len(result.given) :][:FIELDS_PER_PAGE]
    return card(
        "Rate your answer",
        "ask",
        Text(cut(text_of(result.line), 1_200), literal=True),
        Fields(tuple(Field(one.id, cut(one.criterion, 160)) for one in rest)),
        buttons(Button("Rate", RateRound(result.line.item.id, " ".join(result.given)), "primary", form=True)),
        Footnote("Levels go from 0 (missing) to 3 (all there)."),
    )


def rate_form(result: RoundSheet) -> Form:
    """One page: a level for each of the next criteria."""
    rest = result.rubric[len(result.given) :][:FIELDS_PER_PAGE]
    return Form(
        "Rate your answer",
        RateRound(result.line.item.id, " ".join(result.given)),
        level_fields(rest),
        intro=cut(text_of(result.line), 1_000),
        page=len(result.given) // FIELDS_PER_PAGE + 1,
        pages=-(-len(result.rubric) // FIELDS_PER_PAGE),
    )


def text_of(line: Line) -> str:
    """What was written."""
    return line.response.text if isinstance(line.response, Assessed) else ""


def exported(result: Report) -> Card:
    """The report as a Markdown file."""
    number = result.seat.round.id
    return card_with_file(number, markdown(result))


def card_with_file(number: int, text: str) -> Card:
    """The card that brings the file."""
    shown_card = card(
        f"Round {number} as a file",
        "done",
        Text("Markdown: every question with your answer, the key, why, and the sources."),
        buttons(Button("Back to the report", ShowReport(number))),
    )
    return Card(
        shown_card.title, shown_card.state, shown_card.blocks, shown_card.state_word, (f"round-{number}.md", text)
    )


def markdown(result: Report) -> str:
    """The whole report as Markdown text. What people wrote stands in fences, so that none of it formats anything."""
    seat = result.seat
    ended = f"{seat.round.ended_at:%Y-%m-%d}" if seat.round.ended_at else ""
    parts = [
        f"# Round {seat.round.id}: {seat.format.title}",
        f"{ended}. Score: {shown(result.score) if result.score else 'rated by people'}.",
    ]
    if result.topics:
        parts.append("\n".join(f"- {topic_name(topic)}: {shown(one)}" for topic, one in result.topics.items()))
    parts.append("## Next steps\n\n" + "\n".join(f"{n}. {said(step)}" for n, step in enumerate(result.steps, 1)))
    parts.append("## Questions")
    parts += [told(one) for one in result.lines]
    return "\n\n".join(parts) + "\n"


def told(one: Line) -> str:
    """One item in Markdown."""
    head = f"### {one.item.place}. `{one.item.question_id}` ({verdict(one)}, {took(one)})"
    question = one.question
    if question is None:
        return f"{head}\n\nThe question has been withdrawn."
    prompt = (
        next((s.prompt for s in question.answer.stages if s.id == one.item.stage), "")
        if isinstance(question, Open)
        else ""
    )
    parts = [head, question.stem if not one.item.stage else f"{question.stem}\n\n**{one.item.stage}**: {prompt}"]
    if question.code is not None and not one.item.stage:
        parts.append(fenced(question.code.text, question.code.lang))
    if isinstance(one.response, Assessed):
        parts.append("You wrote:\n\n" + fenced(one.response.text))
    elif one.response is not None and not isinstance(one.response, DontKnow):
        parts.append("You said:\n\n" + fenced(describe(question, one.shown, one.response)))
    if isinstance(question, Open):
        if one.levels:
            parts.append("Your rating: " + ", ".join(f"{name} {level}" for name, level in one.levels.items()))
        last = not question.answer.stages or question.answer.stages[-1].id == one.item.stage
        if last and question.answer.model_answer:
            parts.append(f"A good answer: {question.answer.model_answer}")
        if not last:
            return "\n\n".join(parts)
    else:
        parts.append("The key:\n\n" + fenced(key_text(question, one.shown)))
    parts.append(question.explanation)
    if question.references:
        parts.append("Sources: " + "; ".join(reference_text(one) for one in question.references))
    return "\n\n".join(parts)


def fenced(text: str, lang: str = "") -> str:
    """A text in a fence longer than any run of back-ticks inside."""
    longest = run = 0
    for character in text:
        run = run + 1 if character == "`" else 0
        longest = max(longest, run)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{lang}\n{text}\n{fence}"
