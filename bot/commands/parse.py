"""A typed line becomes an intent, and an intent the line that asks for it.

Any text whatever may come in: the only exceptions that go out are the four refusals named at `parse`. Whether a zone
exists or a date lies ahead is for the use case to say.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Final

from bot.commands.catalogue import CATALOGUE
from bot.commands.entry import QUESTION_ID, Command, Parameter
from bot.domain.errors import BadParameter, ExtraWord, MissingParameter, UnknownCommand
from bot.intents import Answer, Intent, ShowHelp

FENCE: Final = "```"
_SHOWN: Final = 60
"""Characters of a wrong word that a refusal repeats."""
_WORD: Final = re.compile(r'(?:"(?:[^"]|"")*"|[^\s"]|")+')
_NAMED: Final = re.compile(r"(?:--)?([a-z][a-z-]*)=(.*)|--([a-z][a-z-]*)", re.ASCII | re.IGNORECASE | re.DOTALL)
_QUOTES: Final = str.maketrans("“”„", '"""')
"""Quotation marks that telephones put in place of the plain one."""

_BY_NAME: Final = {name: command for command in CATALOGUE for name in command.names}
_FAMILIES: Final = frozenset(command.family for command in CATALOGUE if command.family)
_BY_INTENT: Final = {intent: command for command in CATALOGUE for intent in command.intents}


@dataclass(frozen=True, slots=True)
class _Word:
    """A word without its quotation marks, and where it stood in the line."""

    text: str
    start: int
    quoted: bool


def parse(line: str, *, forms: bool = False) -> Intent:
    """The intent of a typed line. With `forms`, what a form will ask for may be missing.

    Raises `UnknownCommand`, `MissingParameter`, `BadParameter` or `ExtraWord`. An empty line asks for help; a fence
    of code alone is an answer to the open question.
    """
    if line.lstrip().startswith(FENCE):
        return Answer(said=line.strip())
    words = list(_words(line))
    if not words:
        return ShowHelp()
    command, used = _command(words)
    values = dict(_values(command, line, words[used:]))
    return build(command, values, forms=forms)


def build(command: Command, values: Mapping[str, str | int], *, forms: bool = False) -> Intent:
    """The intent of a command whose parameters came one by one, by name (a native command of a platform).

    Raises `MissingParameter`, `BadParameter` or `ExtraWord`.
    """
    read: dict[str, str | int] = {}
    for name, said in values.items():
        parameter = command.parameter(name)
        if parameter is None:
            raise ExtraWord(command.name, name[:_SHOWN], command.usage)
        try:
            read[name] = parameter.read(str(said))
        except (ValueError, LookupError):
            raise _bad(command, parameter, str(said)) from None
    for parameter in command.parameters:
        if parameter.required and read.get(parameter.name, "") == "" and not (forms and command.form):
            raise _missing(command, parameter.name)
    try:
        return command.make(read)
    except LookupError as wrong:
        raise ExtraWord(command.name, str(wrong.args[0]), command.usage) from None


def find(name: str) -> Command | None:
    """The command of that name or alias, spaces and case aside."""
    return _BY_NAME.get(" ".join(name.casefold().removeprefix("/").split()))


def wants_form(intent: Intent) -> bool:
    """Whether a form should be opened: the intent's command has one, and what it asks for was not said."""
    command = _BY_INTENT.get(type(intent))
    if command is None or not command.form:
        return False
    needed = [p.target for p in command.parameters if p.required] or [part.name for part in fields(intent)]
    return all(not getattr(intent, name) for name in needed)


def missing(intent: Intent) -> MissingParameter | None:
    """What has to be said to ask for this without a form, or None if nothing has to."""
    command = _BY_INTENT.get(type(intent))
    needed = (
        next((p for p in command.parameters if p.required and not getattr(intent, p.target)), None) if command else None
    )
    return _missing(command, needed.name) if command and needed else None


def line(intent: Intent) -> str:
    """The line that asks for an intent. Raises LookupError where no command says it (a given group, a confirmation)."""
    command = _BY_INTENT[type(intent)]
    said = [command.name]
    said += [word for word, turn in command.turns.items() if turn is type(intent)]
    by_field = {parameter.target: parameter for parameter in command.parameters if parameter.target}
    carried = set(by_field)
    for part in fields(intent):
        if part.name not in carried and getattr(intent, part.name) != part.default:
            raise LookupError(part.name)
    for target, parameter in by_field.items():
        value = getattr(intent, target, "")
        if value in ("", False) or value is None:
            continue
        if parameter.rest:
            misread = QUESTION_ID.match(value) or _NAMED.match(value) or value.startswith('"')
            said.append(f"{parameter.name}={value}" if misread else value)
        elif parameter.kind == "flag":
            said.append(parameter.name)
        else:
            text = str(value)
            if re.search(r'[\s"“”„]', text):
                text = '"' + text.replace('"', '""') + '"'
            said.append(f"{parameter.name}={text}" if parameter.named or parameter.kind == "int" else text)
    return " ".join(said)


def _words(line: str) -> Iterator[_Word]:
    for found in _WORD.finditer(line.translate(_QUOTES)):
        raw = found[0]
        text = re.sub(r'"((?:[^"]|"")*)"', lambda inner: inner[1].replace('""', '"'), raw) if '"' in raw else raw
        yield _Word(text, found.start(), raw.startswith('"'))


def _command(words: list[_Word]) -> tuple[Command, int]:
    """The command that a line begins with, and how many words name it."""
    first = words[0].text.casefold().removeprefix("/")
    second = words[1].text.casefold() if len(words) > 1 else ""
    if second and (found := _BY_NAME.get(f"{first} {second}")):
        return found, 2
    found = _BY_NAME.get(first)
    if found and (not second or first not in _FAMILIES or any(part.takes(second) for part in found.parameters)):
        return found, 1
    said = f"{first} {second}" if first in _FAMILIES else first
    raise UnknownCommand(said[:_SHOWN], _suggestions(said[:_SHOWN]))


def _suggestions(said: str) -> tuple[str, ...]:
    """Up to three names: those with the very word in them, then those spelt alike."""
    family, _, last = said.rpartition(" ")
    kin = [command for command in CATALOGUE if not family or command.family == family]
    same = [command.name for command in kin if last in command.name.split()]
    words = {name.rpartition(" ")[2]: command.name for command in reversed(kin) for name in command.names}
    near = [words[word] for word in get_close_matches(last, words, n=3, cutoff=0.6)]
    return tuple(dict.fromkeys([*same, *near]))[:3]


def _values(command: Command, line: str, words: list[_Word]) -> Iterator[tuple[str, str]]:
    """The parameters of a line by name: `name=value`, `--name value`, `name value`, or by their places."""
    free = {parameter.name: parameter for parameter in command.parameters}
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        name, value = _name(word, free)
        parameter = free.pop(name, None)
        if parameter is not None and value is None:  # a name whose value is the next word
            if parameter.kind == "flag":
                value = "yes"
            elif at == len(words):
                raise _missing(command, name)
            else:
                value = _from(line, words[at:], parameter)
                at += 1
        elif parameter is None:
            parameter = next((p for p in free.values() if p.takes(word.text)), None)
            if parameter is None:
                raise _unwanted(command, word, free)
            free.pop(parameter.name)
            value = _from(line, words[at - 1 :], parameter)
        elif parameter.rest:
            value = line[line.index("=", word.start) + 1 :].strip()
        yield parameter.name, value or ""
        if parameter.rest:
            return


def _from(line: str, words: list[_Word], parameter: Parameter) -> str:
    """What a parameter takes of the words that are left: one, or all; a text is taken to the letter."""
    if not parameter.rest:
        return words[0].text
    return line[words[0].start :].strip() if parameter.kind == "text" else " ".join(word.text for word in words)


def _name(word: _Word, free: Mapping[str, Parameter]) -> tuple[str, str | None]:
    """The parameter that a word names and the value it brings; an empty name if it names none."""
    if word.quoted:
        return "", None
    if found := _NAMED.fullmatch(word.text):
        name = (found[1] or found[3]).casefold()
        return (name, found[2]) if name in free else ("", None)
    name = word.text.casefold()
    # A bare name needs its value behind it; what is said by place is never said so, and a choice may have that name.
    named = name in free and (free[name].named or free[name].kind == "int")
    return (name, None) if named and not any(p.takes(word.text) for p in free.values()) else ("", None)


def _unwanted(command: Command, word: _Word, free: Mapping[str, Parameter]) -> BadParameter | ExtraWord:
    """What to say of a word that no parameter takes: it was probably meant for the first one that is still free."""
    for parameter in free.values():
        if not parameter.named and parameter.kind != "flag":
            return _bad(command, parameter, word.text)
    return ExtraWord(command.name, word.text[:_SHOWN], command.usage)


def _bad(command: Command, parameter: Parameter, said: str) -> BadParameter:
    return BadParameter(command.name, parameter.name, said[:_SHOWN], parameter.allowed, command.usage)


def _missing(command: Command, parameter: str) -> MissingParameter:
    return MissingParameter(command.name, parameter, command.usage, command.example)
