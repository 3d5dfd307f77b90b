"""What an entry of the catalogue is: a command, its parameters, and which intent they make.

Knows the shape of commands and nothing about which there are. The names, lengths and counts obey the strictest of the
platforms that show commands natively (a test holds them): lower case, names of at most 32 characters, descriptions of
at most 100, at most 25 parameters or choices.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Literal

from bot.intents import Intent

Kind = Literal["text", "int", "choice", "zone", "topic", "date", "time", "person", "question", "code", "flag"]
"""What a parameter holds, for a platform's pickers and completion. What it means is checked by the use case."""

QUESTION_ID = re.compile(r"[a-z]+\.[a-z0-9-]+\.[0-9]{4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that a command takes.

    `rest` takes everything to the end of the line, to the letter. `named` is only said by name; a flag is said by its
    name alone. `field` is the intent's field where it is called otherwise; with `field` "" the value picks the intent
    among the command's `turns`.
    """

    name: str
    help: str
    kind: Kind = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    rest: bool = False
    named: bool = False
    field: str | None = None
    least: int = 1
    most: int = 1_000_000

    @property
    def target(self) -> str:
        """The field of the intent that it fills; empty when it picks the intent itself."""
        return self.name if self.field is None else self.field

    def takes(self, word: str) -> bool:
        """Whether a bare word can be meant for this parameter."""
        if self.named:
            return False
        if self.kind == "choice":
            return word.casefold() in self.choices
        if self.kind == "int":
            return word.isascii() and word.isdigit()
        if self.kind == "flag":
            return word.casefold() == self.name
        if self.kind == "question":
            return QUESTION_ID.fullmatch(word.casefold()) is not None
        return True

    @property
    def allowed(self) -> str:
        """In words, what it takes."""
        if self.kind == "choice":
            return " | ".join(self.choices)
        if self.kind == "int":
            return f"a whole number from {self.least} to {self.most}"
        if self.kind == "flag":
            return "yes | no"
        return self.help

    def read(self, said: str) -> str | int:
        """The value of what was said. Raises ValueError or LookupError."""
        if self.kind == "choice":
            if (word := said.casefold()) not in self.choices:
                raise ValueError(said)
            return word
        if self.kind == "int":
            if not (said.isascii() and said.isdigit() and len(said) < 10 and self.least <= int(said) <= self.most):
                raise ValueError(said)
            return int(said)
        if self.kind == "flag":
            return {self.name: True, "yes": True, "true": True, "no": False, "false": False}[said.casefold()]
        if self.kind == "question" and (said := said.casefold()) and not QUESTION_ID.fullmatch(said):
            raise ValueError(said)
        return said


@dataclass(frozen=True, slots=True)
class Command:
    """One entry: `name` is one word, or a family and a word ("group skip").

    `family_default` marks what the family's name alone means. `form` says that a platform with forms opens the
    intent's form when nothing was typed after the name. `turns` maps a choice to the intent it picks instead of
    `intent`. `personal` commands work in a direct message.
    """

    name: str
    intent: type[Intent]
    help: str
    parameters: tuple[Parameter, ...] = ()
    aliases: tuple[str, ...] = ()
    details: str = ""
    examples: tuple[str, ...] = ()
    admin: bool = False
    personal: bool = True
    form: bool = False
    family_default: bool = False
    turns: Mapping[str, type[Intent]] = field(default_factory=dict)

    @property
    def family(self) -> str:
        """The first of two words, else empty."""
        first, _, second = self.name.partition(" ")
        return first if second else ""

    @property
    def names(self) -> tuple[str, ...]:
        """All full names that it is called by; its own comes first."""
        family_alone = (self.family,) if self.family_default else ()
        return (self.name, *family_alone, *self.aliases)

    @property
    def intents(self) -> tuple[type[Intent], ...]:
        """Every intent that it can make."""
        return (self.intent, *self.turns.values())

    @property
    def usage(self) -> str:
        """How it is said: `<needed>`, `[may be left out]`."""
        return " ".join([self.family if self.family_default else self.name, *map(_shown, self.parameters)])

    @property
    def example(self) -> str:
        """One that works as it stands."""
        return self.examples[0] if self.examples else self.name

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name."""
        return next((p for p in self.parameters if p.name == name), None)

    def make(self, values: Mapping[str, str | int]) -> Intent:
        """The intent with these values, already read. Raises LookupError with the name of one that is not for it."""
        intent, filled = self.intent, dict[str, object]()
        for name, value in values.items():
            parameter = self.parameter(name)
            if parameter is not None and not parameter.target:
                intent = self.turns.get(str(value), intent)
        known = {part.name for part in fields(intent)}
        for name, value in values.items():
            parameter = self.parameter(name)
            if parameter is None or (parameter.target and parameter.target not in known):
                raise LookupError(name)
            if parameter.target:
                filled[parameter.target] = value
        return intent(**filled)


def _shown(parameter: Parameter) -> str:
    what = "|".join(parameter.choices) if parameter.kind == "choice" and not parameter.named else parameter.name
    if parameter.named:
        what = f"{parameter.name}=..."
    elif parameter.rest:
        what += "..."
    return f"<{what}>" if parameter.required else f"[{what}]"
