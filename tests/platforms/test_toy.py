"""A platform needs no more of the core than its doors."""

import ast
from pathlib import Path

import pytest

DOORS = ("bot.app", "bot.view", "bot.commands", "bot.intents", "bot.refs", "bot.ports")
ROOT = Path(__file__).parents[2]
PLATFORM_FILES = [Path(__file__).with_name("toy.py"), *sorted((ROOT / "adapters" / "terminal").glob("*.py"))]


def imported(path: Path) -> set[str]:
    """Full names of the modules that a file imports from the core."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.split(".")[0] == "bot"}


@pytest.mark.parametrize("path", PLATFORM_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_platform_comes_in_by_the_doors_only(path: Path) -> None:
    assert {name for name in imported(path) if not name.startswith(tuple(f"{door}." for door in DOORS))} == set()


def test_no_platform_is_named_in_the_core() -> None:
    files = sorted((ROOT / "bot").rglob("*.py"))
    assert len(files) > 20
    named = [
        f"{path.relative_to(ROOT)}: {platform}"
        for path in files
        for platform in ("slack", "discord", "terminal")
        if platform in path.read_text().casefold()
    ]
    assert named == []
