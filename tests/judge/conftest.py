"""Judges shared by the tests of a module, and judges with one guard switched off, in processes to be thrown away."""

from collections.abc import Callable, Iterator

import pytest

from bot.judge.sandbox import Sandbox

PLANTED = {"QUORUM_PLANTED": "secret"}
"""What stands in the environment of a worker whose guard of it is off."""


@pytest.fixture(scope="session")
def judge() -> Iterator[Sandbox]:
    """The judge as it is served, without bubblewrap."""
    made = Sandbox(wrap=False)
    yield made
    made.close()


@pytest.fixture(scope="session")
def unguarded() -> Iterator[Callable[[str], Sandbox]]:
    """A judge without the guard of this name."""
    made: dict[str, Sandbox] = {}

    def without(guard: str) -> Sandbox:
        if guard not in made:
            planted = PLANTED if guard == "environment" else {}
            made[guard] = Sandbox(frozenset({guard}), planted, wrap=False)
        return made[guard]

    yield without
    for one in made.values():
        one.close()
