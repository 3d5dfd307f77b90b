"""Blind answers: the sheet shows no key, hashes tell agreement and nothing else, files are kept as they were typed."""

from pathlib import Path

import msgspec
import pytest

from adapters.cli.main import main
from bot.bank.bank import load
from bot.bank.blind import FORM, answer_hash, key_forms, possible, said
from bot.bank.blind_record import record
from bot.bank.blind_sheet import agrees, answers, hash_of, sheet
from bot.bank.findings import BankError
from bot.bank.lint.texts import key_texts
from bot.domain.question import KINDS, BlindAnswer, Question
from bot.domain.shuffle import LETTERS, shuffled
from tests.bank.samples import sample, write, write_text

CLOSED = tuple(kind for kind in KINDS if kind != "open")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A draft of each kind, as JSON reads in a YAML file."""
    return write(tmp_path / "content", *(sample(kind, f"py.classes.{n:04}") for n, kind in enumerate(KINDS)))


def right_answer(question: Question) -> str:
    """What a solver who knows writes on the sheet."""
    shown = shuffled(question, "blind")
    letter = {id: LETTERS[at] for at, id in enumerate(shown)}
    match question.kind:
        case "single" | "multi":
            return " ".join(letter[o.id] for o in question.options if o.correct)  # type: ignore[union-attr]
        case "true_false":
            values = {each.id: each.value for each in question.statements}  # type: ignore[union-attr]
            return " ".join("T" if values[id] else "F" for id in shown)
        case "order":
            return " ".join(letter[id] for id in question.answer.sequence)  # type: ignore[union-attr]
        case "match":
            pairs = question.answer.pairs  # type: ignore[union-attr]
            return " ".join(f"{n}{letter[pairs[row.id]]}" for n, row in enumerate(question.left, 1))  # type: ignore[union-attr]
        case "bug":
            return f"{question.answer.lines[0]} {letter[question.answer.cause]}"  # type: ignore[union-attr]
        case _:
            return key_texts(question)[0]


def test_the_sheet_shows_every_closed_question_and_no_key(root: Path) -> None:
    questions = load(root).questions.values()
    text = sheet(questions)
    assert text.count("=== ") == len(CLOSED)
    for question in questions:
        assert question.explanation not in text
        if question.kind in ("short", "sql", "kata"):
            assert key_texts(question)[0].strip() not in text


@pytest.mark.parametrize("kind", CLOSED)
def test_a_right_answer_agrees_and_its_hash_says_so(root: Path, kind: str) -> None:
    question = load(root).questions[f"py.classes.{KINDS.index(kind):04}"]
    answer = right_answer(question)
    assert agrees(question, answer) is (None if kind in ("sql", "kata") else True)
    stored = hash_of(question, answer)
    assert FORM.fullmatch(stored)
    assert said(question, stored) == ("unknown" if kind in ("sql", "kata") else "agrees")


@pytest.mark.parametrize("kind", ["single", "multi", "true_false", "order", "match", "bug"])
def test_another_answer_disagrees_and_changed_texts_are_unknown(root: Path, kind: str) -> None:
    question = load(root).questions[f"py.classes.{KINDS.index(kind):04}"]
    keys = {answer_hash(lines) for lines in key_forms(question)}
    others = [answer_hash(lines) for lines in possible(question) if answer_hash(lines) not in keys]
    assert others
    assert {said(question, other) for other in others} == {"disagrees"}
    assert said(question, answer_hash(["a text that is no more"])) == "unknown"


def test_answers_are_read_without_notes_and_fences() -> None:
    text = "=== a.b.0001 [sql]\n```sql\nSELECT 1\n```\nNOTE: odd\nand long\n=== a.b.0002\nA\n"
    assert [tuple(each) for each in answers(text)] == [("a.b.0001", "SELECT 1"), ("a.b.0002", "A")]


def test_an_answer_that_cannot_be_read_is_kept_and_does_not_agree(root: Path) -> None:
    question = load(root).questions["py.classes.0000"]
    assert agrees(question, "Q or so") is False
    assert FORM.fullmatch(hash_of(question, "Q or so"))


PLAIN = """\
# a comment of the writer
- id: py.typing.0001
  kind: short
  difficulty: {band: mid, prior: 0.0, cognitive: apply, time_s: 60}
  stem: "Which?"  # another
  answer: {accept: ["x"]}
  explanation: "-"
  verify: {level: derived}
{REVIEW}- id: py.typing.0002
  kind: short
  status: trial
  difficulty: {band: mid, prior: 0.0, cognitive: apply, time_s: 60}
  stem: "What?"
  answer: {accept: ["y"]}
  explanation: "-"
  verify: {level: derived}
"""


@pytest.mark.parametrize(
    "review",
    [
        "",
        '  review: {author: "w01", blind: []}\n',
        "  review:\n    author: w01\n    blind:\n      - {by: b, answer: c, date: 2026-01-01}\n",
    ],
)
def test_a_record_touches_the_review_alone(tmp_path: Path, review: str) -> None:
    root = write_text(tmp_path, PLAIN.replace("{REVIEW}", review), "py/typing.yaml")
    path = root / "py/typing.yaml"
    before = load(root).questions
    answer = BlindAnswer(by="b01", answer=answer_hash(["x"]), date="2026-11-20")
    record(path, before["py.typing.0001"], answer, status="live")
    record(path, load(root).questions["py.typing.0001"], answer)
    after = load(root).questions
    one = after["py.typing.0001"]
    assert one.review.blind[-1] == answer
    assert len(one.review.blind) == len(before["py.typing.0001"].review.blind) + 1
    assert msgspec.structs.replace(one, review=before[one.id].review, status="draft") == before[one.id]
    assert after["py.typing.0002"] == before["py.typing.0002"]
    assert "# a comment of the writer" in path.read_text()
    with pytest.raises(BankError, match="holds no question"):
        record(path, msgspec.structs.replace(one, id="py.typing.0009"), answer)


def test_the_commands_record_first_and_compare_then(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_text(
        tmp_path / "content", PLAIN.replace("{REVIEW}", '  review: {author: "w01", blind: []}\n'), "py/typing.yaml"
    )
    filled = tmp_path / "filled.txt"

    def run(*words: object) -> tuple[int, str]:
        with pytest.raises(SystemExit) as left:
            main(["content", "blind", *map(str, words), "--content", str(root)])
        told = capsys.readouterr()
        return (left.value.code or 0), told.out + told.err  # type: ignore[return-value]

    assert run("sheet", filled)[0] == 0
    filled.write_text(filled.read_text().replace("Which?", "X").replace("What?", "Z"))
    code, told = run("compare", filled, "--by", "b01")
    assert (code, "not recorded" in told) == (2, True)
    assert run("record", filled, "--by", "w01")[0] == 2, "the writer may not answer"
    assert run("record", filled, "--by", "b01")[0] == 0
    code, told = run("compare", filled, "--by", "b01", "--live")
    assert code == 1
    assert "py.typing.0002 short: b01 says 'Z'" in told
    assert {id: q.status for id, q in load(root).questions.items()} == {
        "py.typing.0001": "live",
        "py.typing.0002": "trial",
    }
    assert run("sheet", filled)[0] == 2, "everything has been answered"
    assert run("sheet", filled, "--sample", "1", "--seed", "s")[0] == 0
    drawn = filled.read_text().split()[1]
    filled.write_text(f"=== {drawn}\n{'X' if drawn.endswith('1') else 'Y'}\n")
    assert run("record", filled, "--by", "a01")[0] == 0
    assert run("compare", filled, "--by", "a01", "--audit")[0] == 0
    review = load(root).questions[drawn].review
    assert (review.audit or "").startswith("right: a01 20")
    assert [each.by for each in review.blind] == ["b01", "a01"]
