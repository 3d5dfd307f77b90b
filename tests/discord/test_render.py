"""Every card of the gallery is taken by Discord as it is drawn, and says and offers what the card does."""

import re
from dataclasses import replace

import discord
import pytest
from discord import ui
from simcord.components import validate_components

from adapters.discord import limits
from adapters.discord.controls import TEMPLATE, custom_id, mark_of, number_of, read_custom_id
from adapters.discord.pages import pages
from adapters.discord.render import COLOURS, PARTS, TEXT, draw, fallback
from bot.intents import Answer, ShowHelp
from bot.view.card import (
    Button,
    Buttons,
    Card,
    Choice,
    Choices,
    Code,
    Field,
    Fields,
    Footnote,
    Image,
    Table,
    Text,
    card,
)
from bot.view.letters import width
from bot.view.plain import state_word
from bot.view.wire import decode
from tests.discord.drawn import Sent, controls, everything, ids, read, sent, shape, texts, unmarked
from tests.every import every
from tests.platforms.discord import openapi
from tests.view.gallery import controls_of, gallery

KEY = "daily:1:1"
CARDS = gallery()
DRAWN: dict[str, Sent] = {name: sent(draw(shown, KEY)) for name, shown in CARDS.items()}
every_card = every("name", list(CARDS))


@every_card
def test_a_card_is_taken(name: str) -> None:
    drawn = DRAWN[name]
    assert limits.problems("message", drawn) == []
    validate_components(drawn["components"], flags=drawn["flags"])
    assert len(list(everything(drawn))) <= PARTS
    assert sum(map(limits.units, texts(drawn))) <= TEXT
    assert limits.problems("message", sent(fallback(CARDS[name], KEY))) == []


@every_card
def test_its_controls_come_back(name: str) -> None:
    pressed = [read_custom_id(said) for said in ids(DRAWN[name])]
    assert [decode(press.token) for press in pressed] == list(controls_of(CARDS[name]))
    forms = [b.form for block in CARDS[name].blocks if isinstance(block, Buttons) for b in block.buttons]
    assert sum(press.form for press in pressed) == sum(forms)
    several = [block for block in CARDS[name].blocks if isinstance(block, Choices) and block.submit]
    assert sum(press.many for press in pressed) == len(several)
    for control in controls(DRAWN[name]):
        assert re.fullmatch(TEMPLATE, control["custom_id"])
        assert read_custom_id(control["custom_id"]).mark == mark_of(KEY)


def test_every_card_can_be_found_again() -> None:
    for name, drawn in DRAWN.items():
        (container,) = drawn["components"]
        assert bool(controls(drawn)) != (container.get("id") == number_of(KEY)), name
        assert "~k" not in str(sent(draw(CARDS[name])))


@every_card
def test_everything_that_it_says_is_there(name: str) -> None:
    drawn = read(DRAWN[name])
    said = " ".join(drawn.split())
    assert " ".join(CARDS[name].title.split()) in said
    for block in CARDS[name].blocks:
        match block:
            case Text(when=None):
                assert block.text.replace("`", "") in drawn.replace("`", "")
            case Text() | Footnote():
                assert all(part in drawn for part in block.text.replace("`", "").split("{when}"))
            case Code():
                assert block.text.strip("\n") in drawn
            case Choices():
                assert all(f"{o.label}. {o.text.replace('`', '')}" in drawn for o in block.options)
            case Fields():
                assert all(f"{field.name}: " in drawn for field in block.fields)
            case Table():
                cells = [" ".join(cell.split()) for row in block.rows for cell in row]
                assert all(cell in said for cell in cells)
            case _:
                pass
    labels = [control.get("label") for control in controls(DRAWN[name]) if control["type"] == 2]
    for block in CARDS[name].blocks:
        if isinstance(block, Buttons):
            assert all(button.label in labels or f"{button.label[:20]}" in str(labels) for button in block.buttons)


def test_its_state_is_a_colour_and_a_word() -> None:
    for name, drawn in DRAWN.items():
        (container,) = drawn["components"]
        assert container["accent_color"] == COLOURS[CARDS[name].state]
        heading = container["components"][0]["content"]
        assert heading.startswith("### ")
        assert state_word(CARDS[name]).casefold() in unmarked(heading).casefold(), name


def test_one_button_at_most_stands_out() -> None:
    for name, drawn in DRAWN.items():
        assert sum(control.get("style") == 1 for control in controls(drawn)) <= 1, name


def test_no_table_is_wider_than_a_phone() -> None:
    for name, drawn in DRAWN.items():
        if not any(isinstance(block, Code) for block in CARDS[name].blocks):
            fences = [text for text in texts(drawn) if text.startswith("```")]
            assert all(width(line) <= 40 for text in fences for line in text.splitlines()), name


@pytest.mark.skipif(not openapi.named(), reason="QUORUM_DISCORD_OPENAPI names no copy of Discord's description")
def test_the_published_description_takes_every_card() -> None:
    longest = sorted(DRAWN.items(), key=lambda one: sum(map(len, texts(one[1]))))
    shapes = {shape(drawn): (name, drawn) for name, drawn in longest}  # of each shape the longest
    assert len(shapes) > 10
    for name, drawn in shapes.values():
        assert list(openapi.breaches("post", "/channels/{channel_id}/messages", drawn)) == [], name


# --- single things


def drawn_parts(shown: Card) -> list[Sent]:
    parts: list[Sent] = sent(draw(shown))["components"][0]["components"]
    return parts


def test_choices_are_lettered_lines_with_a_button_each() -> None:
    _, lines, row = drawn_parts(
        card("Q", "open", Choices(tuple(Choice(letter, f"text {letter}", Answer(7, letter)) for letter in "ABCDE")))
    )
    assert lines["content"].splitlines() == [f"**{letter}.** text {letter}" for letter in "ABCDE"]
    assert [button["label"] for button in row["components"]] == list("ABCDE")


def test_more_than_five_choices_become_a_list_to_pick_one_from() -> None:
    options = tuple(Choice(chr(65 + n), "long " * 40, Answer(7, chr(97 + n))) for n in range(12))
    drawn = sent(draw(card("Q", "open", Choices(options)), "k"))
    (select,) = controls(drawn)
    assert select["max_values"] == 1
    assert [option["label"][:3] for option in select["options"]] == [f"{o.label}. " for o in options]
    assert all(option["label"].endswith("long…") for option in select["options"])
    assert [decode(read_custom_id(said).token) for said in ids(drawn)] == [option.intent for option in options]


def test_several_are_picked_from_a_list_by_their_letters() -> None:
    options = tuple(Choice(letter, letter) for letter in "ABC")
    (select,) = controls(sent(draw(card("Q", "open", Choices(options, many=True, submit=Answer(7))))))
    assert (select["min_values"], select["max_values"]) == (1, 3)
    assert [option["value"] for option in select["options"]] == ["a", "b", "c"]
    press = read_custom_id(select["custom_id"])
    assert press.many
    assert decode(press.token) == Answer(7)


def test_two_controls_of_one_token_stay_apart() -> None:
    row = Buttons(
        (Button("Once", Answer(1, "a")), Button("Again", Answer(1, "a")), Button("Form", Answer(1), form=True))
    )
    said = ids(sent(draw(card("Twice", "ask", row))))
    assert len(set(said)) == 3
    assert [read_custom_id(one).token for one in said] == [custom_id(Answer(1, "a"))] * 2 + [custom_id(Answer(1))]


def test_only_the_first_primary_stays_primary_and_danger_is_red() -> None:
    row = Buttons(tuple(Button(f"b{n}", Answer(n), style) for n, style in enumerate(("primary", "primary", "danger"))))
    assert [one["style"] for one in controls(sent(draw(card("x", "ask", row))))] == [1, 2, 4]


def test_a_long_label_is_shortened_at_a_word() -> None:
    shown = card("x", "ask", Buttons((Button("Add this channel to Backend & friends of Berlin", ShowHelp()),)))
    (button,) = controls(sent(draw(shown)))
    assert button["label"] == "Add this channel to Backend &…"


def test_a_time_is_the_readers_own_and_counts_down() -> None:
    assert "Open until <t:1785740400:f> (<t:1785740400:R>)" in texts(DRAWN["block: choices, one"])[-1]
    literal = card("x", "info", Fields((Field("n", "{when}", literal=True),)))
    assert "{when}" in read(sent(draw(literal)))


def test_a_fence_cannot_be_closed_from_inside() -> None:
    code = "before\n```\n@everyone **bold**\n`````\nafter"
    content = drawn_parts(card("x", "info", Code(code, "python")))[1]["content"]
    assert content.startswith("```python\n")
    assert content.endswith("\n```")
    assert "```" not in content[3:-3]
    assert unmarked(content) == code


def test_code_in_a_language_without_a_name_has_none() -> None:
    assert drawn_parts(card("x", "info", Code("a", "not a language!")))[1]["content"] == "```\na\n```"


def test_a_wide_table_becomes_lines_that_say_what_they_count() -> None:
    rows = (("1", "Ada with a rather long name (you)", "493.50", "93 %"), ("2", "Bob", "12", "–"))
    table = Table(("#", "Learner", "Points", "Accuracy"), rows, own=0, numeric=(0, 2, 3))
    lines = read(sent(draw(card("Board", "info", table)))).splitlines()
    assert "→ 1 Ada with a rather long name (you) · Points 493.50 · Accuracy 93 %" in lines
    assert "2 Bob · Points 12 · Accuracy –" in lines
    log = Table(("When", "Who", "What"), (("2026-01-01 00:00", "Ada", "set up the group Backend circle"),))
    assert "2026-01-01 00:00 · Ada · set up the group Backend circle" in read(sent(draw(card("Log", "info", log))))


def test_a_picture_has_its_words() -> None:
    shown = card("x", "info", Image("https://example.org/p.png", "Twelve days in a row"))
    gallery_part = drawn_parts(shown)[1]
    assert gallery_part["items"][0]["description"] == "Twelve days in a row"
    assert "Twelve days" in read(sent(draw(card("x", "info", Image("p.png", "Twelve days")))))


def test_nothing_is_drawn_for_what_says_nothing() -> None:
    assert drawn_parts(card("x", "info", Text(" "), Code("\n"), Footnote(""), Table((), ()))) == drawn_parts(
        card("x", "info")
    )


def test_many_controls_become_a_list() -> None:
    rows = [Buttons(tuple(Button(f"b{r}{c}", Answer(10 * r + c), form=r == 3) for c in range(5))) for r in range(8)]
    drawn = sent(draw(card("x", "info", *rows, Text("t")), "k"))
    assert limits.problems("message", drawn) == []
    assert [one["type"] for one in controls(drawn)] == [3, 3]
    said = [read_custom_id(one) for one in ids(drawn)]
    assert [decode(one.token) for one in said] == [Answer(10 * r + c) for r in range(8) for c in range(5)]
    assert [one.form for one in said] == [r == 3 for r in range(8) for c in range(5)]


def test_many_texts_share_a_display() -> None:
    drawn = sent(draw(card("x", "info", *(Text(f"line {n}") for n in range(60)), Buttons((Button("Go", ShowHelp()),)))))
    assert len(list(everything(drawn))) <= PARTS
    assert read(drawn).splitlines()[1:] == [f"line {n}" for n in range(60)]


@every("sign", "a*🙂世<")
def test_the_longest_words_fit_however_they_are_counted(sign: str) -> None:
    shown = card(sign * 400, "info", *(Text(sign * 2_999) for _ in range(24)), Code(sign * 9_000), word=sign)
    for view in (draw(shown, "k"), *pages(shown)):
        assert limits.problems("message", sent(view)) == []
    assert "…" in read(sent(draw(shown)))


def test_what_is_too_long_ends_at_a_word_and_offers_the_rest() -> None:
    shown = card("Long", "info", Text("word " * 2_000), Buttons((Button("Go", Answer(1, "a")),)), whole=Answer(2))
    drawn = sent(draw(shown))
    assert "word…" in read(drawn)
    assert "Shortened" in read(drawn)
    assert [decode(read_custom_id(one).token) for one in ids(drawn)] == [Answer(1, "a"), Answer(2)]
    assert "Shortened" not in read(sent(draw(replace(shown, blocks=shown.blocks[1:]))))


def test_in_private_several_messages_hold_what_one_cannot() -> None:
    code = "\n".join(f"line {n}" for n in range(300))
    blocks = (Text("word " * 1_000), Code(code), Choices((Choice("A", "yes"),)), Buttons((Button("Go", Answer(1)),)))
    shown = card("Long", "info", *blocks)
    bodies = [sent(view) for view in pages(shown)]
    assert all(limits.problems("message", body) == [] for body in bodies)
    assert len(bodies) == 3
    said = "\n".join(map(read, bodies))
    assert said.count("word") == 1_000
    assert all(f"line {n}\n" in said for n in range(300))
    assert "Shortened" not in said
    assert [text.split(" ", 1)[1] for text in (texts(body)[0] for body in bodies)] == [
        "Long",
        *(f"Long ({n} of 3)" for n in (2, 3)),
    ]
    assert [ids(body) for body in bodies] == [[], [], [custom_id(Answer(1))]]


def test_a_table_over_several_messages_keeps_the_readers_row() -> None:
    rows = tuple((str(n), f"{'Learner of a long name ' * 4}{n}", "1") for n in range(50))
    bodies = [
        sent(view) for view in pages(card("Board", "info", Table(("#", "Who", "Points"), rows, own=33, numeric=(0,))))
    ]
    said = "\n".join(map(read, bodies))
    assert len(bodies) > 1
    assert [line.split()[1] for line in said.splitlines() if line.startswith("→")] == ["33"]
    assert all(f"{n} Learner" in said for n in range(50))


def test_whoever_has_no_end_gets_five_messages() -> None:
    bodies = [sent(view) for view in pages(card("Long", "info", *(Text("word " * 4_000),), Text("end")))]
    assert len(bodies) == 5
    assert all(limits.problems("message", body) == [] for body in bodies)
    assert "Shortened" in read(bodies[-1])


async def test_a_drawn_view_leaves_nothing_behind() -> None:
    view = draw(CARDS["block: buttons"])
    view.stop()
    assert view.is_finished()
    assert not any(isinstance(item, ui.DynamicItem) for item in view.walk_children())
    assert view.has_components_v2()
    assert isinstance(discord.Colour(COLOURS["open"]), discord.Colour)


def test_every_state_has_a_colour_of_its_own_kind() -> None:
    from typing import get_args

    from bot.view.card import State

    assert set(COLOURS) == set(get_args(State))
    assert all(0 < colour <= 0xFFFFFF for colour in COLOURS.values())
