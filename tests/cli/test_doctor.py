"""`quorum doctor`: each line can be broken by itself, says what to do then, and leaves the other lines as they were."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from adapters.cli.doctor import Line, examine
from bot.bootstrap import open_writer
from bot.settings import Settings, read_settings
from bot.store.migrate import HEAD
from tests.bank.samples import sample, write, write_text
from tests.cli.conftest import Quorum, write_live

HOME = Path(__file__).parents[2]
NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
CHECKS = ["configuration", "database", "bank", "clock", "zone data", "judge"]
WITHOUT_ZONES = """
import sys
sys.modules["tzdata"] = None
from adapters.cli.main import main
main(["doctor"])
"""

Look = Callable[..., dict[str, Line]]


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database in use: it has its tables."""
    url = f"sqlite:///{tmp_path / 'quorum.db'}"
    prepared(url)
    return url


@pytest.fixture
def look(url: str, live_bank: Path, at_home: Path) -> Look:
    """What doctor finds; the arguments replace what is sound by something else."""

    def examined(
        *, database_url: str = url, content: Path = live_bank, now: datetime = NOW, cache: Path = at_home / "cache"
    ) -> dict[str, Line]:
        return {line.check: line for line in examine(Settings(database_url, content, cache), lambda: now)}

    examined()  # loads what is imported late, which a user without rights might not read
    return examined


def prepared(url: str) -> None:
    from random import Random

    with open_writer(read_settings({}, url), Random(1)):
        pass


def only(broken: dict[str, Line], sound: dict[str, Line], check: str, state: str = "fix") -> str:
    """The text of the one line that differs; it must be `check`, in that state."""
    assert list(broken) == list(sound) == CHECKS
    assert {name for name in CHECKS if broken[name] != sound[name]} == {check}
    assert broken[check].state == state
    return broken[check].text


def test_all_is_well(look: Look) -> None:
    assert [(line.check, line.state) for line in look().values()] == [(check, "ok") for check in CHECKS]


class TestConfiguration:
    @pytest.mark.parametrize("bad", ["mysql://u:s3cret@host/db", "s3cret", "sqlite://", "postgresql://u:s3cret@host"])
    def test_a_url_that_cannot_be_read(self, look: Look, bad: str) -> None:
        lines = look(database_url=bad)
        assert [line.check for line in lines.values() if line.state == "fix"] == ["configuration"]
        assert "DATABASE_URL" in lines["configuration"].text
        assert "s3cret" not in str(lines)
        assert lines["database"].state == "note"
        sound = look()
        assert [lines[check] for check in ("bank", "zone data", "judge")] == [
            sound[check] for check in ("bank", "zone data", "judge")
        ]

    def test_a_content_folder_that_is_not_there(self, look: Look, tmp_path: Path) -> None:
        lines = look(content=tmp_path / "nowhere")
        assert [line.check for line in lines.values() if line.state == "fix"] == ["configuration"]
        assert f"{tmp_path / 'nowhere'}" in lines["configuration"].text
        assert "QUORUM_CONTENT" in lines["configuration"].text
        assert lines["bank"].state == "note"
        assert lines["database"] == look()["database"]

    def test_a_cache_that_cannot_be_kept(self, look: Look, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        text = only(look(cache=tmp_path / "file" / "cache"), look(), "configuration", "note")
        assert "XDG_CACHE_HOME" in text


class TestDatabase:
    def test_none_yet_is_well(self, look: Look, tmp_path: Path) -> None:
        line = look(database_url=f"sqlite:///{tmp_path / 'new.db'}")["database"]
        assert line.state == "ok"
        assert "quorum db upgrade" in line.text
        assert not (tmp_path / "new.db").exists()

    def test_the_users_own_folder_that_is_still_to_be_made_is_well(self, at_home: Path) -> None:
        settings = read_settings()
        assert [line.state for line in examine(settings, lambda: NOW) if line.check == "database"] == ["ok"]
        assert not (at_home / "data").exists()

    def test_a_missing_folder(self, look: Look, tmp_path: Path) -> None:
        lines, sound = look(database_url=f"sqlite:///{tmp_path / 'no' / 'such' / 'x.db'}"), look()
        assert "There is no folder" in same_but_named(lines, sound)

    def test_a_file_that_is_no_database(self, look: Look, tmp_path: Path) -> None:
        (tmp_path / "letter.db").write_text("Dear Sir or Madam, this is not a database at all." * 50)
        lines = look(database_url=f"sqlite:///{tmp_path / 'letter.db'}")
        assert "not an SQLite database" in same_but_named(lines, look())

    def test_a_database_of_another_program(self, look: Look, tmp_path: Path) -> None:
        with sqlite3.connect(tmp_path / "books.db") as connection:
            connection.execute("CREATE TABLE account (iban TEXT)")
        connection.close()
        lines = look(database_url=f"sqlite:///{tmp_path / 'books.db'}")
        assert "another program" in same_but_named(lines, look())

    def test_a_newer_database(self, look: Look, url: str) -> None:
        sound = look()
        change(url, "UPDATE alembic_version SET version_num = '9000'")
        assert "install the newer version" in only(look(), sound, "database")

    def test_an_older_database(self, look: Look, url: str) -> None:
        sound = look()
        change(url, "UPDATE alembic_version SET version_num = '0000'")
        assert "quorum db upgrade" in only(look(), sound, "database")

    def test_a_file_that_cannot_be_written(self, look: Look, unprivileged: Path) -> None:
        file = unprivileged / "quorum.db"
        url = f"sqlite:///{file}"
        prepared(url)
        here = partial(look, database_url=url, content=write_live(unprivileged / "content"), cache=unprivileged)
        sound = here()
        assert sound["database"].text == f"tables of revision {HEAD}"
        file.chmod(0o400)
        assert "cannot be written" in only(here(), sound, "database")

    def test_a_folder_that_cannot_be_written(self, look: Look, unprivileged: Path) -> None:
        folder = unprivileged / "data"
        folder.mkdir()
        url = f"sqlite:///{folder / 'quorum.db'}"
        here = partial(look, database_url=url, content=write_live(unprivileged / "content"), cache=unprivileged)
        sound = here()
        assert sound["database"].state == "ok"
        folder.chmod(0o500)
        assert "cannot be written" in only(here(), sound, "database")

    def test_a_database_out_of_a_backup_is_well(self, look: Look, url: str) -> None:
        """A backup is not in WAL; opening it puts it there."""
        sound = look()
        change(url, "PRAGMA journal_mode=DELETE")
        assert look() == sound
        assert change(url, "PRAGMA journal_mode") == [("wal",)]

    def test_a_server_that_does_not_answer(self, look: Look) -> None:
        lines = look(database_url="postgresql://ann:s3cret@127.0.0.1:1/quorum")
        assert "does not answer" in same_but_named(lines, look())
        assert "s3cret" not in str(lines)
        assert "127.0.0.1" in str(lines)

    def test_a_database_that_the_server_does_not_have(self, look: Look, postgres_url: str) -> None:
        missing = postgres_url.replace("/quorum_", "/elsewhere_")
        assert "createdb" in same_but_named(look(database_url=missing), look())

    def test_a_server_without_our_tables_yet_is_well(self, look: Look, postgres_url: str) -> None:
        assert look(database_url=postgres_url)["database"].state == "ok"


class TestBank:
    def test_a_question_that_cannot_be_read(self, look: Look, live_bank: Path) -> None:
        sound = look()
        write_text(live_bank, "- id: py.broken.0001\n  kind: {", "py/broken.yaml")
        text = only(look(), sound, "bank")
        assert "quorum content check" in text
        assert "broken.yaml" in text

    def test_no_live_question(self, look: Look, live_bank: Path) -> None:
        sound = look()
        write(
            live_bank,
            sample("single", "py.classes.0001", status="draft"),
        )
        assert "status: live" in only(look(), sound, "bank")

    def test_an_empty_folder(self, look: Look, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        lines = look(content=tmp_path / "empty")
        assert [line.check for line in lines.values() if line.state == "fix"] == ["bank"]

    def test_a_cache_of_other_questions_is_not_believed(self, look: Look, live_bank: Path) -> None:
        assert "2 questions" in look()["bank"].text
        write(live_bank, sample("single", "py.typing.0001", status="live"))
        assert "3 questions, 3 can be a daily" in look()["bank"].text


class TestClock:
    def test_a_clock_behind_the_last_answer(self, look: Look, url: str) -> None:
        attempt(url, NOW + timedelta(minutes=10))
        text = only(look(), look(now=NOW + timedelta(hours=1)), "clock")
        assert "an answer was stored at 2026-03-03 09:10 UTC" in text

    def test_clocks_of_two_machines_may_differ_a_little(self, look: Look, url: str) -> None:
        attempt(url, NOW + timedelta(minutes=1))
        assert look()["clock"].state == "ok"


class TestZoneData:
    def test_no_zone_data(self, at_home: Path, live_bank: Path) -> None:
        env = {**os.environ, "QUORUM_CONTENT": str(live_bank), "PYTHONTZPATH": ""}
        bare = [sys.executable, "-c", WITHOUT_ZONES]
        whole = [sys.executable, "-m", "adapters.cli.main", "doctor"]
        broken, sound = (
            subprocess.run(words, cwd=HOME, env=env, capture_output=True, text=True, check=False)
            for words in (bare, whole)
        )
        assert (broken.returncode, broken.stderr, sound.returncode) == (1, "", 0)
        differing = [
            line
            for line, was in zip(broken.stdout.splitlines(), sound.stdout.splitlines(), strict=True)
            if line != was and "clock" not in line
        ]
        assert differing == ["fix   zone data      Time zones are missing: `pip install tzdata`."]


class TestJudge:
    def test_it_says_why_and_how_many_questions_are_never_chosen(
        self, look: Look, live_bank: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(
            live_bank, sample("sql", "sql.joins.0001", status="live"), sample("kata", "dsa.graphs.0001", status="live")
        )
        sound = look()
        assert sound["judge"] == Line("judge", "ok", "Python and SQLite run in a sandbox")
        monkeypatch.setattr("bot.judge.sandbox.proven", lambda wrap: False)
        monkeypatch.setattr("bot.judge.monty.is_here", lambda: False)
        text = only(look(), sound, "judge", "note")
        assert "kata are not served: this system has no filter" in text
        assert text.endswith("Never chosen: 1 of the live questions.")
        monkeypatch.setattr("bot.judge.sandbox.proven", lambda wrap: None)
        assert look()["judge"].text.endswith("Never chosen: 2 of the live questions.")


class TestCommand:
    def test_what_must_be_mended_is_exit_code_1(self, command: Quorum, live_bank: Path, tmp_path: Path) -> None:
        run = command("doctor", "--content", live_bank, "--db", f"sqlite:///{tmp_path}/no/x.db")
        assert run.returncode == 1
        assert run.stderr == ""
        assert [line.split()[0] for line in run.stdout.splitlines()] == ["ok", "fix", "ok", "ok", "ok", "ok"]

    def test_notes_are_exit_code_0(self, command: Quorum, live_bank: Path, at_home: Path) -> None:
        run = command("doctor", "--content", live_bank)
        assert run.returncode == 0
        assert not (at_home / "data").exists()


def same_but_named(lines: dict[str, Line], sound: dict[str, Line]) -> str:
    """The text of a broken database line; the configuration line names another database and is well."""
    assert lines["configuration"].state == "ok"
    return only(lines | {"configuration": sound["configuration"]}, sound, "database")


def change(url: str, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def attempt(url: str, at: datetime) -> None:
    """Store an answer at that instant."""
    change(url, "INSERT INTO account VALUES (1, 'toy', '', 'ann', 'Ann', 1, 1, 0)")
    change(
        url,
        "INSERT INTO attempt (account_id, learner_id, question_id, revision, source, response, at)"
        f" VALUES (1, 1, 'py.classes.0001', 1, 'practice', '', {int(at.timestamp() * 1e6)})",
    )
