"""`quorum content` for writers and for whoever decides about reports: what is printed, and the exit codes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.cli.main import main
from adapters.cli.preview import lines
from bot import intents as ask
from bot.bank.bank import load
from bot.bank.lint.texts import key_texts
from bot.domain.question import KINDS
from bot.store.engine import open_engine
from bot.store.migrate import prepare
from tests.bank.samples import sample, write
from tests.usecases.study import Study, caller

Run = Callable[..., tuple[int, str, str]]
ANN, CEM = caller("Ann"), caller("Cem", space=2)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `quorum content ...` in this process: exit code, output, errors."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("QUORUM_CONTENT", raising=False)

    def command(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(["content", *map(str, words)])
        code = left.value.code
        return code if isinstance(code, int) else 0, *capsys.readouterr()

    return command


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two live questions."""
    return write(
        tmp_path / "content",
        sample("single", "py.classes.0001", status="live"),
        sample("short", "py.classes.0002", status="live"),
    )


def test_new_writes_a_draft_or_prints_it(run: Run, root: Path) -> None:
    code, out, _ = run("new", "numeric", "py.classes", "--print", "--content", root)
    assert (code, out.startswith("- id: py.classes.0003\n  kind: numeric\n")) == (0, True)
    assert "py.classes.0003" not in load(root).questions
    code, out, _ = run("new", "numeric", "py.typing", "--content", root)
    assert (code, out.split()) == (0, [f"{root}/py/typing.yaml:1", "py.typing.0001"])
    assert load(root).questions["py.typing.0001"].status == "draft"
    code, _, told = run("new", "essay", "py", "--content", root)
    assert (code, "There is no kind 'essay'" in told) == (2, True)


def test_what_is_exported_can_be_imported(run: Run, root: Path, tmp_path: Path) -> None:
    for form in ("gift", "csv"):
        file = tmp_path / f"bank.{form}"
        (tmp_path / form).mkdir()
        assert run("export", form, file, "--content", root)[0] == 0
        code, out, told = run("import", file, "--topic", "sql.null", "--content", tmp_path / form)
        assert (code, out.count("is a draft now"), told) == (0, 2, "2 drafts, 2 of them lack something, 0 left out\n")
        assert "L09" in out
    (tmp_path / "none").mkdir()
    code, out, _ = run("import", file, "--topic", "sql.null", "--print", "--content", tmp_path / "none")
    assert (code, out.count("- id: ")) == (0, 2)
    assert not (tmp_path / "none" / "sql").exists()
    assert run("export", "anki", tmp_path / "bank.apkg", "--content", root)[0] == 0


def test_refusals_are_sentences(run: Run, root: Path, tmp_path: Path) -> None:
    odd = tmp_path / "odd.gift"
    odd.write_bytes(b"What\xff? {=a}")
    for words, said in (
        (("export", "word", tmp_path / "x"), "There is no form 'word'"),
        (("export", "csv", tmp_path / "no" / "x"), "cannot be written"),
        (("export", "csv", tmp_path / "x", "--topic", "sql"), "There is no topic 'sql'"),
        (("import", odd, "--topic", "sql"), "is not UTF-8"),
        (("import", tmp_path / "gone.csv", "--topic", "sql"), "cannot be read"),
        (("import", odd.with_suffix(".none"), "--topic", "cobol"), "cannot be read"),
        (("preview", "py.clases.0001"), "did you mean py.classes.0001"),
        (("preview", "py.classes.0001", "--platform", "fax"), "There is no platform 'fax'"),
        (("check", "--explain", "L77"), "There is no check 'L77'"),
    ):
        code, out, told = run(*words, *(() if words[0] == "check" else ("--content", root)))
        assert (code, out, said in told) == (2, "", True), words
    odd.write_text("no braces")
    assert run("import", odd, "--topic", "sql", "--content", root)[0] == 1


def test_a_preview_is_drawn_by_each_platform_and_holds_no_key(run: Run, tmp_path: Path) -> None:
    items = [sample(kind, f"os.shell.{n:04}") for n, kind in enumerate(KINDS)]
    root = write(tmp_path / "content", *items)
    for question in load(root).questions.values():
        code, out, _ = run("preview", question.id, "--content", root)
        assert code == 0
        assert [name in out for name in ("── terminal", "── slack", "── discord")] == [True] * 3
        assert out.count(question.stem.split(". ")[0][:30]) >= 3
        assert question.explanation not in out
        if question.kind in ("short", "sql", "kata", "open"):
            assert key_texts(question)[0].strip() not in out
    sent = json.loads(run("preview", "os.shell.0000", "--platform", "discord", "--json", "--content", root)[1])
    assert "[A]  [B]  [C]  [D]" in "\n".join(lines(sent["discord"]))


def test_gates_and_rules_are_printed(run: Run, root: Path) -> None:
    code, out, told = run("check", "--gates", "--content", root)
    assert (code, "MISSED" in out, "missed" in told) == (1, True, True)
    code, out, _ = run("check", "--gates", "--json", "--content", root)
    assert (code, json.loads(out)["missed"] > 0) == (1, True)
    code, out, _ = run("check", "--explain", "l18")
    assert (code, out.startswith("L18  Key length")) == (0, True)


def test_reports_show_what_is_open_with_its_statistics(run: Run, database_url: str, tmp_path: Path) -> None:
    engine = open_engine(database_url)
    prepare(engine)
    engine.dispose()
    study = Study(database_url)
    try:
        study.answered("db.more.0001", ANN)
        study.answered("db.more.0001", CEM, group=2)
        study.say(ask.ReportQuestion("db.more.0001", "B is right\ntoo"), ANN)
        study.say(ask.ReportQuestion("db.more.0001", "see the manual"), CEM)
    finally:
        study.close()
    root = write(tmp_path / "content", sample("single", "db.more.0001"))
    code, out, told = run("reports", "--db", database_url, "--content", root)
    head, *reasons = out.splitlines()
    assert code == 0
    assert head.startswith("db.more.0001 rev 1: 2 reports since ")
    assert "; out of play: everywhere; mean score " in head
    assert head.endswith("of 2 answers")
    assert reasons == ["    B is right too", "    see the manual"]
    assert told.startswith("1 of 1 reported questions are open, from report to quarantine 0.0 h")
    write(tmp_path / "mended", sample("single", "db.more.0001", rev="2"))
    code, out, told = run("reports", "--db", database_url, "--content", tmp_path / "mended")
    assert (out, told[:33]) == ("", "0 of 1 reported questions are ope")
    rows = json.loads(run("reports", "--all", "--json", "--db", database_url, "--content", tmp_path / "mended")[1])
    assert (rows[0]["spaces"], rows[0]["answers"], rows[0]["quarantined"]) == (2, 2, "everywhere")
    assert run("reports", "--db", f"sqlite:///{tmp_path}/none.db", "--content", root)[0] == 2
