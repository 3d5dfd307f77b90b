"""A slow minute: the writer is stalled, what people asked for is deferred in time, and the result still arrives."""

import contextlib
import threading
from collections.abc import Iterator

import pytest

from adapters.discord import replies
from tests.discord.wire import Wire, discord, wire

__all__ = ["discord", "wire"]

DEFERRED = 5


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits a whole second for the watch."""
    monkeypatch.setattr(replies, "PATIENCE", 0.01)


@contextlib.contextmanager
def stalled(wire: Wire) -> Iterator[None]:
    """Nothing is stored until the end of the block."""
    held = threading.Event()
    waiting = wire.app.writer.submit(lambda tx: held.wait(30))
    try:
        yield
    finally:
        held.set()
        waiting.result()


async def test_a_press_is_deferred_in_time_and_its_result_arrives(wire: Wire) -> None:
    post = await wire.post_daily()
    with stalled(wire):
        pressed = await wire.bob.press(post, "A")
        assert pressed.kind == DEFERRED
        assert pressed.ephemeral
    done = await pressed.done()
    assert "The key: A" in done.text or "Right" in done.text
    assert wire.count("attempt") == 1


async def test_a_form_that_comes_too_late_is_offered(wire: Wire) -> None:
    with stalled(wire):
        asked = await wire.ada.slash("group setup", wire.general)
        assert asked.kind == DEFERRED
        assert asked.modal is None
    offered = await asked.done()
    opened = await wire.ada.press(offered.message, "Open the form")
    assert opened.modal is not None


async def test_sixty_four_at_once_are_all_answered(wire: Wire) -> None:
    post = await wire.post_daily()
    people = [wire.circle.member(f"person {number}") for number in range(64)]
    with stalled(wire):
        presses = [await person.press(post, "A") for person in people]
        assert {press.kind for press in presses} == {DEFERRED}
    for press in presses:
        assert (await press.done()).text
    assert wire.count("attempt") == 64
