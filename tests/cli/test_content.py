"""`quorum content`, run as a program: what it prints, its exit codes, and that it stays light."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from adapters.cli.main import main
from bot.bank.bank import load
from bot.bank.lint.texts import key_texts
from tests.bank.samples import KINDS, sample, staged, write, write_text

HOME = Path(__file__).parents[2]


class Run(NamedTuple):
    """What a command printed, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


Quorum = Callable[..., Run]


@pytest.fixture
def quorum(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Quorum:
    """Run the command line, whole, in this process."""

    def run(*words: str | Path, cwd: Path | None = None) -> Run:
        if cwd:
            monkeypatch.chdir(cwd)
        with pytest.raises(SystemExit) as left:
            main([str(word) for word in words])
        code = left.value.code
        return Run(code if isinstance(code, int) else 0, *capsys.readouterr())

    return run


@pytest.fixture
def root(tmp_path: Path) -> Path:
    items = (sample(kind, f"py.classes.{n:04}") for n, kind in enumerate(KINDS))
    return write(tmp_path / "content", *items, staged(id="sys.commerce.0001"))


class TestCheck:
    def test_a_sound_bank_prints_nothing_and_exits_0(self, root: Path, quorum: Quorum) -> None:
        run = quorum("content", "check", "--content", root)
        assert (run.returncode, run.stdout, run.stderr) == (0, "", "13 questions, 0 errors, 0 warnings\n")

    def test_an_error_is_one_line_and_exit_code_1(self, root: Path, quorum: Quorum) -> None:
        write(root, sample(id="py.typing.0001", tags=["seed:pyhton"]))
        run = quorum("content", "check", "--content", root, cwd=root.parent)
        assert run.returncode == 1
        assert run.stdout == (
            "content/py/typing.yaml:6 py.typing.0001 L05 no seed `pyhton` (did you mean `python`?): see seeds.yaml\n"
        )

    def test_a_warning_alone_exits_0(self, root: Path, quorum: Quorum) -> None:
        long = sample(id="py.typing.0001", stem="&" * 500)
        run = quorum("content", "check", "--content", write(root, long))
        assert run.returncode == 0
        assert " L13 warning: " in run.stdout

    def test_json_holds_the_same(self, root: Path, quorum: Quorum) -> None:
        write(root, sample(id="py.typing.0001", tags=["nothing"]))
        run = quorum("content", "check", "--json", "--content", root, cwd=root.parent)
        told = json.loads(run.stdout)
        assert run.returncode == 1
        assert (told["questions"], told["errors"], told["warnings"]) == (14, 1, 0)
        (finding,) = told["findings"]
        assert (finding["file"], finding["line"], finding["code"]) == ("content/py/typing.yaml", 6, "L05")

    def test_paths_narrow_the_findings(self, root: Path, quorum: Quorum) -> None:
        write(root, sample(id="py.typing.0001", tags=["nothing"]), sample(id="os.shell.0001", tags=["nothing"]))
        for path, files in (
            ("os", ["shell"]),
            ("py/typing.yaml", ["typing"]),
            ("py/classes.yaml", []),
            (".", ["shell", "typing"]),
        ):
            run = quorum("content", "check", root / path, "--content", root)
            assert [Path(line.split(":")[0]).stem for line in run.stdout.splitlines()] == files
            assert run.returncode == bool(files)

    def test_files_outside_the_bank_are_checked_too(self, root: Path, quorum: Quorum) -> None:
        write(root, sample(id="py.typing.0001", tags=["nothing"]))
        for path in (root, root / "py", root / "py/typing.yaml"):
            run = quorum("content", "check", path)
            assert (run.returncode, len(run.stdout.splitlines())) == (1, 1)

    def test_every_broken_file_is_told_at_once(self, root: Path, quorum: Quorum) -> None:
        for name, text in (("a", b"\xff"), ("b", b""), ("c", b"- {id: x, id: y}"), ("d", b"- &x []"), ("e", b"\x00")):
            write_text(root, text, f"py/{name}.yaml")
        run = quorum("content", "check", "--content", root)
        assert run.returncode == 1
        assert {Path(line.split(":")[0]).stem for line in run.stdout.splitlines()} == set("abcde")
        assert "Traceback" not in run.stderr

    def test_the_environment_may_name_the_folder(
        self, root: Path, quorum: Quorum, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("QUORUM_CONTENT", str(root))
        assert "13 questions" in quorum("content", "check").stderr


class TestRefusals:
    @pytest.mark.parametrize(
        "words",
        [
            ("check", "--content", "/nowhere/at/all"),
            ("check", "/nowhere/at/all"),
            ("stats", "--content", "/nowhere/at/all"),
            ("show", "py.classes.0001", "--content", "/nowhere/at/all"),
        ],
    )
    def test_what_is_not_there_is_one_sentence_and_exit_code_2(self, words: tuple[str, ...], quorum: Quorum) -> None:
        run = quorum("content", *words)
        assert (run.returncode, run.stdout) == (2, "")
        assert run.stderr.startswith("quorum: There is no ")
        assert run.stderr.count("\n") == 1

    def test_a_broken_bank_is_one_sentence(self, root: Path, quorum: Quorum) -> None:
        write_text(root, "- [", "py/typing.yaml")
        for words in (("stats",), ("show", "py.classes.0001")):
            run = quorum("content", *words, "--content", root)
            assert (run.returncode, run.stderr.count("\n")) == (2, 1)
            assert "quorum content check" in run.stderr

    def test_an_unknown_id_suggests_near_ones(self, root: Path, quorum: Quorum) -> None:
        run = quorum("content", "show", "py.clases.0003", "--content", root)
        assert run.returncode == 2
        assert "did you mean py.classes.0003" in run.stderr

    @pytest.mark.parametrize(("words", "hint"), [(("contnt",), "'content'"), (("content", "chek"), "'check'")])
    def test_a_misspelt_command_gets_a_suggestion(self, words: tuple[str, ...], hint: str, quorum: Quorum) -> None:
        run = quorum(*words)
        assert run.returncode == 2
        assert f"Did you mean {hint}?" in run.stderr

    def test_a_reader_that_goes_away_leaves_no_traceback(self, root: Path) -> None:
        write(root, *(sample(id=f"py.typing.{n:04}", tags=[f"seed:x{m}" for m in range(40)]) for n in range(100)))
        command = [
            sys.executable,
            "-c",
            "from adapters.cli.main import main; main()",
            "content",
            "check",
            "--content",
            root,
        ]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=HOME) as run:
            assert run.stdout is not None
            assert run.stderr is not None
            run.stdout.readline()
            run.stdout.close()
            assert b"Traceback" not in (said := run.stderr.read())
            assert b"BrokenPipe" not in said


class TestStats:
    def test_json_counts_what_is_there(self, root: Path, quorum: Quorum) -> None:
        told = json.loads(quorum("content", "stats", "--json", "--content", root).stdout)
        assert told["questions"] == 13
        assert told["by_kind"] == dict.fromkeys(KINDS, 1) | {"open": 2}
        assert told["by_topic"] == {"py": 12, "sys": 1}
        assert told["by_band"] == {"junior": 0, "mid": 13, "senior": 0}
        assert told["by_status"] == {"draft": 13, "trial": 0, "live": 0, "quarantined": 0, "retired": 0}
        assert (told["provable"], told["provable_share"]) == (11, 0.8462)

    def test_only_executed_levels_are_provable(self, root: Path, quorum: Quorum) -> None:
        levels = ("executed_full", "derived", "cited")
        proofs = [{"level": level, "runtime": ["python3.11"], "check": "out('a')"} for level in levels]
        write(root, *(sample(id=f"py.typing.{n:04}", verify=proof) for n, proof in enumerate(proofs)))
        assert json.loads(quorum("content", "stats", "--json", "--content", root).stdout)["provable"] == 12

    def test_the_plain_form_says_the_same(self, root: Path, quorum: Quorum) -> None:
        run = quorum("content", "stats", "--content", root)
        assert run.stdout.startswith("13 questions, 11 with an executed proof (84.6%)\n")


class TestShow:
    @pytest.mark.parametrize("kind", KINDS)
    def test_the_key_is_shown_only_when_asked_for(self, root: Path, kind: str, quorum: Quorum) -> None:
        id = f"py.classes.{KINDS.index(kind):04}"
        plain = quorum("content", "show", id, "--content", root).stdout
        keyed = quorum("content", "show", id, "--key", "--content", root).stdout
        question = load(root).questions[id]
        assert question.stem in plain
        assert keyed.startswith(plain)
        assert question.explanation not in plain
        assert question.explanation in keyed
        assert "It is what the rule" not in plain
        for line in (line for text in key_texts(question) for line in text.splitlines()):
            assert line in keyed[len(plain) :]
        if kind in ("numeric", "short", "sql", "kata", "open"):
            assert not any(text in plain for text in key_texts(question))

    def test_true_and_false_are_told_for_each_statement(self, root: Path, quorum: Quorum) -> None:
        keyed = quorum("content", "show", "py.classes.0002", "--key", "--content", root).stdout
        assert keyed.count(": true\n") == keyed.count(": false\n") == 2

    def test_code_of_a_bug_has_line_numbers(self, root: Path, quorum: Quorum) -> None:
        shown = quorum("content", "show", f"py.classes.{KINDS.index('bug'):04}", "--content", root).stdout
        assert "     3      return rows[0]\n" in shown
        assert "rows[-1]" not in shown

    def test_stages_are_listed_without_their_rubrics(self, root: Path, quorum: Quorum) -> None:
        shown = quorum("content", "show", "sys.commerce.0001", "--content", root).stdout
        assert "  2. Deliveries per second?" in shown
        assert "250" not in shown
        assert "can be seen" not in shown


class TestRelease:
    def test_what_is_released_is_guarded_from_then_on(self, root: Path, quorum: Quorum) -> None:
        write(root, sample(id="py.typing.0001", status="live"))
        run = quorum("content", "release", "--content", root, cwd=root.parent)
        assert (run.returncode, run.stdout) == (0, "Wrote content/_tables/released.json\n")
        assert list(json.loads((root / "_tables/released.json").read_text())) == ["py.typing.0001"]
        write(root, sample(id="py.typing.0001", status="live", stem="Another?"))
        assert " L04 " in quorum("content", "check", "--content", root).stdout

    def test_a_bank_with_errors_is_not_released(self, root: Path, quorum: Quorum) -> None:
        write(root, sample(id="py.typing.0001", tags=["nothing"]))
        run = quorum("content", "release", "--content", root)
        assert (run.returncode, (root / "_tables/released.json").exists()) == (2, False)


HEAVY = "yaml sqlalchemy alembic rich re2 msgspec slack_bolt slack_sdk discord apscheduler psycopg"


@pytest.mark.parametrize("words", [("--help",), ("content", "--help")])
def test_help_loads_nothing_heavy(words: tuple[str, ...]) -> None:
    program = (
        "import sys\nfrom adapters.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        f"finally: print('LOADED', *set('{HEAVY}'.split()) & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, cwd=HOME)
    assert "Commands" in run.stdout
    assert run.stdout.endswith("LOADED\n")


def test_checking_the_bank_loads_no_database(root: Path) -> None:
    program = (
        "import sys\nfrom adapters.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        "finally: print('LOADED', *{'sqlalchemy', 'slack_bolt', 'discord', 'rich'} & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, "content", "check", "--content", root],
        capture_output=True, text=True, cwd=HOME,
    )  # fmt: skip
    assert run.stdout == "LOADED\n"


@pytest.mark.parametrize("name", ["py/classes.YAML", "classes.yaml", "py/Classes.yml", "py/deep/classes.yaml"])
def test_a_file_that_is_no_part_of_the_bank_is_told(root: Path, quorum: Quorum, name: str) -> None:
    write_text(root, "[]", name)
    run = quorum("content", "check", "--content", root)
    assert run.returncode == 1
    assert "L02 not read: question files are named" in run.stdout


def test_what_a_linked_folder_hides_is_told(root: Path, quorum: Quorum, tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", sample(id="sql.null.0001"))
    (root / "sql").symlink_to(tmp_path / "elsewhere" / "sql")
    run = quorum("content", "check", "--content", root)
    assert run.returncode == 1
    assert "null.yaml:1 - L03 symbolic link out of the content folder" in run.stdout
