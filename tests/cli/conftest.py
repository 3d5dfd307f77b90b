"""A command line run whole in this process, and a small bank whose questions are live."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from adapters.cli.main import main
from tests.bank.samples import sample, write

NOBODY = 65534


class Run(NamedTuple):
    """What a command printed, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


Quorum = Callable[..., Run]


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's standard folders are below this folder, and no variable of Quorum's is set."""
    for variable in ("DATABASE_URL", "QUORUM_CONTENT", "QUORUM_WEB"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def command(at_home: Path, capsys: pytest.CaptureFixture[str]) -> Quorum:
    """Run the command line in this process."""

    def run(*words: str | Path) -> Run:
        with pytest.raises(SystemExit) as left:
            main([str(word) for word in words])
        code = left.value.code
        return Run(code if isinstance(code, int) else 0, *capsys.readouterr())

    return run


@pytest.fixture
def live_bank(tmp_path: Path) -> Path:
    """A content folder of two live questions."""
    return write_live(tmp_path / "content")


def write_live(root: Path) -> Path:
    """Write two live questions below `root`; returns it."""
    return write(
        root,
        sample("single", "py.classes.0001", status="live"),
        sample("numeric", "py.classes.0002", status="live"),
    )


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder of our own, while we are a user whom files can refuse (root may do everything)."""
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory(prefix="quorum-test-") as name:
        if root:
            os.chown(name, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        try:
            yield Path(name)
        finally:
            if root:
                os.seteuid(0)
