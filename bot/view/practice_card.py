"""Practice: the question, its form, and the result, drawn from the same pieces as a daily's."""

from bot.domain import question as q
from bot.domain.response import DontKnow
from bot.intents import AnswerPractice, Practise, ReportQuestion, ShowDaily
from bot.usecases.practice import NO_IDEA, PracticeSitting, Practised
from bot.view import result_card, told
from bot.view.answer_form import answer_fields
from bot.view.card import Button, Card, Footnote, Reply, Text, buttons, card
from bot.view.form import Form
from bot.view.question_blocks import Say, answer_button, question_blocks
from bot.view.streak_words import streak_line
from bot.view.welcome_card import welcome
from bot.view.wording import BANDS, topic_name


def present(result: PracticeSitting) -> Card:
    """The question, to be answered for no points."""
    question, say = result.question, saying(result.question.id)
    return card(
        title(question),
        "open",
        *question_blocks(question, result.shown, say),
        buttons(
            answer_button(question, say),
            Button("I don't know", AnswerPractice(question.id, NO_IDEA)),
            Button("Another one", Practise()),
        ),
        Footnote(
            "Practice gives no points. This one is new to you, so answering it fills your day."
            if result.fresh
            else "Practice gives no points; its key was shown before, so it does not fill your day."
        ),
        word="practice",
    )


def form(result: PracticeSitting) -> Form | Card:
    """The form for kinds that one press cannot answer."""
    if isinstance(result.question, q.Single):
        return present(result)
    return Form(
        "Practice",
        AnswerPractice(result.question.id),
        answer_fields(result.question, result.shown),
        intro=result.question.stem,
    )


def answered(result: Practised) -> tuple[Reply, ...]:
    """The full result; after a very first answer the welcome too."""
    question = result.question
    word, state = result_card.verdict_word(result)
    again = "You answered this already. " if result.again else ""
    shown = card(
        f"{word} · {title(question)}",
        state,
        Text(again + result_card.said(result), literal=True),
        *told.feedback(question, result.shown),
        Text(question.explanation),
        Text("Your day is filled." if result.filled else "Practice: no points, and nothing lost.", strong=True),
        Text(streak_line(result.streak)) if result.filled else None,
        told.references(question),
        buttons(
            Button("Practise more", Practise(), "primary"),
            Button("This one again", Practise(question.id)),
            Button("Today's question", ShowDaily()),
            Button("Report this question", ReportQuestion(question.id), form=True),
        ),
        word=word.lower() if not isinstance(result.response, DontKnow) else "not known",
    )
    replies = (Reply(shown),)
    if result.welcome and result.person is not None:
        return (*replies, Reply(welcome(result.person, guessed=result.zone_guessed)))
    return replies


def title(question: q.Question) -> str:
    """Practice, topic and band."""
    return f"Practice · {topic_name(question.topic)} · {BANDS[question.band]}"


def saying(question_id: str) -> Say:
    """What a control on this card says."""
    return lambda said: AnswerPractice(question_id, said)
