"""`quorum db`: clear sentences and exit codes, on real databases."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from adapters.cli.main import main
from bot.store import schema as s
from bot.store.engine import open_engine
from bot.store.migrate import HEAD, prepare
from tests.usecases.study import Study, caller

ANN = caller("Ann")


def run(*arguments: str) -> int:
    """The exit code."""
    with pytest.raises(SystemExit) as left:
        main(["db", *arguments])
    code = left.value.code
    assert code is None or isinstance(code, int)
    return code or 0


def lived_in(url: str) -> str:
    """A database of this version in which somebody has answered."""
    engine = open_engine(url)
    prepare(engine)
    engine.dispose()
    study = Study(url)
    study.answered("db.more.0001", ANN)
    study.close()
    return url


def test_upgrade_makes_the_tables_once(sqlite_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("upgrade", "--db", sqlite_url) == 0
    assert capsys.readouterr().out == f"Made the tables: revision {HEAD}.\n"
    assert run("upgrade", "--db", sqlite_url) == 0
    assert "Nothing to do" in capsys.readouterr().out


def test_upgrade_says_where_there_is_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("upgrade", "--db", f"sqlite:///{tmp_path}/nowhere/q.db") == 2
    assert "There is no folder" in capsys.readouterr().err


def test_check_finds_what_rebuild_puts_right(database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    url = lived_in(database_url)
    assert run("rebuild", "--check", "--db", url) == 0
    assert capsys.readouterr().out == "Equal: everything that is kept follows from the facts.\n"
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(update(s.total).values(points=7))
        connection.execute(update(s.daily).values(answered=9))
        connection.execute(s.filled_day.delete())
        connection.execute(s.question_stat.delete())
        connection.execute(update(s.study_group).where(s.study_group.c.id == 1).values(streak=5))
    assert run("rebuild", "--check", "--db", url) == 1
    said = capsys.readouterr()
    for what in ("board g1/a", "filled day 2026-11-18", "counts are (9", "statistics of question", "group 1: streak"):
        assert what in said.out
    assert "`quorum db rebuild` puts them right." in said.err
    assert run("rebuild", "--db", url) == 0
    assert capsys.readouterr().out == "Rebuilt 1 learner and all counts from the facts.\n"
    assert run("rebuild", "--check", "--db", url) == 0
    with engine.connect() as connection:
        assert connection.execute(select(s.daily.c.answered)).scalar() == 1
    engine.dispose()


def test_rebuild_refuses_a_database_that_is_not_there(sqlite_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rebuild", "--db", sqlite_url) == 2
    assert "There is no database" in capsys.readouterr().err
    assert not Path(sqlite_url.removeprefix("sqlite:///")).exists()


def test_backup_and_restore(sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url, file = lived_in(sqlite_url), tmp_path / "copy.db"
    assert run("backup", str(file), "--db", url) == 0
    assert str(file) in capsys.readouterr().out
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(s.verdict.delete())
        connection.execute(s.filled_day.delete())
        connection.execute(s.attempt.delete())
    engine.dispose()
    assert run("restore", str(file), "--db", url) == 2
    assert "--force" in capsys.readouterr().err
    assert run("restore", str(file), "--force", "--db", url) == 0
    assert capsys.readouterr().out == f"Restored from {file}.\n"
    engine = open_engine(url)
    with engine.connect() as connection:
        assert len(connection.execute(select(s.attempt.c.id)).all()) == 1
    engine.dispose()


def test_backup_refuses_in_a_sentence(sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("backup", str(tmp_path / "copy.db"), "--db", sqlite_url) == 2
    assert "There is no database" in capsys.readouterr().err
    assert run("restore", str(tmp_path / "none.db"), "--db", sqlite_url) == 2
    assert "There is no backup" in capsys.readouterr().err


@pytest.mark.postgres
def test_postgresql_is_backed_up_by_its_own_tools(
    postgres_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("backup", str(tmp_path / "copy"), "--db", postgres_url) == 2
    assert "pg_dump" in capsys.readouterr().err
