"""No question of the bank is too long for Discord: neither its post, its reveal, nor the form of its answer."""

import pytest

from adapters.discord import limits
from adapters.discord.controls import read_custom_id
from adapters.discord.forms import modal
from adapters.discord.pages import pages
from adapters.discord.render import PARTS, TEXT, draw
from bot.bank.bank import Bank, load
from bot.domain.quorum import GroupStreak
from bot.intents import Answer
from bot.usecases.letters_out import Revealed, Turnout
from bot.view import answer_form, daily_card, reveal_card
from bot.view.form import Form
from tests.discord.drawn import everything, ids, read, sent, texts
from tests.domain.answerable import question as a_question
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


@pytest.mark.parametrize("sign", ["word ", "*_<", "世界", "🙂"], ids=["plain", "escaped", "wide", "emoji"])
def test_the_longest_question_that_a_bank_takes_fits(sign: str) -> None:
    """Stem, code and options at the limits of the bank's lint; some of it is more than one message holds."""

    def text(name: str, most: int) -> str:
        return (name + " " + sign * most)[:most].strip()

    code = {"lang": "python", "text": "\n".join(f"{line:02} {'x' * 69}" for line in range(25))}
    options = [{"id": name, "text": text(name, 240), "why": text(f"why {name}", 300)} for name in "pqrstu"]
    singles = [{**option, "correct": option["id"] == "q"} for option in options]
    longest = (
        a_question("single", stem=text("stem", 900), code=code, options=singles[:5]),
        a_question("multi", stem=text("stem", 900), code=code, options=singles),
        a_question("order", stem=text("stem", 900), options=options[:5], answer={"sequence": list("pqrst")}),
    )
    for one in longest:
        order = tuple(shown(one))
        post = daily_card.post(daily("open"), one, order)
        drawn = sent(draw(post, "daily:1000000:1000000"))
        assert limits.problems("message", drawn) == []
        assert len(list(everything(drawn))) <= PARTS
        whole = [sent(page) for page in pages(post)]
        assert all(limits.problems("message", page) == [] for page in whole)
        said = "\n".join(map(read, whole))
        assert "".join(one.stem.split()) in "".join(said.split())
        assert all("".join(option.text.split()) in "".join(said.split()) for option in one.options)
        pressed = [read_custom_id(one).token for one in ids(drawn)]
        assert pressed[: len(pressed) - (post.whole is not None and "Shortened" in read(drawn))] == [
            read_custom_id(one).token for page in whole for one in ids(page)
        ]
        turnout = Turnout(5, 2, 1, dict.fromkeys(order, 2))
        reveal = sent(draw(reveal_card.present(Revealed(daily(), one, order, turnout, GroupStreak(3, 9))), "k"))
        assert limits.problems("message", reveal) == []
        if one.kind != "single":
            form = Form("Your answer", Answer(1, confirmed=True), answer_form.answer_fields(one, order), intro=one.stem)
            assert limits.problems("modal", modal(form).to_dict()) == []
