"""Answers that stand in a file: `answer @solution.py` sends what is in it.

It reads files of the person's own machine, and only those that the person names; it must not know what an answer means.
"""

import re
from dataclasses import replace
from pathlib import Path

from bot.intents import Answer, AnswerPractice, AnswerRound, Intent

NAMED = re.compile(r"(fix\s+)?@\s*(\S[^\n]*)", re.IGNORECASE)
MOST = 100_000
"""Characters that are read; how long an answer may be is not decided here."""


class NoFile(Exception):
    """The file cannot be read; the message says which and why."""


def with_file(intent: Intent) -> Intent:
    """The intent with the text of the file that it names, if it is an answer that names one. Raises NoFile."""
    if not isinstance(intent, Answer | AnswerPractice | AnswerRound):
        return intent
    named = NAMED.fullmatch(intent.said.strip())
    if named is None:
        return intent
    text = read(named[2])
    return replace(intent, said=f"fix\n{text}" if named[1] else text)


def read(name: str) -> str:
    """The text of a file. Raises NoFile."""
    path = Path(name.strip().strip("\"'")).expanduser()
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(MOST)
    except UnicodeDecodeError:
        raise NoFile(f"{path} is no text in UTF-8: nothing was sent.") from None
    except OSError as error:
        raise NoFile(f"{path} cannot be read ({error.strerror}): nothing was sent.") from None
    if not text.strip():
        raise NoFile(f"{path} is empty: nothing was sent.")
    return text
