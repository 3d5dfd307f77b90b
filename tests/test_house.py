"""The house stands: every import contract is kept, and each would break if its rule were broken."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]

BREACHES = {
    "layers": ("bot/domain/rest.py", "from bot.view import card"),
    "pure-domain": ("bot/domain/rest.py", "import sqlite3"),
    "sqlalchemy-home": ("bot/usecases/today.py", "import sqlalchemy"),
    "no-platform-in-the-core": ("bot/view/card.py", "import discord"),
    "adapters-use-the-door": ("adapters/terminal/inbound.py", "import bot.usecases.answer"),
    "platforms-apart": ("adapters/terminal/inbound.py", "import adapters.cli.main"),
}


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts over a copy of the house."""
    lint = Path(sys.executable).with_name("lint-imports")
    env = {**os.environ, "PYTHONPATH": "."}
    return subprocess.run([lint, "--no-cache"], cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the code that may be damaged."""
    for part in ("bot", "adapters"):
        shutil.copytree(HOUSE / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HOUSE / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_is_kept(house: Path) -> None:
    result = contracts(house)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("contract", BREACHES)
def test_a_breach_breaks_its_contract(house: Path, contract: str) -> None:
    file, line = BREACHES[contract]
    target = house / file
    target.write_text(target.read_text() + f"\n{line}\n")
    result = contracts(house)
    assert result.returncode == 1, result.stdout
    name = next(c["name"] for c in _contracts(house) if c["id"] == contract)
    broken = result.stdout.partition("Broken contracts")[2]
    assert name in broken, result.stdout


def test_a_room_outside_the_layers_breaks_the_layers(house: Path) -> None:
    (house / "bot" / "attic.py").write_text('"""A room that no layer names."""\n')
    result = contracts(house)
    assert result.returncode == 1
    assert "attic" in result.stdout


def test_every_contract_has_a_breach(house: Path) -> None:
    assert {contract["id"] for contract in _contracts(house)} == set(BREACHES)


def _contracts(house: Path) -> list[dict[str, str]]:
    settings = tomllib.loads((house / "pyproject.toml").read_text())
    found: list[dict[str, str]] = settings["tool"]["importlinter"]["contracts"]
    return found
