"""`quorum content prove`: what it prints, its exit codes, and which questions it takes."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from adapters.cli.main import main
from bot.bank.proof.results import code_of_models

GOOD = """
- id: py.proofs.0001
  kind: numeric
  difficulty: {band: junior, prior: -1, cognitive: apply, time_s: 60}
  stem: "How many characters does `str(10 ** 3)` have?"
  answer: {value: 4}
  explanation: "-"
  verify: {level: executed, runtime: [python3], check: "out(len(str(10 ** 3)))"}
- id: py.proofs.0002
  kind: numeric
  difficulty: {band: junior, prior: -1, cognitive: apply, time_s: 60}
  stem: "How many characters does `str(10 ** 4)` have?"
  answer: {value: 5}
  explanation: "-"
  verify: {level: executed, runtime: [cobol85], check: "out(len(str(10 ** 4)))"}
"""
WRONG = GOOD.replace("value: 4", "value: 3")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "py").mkdir()
    (tmp_path / "py" / "proofs.yaml").write_text(GOOD)
    return tmp_path


class Done(NamedTuple):
    """What the command printed, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


Prove = Callable[..., Done]


@pytest.fixture
def prove(content: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Prove:
    """Run the command in this process, with a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(content / "cache"))

    def run(*arguments: str) -> Done:
        code_of_models.cache_clear()
        with pytest.raises(SystemExit) as left:
            main(["content", "prove", "--content", str(content), *arguments])
        code = left.value.code
        return Done(code if isinstance(code, int) else 0, *capfd.readouterr())

    return run


def test_a_missing_runtime_is_named_and_is_no_failure(content: Path, prove: Prove) -> None:
    done = prove()
    assert done.returncode == 0
    assert "not proved here: cobol85" in done.stdout
    assert "1 proved, 0 failed, 1 not proved here" in done.stderr


def test_a_failure_has_its_line_and_exit_code(content: Path, prove: Prove) -> None:
    (content / "py" / "proofs.yaml").write_text(WRONG)
    done = prove()
    assert done.returncode == 1
    assert "proofs.yaml:8 py.proofs.0001 L36 python3: the run gives 4, the key says 3.0" in done.stdout


def test_json_has_counts_and_lists(content: Path, prove: Prove) -> None:
    (content / "py" / "proofs.yaml").write_text(WRONG)
    told = json.loads(prove("--json").stdout)
    assert (told["proved"], told["failed"], told["not_proved_here"], told["unproved"]) == (0, 1, 1, [])
    assert [failure["id"] for failure in told["failures"]] == ["py.proofs.0001"]
    assert told["not_proved"] == [{"id": "py.proofs.0002", "runtime": "cobol85"}]


def test_ids_and_topic_choose(content: Path, prove: Prove) -> None:
    shutil.copytree(content / "py", content / "os")
    path = content / "os" / "proofs.yaml"
    path.write_text(WRONG.replace("py.proofs", "os.proofs"))
    assert json.loads(prove("--json", "py.proofs.0001").stdout)["proved"] == 1
    assert json.loads(prove("--json", "--topic", "os").stdout)["failed"] == 1
    assert prove("--topic", "cooking").returncode == 2
    unknown = prove("py.proofs.0011")
    assert unknown.returncode == 2
    assert "did you mean py.proofs.0001?" in unknown.stderr


def test_what_cannot_be_read_is_no_pass(content: Path, prove: Prove) -> None:
    (content / "py" / "proofs.yaml").write_text(GOOD.replace("value: 4", "value: four"))
    assert prove().returncode == 1
    (content / "py" / "proofs.yaml").write_text("- id: [\n")
    assert prove().returncode == 1


def test_what_has_held_is_left_out_until_anything_about_it_changes(content: Path, prove: Prove) -> None:
    assert json.loads(prove("--json").stdout)["proved"] == 1
    assert json.loads(prove("--json", "--changed").stdout)["proved"] == 0
    assert json.loads(prove("--json").stdout)["proved"] == 1, "without --changed everything runs"
    (content / "py" / "proofs.yaml").write_text(WRONG)
    assert json.loads(prove("--json", "--changed").stdout)["failed"] == 1
    assert prove("--changed").returncode == 1, "a failure is not remembered as a pass"
    (content / "py" / "proofs.yaml").write_text(GOOD)
    (content / "_models").mkdir()
    (content / "_models" / "ring.py").write_text("KEYS = 1\n")
    assert json.loads(prove("--json", "--changed").stdout)["proved"] == 1, "a model has changed"


def test_a_check_may_use_the_models_and_sees_nothing_else_of_the_content(content: Path, prove: Prove) -> None:
    (content / "_models").mkdir()
    (content / "_models" / "__init__.py").write_text("")
    (content / "_models" / "ring.py").write_text("def size(): return 4\n")
    check = (
        "from _models.ring import size; import os; "
        f"assert not os.path.exists({str(content / 'py')!r}) and not os.listdir('.'); out(size())"
    )
    (content / "py" / "proofs.yaml").write_text(GOOD.replace("out(len(str(10 ** 3)))", check))
    done = prove("py.proofs.0001")
    assert done.returncode == 0, done.stdout + done.stderr
