"""Statements mean the same on both databases, and refuse what would not."""

import importlib
import pkgutil
import re

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

import bot.store
from bot.store.engine import connect, open_engine
from bot.store.errors import ConstraintBroken
from bot.store.schema import metadata
from bot.store.statement import _BITS, Statement, any_of, insert, param, storable
from bot.store.tx import Tx
from bot.store.writer import Writer
from tests.store import toy


def test_every_kind_of_value_comes_back_as_it_was(writer: Writer) -> None:
    row = {"who": "Zoë 🦉", "points": -(2**63), "score": 0.1, "blob": b"\0\xff"}
    assert writer.submit(lambda tx: tx.one(toy.ADD_FULL, **row)).result() == (1, "Zoë 🦉", 0.1, b"\0\xff")
    nothing = {"who": "", "points": 2**63 - 1, "score": None, "blob": None}
    assert writer.submit(lambda tx: tx.one(toy.ADD_FULL, **nothing)).result() == (2, "", None, None)
    assert writer.submit_read(lambda tx: tx.all(toy.ALL)).result() == [("", 2**63 - 1), ("Zoë 🦉", -(2**63))]


@pytest.mark.parametrize("points", [2**63, -(2**63) - 1])
def test_a_number_too_large_fails_its_own_call(writer: Writer, points: int) -> None:
    with pytest.raises(Exception, match=r"too large|out of range"):
        writer.submit(lambda tx: tx.run(toy.ADD, "me", points)).result()
    assert writer.submit_read(lambda tx: tx.all(toy.ALL)).result() == []


def test_sums_are_ints_and_averages_floats(writer: Writer) -> None:
    writer.submit(lambda tx: tx.many(toy.ADD, [{"who": "a", "points": 2**62}, {"who": "b", "points": 2}])).result()
    total, mean, count = writer.submit_read(lambda tx: tx.one(toy.SUM)).result() or ()
    assert (total, type(total), type(mean), count) == (2**62 + 2, int, float, 2)


def test_truths_are_stored_as_numbers(writer: Writer) -> None:
    writer.submit(lambda tx: tx.run(toy.ADD, "me", True)).result()
    assert writer.submit_read(lambda tx: tx.one(toy.POINTS_OF, "me")).result() == (1,)


def test_insert_or_ignore_returns_a_row_only_the_first_time(writer: Writer) -> None:
    assert writer.submit(lambda tx: tx.one(toy.ADD_ONCE, "me", 1)).result() == (1,)
    assert writer.submit(lambda tx: tx.one(toy.ADD_ONCE, "me", 2)).result() is None
    assert writer.submit(lambda tx: tx.run(toy.ADD_ONCE_COUNTED, "me", 3)).result() == 0
    assert writer.submit(lambda tx: tx.run(toy.ADD_ONCE_COUNTED, "you", 3)).result() == 1
    assert writer.submit_read(lambda tx: tx.all(toy.ALL)).result() == [("me", 1), ("you", 3)]


def test_upsert_adds_replaces_and_obeys_its_condition(writer: Writer) -> None:
    def work(tx: Tx) -> list[object]:
        return [
            tx.one(toy.MORE, "me", 5),
            tx.one(toy.MORE, "me", 6),
            tx.run(toy.REPLACE, "me", 3),
            tx.one(toy.BEST, "me", 2),
            tx.one(toy.BEST, "me", 4),
            tx.run(toy.MORE, "me", 1),
        ]

    assert writer.submit(work).result() == [(5,), (11,), 1, None, (4,), 1]


def test_update_and_delete_count_their_rows(writer: Writer) -> None:
    writer.submit(lambda tx: tx.run(toy.ADD, "me", 1)).result()
    assert writer.submit(lambda tx: tx.run(toy.SET_POINTS, "me", 9)).result() == 1
    assert writer.submit(lambda tx: tx.run(toy.SET_POINTS, "nobody", 9)).result() == 0
    assert writer.submit(lambda tx: tx.run(toy.FORGET, "me")).result() == 1


def test_a_list_parameter_takes_any_length(writer: Writer) -> None:
    names = [f"n{number:05}" for number in range(5_000)]
    writer.submit(lambda tx: tx.many(toy.ADD, [{"who": name, "points": 1} for name in names[:10]])).result()
    look = writer.submit_read
    assert look(lambda tx: tx.all(toy.AMONG, [])).result() == []
    assert look(lambda tx: tx.all(toy.AMONG, names)).result() == [(name,) for name in names[:10]]
    assert look(lambda tx: tx.all(toy.AMONG, ['"', "'", "n00003", "\0", "\ud800"])).result() == [("n00003",)]
    assert look(lambda tx: tx.all(toy.AMONG_POINTS, points=(1, 2), most=2)).result() == [("n00000",), ("n00001",)]
    assert look(lambda tx: tx.all(toy.AMONG_POINTS, points=[], most=2)).result() == []


def test_the_same_unstorable_name_is_the_same_row(writer: Writer) -> None:
    hostile = "a\0b\ud800c"
    writer.submit(lambda tx: tx.run(toy.ADD, hostile, 1)).result()
    with pytest.raises(ConstraintBroken):
        writer.submit(lambda tx: tx.run(toy.ADD, hostile, 2)).result()
    assert writer.submit_read(lambda tx: tx.one(toy.POINTS_OF, hostile)).result() == (1,)
    assert writer.submit_read(lambda tx: tx.all(toy.ALL)).result() == [("a\ufffdb\ufffdc", 1)]


@given(st.text(st.characters()))
def test_storable_text_is_what_it_was_but_for_what_cannot_be(text: str) -> None:
    kept = storable(text)
    assert "\0" not in kept
    assert kept.encode().decode() == kept
    if "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text):
        assert kept == text
    assert storable(kept) == kept


def test_two_halves_of_a_pair_become_their_character() -> None:
    assert storable("\ud83e\udd89") == "🦉"


def test_a_text_column_refuses_what_is_not_text(writer: Writer) -> None:
    with pytest.raises(TypeError, match="text column was given int"):
        writer.submit(lambda tx: tx.run(toy.ADD, 5, 1)).result()


def test_parameters_are_checked_by_name(writer: Writer) -> None:
    with pytest.raises(TypeError, match="missing 1 required"):
        writer.submit(lambda tx: tx.run(toy.ADD, who="me")).result()
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour'"):
        writer.submit(lambda tx: tx.run(toy.ADD, who="me", points=1, colour=3)).result()


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
@pytest.mark.parametrize(
    ("core", "said"),
    [
        (sa.select(sa.column("at", sa.DateTime)), "needs a conversion"),
        (sa.select(sa.column("money", sa.Numeric)), "needs a conversion"),
        (sa.select(sa.column("truth", sa.Boolean)), "sa.cast"),
        (sa.select(sa.column("document", sa.JSON)), "needs a conversion"),
        (sa.select(sa.column("kind", sa.Enum("a", "b"))), "needs a conversion"),
        (sa.select(sa.func.count()).where(sa.column("at", sa.DateTime) == sa.bindparam("at")), "needs a conversion"),
        (sa.select(sa.func.count()).limit(sa.bindparam("most")), "Nothing tells the type of parameter 'most'"),
        (sa.select(toy.answer.c.id).where(toy.answer.c.id.in_([1, 2])), "any_of"),
        (sa.select(toy.answer.c.id).where(any_of(sa.column("at", sa.Date), "days")), "needs a conversion"),
        (sa.select(sa.func.avg(sa.column("points", sa.Integer))), "Nothing tells the type of column"),
        (sa.text("SELECT 1"), "not text"),
    ],
)
def test_what_would_differ_between_the_databases_is_refused(core: sa.Executable, said: str, dialect: str) -> None:
    with pytest.raises(TypeError, match=said):
        Statement(core).on[dialect]


@pytest.mark.parametrize("without", [False, True])
def test_a_list_is_looked_up_in_an_index(sqlite_url: str, without: bool) -> None:
    core = sa.select(toy.answer.c.points).where(any_of(toy.answer.c.id, "ids"), toy.answer.c.points > 0)
    if without:
        core = sa.select(toy.answer.c.points).where(~any_of(toy.answer.c.id, "ids"))
    compiled = Statement(core).on["sqlite"]
    engine = open_engine(sqlite_url)
    toy.metadata.create_all(engine)
    line = connect(engine)
    plan = [row[3] for row in line.execute(f"EXPLAIN QUERY PLAN {compiled.text}", compiled.bind(ids=[1, 2]))]
    line.close()
    assert any(step.startswith(f"{'SCAN' if without else 'SEARCH'} {toy.answer.name}") for step in plan), plan


def test_an_order_names_parameters_that_exist() -> None:
    with pytest.raises(TypeError, match="no parameter"):
        Statement(insert(toy.answer), "whom").on["sqlite"]


def test_fixed_values_are_compiled_in() -> None:
    core = sa.select(toy.answer.c.id).where(toy.answer.c.points > 5, toy.answer.c.who == sa.bindparam("who")).limit(3)
    for dialect, last in (("sqlite", (3, 0)), ("postgresql", (3,))):
        assert Statement(core, "who").on[dialect].bind("me") == (5, "me", *last)


def test_row_locks_are_asked_for_where_there_are_any() -> None:
    assert toy.LOCK_FREE_ONES.on["postgresql"].text.endswith("FOR UPDATE SKIP LOCKED")
    assert toy.LOCK.on["postgresql"].text.endswith("FOR UPDATE")
    assert "FOR UPDATE" not in toy.LOCK_FREE_ONES.on["sqlite"].text
    assert toy.LOCK.on["sqlite"].writes


def test_a_statement_compiles_once() -> None:
    statement = Statement(sa.select(toy.answer.c.id).limit(param("most")))
    assert statement.on["sqlite"] is statement.on["sqlite"]


def test_every_statement_of_the_store_compiles_on_both_databases() -> None:
    statements = []
    for found in pkgutil.iter_modules(bot.store.__path__, "bot.store."):
        module = importlib.import_module(found.name)
        statements += [(found.name, name, it) for name, it in vars(module).items() if isinstance(it, Statement)]
    assert statements
    for module_name, name, statement in statements:
        for dialect in ("sqlite", "postgresql"):
            assert statement.on[dialect].text, f"{module_name}.{name}"
            said = set(re.findall(r"(?:FROM|JOIN|INTO|UPDATE|,) (\w+)(?= |$)", statement.on[dialect].text))
            known = {table.name for table, bit in _BITS.items() if statement.on[dialect].touches >> bit & 1}
            assert said & metadata.tables.keys() <= known, f"{module_name}.{name}"


def test_nothing_is_returned_that_was_not_asked_for() -> None:
    assert "RETURNING" not in toy.ADD.on["postgresql"].text
    assert not toy.ADD.on["postgresql"].returns_rows
