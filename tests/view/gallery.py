"""The card gallery: a sample of every kind of card, for every adapter to draw.

A presenter's tests add theirs in a module `tests/view/gallery_<name>.py` with `@sample("...")`: it is found by name.
"""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import tests.view
from bot import intents as ask
from bot.view.card import (
    Block,
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
    Progress,
    Table,
    Text,
    card,
)
from bot.view.card import (
    fields as pairs,
)
from bot.view.form import Form, FormChoice, FormField

WHEN = datetime(2026, 8, 3, 7, 0, tzinfo=UTC)
_SAMPLES: dict[str, Callable[[], Card]] = {}
_FORMS: dict[str, Callable[[], Form]] = {}


def sample(name: str) -> Callable[[Callable[[], Card]], Callable[[], Card]]:
    """Put the card that the decorated function makes into the gallery."""

    def keep(make: Callable[[], Card]) -> Callable[[], Card]:
        if name in _SAMPLES:
            raise ValueError(f"two samples are called {name!r}")
        _SAMPLES[name] = make
        return make

    return keep


def sample_form(name: str) -> Callable[[Callable[[], Form]], Callable[[], Form]]:
    """The same for a form."""

    def keep(make: Callable[[], Form]) -> Callable[[], Form]:
        if name in _FORMS:
            raise ValueError(f"two forms are called {name!r}")
        _FORMS[name] = make
        return make

    return keep


def gallery() -> dict[str, Card]:
    """All sample cards by name."""
    _collect()
    return {name: make() for name, make in _SAMPLES.items()}


def forms() -> dict[str, Form]:
    """All sample forms by name."""
    _collect()
    return {name: make() for name, make in _FORMS.items()}


def _collect() -> None:
    for module in iter_modules(tests.view.__path__):
        if module.name.startswith("gallery_"):
            import_module(f"tests.view.{module.name}")


def poisoned(shown: Card, text: str) -> Card:
    """The card with every string that could come from a person or the bank replaced by `text`."""
    return replace(shown, title=text, state_word=text, blocks=tuple(_poisoned(block, text) for block in shown.blocks))


_WRITTEN = {"title", "text", "name", "value", "label", "alt", "header", "rows"}


def _poisoned(thing: Any, text: str) -> Any:
    if isinstance(thing, tuple):
        return tuple(_poisoned(part, text) for part in thing)
    if isinstance(thing, str):
        return text
    if not is_dataclass(thing) or isinstance(thing, ask.Intent):
        return thing
    changed = {}
    for part in fields(thing):
        value = getattr(thing, part.name)
        if part.name in _WRITTEN or part.name in ("options", "fields", "buttons"):
            changed[part.name] = _poisoned(value, text)
    return replace(thing, **changed)  # type: ignore[type-var]


def controls_of(shown: Card) -> Iterator[ask.Intent]:
    """Every intent that a press on the card carries."""
    for block in shown.blocks:
        match block:
            case Choices():
                yield from (option.intent for option in block.options if option.intent)
                if block.submit:
                    yield block.submit
            case Buttons():
                yield from (button.intent for button in block.buttons)
            case _:
                pass


def text_of(block: Block) -> int:
    """Units of text in a block, as the presenters' budget counts them: UTF-16 units of everything that is read."""

    def count(thing: Any) -> int:
        if isinstance(thing, str):
            return len(thing.encode("utf-16-le", "surrogatepass")) // 2
        if isinstance(thing, tuple):
            return sum(map(count, thing))
        if not is_dataclass(thing) or isinstance(thing, ask.Intent):
            return 0
        return sum(
            count(getattr(thing, part.name)) for part in fields(thing) if part.name not in ("style", "mark", "path")
        )

    return count(block)


# --- one card for each kind of block, and the shapes that adapters find hardest


@sample("block: text")
def _text() -> Card:
    return card(
        "Welcome to Backend circle",
        "info",
        Text("A question comes every working day. Type `daily` to see it."),
        Text("Backend & friends <3 *really*", literal=True),
        Text("The next one comes {when}.", when=WHEN, strong=True),
    )


@sample("block: code")
def _code() -> Card:
    return card(
        "What does it print?", "open", Code("def f(x=[]):\n    x.append(1)\n    return x\n\nprint(f(), f())", "python")
    )


@sample("block: choices, one")
def _choices() -> Card:
    options = ["Read committed", "Repeatable read", "Serializable", "Snapshot with predicate locks"]
    return card(
        "Daily question",
        "open",
        Text("Which level keeps write skew away in PostgreSQL?"),
        Choices(
            tuple(
                Choice(letter, text, ask.Answer(7, letter.lower()))
                for letter, text in zip("ABCD", options, strict=True)
            )
        ),
        Buttons((Button("I don't know", ask.DontKnow(7)), Button("Hint", ask.TakeHint(7)))),
        Footnote("Open until {when}", when=WHEN),
    )


@sample("block: choices, several")
def _several() -> Card:
    return card(
        "Daily question",
        "open",
        Choices(tuple(Choice(letter, f"Option {letter}") for letter in "ABCDEF"), many=True, submit=ask.Answer(7)),
    )


@sample("block: choices, marked")
def _marked() -> Card:
    return card(
        "Partly right",
        "partly",
        Choices((Choice("A", "yes", mark="right"), Choice("B", "no", mark="wrong"), Choice("C", "too", mark="missed"))),
        Text("Because the planner reads the histogram."),
    )


@sample("block: fields")
def _fields() -> Card:
    return card(
        "Your settings",
        "info",
        pairs([("Zone", "Europe/Berlin"), ("Rest days", "sat sun")]),
        Fields((Field("Name", "Ada <Lovelace>", literal=True), Field("Next daily", "{when}", when=WHEN))),
    )


@sample("block: table")
def _table() -> Card:
    rows = tuple((str(rank), f"Learner {rank}", f"{500 - 7 * rank}.50", "-") for rank in range(1, 11))
    return card(
        "Leaderboard of this week",
        "info",
        Table(("#", "Learner", "Points", "Accuracy"), rows, own=3, numeric=(0, 2, 3)),
        Buttons((Button("Next page", ask.ShowLeaderboard(page=2)),)),
    )


@sample("block: table without rows")
def _empty_table() -> Card:
    return card("Leaderboard of today", "info", Table(("#", "Learner"), ()), Text("Nobody has answered yet."))


@sample("block: buttons")
def _buttons() -> Card:
    return card(
        "Stop for good?",
        "ask",
        Buttons(
            (
                Button("End the group", ask.EndGroup(3, confirmed=True), "danger"),
                Button("Set up", ask.SetUpGroup(), "primary", form=True),
                Button("Keep it", ask.ShowGroup(3)),
            )
        ),
        Buttons((Button("Help", ask.ShowHelp()),)),
    )


@sample("block: image")
def _image() -> Card:
    return card("Streak", "done", Image("streak.png", "Twelve days in a row, two freezes held"))


@sample("block: progress")
def _progress() -> Card:
    return card("Quorum", "answered", Progress(4, 6, "answered"), Progress(0, 0, "nobody is asked today"))


@sample("block: footnote")
def _footnote() -> Card:
    return card("Closed", "closed", Footnote("Revealed {when}", when=WHEN), word="revealed")


@sample("bare card")
def _bare() -> Card:
    return card("Done", "done")


@sample("attachment")
def _attachment() -> Card:
    return replace(
        card("Your data", "done", Text("Everything that is stored about you.")), attachment=("me.json", '{"a": 1}')
    )


@sample("as long as a card may be")
def _longest() -> Card:
    return card("Long", "info", *(Text("word " * 24) for _ in range(24)), Footnote("end"))


@sample_form("every kind of field")
def _form() -> Form:
    return Form(
        "Set up the group",
        ask.SetUpGroup(),
        (
            FormField("name", "Name", hint="What the group is called", value="Backend circle", max_length=80),
            FormField("at", "Local time", value="09:00"),
            FormField("zone", "Zone", "one", choices=(FormChoice("UTC", "UTC"), FormChoice("Europe/Berlin", "Berlin"))),
            FormField(
                "topics",
                "Topics",
                "many",
                choices=(FormChoice("sql", "SQL"), FormChoice("db", "Databases")),
                required=False,
            ),
            FormField("reveal", "Remark", "lines", required=False),
        ),
        submit="Set up",
        intro="What you leave out takes its default.",
    )
