"""No question of the bank is too long for Slack: neither its post, its reveal, nor the form of its answer."""

import pytest

from adapters.slack import limits
from adapters.slack.forms import form_view
from adapters.slack.render import message
from bot.bank.bank import Bank, load
from bot.domain.quorum import GroupStreak
from bot.intents import Answer
from bot.usecases.letters_out import Revealed, Turnout
from bot.view import answer_form, daily_card, reveal_card
from bot.view.form import Form
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
        for drawn in (
            daily_card.post(daily("open"), question, order),
            reveal_card.present(Revealed(daily(), question, order, turnout, GroupStreak(3, 9))),
        ):
            sent = message(drawn, "daily:1000000:1000000")
            assert limits.problems("message", sent) == [], question.id
            assert "Shortened" not in str(sent), question.id


def test_every_answer_has_a_form_that_slack_takes(bank: Bank) -> None:
    for question in bank.questions.values():
        if question.kind == "single":
            continue
        fields = answer_form.answer_fields(question, tuple(shown(question)))
        form = Form("Your answer", Answer(1, confirmed=True), fields, intro=question.stem)
        view = form_view(form, {"c": "C0000001", "n": "a-channel-of-a-long-name" * 3})
        assert limits.problems("modal", view) == [], question.id
        for field in fields:
            for choice in field.choices:
                assert choice.label in str(view) or choice.label[:40] in str(view), question.id
