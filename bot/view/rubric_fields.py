"""A rubric in a form: one field for each criterion, its levels with what each looks like."""

from collections.abc import Iterable

from bot.domain.question import Criterion
from bot.domain.rubric import TOP_LEVEL
from bot.view.form import FormChoice, FormField


def level_fields(rubric: Iterable[Criterion]) -> tuple[FormField, ...]:
    """Fields c1, c2, ... in the rubric's order; the caller sees to their number."""
    return tuple(
        FormField(f"c{number}", cut(one.criterion, 200), "one", choices=levels(one))
        for number, one in enumerate(rubric, 1)
    )


def levels(one: Criterion) -> tuple[FormChoice, ...]:
    """The levels of a criterion."""
    return tuple(
        FormChoice(str(level), cut(f"{level}: {one.anchors.get(level, '')}".rstrip(": "), 100))
        for level in range(TOP_LEVEL + 1)
    )


def cut(text: str, most: int) -> str:
    """A text in at most so many characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
