"""Where a press came from: the message that it names is the one that the messenger posted."""

from typing import Any

import pytest

from adapters.slack.people import NOBODY
from adapters.slack.where import of_interaction
from bot.refs import MessageRef

PRESS: dict[str, Any] = {
    "type": "block_actions",
    "team": {"id": "T1"},
    "user": {"id": "U1", "username": "ann"},
    "channel": {"id": "C1", "name": "backend"},
    "container": {"type": "message", "message_ts": "1700000000.000100", "channel_id": "C1", "is_ephemeral": False},
}


def test_a_press_on_a_post_names_it() -> None:
    assert of_interaction(PRESS).caller(NOBODY).pressed == MessageRef("slack", "T1/C1", "1700000000.000100")


@pytest.mark.parametrize(
    "change",
    [
        {"container": PRESS["container"] | {"is_ephemeral": True}},
        {"channel": {"id": "D1", "name": "directmessage"}},
        {"view": {"id": "V1", "type": "modal", "private_metadata": '{"c": "C1"}'}},
    ],
    ids=["seen by one alone", "direct message", "modal"],
)
def test_any_other_press_names_no_post(change: dict[str, Any]) -> None:
    assert of_interaction(PRESS | change).caller(NOBODY).pressed is None
