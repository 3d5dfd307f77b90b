"""What a learner sees after answering: verdict, key, every why, explanation, references, points and streak at once.

Only ever private, and only for somebody who has answered or after the reveal.
"""

from functools import lru_cache

from bot.domain import question as q
from bot.domain.grading import key_text
from bot.domain.reading import describe
from bot.domain.response import Assessed, DontKnow, Ran
from bot.intents import Answer, AssessAnswer, ExplainStreak, Practise, ReportQuestion, ShowLeaderboard, ShowResult
from bot.usecases.answer import AskConfirm, CheckSpelling
from bot.usecases.practice import Practised
from bot.usecases.settle_run import RunDone
from bot.usecases.sitting import Outcome
from bot.usecases.streaks import StreakNow
from bot.usecases.submit_run import RunQueued
from bot.usecases.today import Missed
from bot.view import daily_card, run_card
from bot.view.card import (
    Block,
    Button,
    Buttons,
    Card,
    Field,
    Fields,
    Footnote,
    State,
    Text,
    buttons,
    card,
)
from bot.view.question_blocks import question_blocks
from bot.view.streak_words import streak_line
from bot.view.told import MOST_SAID, MOST_TOLD, Told, feedback, references, told_of
from bot.view.wording import in_points, listed, percent


def present(result: Outcome | AskConfirm | CheckSpelling | Missed | RunQueued | RunDone) -> Card:
    """The card for whatever came of an answer."""
    match result:
        case RunQueued() | RunDone():
            return run_card.present(result)
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
        Text(
            run_card.ran(result.response, result.question, result.attempt.score)
            or f"You said: {describe(result.question, result.shown, result.response)}",
            literal=True,
        ),
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


def outcome(result: Outcome) -> Card:
    """Verdict, key and everything that explains it."""
    word, state = verdict_word(result)
    question = result.question
    told = told_of(question, result.shown)
    return card(
        f"{word} · {daily_card.title(result.daily, question)}",
        state,
        said_once(result, told),
        *told.whys,
        told.explanation,
        own_rating(result),
        gain(result),
        Text("The key was corrected after you answered. Nobody loses by that: your points stay.")
        if result.verdict.score < result.attempt.score and not isinstance(result.response, Ran)
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
        Text(f"The key: {key_text(question, result.shown)}", literal=True) if not run_card.is_code(question) else None,
        *feedback(question, result.shown),
        Text(question.explanation),
        references(question),
        buttons(
            Button("Practise it", Practise(question.id), style="primary") if not run_card.is_code(question) else None,
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


def said_once(result: Outcome, told: Told) -> Text:
    """What was said and what the key is, made once for all who said the same."""
    if result.again:
        return Text("You answered this already; the first answer is final. " + said(result), literal=True)
    if isinstance(result.response, Ran):
        return Text(said(result), literal=True)
    text = told.said.get(result.attempt.response)
    if text is None:
        text = Text(said(result), literal=True)
        if len(told.said) < MOST_SAID:
            told.said[result.attempt.response] = text
    return text


def said(result: Outcome | Practised) -> str:
    """What was said and what the key is."""
    if code := run_card.ran(result.response, result.question, result.attempt.score):
        return code
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


def gain(result: Outcome) -> Text:
    """What it brought."""
    if isinstance(result.question, q.Open):
        return Text("Open questions give no points; they keep your streak and the group's quorum.", strong=True)
    if isinstance(result.response, DontKnow):
        return Text("No points, and an honest day kept.", strong=True)
    return points_text(result.attempt.points, result.attempt.score, result.attempt.hints)


@lru_cache(maxsize=MOST_TOLD)
def points_text(points: int, score: float, hints: int) -> Text:
    """What so many hundredths of points were for."""
    if points == 0 and score > 0:
        return Text("No points: you have met this question before.", strong=True)
    share = "" if score in (0, 1) else f" for {percent(score)} right"
    after = {0: "", 1: ", after one hint", 2: ", after two hints"}.get(hints, "")
    return Text(f"{in_points(points)}{share}{after}.", strong=True)


@lru_cache(maxsize=MOST_TOLD)
def streak_text(streak: StreakNow) -> Text:
    """The streak in one line; a study group has few different ones on one day."""
    return Text(streak_line(streak))


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
