"""Text for Discord's Text Displays: what people and the bank wrote means itself, and only our own signs format.

Nothing in a text mentions, links, quotes or counts as a list. Lengths are those of the text as it is sent. It knows no
component and no limit.
"""

import re
from datetime import datetime
from functools import lru_cache
from typing import Final

from bot.view.letters import one_line, visible

TIME: Final = "{when}"
REMEMBERED: Final = 500
"""Characters of a text whose escape is kept: questions and labels are drawn for everybody who answers."""
_ACTS: Final = re.compile(
    r"[\\*_~`|<\[]"  # emphasis, code, spoilers, mentions, times, links
    r"|:(?=\S)"  # :names: of emoji, and addresses
    r"|@(?=everyone|here)"
    r"|(?m:^(?P<before>[ ]*)(?:(?P<sign>[>#+-])|(?P<digits>\d+)(?=[.)])))"  # quotes, headings, lists
)
_FENCE: Final = re.compile("`{3,}")
_LANGUAGE: Final = re.compile(r"[a-z0-9_+.#-]{1,20}", re.IGNORECASE)


def escape(text: str) -> str:
    """The text with a backslash before whatever would act in it."""
    return _remembered(text) if len(text) <= REMEMBERED else _ACTS.sub(_escaped, text)


@lru_cache(maxsize=1024)
def _remembered(text: str) -> str:
    return _ACTS.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    if found["digits"]:
        return f"{found['before']}{found['digits']}\\"
    if found["sign"]:
        return f"{found['before']}\\{found['sign']}"
    return "\\" + found[0]


def marked(text: str, *, literal: bool = False, strong: bool = False, when: datetime | None = None) -> str:
    """A text as markup: spans in back-ticks are code and `{when}` is a time, unless it is `literal`."""
    if literal:
        return _strong(escape(text)) if strong else escape(text)
    pieces = text.split("`")
    drawn = []
    for at, piece in enumerate(pieces):
        if at % 2 and at < len(pieces) - 1 and piece:
            drawn.append(f"`{piece}`")
        elif at % 2:
            drawn.append(_said("`" + piece + ("`" if at < len(pieces) - 1 else ""), strong, when))
        else:
            drawn.append(_said(piece, strong, when))
    return "".join(drawn)


def _said(text: str, strong: bool, when: datetime | None) -> str:
    if when is None:
        said = escape(text)
    else:
        said = clock(when).join(escape(part) for part in text.split(TIME))
    return _strong(said) if strong else said


def _strong(text: str) -> str:
    """The text in bold, line for line, for bold does not reach across an empty one; the space around it is not bold."""
    return "\n".join(_bold(line) for line in text.split("\n"))


def _bold(line: str) -> str:
    said = line.strip()
    return line.replace(said, f"**{said}**", 1) if said else line


def clock(when: datetime) -> str:
    """An instant in the reader's own time, and how far away it is."""
    instant = int(when.timestamp())
    return f"<t:{instant}:f> (<t:{instant}:R>)"


def title(text: str) -> str:
    """A heading of one line."""
    return f"### {escape(one_line(text)) or '–'}"


def small(text: str, when: datetime | None = None) -> str:
    """Small print, line for line."""
    return "\n".join(f"-# {line}" for line in marked(text, when=when).split("\n") if line.strip())


def fence(code: str, lang: str = "") -> str:
    """Code to the letter. Discord ends a fence at the first three back-ticks, so longer runs are broken up unseen."""
    code = _FENCE.sub(lambda run: "\u200b".join(run[0]), visible(code).strip("\n"))
    return f"```{lang if _LANGUAGE.fullmatch(lang) else ''}\n{code}\n```"
