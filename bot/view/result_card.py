"""What a learner sees after answering: verdict, key, every why, explanation, references, points and streak at once.

Only ever private, and only for somebody who has answered or after the reveal.
"""

from functools import lru_cache
from typing import NamedTuple

from bot.domain import question as q
from bot.domain.grading import key_text
from bot.domain.reading import describe
from bot.domain.response import Assessed, DontKnow
from bot.domain.shuffle import LETTERS
from bot.intents import Answer, AssessAnswer, ExplainStreak, Practise, ReportQuestion, ShowLeaderboard, ShowResult
from bot.usecases.answer import AskConfirm, CheckSpelling
from bot.usecases.practice import Practised
from bot.usecases.sitting import Outcome
from bot.usecases.streaks import StreakNow
from bot.usecases.today import Missed
from bot.view import daily_card
from bot.view.card import (
    Block,
    Button,
    Buttons,
    Card,
    Choice,
    Choices,
    Code,
    Field,
    Fields,
    Footnote,
    State,
    Text,
    buttons,
    card,
)
from bot.view.question_blocks import question_blocks
from bot.view.references import reference_text
from bot.view.streak_words import streak_line
from bot.view.wording import in_points, listed, percent


def present(result: Outcome | AskConfirm | CheckSpelling | Missed) -> Card:
    """The card for whatever came of an answer."""
    match result:
        case AskConfirm():
            return ask(result)
        case CheckSpelling():
            return spelling(result)
        case Missed():
            return missed(result)
        case _:
            return waiting(result) if result.hidden else outcome(result)


def ask(result: AskConfirm) -> Card:
    """Submit this?"""
    return card(
        "Submit this answer?",
        "ask",
        Text(result.read_as, literal=True, strong=True),
        Text("The first answer is final."),
        buttons(
            Button("Submit", Answer(result.daily.id, result.read_as, confirmed=True), style="primary"),
            Button("Change it", Answer(result.daily.id), form=True),
        ),
        Footnote("You can switch this question off in your settings."),
    )


def spelling(result: CheckSpelling) -> Card:
    """One free retry."""
    return card(
        "Check the spelling",
        "ask",
        Text(result.said, literal=True, strong=True),
        Text("That looks like a slip of the pen. You have one free retry; nothing was counted."),
        buttons(Button("Answer again", Answer(result.daily.id), style="primary", form=True)),
    )


def waiting(result: Outcome) -> Card:
    """The group shows verdicts at the reveal."""
    when = result.daily.reveal_at
    return card(
        "Your answer is in",
        "answered",
        Text(f"You said: {describe(result.question, result.shown, result.response)}", literal=True),
        Text(
            "The verdict comes with the next question."
            if when is None
            else "The verdict comes with the reveal, {when}.",
            when=when,
        ),
        Text(streak_line(result.streak)),
        Text(f"The same question is open in {listed(result.carried)}: this answer counts there too.", literal=True)
        if result.carried
        else None,
        Text("With your answer the group has reached its quorum.") if result.reached_quorum else None,
        buttons(
            Button("Leaderboard", ShowLeaderboard()),
            Button("Why this streak?", ExplainStreak()),
            Button("Report this question", ReportQuestion(result.question.id), form=True),
        ),
        word="answered",
    )


class Told(NamedTuple):
    """What is told of a question to everybody who has answered it in one order of its parts."""

    question: q.Question
    key: str
    whys: tuple[Block, ...]
    explanation: Text
    sources: Footnote | None


TOLD: dict[tuple[int, tuple[str, ...]], Told] = {}
"""By the question's identity, which stays its own as long as it is kept here: a bank's questions never change."""
MOST_TOLD = 512


def told_of(question: q.Question, shown: tuple[str, ...]) -> Told:
    """What is told of a question; made once for all who answer it."""
    told = TOLD.get((id(question), shown))
    if told is None:
        if len(TOLD) >= MOST_TOLD:
            TOLD.clear()
        told = Told(
            question,
            key_text(question, shown),
            tuple(feedback(question, shown)),
            Text(question.explanation),
            references(question),
        )
        TOLD[id(question), shown] = told
    return told


def outcome(result: Outcome) -> Card:
    """Verdict, key and everything that explains it."""
    word, state = verdict_word(result)
    question = result.question
    told = told_of(question, result.shown)
    again = "You answered this already; the first answer is final. " if result.again else ""
    return card(
        f"{word} · {daily_card.title(result.daily, question)}",
        state,
        Text(again + said(result), literal=True),
        *told.whys,
        told.explanation,
        own_rating(result),
        Text(gain(result), strong=True),
        Text("The key was corrected after you answered. Nobody loses by that: your points stay.")
        if result.verdict.score < result.attempt.score
        else None,
        streak_text(result.streak),
        Text(f"The same question is open in {listed(result.carried)}: this answer counts there too.", literal=True)
        if result.carried
        else None,
        Text("With your answer the group has reached its quorum.") if result.reached_quorum else None,
        told.sources,
        controls(result),
        word=word.lower(),
        whole=ShowResult(result.daily.id),
    )


def missed(result: Missed) -> Card:
    """A revealed question that was not answered, with its key."""
    question = result.question
    return card(
        f"Missed · {daily_card.title(result.daily, question)}",
        "closed",
        *question_blocks(question, result.shown, None),
        Text(f"The key: {key_text(question, result.shown)}", literal=True),
        *feedback(question, result.shown),
        Text(question.explanation),
        references(question),
        buttons(
            Button("Practise it", Practise(question.id), style="primary"),
            Button("Report this question", ReportQuestion(question.id), form=True),
        ),
        word="missed",
        whole=ShowResult(result.daily.id),
    )


def verdict_word(result: Outcome | Practised) -> tuple[str, State]:
    """The verdict as a word, and the state of the card."""
    if isinstance(result.response, DontKnow):
        return "Not known", "answered"
    if isinstance(result.question, q.Open):
        return "Your answer is in", "answered"
    score = result.attempt.score
    return ("Right", "right") if score >= 1 else ("Partly right", "partly") if score > 0 else ("Wrong", "wrong")


def said(result: Outcome | Practised) -> str:
    """What was said and what the key is."""
    key = told_of(result.question, result.shown).key
    if isinstance(result.response, DontKnow):
        return f"You said that you don't know. The key: {key}"
    mine = describe(result.question, result.shown, result.response)
    return f"You said: {mine}\nThe key: {key}"


def own_rating(result: Outcome) -> Block | None:
    """The levels that the learner gave the own open answer."""
    if not isinstance(result.response, Assessed) or not result.response.levels:
        return None
    levels = tuple(Field(mark.id, f"{mark.given or 0} of 3") for mark in result.verdict.marks if mark.key == "3")
    return Fields((Field("Your own rating", percent(result.verdict.score)), *levels[:12]))


def gain(result: Outcome) -> str:
    """What it brought."""
    if isinstance(result.question, q.Open):
        return "Open questions give no points; they keep your streak and the group's quorum."
    if isinstance(result.response, DontKnow):
        return "No points, and an honest day kept."
    return in_words(result.attempt.points, result.attempt.score, result.attempt.hints)


@lru_cache(maxsize=MOST_TOLD)
def in_words(points: int, score: float, hints: int) -> str:
    """What so many hundredths of points were for."""
    if points == 0 and score > 0:
        return "No points: you have met this question before."
    share = "" if score in (0, 1) else f" for {percent(score)} right"
    after = {0: "", 1: ", after one hint", 2: ", after two hints"}.get(hints, "")
    return f"{in_points(points)}{share}{after}."


def feedback(question: q.Question, shown: tuple[str, ...]) -> list[Block]:
    """Every why, in the shown order, right ones marked."""
    match question:
        case q.Single() | q.Multi():
            whys = {o.id: (o.why, o.correct) for o in question.options}
        case q.Order():
            places = tuple(
                Choice(letter, next(o.why for o in question.options if o.id == name))
                for letter, name in zip(LETTERS, shown, strict=False)
            )
            return [Choices(tuple(place for place in places if place.text))]
        case q.TrueFalse():
            whys = {s.id: (s.why, s.value) for s in question.statements}
        case q.Match():
            rows = tuple(Choice(str(n), row.why) for n, row in enumerate(question.left, 1) if row.why)
            return [Choices(rows)] if rows else []
        case q.Bug():
            fixed = "\n".join(f"{n}  {line}" for n, line in sorted(question.answer.fixed.items()))
            return [Text("Mended:"), Code(fixed, question.code.lang if question.code else "")]
        case _:
            return []
    labels = [str(n) for n in range(1, len(shown) + 1)] if isinstance(question, q.TrueFalse) else LETTERS
    options = tuple(
        Choice(label, whys[name][0], mark="right" if whys[name][1] else "wrong")
        for label, name in zip(labels, shown, strict=False)
        if whys[name][0]
    )
    return [Choices(options)] if options else []


@lru_cache(maxsize=MOST_TOLD)
def streak_text(streak: StreakNow) -> Text:
    """The streak in one line; a study group has few different ones on one day."""
    return Text(streak_line(streak))


def references(question: q.Question) -> Footnote | None:
    """The primary sources."""
    if not question.references:
        return None
    return Footnote("Sources: " + "; ".join(reference_text(r) for r in question.references))


def controls(result: Outcome) -> Block | None:
    """What can be done next."""
    if not isinstance(result.question, q.Open) or isinstance(result.response, DontKnow):
        return onward(result.question.id)
    rated = isinstance(result.response, Assessed) and bool(result.response.levels)
    rate = Button("Rate again" if rated else "Rate yourself", AssessAnswer(result.daily.id), style="primary", form=True)
    return buttons(rate, *onward(result.question.id).buttons)


@lru_cache(maxsize=MOST_TOLD)
def onward(question_id: str) -> Buttons:
    """What can be done after any answer to a question."""
    return Buttons(
        (
            Button("Leaderboard", ShowLeaderboard()),
            Button("Why this streak?", ExplainStreak()),
            Button("Report this question", ReportQuestion(question_id), form=True),
        )
    )


def present_past(result: Outcome | Missed) -> Card:
    """Yesterday's question: the question itself belongs on the card as well."""
    if isinstance(result, Missed):
        return missed(result)
    shown = outcome(result)
    blocks = (*question_blocks(result.question, result.shown, None), *shown.blocks)
    return Card(shown.title, shown.state, blocks, shown.state_word)
