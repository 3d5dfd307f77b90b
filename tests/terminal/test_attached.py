"""Answers from files: what is sent, and what is said of a file that cannot be."""

from pathlib import Path

import pytest

from adapters.terminal.attached import NoFile, with_file
from bot import intents as ask

CODE = "def f():\n    return '@'\n"


@pytest.fixture
def solution(tmp_path: Path) -> Path:
    path = tmp_path / "my solution.py"
    path.write_text("\ufeff" + CODE, encoding="utf-8")
    return path


@pytest.mark.parametrize("intent", [ask.Answer(7), ask.AnswerPractice("q"), ask.AnswerRound(3)])
def test_an_answer_that_names_a_file_is_what_is_in_it(intent: ask.Intent, solution: Path) -> None:
    kind = type(intent)
    fields = {name: getattr(intent, name) for name in kind.__slots__ if name != "said"}
    for said in (f"@{solution}", f" @ {solution} ", f'@"{solution}"'):
        assert with_file(kind(**fields, said=said)) == kind(**fields, said=CODE)
    assert with_file(kind(**fields, said=f"fix @{solution}")) == kind(**fields, said=f"fix\n{CODE}")


@pytest.mark.parametrize(
    "intent", [ask.Answer(7, "b"), ask.Answer(7, "a@b.c"), ask.Answer(7, "@x\ndef f(): ..."), ask.ShowHelp("@x")]
)
def test_everything_else_stays_as_it_is(intent: ask.Intent) -> None:
    assert with_file(intent) is intent


def test_what_cannot_be_sent_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    for name, why in {
        "none": "No such file",
        "empty": "is empty",
        "bytes": "no text in UTF-8",
        ".": "directory",
    }.items():
        with pytest.raises(NoFile, match=why):
            with_file(ask.Answer(7, f"@{tmp_path / name}"))
