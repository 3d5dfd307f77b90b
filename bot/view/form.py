"""What a person fills in: a Form of at most five fields a page, and how its values become an intent.

A form knows no platform. Field names are field names of the intent it fills, but for answers, whose fields are those
of `bot.domain.reading.compose`.
"""

from dataclasses import dataclass
from typing import Literal

from bot.intents import Intent

FIELDS_PER_PAGE = 5


@dataclass(frozen=True, slots=True)
class FormChoice:
    """One value that a field can take."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FormField:
    """One thing to fill in. `kind` text, lines (multi-line), one (of choices) or many (of choices)."""

    name: str
    label: str
    kind: Literal["text", "lines", "one", "many"] = "text"
    hint: str = ""
    value: str | tuple[str, ...] = ""
    choices: tuple[FormChoice, ...] = ()
    required: bool = True
    max_length: int = 4_000


@dataclass(frozen=True, slots=True)
class Form:
    """A page to fill in; `intent` is what is asked for when it is submitted, with the values in place."""

    title: str
    intent: Intent
    fields: tuple[FormField, ...]
    submit: str = "Submit"
    intro: str = ""
    page: int = 1
    pages: int = 1
