"""Skeletons, exports and imports: what goes out comes back, and what others write is taken or told."""

import csv
import io
import sqlite3
import zipfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bank.bank import CONTENT_ROOT, load
from bot.bank.exchange import csv_form, gift
from bot.bank.exchange.draft import CARRIED, Draft, draft_of, objections
from bot.bank.exchange.intake import take
from bot.bank.findings import BankError
from bot.bank.lint.run import check_bank
from bot.bank.proof import prove_all
from bot.bank.shelf import add, place_of
from bot.bank.skeleton import skeleton
from bot.domain.question import KINDS, Question

BANK = load(CONTENT_ROOT).questions


def carried(question: Question) -> Draft:
    """What a foreign form keeps of a question: GIFT has no reasons for rows, steps and statements."""
    draft = draft_of(question)
    return draft if draft.kind in ("single", "multi") else msgspec.structs.replace(draft, whys=())


def same(draft: Draft) -> Draft:
    """A draft without what travels in another shape: entries of a match may change places, spaces at ends are lost."""
    if draft.kind == "match":
        chosen = tuple(draft.entries[int(number) - 1] for number in draft.key)
        draft = msgspec.structs.replace(draft, key=chosen, entries=tuple(sorted(draft.entries)))
    return msgspec.structs.replace(draft, code=draft.code.rstrip("\n"), tolerance=f"{float(draft.tolerance or 0):g}")


@pytest.mark.parametrize("form", [gift, csv_form])
def test_the_whole_bank_goes_out_and_comes_back(form: object) -> None:
    sent = [draft_of(question) for question in BANK.values()]
    read, faults = form.read(form.write(sent))  # type: ignore[attr-defined]
    assert faults == []
    assert [draft.id for _, draft in read] == list(BANK)
    for (_, back), question in zip(read, BANK.values(), strict=True):
        if question.kind not in CARRIED:
            assert next(objections(back)), f"{question.id} cannot come in again"
            continue
        was = draft_of(question) if form is csv_form else carried(question)
        got = back if form is csv_form or back.kind in ("single", "multi") else msgspec.structs.replace(back, whys=())
        assert same(got) == same(was)


def test_what_comes_in_is_a_draft_that_says_what_it_lacks(tmp_path: Path) -> None:
    asked = next(question for question in BANK.values() if question.kind == "single")
    text = gift.write([msgspec.structs.replace(draft_of(asked), explanation="")])
    taken = take(tmp_path, "sql.null", text, False, write=True)
    assert taken.faults == ()
    (placed,) = taken.drafts
    assert (placed.id, placed.line) == ("sql.null.0001", 1)
    assert {lack.split()[0] for lack in placed.lacks} >= {"L08", "L09"}
    drafted = load(tmp_path).questions["sql.null.0001"]
    assert (drafted.status, drafted.stem, drafted.band) == ("draft", asked.stem, asked.band)
    again = take(tmp_path, "sql.null", text, False, write=True)
    assert [each.id for each in again.drafts] == ["sql.null.0002"]


OTHERS = """\
// a comment
$CATEGORY: databases

::Q1:: Which keyword removes doubled rows? {
  =DISTINCT#It compares whole rows.
  ~UNIQUE#That is a constraint.
  ~ONLY
  ~GROUP
}

::Q2:: How many bits are in a byte? {#8:0}

::Q3:: How many, roughly? {#1.5..2.5}

The command to list files is {=ls =dir} in a shell.

::Q4:: Match them. {=a -> one
=b -> two
=c -> three
=d -> four
= -> five}

::Q5:: Judge it. {TRUE}

::Q6:: Write an essay. {}

::Q7:: no braces at all

::Q8:: Escaped \\{ and \\= and \\: signs? {=yes \\~ no ~maybe ~never}

::Q9:: Several. {~%50%a ~%50%b ~%-100%c ~%-100%d ~%-100%e}
"""


def test_gift_of_others_gets_the_nearest_kind(tmp_path: Path) -> None:
    read, faults = gift.read(OTHERS)
    kinds = {draft.id.strip() or "-": draft for _, draft in read}
    assert {name: draft.kind for name, draft in kinds.items()} == {
        "Q1": "single", "Q2": "numeric", "Q3": "numeric", "-": "short", "Q4": "match", "Q5": "true_false", "Q6": "open",
        "Q8": "single", "Q9": "multi",
    }  # fmt: skip
    assert [fault.message for fault in faults] == ["no answer in braces: close each question with { and }"]
    assert (kinds["Q1"].key, kinds["Q1"].whys[0]) == (("1",), "It compares whole rows.")
    assert (kinds["Q3"].key, kinds["Q3"].tolerance) == (("2",), "0.5")
    assert kinds["-"].stem == "The command to list files is _____ in a shell."
    assert kinds["Q8"].stem == "Escaped { and = and : signs?"
    assert kinds["Q9"].key == ("1", "2")
    taken = take(tmp_path, "sql", OTHERS, False, write=True)
    assert len(taken.drafts) == 7
    assert any("bundle has four" in fault.message for fault in taken.faults), "a single statement is no bundle"
    assert check_bank(tmp_path)[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "lacks the columns kind, stem, key"),
        ("a,b\n1,2\n", "lacks the columns"),
        ("kind,stem,key\ncolour,Why?,1\n", "is no kind"),
        ("kind,stem,key\nsql,Why?,SELECT 1\n", "quorum content new sql"),
        ("kind,stem,key,option_1\nsingle,Why?,2,a\n", "numbers from 1 to 1"),
        ("kind,stem,key\nsingle,Why?,1\n", "there are no options"),
        ("kind,stem,key\nnumeric,Why?,many\n", "is no number"),
        ("kind,stem,key\nshort,,x\n", "no question text"),
        ("kind,stem,key\nshort,Why?,\n", "no key"),
        ("kind,stem,key\nshort,Why\u202e?,x\n", "hidden character U+202E"),
        ("kind,stem,key,band\nshort,Why?,x,guru\n", "is no band"),
        ('kind,stem,key\nshort,"Why?,x\n', "mend the quotes"),
        ("kind,stem,key,option_1,option_2\nsingle,Why?,1,a,b\n", "3 to 5"),
    ],
)
def test_hostile_tables_get_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    taken = take(tmp_path, "sql.null", text, True, write=True)
    assert taken.drafts == ()
    assert said in taken.faults[0].message
    assert not (tmp_path / "sql").exists()


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="={}~#:\\->%\n/ aT1.", max_size=60))
def test_no_gift_makes_the_reader_crash(text: str) -> None:
    read, faults = gift.read(text)
    for _, draft in read:
        list(objections(draft))
    assert all(fault.message for fault in faults)


@given(st.text(max_size=40).filter(lambda text: text.strip() == text and text))
def test_any_text_survives_gift(text: str) -> None:
    if any("\ue000" <= mark <= "\ue1ff" for mark in text) or "\r" in text or text.splitlines() != text.split("\n"):
        return
    draft = Draft(kind="short", stem="Why so?", key=(text,), explanation=f"It is {text}.")
    ((_, back),), _ = gift.read(gift.write([draft]))
    assert (back.key, back.explanation) == (draft.key, draft.explanation)


def test_no_cell_of_the_table_is_a_formula() -> None:
    text = csv_form.write([Draft(kind="short", stem="=HYPERLINK(1)", key=("+1", "-2"), explanation="@SUM(1)")])
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert csv_form.read(text)[0][0][1].stem == "=HYPERLINK(1)"


def test_the_deck_holds_every_question_once_and_keeps_their_ids(tmp_path: Path) -> None:
    from bot.bank.exchange.anki import write

    for name in ("one", "two"):
        assert write(BANK.values(), tmp_path / f"{name}.apkg", 1_700_000_000.0) == len(BANK)
    guids = []
    for name in ("one", "two"):
        with zipfile.ZipFile(tmp_path / f"{name}.apkg") as package:
            (tmp_path / name).write_bytes(package.read("collection.anki2"))
        with sqlite3.connect(tmp_path / name) as collection:
            rows = collection.execute("SELECT guid, flds FROM notes").fetchall()
        guids.append({fields.split("\x1f")[2]: guid for guid, fields in rows})
        asked = {fields.split("\x1f")[2]: fields.split("\x1f")[0] for _, fields in rows}
    assert set(guids[0]) == set(BANK)
    assert guids[0] == guids[1]
    for id, question in BANK.items():
        assert question.explanation not in asked[id], "the explanation stands behind"


def test_every_skeleton_passes_the_checks_and_its_proof(tmp_path: Path) -> None:
    for kind in KINDS:
        path, id = place_of(tmp_path, "sys")
        add(path, skeleton(tmp_path, kind, id))
    assert [str(finding) for finding in check_bank(tmp_path)[1]] == []
    made = load(tmp_path).questions.values()
    assert sorted(question.kind for question in made) == sorted(KINDS)
    assert len({question.subtopic for question in made}) == 9, "each goes where there are fewest"
    summary = prove_all([q for q in made if q.kind in ("single", "match", "order")], jobs=2, hidden=tmp_path)
    assert (len(summary.proved), summary.failures) == (3, ())


def test_places_are_found_and_refused_in_words(tmp_path: Path) -> None:
    path, id = place_of(tmp_path, "sql.null")
    assert (path, id) == (tmp_path / "sql/null.yaml", "sql.null.0001")
    assert add(path, skeleton(tmp_path, "short", id)) == 1
    assert place_of(tmp_path, "sql.null")[1] == "sql.null.0002"
    for topic, said in (
        ("sqk", "did you mean 'sql'"),
        ("sql.nul", "did you mean 'null'"),
        ("x.y.z", "There is no topic"),
    ):
        with pytest.raises(BankError, match=said):
            place_of(tmp_path, topic)
    with pytest.raises(BankError, match="There is no kind"):
        skeleton(tmp_path, "essay", "sql.null.0003")
