"""What became of one answer in a round: verdict, key and every why; after a stage, what the rubric looks at."""

from bot.domain.grading import key_text
from bot.domain.question import Open
from bot.domain.reading import describe
from bot.domain.response import Assessed, DontKnow
from bot.domain.rubric import evidence
from bot.intents import AnswerRound, NextItem, PassItem, PauseRound, ReportQuestion, ShowReport
from bot.usecases.answer_round import Replied, RoundSpelling, RoundTried
from bot.usecases.live_turns import LiveAnswered
from bot.usecases.round_report import TWO_MINUTES
from bot.view import live_card, round_report_card, run_card, told
from bot.view.assess_card import EVIDENCE
from bot.view.card import Button, Buttons, Card, Field, Fields, Footnote, Reply, State, Text, buttons, card
from bot.view.wording import BANDS, in_points, topic_name


def present(result: Replied | RoundSpelling | LiveAnswered | RoundTried) -> tuple[Reply, ...]:
    """The result, and after the last answer the report."""
    if isinstance(result, RoundTried):
        return (Reply(tried(result)),)
    if isinstance(result, LiveAnswered):
        return (Reply(live_card.answered(result)),)
    if isinstance(result, RoundSpelling):
        return (Reply(spelling(result)),)
    shown = (Reply(answered(result)),)
    return (*shown, Reply(round_report_card.present(result.report))) if result.report is not None else shown


def tried(result: RoundTried) -> Card:
    """Code that did not pass yet, test by test."""
    report, question = result.report, result.question
    again = buttons(
        Button("Try again", AnswerRound(result.item.id), "primary", form=True),
        Button("I give up", PassItem(result.item.id)),
        Button("Pause", PauseRound(result.seat.round.id)),
    )
    if report is None:
        return card(
            "The judge cannot run it now",
            "warning",
            Text("Nothing was counted, and your time goes on. Keep your code, and try again in a moment."),
            again,
            word="not judged",
        )
    return card(
        f"{run_card.passed(report)} · {topic_name(question.topic)} · {BANDS[question.band]}",
        "partly" if report.passed else "wrong",
        *run_card.tests(report),
        *run_card.rows(report.rows, report.full),
        again,
        Footnote(f"It took {max(1, round(report.ms))} ms. The first time that all tests pass is your answer."),
        word="not yet",
    )


def spelling(result: RoundSpelling) -> Card:
    """One free retry."""
    return card(
        "Check the spelling",
        "ask",
        Text(result.said, literal=True, strong=True),
        Text("That looks like a slip of the pen. You have one free retry; nothing was counted."),
        buttons(Button("Answer again", AnswerRound(result.item.id), "primary", form=True)),
    )


def answered(result: Replied) -> Card:
    """One answer."""
    return submitted(result) if result.stage is not None else graded(result)


def graded(result: Replied) -> Card:
    """A question as a whole: what is right and why."""
    question = result.question
    word, state = verdict_word(result)
    again = "You answered this already. " if result.again else ""
    return card(
        f"{word} · {topic_name(question.topic)} · {BANDS[question.band]}",
        state,
        Text(again + said(result), literal=True),
        *traces(result),
        *told.feedback(question, result.shown),
        Text(question.explanation),
        Text(brought(result), strong=True) if result.kept is not None else None,
        told.references(question),
        onward(result),
        word=word.lower(),
    )


def said(result: Replied) -> str:
    """What was said and what the key is."""
    key = key_text(result.question, result.shown)
    if isinstance(result.response, DontKnow):
        return f"You said that you don't know. The key: {key}"
    return f"You said: {describe(result.question, result.shown, result.response)}\nThe key: {key}"


def submitted(result: Replied) -> Card:
    """A stage: what its rubric looks at, now that it is in."""
    stage = result.stage
    assert stage is not None, "only stages are submitted"
    text = result.response.text if isinstance(result.response, Assessed) else ""
    return card(
        "Stage submitted" if not isinstance(result.response, DontKnow) else "Stage skipped",
        "answered",
        Text("You answered this already; the first answer is final.") if result.again else None,
        Text(text if len(text) <= 600 else text[:599].rstrip() + "…", literal=True) if text else None,
        *traces(result),
        Fields(tuple(Field(one.criterion, f"3: {one.anchors.get(3, '')}") for one in stage.rubric))
        if stage.rubric
        else None,
        Text("Your number is compared with ours in the report.") if stage.numeric is not None else None,
        onward(result),
        word="submitted",
    )


def traces(result: Replied) -> tuple[Fields, ...]:
    """The checklist of evidence for a story: a trace of it in the text, or none. No verdict."""
    question, response = result.question, result.response
    if not isinstance(question, Open) or not isinstance(response, Assessed):
        return ()
    wanted = question.answer.evidence
    if not wanted or (result.stage is not None and question.answer.stages[0].id != result.stage.id):
        return ()
    words = len(response.text.split())
    ticks = [
        Field(EVIDENCE.get(tick.evidence, tick.evidence), "found" if tick.found else "not found")
        for tick in evidence(wanted, response.text)
    ]
    told = "yes" if words <= TWO_MINUTES else f"no, {words} words take about {words / 150:.0f} minutes"
    return (Fields((*ticks, Field("told within two minutes", told))),)


def verdict_word(result: Replied) -> tuple[str, State]:
    """The verdict as a word, and the state of the card."""
    if isinstance(result.response, DontKnow):
        return "Not known", "answered"
    if result.question.kind == "open":
        return "Your answer is in", "answered"
    score = result.verdict.score
    return ("Right", "right") if score >= 1 else ("Partly right", "partly") if score > 0 else ("Wrong", "wrong")


def brought(result: Replied) -> str:
    """What it brought beyond the round."""
    kept = result.kept
    assert kept is not None, "only what was kept brings anything"
    day = " Your day is filled." if kept.filled else ""
    if result.question.kind == "open":
        return f"You rate it yourself after the round.{day}"
    if kept.points:
        return f"{in_points(kept.points)} for a first answer.{day}"
    return f"No points.{day}" if not result.verdict.score else f"No points: you have met this question before.{day}"


def onward(result: Replied) -> Buttons | None:
    """What can be done next."""
    number = result.seat.round.id
    over = result.report is not None or result.seat.round.state == "ended"
    return buttons(
        Button("Report", ShowReport(number), "primary") if over else Button("Next", NextItem(number), "primary"),
        None if over else Button("Pause", PauseRound(number)),
        Button("Report this question", ReportQuestion(result.question.id), form=True),
    )
