"""Rounds for tests: two small formats, a staged case and stories, beside one question of each kind."""

from typing import Any

from bot.domain.format import Format, read_format
from bot.intents import AnswerRound, Intent, NextItem
from bot.refs import Caller
from bot.view.card import Buttons, Card, Choices
from tests.domain.answerable import criterion
from tests.usecases.study import Study, live


def phase(name: str, minutes: int, **fields: Any) -> dict[str, Any]:
    return {"id": name, "title": name.capitalize(), "minutes": minutes, **fields}


SCREEN = read_format(
    {
        "id": "screen",
        "title": "Screen",
        "about": "Short questions.",
        "phases": [
            phase("first", 2, kinds=["single"], count=2),
            phase("rest", 5),
            phase("last", 3, kinds=["single", "short"], count=2),
        ],
    }
)
DESIGN = read_format(
    {
        "id": "design",
        "title": "Design",
        "about": "One case.",
        "phases": [
            phase("clarify", 5, kinds=["open"], stage="clarify"),
            phase("estimate", 5, kinds=["open"], stage="estimate"),
        ],
    }
)
STORIES = read_format(
    {
        "id": "stories",
        "title": "Stories",
        "about": "Two stories.",
        "phases": [phase("story", 8, kinds=["open"], topics=["beh"], staged=True, count=1)],
    }
)
FORMATS: tuple[Format, ...] = (SCREEN, DESIGN, STORIES)

CASE = live(
    "open",
    "sys.case.0001",
    answer={
        "stages": [
            {"id": "clarify", "prompt": "Ask.", "rubric": [criterion("scope", 1)]},
            {"id": "estimate", "prompt": "How many?", "numeric": {"value": 100, "unit": "1/s"}},
        ],
        "model_answer": "A model.",
    },
)
STORY = live(
    "open",
    "beh.story.0001",
    answer={
        "stages": [
            {"id": "star", "prompt": "Tell.", "rubric": [criterion("own-part", 2), criterion("result", 1)]},
            {"id": "follow-up-1", "prompt": "And then?", "rubric": [criterion("depth", 1)]},
        ],
        "evidence": ["number", "first-person", "result-stated"],
    },
)


def right(card: Card) -> str:
    """The letter of the key on a single choice's card: its option is called r."""
    for block in card.blocks:
        if isinstance(block, Choices):
            return next(option.label for option in block.options if option.text == "rrr").lower()
    raise AssertionError("no choices on this card")


def asked(card: Card) -> int:
    """The item that a card asks."""
    for intent in carried(card):
        if isinstance(intent, AnswerRound):
            return intent.item
    raise AssertionError(f"nothing is asked on {card.title}")


def carried(card: Card) -> list[Intent]:
    """Every intent that a card's controls carry."""
    found: list[Intent] = []
    for block in card.blocks:
        if isinstance(block, Buttons):
            found += [button.intent for button in block.buttons]
        if isinstance(block, Choices):
            found += [option.intent for option in block.options if option.intent is not None]
    return found


def go_on(study: Study, who: Caller) -> Card:
    """The next question, breaks passed over."""
    card = study.say(NextItem(), who)
    return study.say(NextItem(), who) if card.state_word == "break" else card
