"""What a typed line means, given what is on the screen."""

import pytest

from adapters.terminal.inbound import Leave, Press, asked_on, understand
from bot import intents as ask
from bot.domain.errors import Refusal, UnknownCommand
from bot.view.card import Button, Buttons, Choice, Choices, Text, card
from tests.every import every
from tests.hostile import HOSTILE

BUTTONS = (Button("I don't know", ask.DontKnow(7)), Button("Hint", ask.TakeHint(7)))
ONE = Choices(tuple(Choice(letter, letter, ask.Answer(7, letter.lower())) for letter in "ABC"))
MANY = Choices(
    tuple(Choice(letter, letter) for letter in "ABCDE"), many=True, submit=ask.AnswerPractice("sql.null.0001")
)


@every("said", ["quit", " EXIT ", "bye"])
def test_words_that_leave(said: str) -> None:
    assert understand(said, (), None) == Leave()


def test_an_empty_line_asks_for_nothing() -> None:
    assert understand("  \t ", BUTTONS, ONE) is None


def test_a_number_presses_the_button_of_that_number() -> None:
    assert understand("2", BUTTONS, ONE) == Press(BUTTONS[1])


@every("said", ["0", "3", "250", "9" * 5000])
def test_a_number_of_no_button_says_how_a_number_is_answered(said: str) -> None:
    with pytest.raises(UnknownCommand) as refused:
        understand(said, BUTTONS, ONE)
    assert refused.value.suggestions[0].startswith("answer ")


def test_a_letter_is_the_choice_on_the_screen() -> None:
    assert understand("B", BUTTONS, ONE) == ask.Answer(7, "b")


@every("said", ["a c", "A, C", "a,c"])
def test_letters_are_joined_into_the_submitted_intent(said: str) -> None:
    assert understand(said, (), MANY) == ask.AnswerPractice("sql.null.0001", "a c")


def test_letters_without_a_card_answer_the_open_question() -> None:
    assert understand("b", (), None) == ask.Answer(said="b")
    assert understand("f", (), ONE) == ask.Answer(said="f")
    assert understand("a b", (), ONE) == ask.Answer(said="a b")


def test_a_sequence_of_numbers_is_an_order() -> None:
    assert understand("3 1 2 4", BUTTONS, None) == ask.Answer(said="3 1 2 4")


@every("said", ["a", "c a b d", "3 1 2 4", "t f f t"])
def test_a_bare_answer_goes_to_the_question_that_was_shown_last(said: str) -> None:
    practice = ask.AnswerPractice("sql.null.0001")
    assert understand(said, BUTTONS, None, practice) == ask.AnswerPractice("sql.null.0001", said)
    assert understand(said, BUTTONS, None, ask.Answer(7)) == ask.Answer(7, said)


@every("said", ["1b 2a 3d 4c", "250 ms", "serialization_failure"])
def test_words_that_are_no_command_may_be_an_answer(said: str) -> None:
    for answering, verb in ((ask.Answer(7), "answer"), (ask.AnswerPractice("sql.null.0001"), "try sql.null.0001")):
        with pytest.raises(UnknownCommand) as refused:
            understand(said, BUTTONS, None, answering)
        assert refused.value.suggestions == (f"{verb} {said}",)


def test_which_question_a_card_asks() -> None:
    practice = ask.AnswerPractice("sql.null.0001")
    assert asked_on(card("Daily", "open", ONE)) == ask.Answer(7)
    assert asked_on(card("Practice", "open", MANY)) == practice
    order = card("Practice", "open", Choices((Choice("A", "x"),)), Buttons((Button("Order", practice, form=True),)))
    assert asked_on(order) == practice
    assert asked_on(card("Streak", "info", Text("x"), Buttons(BUTTONS))) is None


def test_all_else_is_a_command() -> None:
    assert understand("board", BUTTONS, ONE) == ask.ShowLeaderboard()


@every("text", HOSTILE)
def test_hostile_lines(text: str) -> None:
    try:
        meant = understand(text, BUTTONS, MANY, forms=True)
    except Refusal as refusal:
        meant = refusal
    assert meant is None or isinstance(meant, (ask.Intent, Press, Leave, Refusal))
