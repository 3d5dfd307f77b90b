"""What a person reads and finds on a message or in a modal: its words, its controls. Pure functions of wire dicts."""

from collections.abc import Iterator
from typing import Any

ROW, BUTTON, SELECT, INPUT, SECTION, TEXT_DISPLAY, GALLERY, CONTAINER, LABEL = 1, 2, 3, 4, 9, 10, 12, 17, 18
UPLOAD, RADIO, CHECKBOXES, CHECKBOX = 19, 21, 22, 23
SELECTS = (3, 5, 6, 7, 8)
LINK = 5


class NotThere(AssertionError):
    """A person cannot do that: what they would press, choose or type is not in front of them."""


def walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every component, outer before inner, in the order in which a person meets them."""
    for one in components:
        yield one
        yield from walk(one.get("components", []))
        for name in ("accessory", "component"):
            if isinstance(one.get(name), dict):
                yield from walk([one[name]])


def words(components: list[dict[str, Any]]) -> str:
    """All that stands there to be read, the labels of controls included."""
    found: list[str] = []
    for one in walk(components):
        found += [str(one[name]) for name in ("content", "label", "placeholder", "description") if one.get(name)]
        found += [str(item["description"]) for item in one.get("items", ()) if item.get("description")]
        found += [str(option["label"]) for option in one.get("options", ())]
    return "\n".join(found)


def controls(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The buttons and selects, links not among them."""
    return [one for one in walk(components) if one.get("custom_id") and one["type"] in (BUTTON, *SELECTS)]


def pick(components: list[dict[str, Any]], name: str | None, kinds: tuple[int, ...]) -> dict[str, Any]:
    """The control with that custom_id or label (None: the only one). Raises NotThere, with all that are there."""
    able = [one for one in controls(components) if one["type"] in kinds]
    named = (lambda one: name in (one["custom_id"], one.get("label"), one.get("placeholder"))) if name else bool
    found = [one for one in able if named(one)]
    if len(found) != 1:
        there = [one.get("label") or one.get("placeholder") or one["custom_id"] for one in able]
        raise NotThere(f"{len(found)} controls are {name!r}; there are {there}")
    if found[0].get("disabled"):
        raise NotThere(f"{name!r} is disabled")
    return found[0]


class Reading:
    """What a Message and a Modal have in common for a reader."""

    @property
    def components(self) -> list[dict[str, Any]]:
        raise NotImplementedError

    @property
    def content(self) -> str:
        return ""

    @property
    def text(self) -> str:
        """All words on it."""
        return "\n".join(part for part in (self.content, words(self.components)) if part)

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, links included."""
        return [str(one.get("label", "")) for one in walk(self.components) if one["type"] == BUTTON]

    @property
    def ids(self) -> list[str]:
        """The custom_ids of its controls."""
        return [str(one["custom_id"]) for one in controls(self.components)]

    def button(self, name: str) -> dict[str, Any]:
        """The button with that label or custom_id. Raises NotThere."""
        return pick(self.components, name, (BUTTON,))

    def select(self, name: str | None = None) -> dict[str, Any]:
        """The select with that custom_id or placeholder, or the only one. Raises NotThere."""
        return pick(self.components, name, SELECTS)
