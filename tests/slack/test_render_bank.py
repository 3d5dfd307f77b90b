"""No question of the bank is too long for Slack: neither its post, its reveal, nor the form of its answer."""

from typing import Any

import pytest
from msgspec.structs import replace

from adapters.slack import limits
from adapters.slack.controls import read_action_id
from adapters.slack.forms import form_view
from adapters.slack.render import message, modal
from bot.bank.bank import Bank, load
from bot.domain.question import Code
from bot.domain.quorum import GroupStreak
from bot.intents import Answer
from bot.usecases.letters_out import Revealed, Turnout
from bot.view import answer_form, daily_card, reveal_card
from bot.view.form import Form
from bot.view.wire import decode
from tests.clubs import questions
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


@pytest.mark.parametrize("sign", ["&", "<", ">"])
def test_the_longest_question_is_shortened_with_a_control_that_shows_all(sign: str) -> None:
    """Longer than the bank may ever hold: 4,000 characters of stem, 1,500 of code, long options."""
    stem, code = f"Begin {sign * 3_990} end", f"first {sign * 1_480} last"
    (plain_one,) = questions(1, kind="single")
    options = tuple(replace(option, text=f"{option.id} {sign * 240} over") for option in plain_one.options)
    question = replace(plain_one, stem=stem, code=Code(lang="python", text=code), options=options)
    order = tuple(shown(question))
    turnout = Turnout(5, 2, 1, dict.fromkeys(order, 2))
    revealed = Revealed(daily(), question, order, turnout, GroupStreak(3, 9))
    for card in (daily_card.post(daily("open"), question, order), reveal_card.present(revealed)):
        sent = message(card, "daily:1:1")
        assert limits.problems("message", sent) == []
        note, control = sent["blocks"][-2:]
        assert "Shortened" in str(note)
        press = read_action_id(control["elements"][0]["action_id"])
        assert press is not None
        assert press.whole
        assert decode(press.token) == card.whole
        view = modal([card], "{}")
        assert limits.problems("modal", view) == []
        assert "Shortened" not in str(view)
        said = "".join(leaf["text"] for leaf in every_leaf(view["blocks"]))
        assert all(text in said for text in (stem, code, *(option.text for option in options)))


def every_leaf(thing: Any) -> list[dict[str, Any]]:
    """The texts of rich texts, in order."""
    if isinstance(thing, list):
        return [found for part in thing for found in every_leaf(part)]
    if not isinstance(thing, dict):
        return []
    return [thing] if thing.get("type") == "text" else every_leaf(thing.get("elements", []))


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
