"""rows() and session() say the same on SQLite and on PostgreSQL, and the wire client cuts scripts where SQL does."""

import os
from pathlib import Path

import pytest

from bot.bank.proof import Failure
from bot.bank.proof.cluster import NoPostgres, cluster, find_binaries
from bot.bank.proof.inside.engines import canonical
from bot.bank.proof.inside.postgres_wire import statements
from tests.bank.proof.conftest import Changed

ID = "sql.proofs.0001"
BOTH = """
assert rows("SELECT 1, NULL, 'x', 1.5, -3") == [["1", None, "x", "1.5", "-3"]]
assert rows("SELECT id FROM room WHERE id > 9") == []
assert rows("DELETE FROM room; SELECT count(*) FROM room") == [["0"]]
assert rows("SELECT count(*) FROM room") == [["3"]], "each call starts from a fresh schema"
assert raises("rows('SELECT nonsense FROM room')") == "OperationalError"
twice = "CREATE TABLE k (i int PRIMARY KEY); INSERT INTO k VALUES (1); INSERT INTO k VALUES (1)"
assert raises(f"rows('{twice}')") == "IntegrityError"
one, two = session(), session()
assert one("INSERT INTO room VALUES (4, 'new')") == "00000"
assert two("SELECT nonsense FROM room") != "00000"
assert one("BEGIN") == "00000" and one("DELETE FROM room") == "00000"
assert rows("SELECT count(*) FROM room") == [["4"]], "what a session committed is seen, what it did not is not"
assert one("COMMIT") == "00000"
assert rows("SELECT count(*) FROM room") == [["0"]]
out("b", ["a", "c"])
"""


@pytest.mark.parametrize("runtime", ["sqlite3", "postgres15"])
def test_both_engines_speak_alike(proof_of: Changed, runtime: str) -> None:
    assert proof_of(ID, verify__check=BOTH, verify__runtime=(runtime,)) is None


def test_sqlstates(proof_of: Changed) -> None:
    check = """
s = session()
assert s("SELECT 1 / 0") == "22012"
assert s("INSERT INTO seat VALUES (1, 0)") == "23505"
assert s("SELECT 1; SELECT nonsense; SELECT 1") == "42703"
assert s("SELECT ';'; SELECT $tag$;$tag$; -- ; '") == "00000"
assert s("CREATE ROLE boss SUPERUSER") == "42501", "proofs never run as superuser"
out("40P01")
"""
    assert proof_of("db.proofs.0001", verify__check=check) is None


def test_transactions_left_open_and_many_calls_are_no_obstacle(proof_of: Changed) -> None:
    check = """
held = [session() for _ in range(20)]
assert {s("BEGIN") for s in held} == {"00000"} and held[0]("LOCK TABLE seat") == "00000"
assert all(rows("SELECT 1") == [["1"]] for _ in range(250))
out("40P01")
"""
    assert proof_of("db.proofs.0001", verify__check=check, verify__timeout_s=30.0) is None


def test_a_lock_that_is_waited_for_ends_with_the_time_limit(proof_of: Changed) -> None:
    check = "a, b = session(), session()\na('BEGIN; LOCK TABLE seat'); out(b('BEGIN; LOCK TABLE seat'))"
    outcome = proof_of("db.proofs.0001", verify__check=check, verify__timeout_s=1.0)
    assert isinstance(outcome, Failure)
    assert outcome.slow


@pytest.mark.parametrize(
    ("script", "parts"),
    [
        ("SELECT 1; SELECT 2;", ["SELECT 1", "SELECT 2"]),
        ("SELECT ';''' ; SELECT \";\"", ["SELECT ';'''", 'SELECT ";"']),
        ("DO $x$ BEGIN; END $x$; SELECT $$;$$", ["DO $x$ BEGIN; END $x$", "SELECT $$;$$"]),
        ("SELECT 1 -- a; b\n; /* ; */ SELECT 2", ["SELECT 1 -- a; b", "/* ; */ SELECT 2"]),
        (r"SELECT E'\';' ; SELECT 3", [r"SELECT E'\';'", "SELECT 3"]),
        (" ; ;", []),
    ],
)
def test_scripts_are_cut_at_the_right_semicolons(script: str, parts: list[str]) -> None:
    assert statements(script) == parts


@pytest.mark.parametrize(
    ("text", "same"),
    [("2.0000000000000000", "2"), ("2.0", "2"), ("-0.0", "0"), ("1e3", "1000"), ("0.30000000000000004", "0.3")],
)
def test_one_number_has_one_form(text: str, same: str) -> None:
    assert canonical(text, True) == same
    assert canonical(text, False) == text


def test_a_version_that_is_not_here_is_named() -> None:
    with pytest.raises(NoPostgres, match="PostgreSQL 3"):
        find_binaries(3)


def test_a_cluster_leaves_nothing_behind(needs_postgres: None) -> None:
    with cluster() as address:
        folder = Path(address.partition("?host=")[2])
        assert (folder / ".s.PGSQL.5432").is_socket()
        server = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        assert Path(f"/proc/{server}").stat().st_uid != 0 or os.geteuid() != 0
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)
