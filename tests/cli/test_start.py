"""What is loaded at the start: waiting for the first words is mostly waiting for imports."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
CHAT = {"slack_bolt", "slack_sdk", "discord", "aiohttp"}
PROGRAM = """
import sys
from adapters.cli.main import main
try:
    main(sys.argv[1:])
finally:
    print(*sys.modules, sep="\\n", file=sys.stderr)
"""


def loaded(folder: Path, *words: str, typed: str = "") -> set[str]:
    """Top-level names of the modules that a command has loaded at its end."""
    env = {**os.environ, "XDG_DATA_HOME": str(folder), "XDG_CACHE_HOME": str(folder)}
    env.pop("DATABASE_URL", None)
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words],
        cwd=HOME,
        env=env,
        input=typed,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout
    return {name.split(".")[0] for name in run.stderr.splitlines()}


@pytest.mark.parametrize("words", [["--help"], ["content", "--help"], ["bench", "--help"], ["content", "stats"]])
def test_light_commands_load_neither_database_nor_chat_libraries(tmp_path: Path, words: list[str]) -> None:
    found = loaded(tmp_path, *words)
    assert "adapters" in found
    assert found & (CHAT | {"sqlalchemy", "alembic", "psycopg", "apscheduler", "rich"}) == set()


def test_help_does_not_load_the_bank(tmp_path: Path) -> None:
    assert loaded(tmp_path, "--help") & {"bot", "yaml", "re2", "msgspec", "pydantic"} == set()


def test_play_loads_what_it_plays_with(tmp_path: Path) -> None:
    """Not migrations, nor the alarm, nor another database's driver; nor YAML once the bank is compiled."""
    loaded(tmp_path, "play", typed="daily\nquit\n")
    found = loaded(tmp_path, "play", typed="daily\nboard\nstreak\nquit\n")
    assert "sqlalchemy" in found
    assert found & (CHAT | {"alembic", "psycopg", "apscheduler", "rich", "yaml", "re2"}) == set()
