"""No question of the bank is too long for Discord: neither its post, its reveal, nor the form of its answer."""

import pytest

from adapters.discord import limits
from adapters.discord.forms import modal
from adapters.discord.render import PARTS, TEXT, draw
from bot.bank.bank import Bank, load
from bot.domain.quorum import GroupStreak
from bot.intents import Answer
from bot.usecases.letters_out import Revealed, Turnout
from bot.view import answer_form, daily_card, reveal_card
from bot.view.form import Form
from tests.discord.drawn import everything, sent, texts
from tests.domain.answerable import shown
from tests.view.gallery_posts import daily


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load()


def test_every_question_is_drawn_whole(bank: Bank) -> None:
    assert len(bank) > 50
    for question in bank.questions.values():
        order = tuple(shown(question))
        turnout = Turnout(5, 2, 1, dict.fromkeys(order, 2))
        for card in (
            daily_card.post(daily("open"), question, order),
            reveal_card.present(Revealed(daily(), question, order, turnout, GroupStreak(3, 9))),
        ):
            drawn = sent(draw(card, "daily:1000000:1000000"))
            assert limits.problems("message", drawn) == [], question.id
            assert len(list(everything(drawn))) <= PARTS, question.id
            assert sum(map(limits.units, texts(drawn))) <= TEXT, question.id
            assert "Shortened" not in str(drawn), question.id


def test_every_answer_has_a_form_that_discord_takes(bank: Bank) -> None:
    for question in bank.questions.values():
        if question.kind == "single":
            continue
        fields = answer_form.answer_fields(question, tuple(shown(question)))
        drawn = modal(Form("Your answer", Answer(1, confirmed=True), fields, intro=question.stem)).to_dict()
        assert limits.problems("modal", drawn) == [], question.id
        for field in fields:
            for choice in field.choices:
                assert choice.label in str(drawn) or choice.label[:60] in str(drawn), question.id
