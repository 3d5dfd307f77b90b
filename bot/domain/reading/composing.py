"""`compose`: a form's fields, written in the one text form that `read` reads.

It knows the fields' names. It must not judge them: what is missing or odd is left for `read` to refuse.
"""

from collections.abc import Mapping, Sequence

STORY = ("situation", "task", "action", "result")
"""The parts of a story, in the order in which it is told."""


def compose(kind: str, values: Mapping[str, str | Sequence[str]]) -> str:
    """The text for a form's values; a value that stands for a choice is its letter or its number in the order shown.

    Fields: multi `picks` (several); true_false `s1`..., one for each statement in the order shown, `true` or `false`;
    order `slot1`..., first to last; match `row1`..., one for each left row; bug `lines` (numbers, one text or
    several) and `cause`, or `fix` (the whole program, which wins); a story told in four parts (`star`) `situation`,
    `task`, `action` and `result`; all other kinds `text`.
    """
    if kind == "star":
        told = [(part, _joined(values.get(part, ""), between="\n").strip()) for part in STORY]
        return "\n\n".join(f"{part.capitalize()}: {text}" for part, text in told if text)
    if kind == "multi":
        return _joined(values.get("picks", ""))
    if kind == "true_false":
        return " ".join(f"{number}:{value}" for number, value in _numbered(values, "s"))
    if kind == "order":
        return " ".join(value for _, value in _numbered(values, "slot"))
    if kind == "match":
        return " ".join(f"{number}-{_lettered(value)}" for number, value in _numbered(values, "row"))
    if kind == "bug":
        if (mended := _joined(values.get("fix", ""))).strip():
            return f"fix\n{mended}"
        lines, cause = _joined(values.get("lines", "")), _joined(values.get("cause", ""))
        return f"{lines} cause {cause}".strip() if cause else lines
    return _joined(values.get("text", ""), between="\n")


def _joined(value: str | Sequence[str], between: str = " ") -> str:
    return value if isinstance(value, str) else between.join(value)


def _numbered(values: Mapping[str, str | Sequence[str]], name: str) -> list[tuple[int, str]]:
    """The fields name1, name2, ... that have a value, with their numbers, in the order of the numbers."""
    found = [
        (int(field[len(name) :]), _joined(value).strip())
        for field, value in values.items()
        if field.startswith(name) and field[len(name) :].isdecimal() and len(field) < len(name) + 4
    ]
    return sorted((number, value) for number, value in found if value)


def _lettered(value: str) -> str:
    """A position from 1 as its letter; anything else unchanged."""
    return chr(96 + int(value)) if value in {str(number) for number in range(1, 27)} else value
