"""Rating one's own open answer: a page of at most five criteria, and what is left to rate."""

from bot.domain.rubric import criteria, evidence
from bot.intents import AssessAnswer, ShowResult
from bot.usecases.assessment import AssessSheet
from bot.usecases.sitting import Outcome
from bot.view import result_card
from bot.view.card import Button, Card, Field, Fields, Footnote, Progress, Text, buttons, card
from bot.view.form import FIELDS_PER_PAGE, Form
from bot.view.rubric_fields import cut, level_fields

EVIDENCE = {"number": "a number", "first-person": "what you did yourself", "result-stated": "what came of it"}
SHOWN = 1_200


def present(result: Outcome | AssessSheet) -> Card:
    """The rated answer, or what is left to rate."""
    return result_card.present(result) if isinstance(result, Outcome) else sheet(result)


def sheet(result: AssessSheet) -> Card:
    """The criteria that still want a level."""
    rubric = criteria(result.question.answer)
    ticks = evidence(result.question.answer.evidence, result.text)
    rest = result.left[:FIELDS_PER_PAGE]
    return card(
        "Rate your answer",
        "ask",
        Progress(len(result.given), len(rubric), f"{len(result.given)} of {len(rubric)} criteria rated"),
        Text(result.text[:SHOWN] + ("…" if len(result.text) > SHOWN else ""), literal=True),
        Fields(
            tuple(Field(EVIDENCE.get(tick.evidence, tick.evidence), "found" if tick.found else "not found")
                  for tick in ticks)
        ) if ticks else None,
        Fields(tuple(Field(name, cut(rubric[name].criterion, 160)) for name in rest)),
        buttons(
            Button(
                "Rate" if not result.given else "Rate the rest",
                AssessAnswer(result.daily.id, " ".join(result.given)),
                "primary",
                form=True,
            ),
            Button("Back to the result", ShowResult(result.daily.id)),
        ),
        Footnote("Levels go from 0 (missing) to 3 (all there). They are yours alone and give no points."),
    )  # fmt: skip


def form(result: AssessSheet) -> Form:
    """One page: a level for each of the next criteria."""
    rubric = criteria(result.question.answer)
    left = result.left or tuple(rubric)
    given = result.given if result.left else ()
    return Form(
        "Rate your answer",
        AssessAnswer(result.daily.id, " ".join(given)),
        level_fields(rubric[name] for name in left[:FIELDS_PER_PAGE]),
        intro=cut(result.text, 1_000),
        page=len(given) // FIELDS_PER_PAGE + 1,
        pages=-(-len(rubric) // FIELDS_PER_PAGE),
    )
