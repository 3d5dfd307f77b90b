"""The contract between presenters and adapters: every card fits, every control travels, and no text does any harm."""

import re
from dataclasses import replace
from datetime import UTC
from io import StringIO

import pytest

from adapters.terminal.render import draw_colour, draw_plain, style
from bot.view.card import BLOCK_BUDGET, TEXT_BUDGET, Buttons, Card, Choices, Text
from bot.view.form import FIELDS_PER_PAGE, Form
from bot.view.letters import width
from bot.view.plain import controls, plain
from bot.view.wire import TOKEN_LIMIT, decode, encode
from tests.every import every
from tests.hostile import HOSTILE
from tests.platforms import toy
from tests.view.gallery import controls_of, forms, gallery, poisoned, text_of

CARDS = gallery()
FORMS = forms()
every_card = every("card", CARDS)
every_form = every("form", FORMS)
every_hostile = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)

ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
"""Written apart from `bot/view/letters.py`: what must never reach a screen."""


def coloured(card: Card, columns: int = 80) -> str:
    """What a person's terminal is sent, without the colours."""
    from rich.console import Console

    out = StringIO()
    Console(file=out, width=columns, force_terminal=False).print(draw_colour(card, style(columns, UTC)))
    return out.getvalue()


@every_card
def test_a_card_keeps_to_the_budget(card: Card) -> None:
    assert len(card.blocks) <= BLOCK_BUDGET
    assert len(card.title) + sum(map(text_of, card.blocks)) <= TEXT_BUDGET
    assert card.title.strip()
    for block in card.blocks:
        if isinstance(block, Buttons):
            assert 1 <= len(block.buttons) <= 5
            assert all(button.label.strip() for button in block.buttons)
        if isinstance(block, Choices):
            assert block.many == (block.submit is not None)


@every_card
def test_its_controls_travel_and_differ(card: Card) -> None:
    tokens = [encode(intent) for intent in controls_of(card)]
    assert all(len(token) <= TOKEN_LIMIT for token in tokens)
    assert [decode(token) for token in tokens] == list(controls_of(card))
    assert len(set(tokens)) == len(tokens)


@every_card
def test_the_terminal_says_everything_that_the_card_says(card: Card) -> None:
    drawn = draw_plain(card, style(None, UTC))
    assert "{when}" not in drawn
    for number, button in enumerate(controls(card), 1):
        assert f"[{number}] {button.label}" in drawn
    for block in card.blocks:
        if isinstance(block, Text) and block.when is None:
            assert block.text in drawn
        if isinstance(block, Choices):
            assert all(option.text in drawn and f"{option.label.lower()}) " in drawn for option in block.options)


@every_card
@every("columns", [24, 40, 80, 200])
def test_a_terminal_of_any_width_holds_it(card: Card, columns: int) -> None:
    for line in draw_plain(card, style(columns, UTC)).splitlines():
        assert width(line) <= columns or line.startswith("    ") or "  " in line.strip()
    for line in coloured(card, columns).splitlines():
        assert width(line.rstrip()) <= columns


@every_card
def test_colour_says_the_same_words(card: Card) -> None:
    def words(text: str) -> list[str]:
        return re.findall(r"\w+", text)

    said = words(coloured(card, 100))
    for block in card.blocks:
        if isinstance(block, Text) and block.when is None and not block.literal:
            assert set(words(block.text)) <= set(said)
    assert set(words(card.title)) <= set(said)


@every_card
def test_the_toy_holds_it(card: Card) -> None:
    message = toy.draw(card)
    assert len(message["title"]) <= toy.TITLE
    assert len(message["parts"]) <= toy.PARTS
    pressed = toy.controls_on(message)
    assert [decode(control["token"]) for control in pressed] == list(controls_of(card))
    assert all(1 <= len(control["label"]) <= toy.LABEL for control in pressed)
    assert message["text"] == plain(card)


@every_hostile
def test_hostile_text_in_every_place_of_every_card(text: str) -> None:
    for bad in dict.fromkeys(poisoned(card, text) for card in CARDS.values()):  # some differed in their words alone
        drawn = draw_plain(bad, style(None, UTC))
        assert ACTING.search(drawn) is None
        if len(text) < 1_000:
            assert ACTING.search(draw_plain(bad, style(40, UTC))) is None
            assert ACTING.search(coloured(bad)) is None
        toy_text = "".join(part.get("text", "") for part in toy.draw(bad)["parts"])
        assert ACTING.search(toy_text) is None


@every("name", ["everyone", "channel mention", "user mention", "emphasis", "console markup", "entities"])
def test_markup_in_a_persons_text_stays_to_the_letter(name: str) -> None:
    card = Card("From a member", "info", (Text(HOSTILE[name], literal=True),))
    assert HOSTILE[name] in plain(card)
    shown = " ".join(coloured(card, 200).replace("│", " ").split())
    assert " ".join(HOSTILE[name].split()) in shown


def test_a_literal_text_has_no_time_put_into_it() -> None:
    from tests.view.gallery import WHEN

    assert "{when}" in plain(Card("x", "info", (Text("{when}", literal=True, when=WHEN),)))
    assert "{when}" not in plain(Card("x", "info", (Text("{when}", when=WHEN),)))


def test_nothing_outside_its_row_marks_a_state_by_colour_alone() -> None:
    for card in CARDS.values():
        if card.state not in ("info",):
            word = replace(card, title="Title")
            assert "[" in plain(word).splitlines()[0]


@every_form
def test_a_form_keeps_to_the_budget(form: Form) -> None:
    assert 1 <= len(form.fields) <= FIELDS_PER_PAGE
    names = [field.name for field in form.fields]
    assert len(set(names)) == len(names)
    assert len(encode(form.intent)) <= TOKEN_LIMIT
    for field in form.fields:
        assert (field.kind in ("one", "many")) == bool(field.choices)
        assert isinstance(field.value, tuple) <= (field.kind == "many")
        values = [choice.value for choice in field.choices]
        assert len(set(values)) == len(values) <= 25
