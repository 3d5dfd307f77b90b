"""Loading a content folder: what is read, what is refused, and the cache."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from bot.bank import bank as bank_module
from bot.bank import cache
from bot.bank.bank import load
from bot.bank.findings import BankError
from bot.domain.question import Question
from tests.bank.samples import KINDS, sample, staged, write, write_text


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "content"


def one_of_each(root: Path) -> Path:
    return write(
        root, *(sample(kind, f"py.classes.{n:04}") for n, kind in enumerate(KINDS)), staged(id="sys.commerce.0001")
    )


def findings_of(root: Path) -> list[str]:
    with pytest.raises(BankError) as caught:
        load(root)
    return [f"{Path(f.file).name}:{f.line} {f.id} {f.code} {f.message}" for f in caught.value.findings]


def test_a_question_of_each_kind_is_read(root: Path) -> None:
    bank = load(one_of_each(root))
    assert len(bank) == len(KINDS) + 1
    assert [bank.questions[f"py.classes.{n:04}"].kind for n in range(len(KINDS))] == list(KINDS)
    assert bank.topics == ("py", "sys")
    assert [question.id for question in bank.by_topic["sys"]] == ["sys.commerce.0001"]
    assert bank.get("py.classes.0003") is bank.questions["py.classes.0003"]
    assert bank.get("py.classes.9999") is None


def test_only_live_questions_are_served(root: Path) -> None:
    statuses = ("draft", "trial", "live", "quarantined")
    items = [sample(id=f"py.classes.{n:04}", status=status) for n, status in enumerate(statuses)]
    retired = sample(id="py.classes.0009", status="retired", superseded_by="py.classes.0002")
    assert [question.id for question in load(write(root, *items, retired)).served()] == ["py.classes.0002"]


def test_the_order_in_the_file_has_no_weight(tmp_path: Path) -> None:
    item = sample()
    turned = sample(options=item["options"][::-1])
    one, other = (load(write(tmp_path / name, which)) for name, which in (("one", item), ("other", turned)))
    assert one.questions == other.questions
    assert one.questions["py.classes.0001"].options != tuple(item["options"])


def test_a_natural_order_is_kept(root: Path) -> None:
    options = [
        {"id": i, "text": t, "why": "Because the sizes say so here."} for i, t in zip("dcba", "1234", strict=True)
    ]
    options[1]["correct"] = "true"
    question = load(write(root, sample(options=options, shuffle="natural"))).questions["py.classes.0001"]
    assert [option.id for option in question.options] == ["d", "c", "b", "a"]


def test_a_key_stands_at_every_position_over_many_questions(root: Path) -> None:
    bank = load(write(root, *(sample(id=f"py.classes.{n:04}") for n in range(200))))
    places = [[option.correct for option in question.options].index(True) for question in bank.questions.values()]
    assert all(25 <= places.count(place) <= 75 for place in range(4))


def test_one_bad_question_does_not_hide_its_neighbours(root: Path) -> None:
    bad = sample(id="py.classes.0002", colour="red", stm="x", rev="soon")
    worse = sample(id="py.classes.0003") | {"kind": "riddle"}
    lost = sample(id="py.classes.0004")
    del lost["stem"]
    found = findings_of(write(root, sample(), bad, worse, lost, sample(id="py.generators.0001", negative="nope")))
    assert [line.split(" ", 1)[1] for line in found] == [
        "py.classes.0002 L01 unknown field `colour`: remove it",
        "py.classes.0002 L01 unknown field `stm` (did you mean `stem`?): remove it",
        "py.classes.0002 L01 `rev`: write a whole number, not `soon`",
        "py.classes.0003 L01 `kind` must be one of single, multi, true_false, numeric, short, order, match, predict, "
        "sql, kata, bug, open",
        "py.classes.0004 L01 the field `stem` is missing: add it",
        "py.generators.0001 L01 `negative`: write true or false, not `nope`",
    ]


def test_a_finding_names_the_line_of_the_field(root: Path) -> None:
    text = (
        "- id: py.classes.0001\n  kind: single\n  difficulty: {band: mid, prior: 0,\n    cognitive: guess, time_s: 9}\n"
    )
    assert findings_of(write_text(root, text))[0].startswith(
        "classes.yaml:4 py.classes.0001 L01 `difficulty.cognitive`"
    )


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e999", "9" * 400, "Infinity"])
def test_numbers_that_are_none_are_refused(root: Path, number: str) -> None:
    item = sample("numeric", answer={"value": number})
    assert "`answer.value`" in findings_of(write(root, item))[0]


@pytest.mark.parametrize("number", ["9" * 30, "-1", "0", "1.5", "0x1"])
def test_revisions_count_from_one(root: Path, number: str) -> None:
    assert "`rev`" in findings_of(write(root, sample(rev=number)))[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no question"),
        ("# nothing yet\n", "holds no question"),
        ("[]", "holds no question"),
        ("id: py.classes.0001\n", "must be a list"),
        ("just words", "must be a list"),
        ("- just words\n", "write a mapping"),
        ("- [a]\n", "write a mapping"),
        (b"- \xff", "not UTF-8"),
        ("- {a: 1, a: 2}", "duplicate key"),
    ],
)
def test_files_that_hold_no_questions_are_told(root: Path, text: str | bytes, message: str) -> None:
    assert message in findings_of(write_text(root, text))[0]


def test_an_id_stands_once_and_fits_its_file(root: Path) -> None:
    write(root, sample(), sample())
    write_text(root, (root / "py/classes.yaml").read_bytes(), "py/typing.yaml")
    found = findings_of(root)
    assert sum("stands already at classes.yaml:2" in line for line in found) == 3
    assert sum("starts with `py.typing.`" in line for line in found) == 2


def test_a_missing_folder_and_an_empty_one_are_one_sentence(root: Path) -> None:
    with pytest.raises(BankError, match="There is no content folder"):
        load(root)
    root.mkdir()
    with pytest.raises(BankError, match="holds no question"):
        load(root)


def test_tables_and_models_are_no_questions(root: Path) -> None:
    write(root, sample())
    for name in ("_tables/taxonomy.yaml", "_models/x.yaml", "seeds.yaml", ".git/a.yaml"):
        write_text(root, "not: a question", name)
    assert len(load(root)) == 1


def test_a_link_out_of_the_folder_is_refused_and_one_inside_is_read(root: Path, tmp_path: Path) -> None:
    write(tmp_path / "other", sample(id="py.typing.0001"))
    write(root, sample())
    (root / "py/typing.yaml").symlink_to(tmp_path / "other/py/typing.yaml")
    assert "symbolic link out of the content folder" in findings_of(root)[0]
    (root / "py/typing.yaml").unlink()
    (root / "os").symlink_to(tmp_path / "other/py")
    assert "symbolic link out of the content folder" in findings_of(root)[0]
    (root / "os").unlink()
    (root / "_kept").mkdir()
    (root / "py/classes.yaml").rename(root / "_kept/classes.yaml")
    (root / "py/classes.yaml").symlink_to(root / "_kept/classes.yaml")
    assert len(load(root)) == 1


def test_a_link_to_itself_a_lost_link_and_a_pipe_do_not_stop_the_reader(root: Path) -> None:
    write(root, sample())
    (root / "py/loop.yaml").symlink_to(root / "py/loop.yaml")
    (root / "py/lost.yaml").symlink_to(root / "py/nowhere.yaml")
    os.mkfifo(root / "py/pipe.yaml")
    (root / "py/folder.yaml").mkdir()
    assert [line.split()[0] for line in findings_of(root)] == [
        f"{name}.yaml:1" for name in ("folder", "loop", "lost", "pipe")
    ]


class TestCache:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        return tmp_path / "cache"

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        return one_of_each(tmp_path / "content")

    def test_it_gives_the_same_bank(self, root: Path, folder: Path) -> None:
        fresh = load(root, folder)
        assert [path.name for path in folder.iterdir()] == [cache.NAME]
        again = load(root, folder)
        assert again.questions == fresh.questions == load(root).questions
        assert list(again.questions) == list(fresh.questions)

    def test_reading_it_imports_no_yaml(self, root: Path, folder: Path) -> None:
        load(root, folder)
        program = (
            "import sys; from pathlib import Path; from bot.bank.bank import load\n"
            "assert len(load(Path(sys.argv[1]), Path(sys.argv[2]))) == 13\n"
            "print(*{'yaml', 're2', 'sqlalchemy'} & set(sys.modules))"
        )
        run = subprocess.run([sys.executable, "-c", program, root, folder], capture_output=True, text=True, check=True)
        assert run.stdout == "\n"

    def test_a_changed_file_is_seen(self, root: Path, folder: Path) -> None:
        load(root, folder)
        write(root, sample(id="sys.commerce.0001".replace("0001", "0002")))
        assert "sys.commerce.0002" in load(root, folder).questions

    def test_a_changed_schema_is_seen(
        self, root: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        files = [("a", b"b")]
        before = cache.key_of(files)
        assert cache.key_of(files) == before
        other = tmp_path / "question.py"
        other.write_bytes(Path(cache.types.__file__).read_bytes() + b"\n# one more field\n")
        monkeypatch.setattr(cache.types, "__file__", str(other))
        assert cache.key_of(files) != before

    def test_names_and_contents_do_not_run_together(self) -> None:
        keys = [[("a", b"bc")], [("ab", b"c")], [("a", b""), ("b", b"c")], [("a", b"b"), ("", b"c")], []]
        assert len({cache.key_of(files) for files in keys}) == len(keys)

    @pytest.mark.parametrize("keep", [0, 10, 40, 100, -1])
    def test_a_cut_file_is_rebuilt(self, root: Path, folder: Path, keep: int) -> None:
        whole = load(root, folder)
        path = folder / cache.NAME
        raw = path.read_bytes()
        path.write_bytes(raw[:keep])
        assert load(root, folder).questions == whole.questions
        assert path.read_bytes() == raw

    @pytest.mark.parametrize("at", [0, 33, 70, -1])
    def test_a_flipped_bit_is_noticed(self, root: Path, folder: Path, at: int) -> None:
        whole = load(root, folder)
        path = folder / cache.NAME
        raw = bytearray(path.read_bytes())
        raw[at] ^= 1
        path.write_bytes(raw)
        assert load(root, folder).questions == whole.questions
        assert path.read_bytes() != bytes(raw)

    def test_sound_msgpack_of_something_else_is_rebuilt(self, root: Path, folder: Path) -> None:
        whole = load(root, folder)
        path = folder / cache.NAME
        key = path.read_bytes()[:32]
        body = msgspec.msgpack.encode([{"kind": "single"}])
        path.write_bytes(key + cache.sha256(body).digest() + body)
        assert load(root, folder).questions == whole.questions

    def test_a_folder_that_cannot_be_written_is_no_problem(self, root: Path, tmp_path: Path) -> None:
        blocked = tmp_path / "file"
        blocked.write_text("in the way")
        assert len(load(root, blocked)) == len(load(root, blocked / "deeper")) == 13
        (tmp_path / "taken" / cache.NAME).mkdir(parents=True)
        assert len(load(root, tmp_path / "taken")) == 13
        assert [path.name for path in (tmp_path / "taken").iterdir()] == [cache.NAME]

    def test_a_broken_bank_is_not_kept(self, root: Path, folder: Path) -> None:
        write(root, sample(id="py.typing.0001", rev="0"))
        with pytest.raises(BankError):
            load(root, folder)
        assert not folder.exists()


def test_every_kind_survives_the_cache_bytes(root: Path) -> None:
    questions = tuple(load(one_of_each(root)).questions.values())
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(questions), type=tuple[Question, ...]) == questions


def test_the_banks_own_content_loads() -> None:
    assert len(load(bank_module.CONTENT_ROOT)) > 0
