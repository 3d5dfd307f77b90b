"""`quorum run`: which platforms run where, and that an end is orderly: what was taken in is answered and stored."""

import os
import shlex
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

import adapters
from adapters.cli.errors import Refused
from adapters.cli.platforms import chosen, offers
from bot.bootstrap import open_writer
from bot.settings import read_settings
from tests.cli.conftest import Quorum

HOME = Path(__file__).parents[2]
INSTALLED = HOME / "tests" / "platforms" / "installed"
CONFIGURED = {"PAPER_SOCKET": "/nowhere", "PAPER_TOKEN": "s3cret"}
PROGRAM = f"import adapters; adapters.__path__.append({str(INSTALLED)!r}); from adapters.cli.main import main; main()"


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Paper is one more platform of this installation, as if its folder lay in `adapters`."""
    monkeypatch.setattr(adapters, "__path__", [*adapters.__path__, str(INSTALLED)])
    for variable in CONFIGURED:
        monkeypatch.delenv(variable, raising=False)
    yield
    for name in [name for name in sys.modules if name.startswith("adapters.paper")]:
        del sys.modules[name]


def names(*words: str, web: bool = False, **environment: str) -> list[str]:
    return [offer.name for offer in chosen(words, environment, web=web)]


@pytest.mark.usefixtures("installed")
class TestWhichRun:
    def test_a_platform_is_found_by_its_folder(self) -> None:
        assert "paper" in offers()
        assert "terminal" not in offers()
        assert "cli" not in offers()

    def test_those_that_are_configured(self) -> None:
        assert names(**CONFIGURED) == ["paper"]

    def test_those_that_are_named(self) -> None:
        assert names("paper", "paper", **CONFIGURED) == ["paper"]

    def test_an_empty_variable_configures_nothing(self) -> None:
        with pytest.raises(Refused, match=r"No platform is configured.*paper: PAPER_SOCKET, PAPER_TOKEN"):
            names(**(CONFIGURED | {"PAPER_TOKEN": " "}))

    def test_a_named_one_says_what_it_lacks(self) -> None:
        with pytest.raises(Refused, match="paper needs PAPER_TOKEN in the environment"):
            names("paper", PAPER_SOCKET="/nowhere")

    def test_a_misspelt_one(self) -> None:
        with pytest.raises(Refused, match="did you mean 'paper'"):
            names("papper", **CONFIGURED)

    def test_the_terminal_is_played(self) -> None:
        with pytest.raises(Refused, match="quorum play"):
            names("terminal", **CONFIGURED)

    def test_web_and_worker_share_the_platforms(self) -> None:
        assert names(web=True, **CONFIGURED) == ["paper"]
        assert names(web=True, QUORUM_WEB="1", **CONFIGURED) == ["paper"]
        assert names(QUORUM_WEB="0", **CONFIGURED) == ["paper"]
        with pytest.raises(Refused, match="QUORUM_WEB=1 leaves paper to the web process"):
            names(QUORUM_WEB="1", **CONFIGURED)

    def test_web_runs_nothing_that_serves_no_http(self, monkeypatch: pytest.MonkeyPatch) -> None:
        offers()
        monkeypatch.setattr(sys.modules["adapters.paper.platform"], "SERVES_HTTP", False)
        assert names(QUORUM_WEB="1", **CONFIGURED) == ["paper"]
        with pytest.raises(Refused, match="paper does not serve HTTP"):
            names(web=True, QUORUM_WEB="1", **CONFIGURED)

    def test_nothing_to_run_is_one_sentence_and_exit_code_2(self, command: Quorum) -> None:
        run = command("run")
        assert (run.returncode, run.stdout) == (2, "")
        assert run.stderr.startswith("quorum: No platform is configured.")
        assert run.stderr.count("\n") == 1


class Running:
    """A `quorum run` with Paper, in a process of its own, and people who write to it."""

    def __init__(self, folder: Path, content: Path, *words: str, **environment: str) -> None:
        self.socket = folder / "paper"
        self.database = folder / "quorum.db"
        env = {
            **os.environ,
            "PAPER_SOCKET": str(self.socket),
            "PAPER_TOKEN": "s3cret",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "QUORUM_CONTENT": str(content),
            "XDG_CACHE_HOME": str(folder),
            **environment,
        }
        command = [sys.executable, "-c", PROGRAM, "run", *words]
        self.process = subprocess.Popen(command, cwd=HOME, env=env, stderr=subprocess.PIPE, text=True)
        self.said: list[str] = []

    def until(self, words: str) -> str:
        """Read what it logs, up to the line with these words."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said.append(line)
            if words in line:
                return line
        raise AssertionError("".join(self.said))

    def write(self, line: str) -> socket.socket:
        """Send a line; the answer comes on the socket."""
        person = socket.socket(socket.AF_UNIX)
        person.connect(str(self.socket))
        person.sendall(f"{line}\n".encode())
        return person

    def ask(self, line: str) -> str:
        """Send a line and wait for the whole answer."""
        with self.write(line) as person, person.makefile() as answer:
            return answer.read()

    def end(self) -> int:
        """Wait for the end; its exit code."""
        assert self.process.stderr is not None
        self.said += self.process.stderr.readlines()
        return self.process.wait(30)

    def stored(self, statement: str) -> list[tuple[object, ...]]:
        connection = sqlite3.connect(self.database)
        try:
            return connection.execute(statement).fetchall()
        finally:
            connection.close()


@contextmanager
def running(folder: Path, content: Path, *words: str, **environment: str) -> Iterator[Running]:
    one = Running(folder, content, *words, **environment)
    try:
        yield one
    finally:
        if one.process.poll() is None:
            one.process.kill()
        one.process.wait()
        assert one.process.stderr is not None
        one.process.stderr.close()


class TestAnOrderlyEnd:
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_what_was_taken_in_is_answered_and_stored(
        self, tmp_path: Path, live_bank: Path, number: signal.Signals
    ) -> None:
        with running(tmp_path, live_bank) as bot:
            bot.until("running: paper")
            assert bot.ask("ann help").startswith("False ")
            with bot.write("ben later settings") as person, person.makefile() as answer:
                assert answer.readline() == "taken\n"
                assert bot.stored("SELECT name FROM account WHERE name = 'ben'") == []
                bot.process.send_signal(number)
                assert "False" in answer.read()
            assert bot.end() == 0
            assert bot.stored("SELECT name FROM account WHERE name = 'ben'") == [("ben",)]
            assert "stopped" in bot.said[-1]
            assert not [line for line in bot.said if "Traceback" in line or "ERROR" in line or "WARNING" in line]

    def test_a_platform_that_fails_ends_the_process_for_the_host_to_restart(
        self, tmp_path: Path, live_bank: Path
    ) -> None:
        with running(tmp_path, live_bank) as bot:
            bot.until("running: paper")
            bot.ask("ann fail")
            assert bot.end() == 1
            assert "the paper is torn" in "".join(bot.said)

    def test_web_says_so_to_the_platform(self, tmp_path: Path, live_bank: Path) -> None:
        with running(tmp_path, live_bank, "--web", QUORUM_WEB="1") as bot:
            bot.until("running: paper")
            assert bot.ask("ann help").startswith("True ")

    def test_a_wrong_token_is_one_sentence(self, tmp_path: Path, live_bank: Path) -> None:
        with running(tmp_path, live_bank, PAPER_TOKEN="wrong") as bot:
            assert bot.end() == 2
            assert bot.said == ["quorum: paper: PAPER_TOKEN is not a token of Paper: copy it again.\n"]

    def test_a_database_that_cannot_be_opened_is_one_sentence(self, tmp_path: Path, live_bank: Path) -> None:
        with running(tmp_path, live_bank, DATABASE_URL="postgresql://ann:s3cret@127.0.0.1:1/quorum") as bot:
            assert bot.end() == 2
            assert len(bot.said) == 1
            assert "s3cret" not in bot.said[0]


def test_what_is_due_is_posted_while_it_runs(tmp_path: Path, live_bank: Path) -> None:
    settings = read_settings({}, f"sqlite:///{tmp_path / 'quorum.db'}")
    with open_writer(settings, Random(1)):
        pass
    now = int(datetime.now(UTC).timestamp() * 1e6)
    day = datetime.now(UTC).date().isoformat()
    connection = sqlite3.connect(tmp_path / "quorum.db")
    connection.executescript(
        f"""
        INSERT INTO space (id, platform, key) VALUES (1, 'paper', 'desk');
        INSERT INTO study_group (id, name, zone, post_at, weekdays, created_at, next_post_at, next_day)
        VALUES (1, 'desk', 'UTC', '09:00', '0,1,2,3,4,5,6', 0, {now}, '{day}');
        INSERT INTO channel (id, space_id, key, group_id) VALUES (1, 1, 'pad', 1);
        INSERT INTO agenda ("key", what, subject, due_at) VALUES ('post:1', 'post', 1, {now});
        """
    )
    connection.close()
    with running(tmp_path, live_bank) as bot:
        assert "daily:1:1" in bot.until("posted")
        bot.process.send_signal(signal.SIGTERM)
        assert bot.end() == 0
        posts = sqlite3.connect(tmp_path / "paper.posts")
        assert posts.execute("SELECT channel FROM post").fetchall() == [("pad",)]
        posts.close()


def processes() -> dict[str, list[str]]:
    """The Procfile: process -> its words."""
    lines = (HOME / "Procfile").read_text().splitlines()
    return {name: shlex.split(words) for name, _, words in (line.partition(":") for line in lines)}


class TestProcfile:
    def test_it_has_the_processes_that_hosts_start(self) -> None:
        assert list(processes()) == ["release", "worker", "web"]

    @pytest.mark.parametrize("process", ["release", "worker", "web"])
    def test_its_commands_are_understood(self, process: str) -> None:
        python, *words = processes()[process]
        assert python == "python"
        run = subprocess.run([sys.executable, *words, "--help"], cwd=HOME, capture_output=True, text=True, check=False)
        assert (run.returncode, run.stderr) == (0, "")
        assert "Usage:" in run.stdout

    def test_release_prepares_the_database(self, tmp_path: Path) -> None:
        env = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'quorum.db'}"}
        run = subprocess.run(
            [sys.executable, *processes()["release"][1:]],
            cwd=HOME,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (run.returncode, run.stderr) == (0, "")
        assert sqlite3.connect(tmp_path / "quorum.db").execute("SELECT count(*) FROM alembic_version").fetchone() == (
            1,
        )
