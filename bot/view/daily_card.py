"""The card of a daily that is open: the post in the channel, and the private card with hints."""

from datetime import date
from functools import lru_cache

from bot.domain.question import Band, Question
from bot.intents import Answer, DontKnow, ShowDaily, TakeHint
from bot.ports.dailies import Daily
from bot.usecases.sitting import Outcome, Sitting
from bot.view import result_card
from bot.view.card import Block, Button, Card, Footnote, Progress, Text, buttons, card
from bot.view.question_blocks import Say, answer_button, question_blocks
from bot.view.wording import BANDS, counted, day_name, topic_name


def present(result: Sitting | Outcome) -> Card:
    """The private card: the question to be answered, or what became of it."""
    if isinstance(result, Outcome):
        return result_card.present(result)
    daily, question = result.daily, result.question
    left = len(question.hints) - result.hints
    return card(
        title(daily, question),
        "open",
        *question_blocks(question, result.shown, saying(daily)),
        *(Text(f"Hint {n}: {hint}") for n, hint in enumerate(question.hints[: result.hints], 1)),
        controls(daily, question, left, result.hints),
        footnote(daily),
        word="open",
        whole=ShowDaily(daily.group_id),
    )


def post(daily: Daily, question: Question, shown: tuple[str, ...]) -> Card:
    """The card for the channel: the question, how many have answered, and never who chose what."""
    return card(
        title(daily, question),
        "open",
        *question_blocks(question, shown, saying(daily)),
        controls(daily, question, len(question.hints), 0),
        Text(counts(daily)),
        standing(daily),
        footnote(daily),
        Footnote("Answers are private; the first one is final. Please discuss it after the reveal, in the thread."),
        word="open",
        whole=ShowDaily(daily.group_id),
    )


def saying(daily: Daily) -> Say:
    """What a control on this daily says."""
    return lambda said: Answer(daily.id, said)


def controls(daily: Daily, question: Question, hints_left: int, taken: int) -> Block | None:
    """Answer, hint, "I don't know"."""
    price = "75 %" if taken == 0 else "50 %"
    return buttons(
        answer_button(question, saying(daily)),
        Button("I don't know", DontKnow(daily.id)),
        Button(f"Hint ({price} of the points)", TakeHint(daily.id)) if hints_left > 0 else None,
    )


def title(daily: Daily, question: Question) -> str:
    """Group, day, topic and band."""
    return titled(daily.group_name, daily.study_day, question.topic, question.band)


@lru_cache(maxsize=1024)  # everybody who answers a daily reads the same title
def titled(group: str, study_day: str, topic: str, band: Band) -> str:
    """The same of its parts."""
    return f"{group} · {day_name(date.fromisoformat(study_day))} · {topic_name(topic)} · {BANDS[band]}"


def counts(daily: Daily) -> str:
    """How many have answered."""
    return "Nobody has answered yet." if daily.answered == 0 else f"{counted(daily.answered, 'answer')} so far."


def standing(daily: Daily) -> Progress | None:
    """How far the group is from its quorum; nothing for a roster of one or none."""
    if daily.roster < 2:
        return None
    reached = " – quorum" if daily.quorum_at else ""
    return Progress(
        daily.roster_answered, daily.roster, f"{daily.roster_answered} of {daily.roster} have answered{reached}"
    )


def footnote(daily: Daily) -> Footnote:
    """Until when it is open."""
    if daily.reveal_at is None:
        return Footnote("Open until the next question.")
    return Footnote("Open until {when}.", when=daily.reveal_at)
