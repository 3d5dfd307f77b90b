"""How a test of the limits says what must come out, and texts of an exact length."""

from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from adapters.slack import limits
from adapters.slack.rules import Line, Rule

SPECIAL = {"plain": "a", "two bytes": "é", "three bytes": "世", "emoji": "🙂", "escaped": "&"}
WIDTH = {"plain": 1, "two bytes": 1, "three bytes": 1, "emoji": 2, "escaped": 5}


def filled(units: int, special: str, rule: Rule, entry: str) -> str:
    """A text of exactly so many units in Slack's larger way of counting."""
    piece, width = SPECIAL[special], WIDTH[special]
    if special == "escaped":
        marked = entry in ("element:mrkdwn", "message:markdown")
        if marked:
            piece = "&amp;"
        elif isinstance(rule, Line) and not rule.written:
            width = 1  # ids, values and addresses are no text: nothing is escaped in them
    times = min(3, units // width)
    return piece * times + "a" * (units - times * width)


def judged(surface: str, payload: dict[str, Any]) -> None:
    """slack_sdk takes it too, for the types that it knows."""
    if surface == "message":
        for parsed in Block.parse_all(payload["blocks"]):
            if parsed is not None:
                parsed.to_dict()
    else:
        known = [one for one in payload["blocks"] if Block.parse(one) is not None]
        if known:
            View(**{**payload, "blocks": known}).to_dict()


def verdict(surface: str, payload: dict[str, Any], at: str, code: str | None) -> None:
    found = limits.problems(surface, payload)
    if code is None:
        assert found == []
        judged(surface, payload)
    else:
        assert (at, code) in [(problem.pointer, problem.code) for problem in found]
