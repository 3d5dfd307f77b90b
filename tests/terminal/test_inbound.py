"""What a typed line means, given what is on the screen."""

import pytest

from adapters.terminal.inbound import Leave, Press, understand
from bot import intents as ask
from bot.domain.errors import Refusal, UnknownCommand
from bot.view.card import Button, Choice, Choices
from tests.hostile import HOSTILE

BUTTONS = (Button("I don't know", ask.DontKnow(7)), Button("Hint", ask.TakeHint(7)))
ONE = Choices(tuple(Choice(letter, letter, ask.Answer(7, letter.lower())) for letter in "ABC"))
MANY = Choices(
    tuple(Choice(letter, letter) for letter in "ABCDE"), many=True, submit=ask.AnswerPractice("sql.null.0001")
)


@pytest.mark.parametrize("said", ["quit", " EXIT ", "bye"])
def test_words_that_leave(said: str) -> None:
    assert understand(said, (), None) == Leave()


def test_an_empty_line_asks_for_nothing() -> None:
    assert understand("  \t ", BUTTONS, ONE) is None


def test_a_number_presses_the_button_of_that_number() -> None:
    assert understand("2", BUTTONS, ONE) == Press(BUTTONS[1])


@pytest.mark.parametrize("said", ["0", "3", "250", "9" * 5000])
def test_a_number_of_no_button_says_how_a_number_is_answered(said: str) -> None:
    with pytest.raises(UnknownCommand) as refused:
        understand(said, BUTTONS, ONE)
    assert refused.value.suggestions[0].startswith("answer ")


def test_a_letter_is_the_choice_on_the_screen() -> None:
    assert understand("B", BUTTONS, ONE) == ask.Answer(7, "b")


@pytest.mark.parametrize("said", ["a c", "A, C", "a,c"])
def test_letters_are_joined_into_the_submitted_intent(said: str) -> None:
    assert understand(said, (), MANY) == ask.AnswerPractice("sql.null.0001", "a c")


def test_letters_without_a_card_answer_the_open_question() -> None:
    assert understand("b", (), None) == ask.Answer(said="b")
    assert understand("f", (), ONE) == ask.Answer(said="f")
    assert understand("a b", (), ONE) == ask.Answer(said="a b")


def test_a_sequence_of_numbers_is_an_order() -> None:
    assert understand("3 1 2 4", BUTTONS, None) == ask.Answer(said="3 1 2 4")


def test_all_else_is_a_command() -> None:
    assert understand("board", BUTTONS, ONE) == ask.ShowLeaderboard()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_lines(text: str) -> None:
    try:
        meant = understand(text, BUTTONS, MANY, forms=True)
    except Refusal as refusal:
        meant = refusal
    assert meant is None or isinstance(meant, (ask.Intent, Press, Leave, Refusal))
