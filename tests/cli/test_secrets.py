"""A password in DATABASE_URL is in nothing that a command prints or logs, whatever is wrong with the database."""

import io
import logging
from pathlib import Path

import pytest

import adapters
from tests.cli.conftest import Quorum, Run

SECRET = "s3cr%40t"
PLAIN = "s3cr@t"
INSTALLED = Path(__file__).parents[1] / "platforms" / "installed"

COMMANDS = {
    "play": ["play", "--as", "ann"],
    "play with a clock": ["play", "--as", "ann", "--clock", "2026-03-03T09:00"],
    "doctor": ["doctor"],
    "run": ["run"],
    "db upgrade": ["db", "upgrade"],
    "db rebuild": ["db", "rebuild"],
    "db backup": ["db", "backup", "copy.db"],
    "db restore": ["db", "restore", "copy.db"],
}
URLS = {
    "no server": f"postgresql://ann:{SECRET}@127.0.0.1:1/quorum",
    "no database named": f"postgresql://ann:{SECRET}@127.0.0.1",
    "another scheme": f"mysql://ann:{SECRET}@127.0.0.1/quorum",
    "a wrong port": f"postgresql://ann:{SECRET}@127.0.0.1:port/quorum",
    "a wrong option": f"postgresql://ann:{SECRET}@127.0.0.1:1/quorum?sslmode={SECRET}",
    "in the query": f"postgresql://127.0.0.1:1/quorum?user=ann&password={SECRET}",
    "no URL at all": SECRET,
}


@pytest.fixture
def bare(command: Quorum, at_home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Quorum:
    """Run a command; what is logged counts as said. Paper is there to be run."""
    monkeypatch.setattr(adapters, "__path__", [*adapters.__path__, str(INSTALLED)])
    monkeypatch.setenv("PAPER_SOCKET", str(at_home / "paper"))
    monkeypatch.setenv("PAPER_TOKEN", PLAIN)
    monkeypatch.chdir(at_home)
    caplog.set_level(logging.DEBUG)

    def run(*words: str | Path) -> Run:
        monkeypatch.setattr("sys.stdin", io.StringIO("daily\nquit\n"))
        done = command(*words)
        assert SECRET not in caplog.text
        assert PLAIN not in caplog.text
        return done

    return run


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("fault", ["no server", "a wrong option"])
def test_a_problem_is_told_without_the_password(
    bare: Quorum, monkeypatch: pytest.MonkeyPatch, words: list[str], fault: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", URLS[fault])
    told(bare(*words), doctor=words == ["doctor"])


@pytest.mark.parametrize("fault", URLS)
@pytest.mark.parametrize("words", [COMMANDS["play"], COMMANDS["doctor"]], ids=["play", "doctor"])
def test_every_problem_is_told_without_the_password(bare: Quorum, words: list[str], fault: str) -> None:
    told(bare(*words, "--db", URLS[fault]), doctor=words == ["doctor"])


def told(done: Run, *, doctor: bool) -> None:
    """One sentence (or doctor's lines), no traceback, no password in any spelling."""
    said = done.stdout + done.stderr
    assert done.returncode == (1 if doctor else 2), said
    assert "Traceback" not in said
    assert SECRET not in said
    assert PLAIN not in said
    assert len((done.stdout if doctor else done.stderr).strip().splitlines()) == (6 if doctor else 1)
