"""Whatever is written into a card or a form, Discord takes it and nothing of it acts: it is read to the letter."""

import re
from dataclasses import replace

from adapters.discord import limits
from adapters.discord.forms import modal
from adapters.discord.pages import pages
from adapters.discord.render import draw, fallback
from adapters.discord.rich import escape, fence, marked, small, title
from bot.view.card import Choice, Choices, Field, Fields, Footnote, Table, Text, card
from bot.view.form import FormField
from bot.view.letters import one_line, visible
from tests.discord.drawn import read, sent, texts, unmarked
from tests.every import every
from tests.hostile import HOSTILE
from tests.view.gallery import forms, gallery, poisoned

CARDS = gallery()
BLOCKS = {name: shown for name, shown in CARDS.items() if name.startswith("block: ")}
FORMS = forms()
every_hostile = every("text", HOSTILE)

OURS = re.compile(
    r"```[a-z]*\n.*?\n```"  # fences
    r"|\\[^A-Za-z0-9\s]"  # what is escaped
    r"|`[^`\n]+`"
    r"|<t:\d+:[fR]>"
    r"|(?m:^(?:### |-# ))|\*\*",
    re.DOTALL,
)
ACTS = re.compile(
    r"[*_~`<|\[\\]"
    r"|://|:\w+:"
    r"|@(?:everyone|here)"
    r"|(?m:^ *(?:[>#+-] |-# |\d+\. ))"
)
"""Written apart from `rich.py`: what would format, mention, link, count or be an emoji."""


def harmless(text: str) -> None:
    assert ACTS.search(OURS.sub("x", text)) is None, text[:200]


@every_hostile
def test_hostile_text_in_every_place_of_every_card(text: str) -> None:
    shown = BLOCKS if len(text) > 1_000 else CARDS  # no presenter lets longer ones through
    for name, one in shown.items():
        bad = poisoned(one, text)
        drawn = sent(draw(bad, "k"))
        assert limits.problems("message", drawn) == [], name
        for content in texts(drawn):
            harmless(content)
    for name in BLOCKS if len(text) <= 1_000 else ("block: text", "block: code"):
        bad = poisoned(CARDS[name], text)
        assert limits.problems("message", sent(fallback(bad))) == [], name
        for page in pages(bad):
            assert limits.problems("message", sent(page)) == [], name


@every_hostile
def test_what_somebody_wrote_is_read_to_the_letter(text: str) -> None:
    text = text[:1_000]
    if not text.strip():
        return
    literal = card("x", "info", Text(text, literal=True), Text(text, literal=True, strong=True))
    for content in texts(sent(draw(literal)))[1:]:
        harmless(content)
        assert unmarked(content) == visible(text)
    field = card("x", "info", Fields((Field("Name", text, literal=True),)))
    assert read(sent(draw(field))).endswith(f"Name: {visible(text)}")
    choice = card("x", "info", Choices((Choice("A", text.replace("`", "'"), mark="right"),)))
    assert visible(text.replace("`", "'")) in read(sent(draw(choice)))
    table = card("x", "info", Table(("Who", "Said"), (("Ada", text + "x" * 50),)))
    assert one_line(text) in read(sent(draw(table)))
    foot = card("x", "info", Footnote(text.replace("`", "'")))
    said = [line.strip() for line in visible(text.replace("`", "'")).splitlines() if line.strip()]
    assert [line.strip() for line in read(sent(draw(foot))).splitlines()[1:]] == said


@every_hostile
def test_hostile_text_in_every_place_of_every_form(text: str) -> None:
    def bad(field: FormField) -> FormField:
        value = text if field.kind in ("text", "lines") else field.value
        choices = tuple(replace(choice, label=text) for choice in field.choices)
        return replace(field, label=text, hint=text, value=value, choices=choices)

    for name, form in FORMS.items():
        drawn = modal(replace(form, title=text, intro=text, submit=text, fields=tuple(map(bad, form.fields)))).to_dict()
        assert limits.problems("modal", drawn) == [], name
        for part in drawn["components"]:
            if part["type"] == 10:
                harmless(part["content"])


@every(
    ("said", "drawn"),
    [
        ("1. one\n 12) two\n3 three", "1\\. one\n 12\\) two\n3 three"),
        ("- a\n  + b\n# c\n> d\n-# e", "\\- a\n  \\+ b\n\\# c\n\\> d\n\\-# e"),
        ("a - b > c # d", "a - b > c # d"),
        ("<@1> <#2> <t:1:R> <:x:3> </daily:4>", "\\<@1> \\<#2> \\<t\\:1\\:R> \\<\\:x\\:3> \\</daily\\:4>"),
        (":smile: at 10:30: ok", "\\:smile\\: at 10\\:30\\: ok"),
        ("https://example.org/a_b", "https\\://example.org/a\\_b"),
        ("[text](x)", "\\[text](x)"),
        ("@everyone @here @ada", "\\@everyone \\@here @ada"),
        ("a\\b ||c|| ~~d~~", "a\\\\b \\|\\|c\\|\\| \\~\\~d\\~\\~"),
    ],
)
def test_what_would_act_is_escaped(said: str, drawn: str) -> None:
    assert escape(said).replace("\\: ", ": ") == drawn.replace("\\: ", ": ")


def test_spans_in_back_ticks_are_code_and_nothing_in_them_is_escaped() -> None:
    assert marked("Use `a_b*c` or *d*") == "Use `a_b*c` or \\*d\\*"
    assert marked("one ` alone_") == "one \\` alone\\_"
    assert marked("say `x` now", strong=True) == "**say** `x` **now**"
    assert marked("`x_`", literal=True) == "\\`x\\_\\`"
    assert marked("``") == "\\`\\`"


def test_bold_does_not_reach_across_an_empty_line() -> None:
    assert marked("a\n\nb", strong=True) == "**a**\n\n**b**"


def test_small_print_and_titles_keep_their_lines() -> None:
    assert small("one\n\n- two") == "-# one\n-# \\- two"
    assert title("two\nlines") == "### two lines"
    assert title(" ") == "### –"
    assert fence("\nx\n", "") == "```\nx\n```"
