"""A small bank with one or more questions of each kind, right in every key, and one bench for all tests of proofs."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from bot.bank.convert import items
from bot.bank.proof.bench import Bench, open_bench
from bot.bank.proof.cluster import NoPostgres, find_binaries
from bot.bank.proof.prover import Outcome, prove
from bot.bank.proof.runtimes import find
from bot.bank.strict_yaml import parse
from bot.domain.question import Question

RAW = (Path(__file__).parent / "bank.yaml").read_bytes()
Changed = Callable[..., Outcome]


def the_bank() -> dict[str, Question]:
    found, findings = items(parse(RAW), "bank.yaml")
    assert not findings
    return {item.id: item.question for item in found if item.question is not None}


BANK = the_bank()


def here(question: Question) -> bool:
    """Whether every optional runtime that the question names is on this machine."""
    return all(find(name) is not None for name in question.verify.runtime)


def absent(reason: str) -> None:
    """Skip, or fail where the run must not pass without PostgreSQL."""
    if os.environ.get("QUORUM_REQUIRE_POSTGRES") == "1" and "ostgre" in reason:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def bench() -> Iterator[Bench]:
    with open_bench({"postgres15"}) as opened:
        yield opened


@pytest.fixture
def needs_postgres() -> None:
    try:
        find_binaries(15)
    except NoPostgres as error:
        absent(str(error))


@pytest.fixture
def proof_of(bench: Bench) -> Changed:
    """Prove a question of the small bank with some fields changed; names with `__` reach into a part."""

    def prove_changed(id: str, **changes: object) -> Outcome:
        question = BANK[id]
        if not here(question):
            absent(f"{id} needs {', '.join(question.verify.runtime)}")
        for name, value in changes.items():
            part, _, field = name.partition("__")
            new = msgspec.structs.replace(getattr(question, part), **{field: value}) if field else value
            question = msgspec.structs.replace(question, **{part: new})
        return prove(bench, question)

    return prove_changed
