"""Planted faults: each check finds what it is for (two or more faults) and leaves near misses alone."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.bank.compile import compile_file
from bot.bank.findings import BankError, Finding
from bot.bank.lint.release import RELEASED, released_index
from bot.bank.lint.rules import BANK_CHECKS, ITEM_CHECKS, RULES, Context
from bot.bank.lint.run import check_bank, check_items
from bot.bank.lint.tables import read_tables
from bot.bank.source import MAX_BYTES
from tests.bank.samples import KINDS, Item, sample, staged, write, write_text


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "content"


def found(root: Path, *items: Item) -> list[Finding]:
    return check_bank(write(root, *items))[1]


def options(*texts: str, kind: str = "single", **changes: Any) -> Item:
    """A single or multi question with these option texts."""
    why = "It is what the rule of this example says about the case."
    listed = [{"id": id, "text": text, "why": why} for id, text in zip("abcdef", texts, strict=False)]
    for at in (0,) if kind == "single" else (0, 2):
        listed[at]["correct"] = "true"
    return sample(kind, options=listed, **changes)


def edited(kind: str, edit: Callable[[Item], object]) -> Item:
    """A sample with one thing changed in place."""
    item = staged() if kind == "staged" else sample(kind)
    edit(item)
    return item


def with_why(why: str, kind: str = "single", field: str = "options") -> Item:
    return edited(kind, lambda item: item[field][1].update(why=why))


def with_code(text: str) -> Item:
    return sample("predict", code={"lang": "python", "text": text})


FAULTS: list[tuple[str, Item]] = [
    # L01: what holds between fields
    ("L01", sample(colour="red")),
    ("L01", sample(stem="  ")),
    ("L01", sample(hints=["a", "b", "c"])),
    ("L01", sample(difficulty={"band": "mid", "prior": "0.9", "cognitive": "apply", "time_s": "60"})),
    ("L01", sample(difficulty={"band": "junior", "prior": "0", "cognitive": "apply", "time_s": "60"})),
    ("L01", sample(as_of={"date": "2026-02-30"})),
    ("L01", sample(as_of={"date": "2026-11-20", "expires": "2028-11-20"})),
    ("L01", sample(as_of={"date": "20261120"})),
    ("L01", sample(references=[{"kind": "doc", "section": "3"}])),
    ("L01", sample(references=[{"kind": "rfc", "section": "3"}])),
    ("L01", sample(status="retired")),
    ("L01", sample(verify={"level": "executed", "runtime": ["python3.11"]})),
    ("L01", sample(verify={"level": "executed", "check": "out('a')"})),
    ("L01", sample(verify={"level": "rubric"})),
    ("L01", sample("open", verify={"level": "cited"})),
    ("L01", edited("single", lambda item: item["options"][1].update(id="a"))),
    ("L01", edited("single", lambda item: item["options"][1].update(id="A b"))),
    ("L01", edited("single", lambda item: item["options"][1].update(text=" "))),
    ("L01", edited("true_false", lambda item: item["statements"].pop())),
    ("L01", sample("numeric", answer={"value": "0", "tolerance": {"factor": ["2", "5"]}})),
    ("L01", sample("numeric", answer={"value": "2", "tolerance": {"factor": ["5", "2"]}})),
    ("L01", sample("numeric", answer={"value": "2", "accept_units": {"s": "0"}})),
    ("L01", sample("short", answer={"accept": []})),
    ("L01", sample("short", answer={"accept": ["Ab"], "reject": ["aB "]})),
    ("L01", sample("short", answer={"accept": ["a"], "regex": "(?=a)a"})),
    ("L01", edited("order", lambda item: item["answer"].update(sequence=["a", "b", "c"], ties=[]))),
    ("L01", edited("order", lambda item: item["answer"].update(sequence=["a", "b", "c", "c"], ties=[]))),
    ("L01", edited("order", lambda item: item.update(shuffle="natural", answer={"sequence": ["a", "b", "c", "d"]}))),
    ("L01", edited("order", lambda item: item["answer"].update(ties=[["a", "z"]]))),
    ("L01", edited("order", lambda item: item["options"][0].update(correct="true"))),
    ("L01", edited("match", lambda item: item["answer"]["pairs"].pop("l1"))),
    ("L01", edited("match", lambda item: item["answer"].update(spare=["r1"]))),
    ("L01", edited("match", lambda item: item["right"].pop())),
    ("L01", sample("predict", answer={"stdout": "2", "accept_error": "ValueError"})),
    ("L01", edited("predict", lambda item: item.pop("code"))),
    ("L01", edited("sql", lambda item: item["answer"].update(data=["SELECT 1"]))),
    ("L01", edited("kata", lambda item: item["answer"].update(tests_hidden=["double(2) > 3"]))),
    ("L01", edited("kata", lambda item: item["answer"].update(tests_hidden=["double(n) == 4"]))),
    ("L01", edited("kata", lambda item: item["answer"].update(tests_hidden=["other(2) == 4"]))),
    ("L01", edited("kata", lambda item: item["answer"].update(tests_hidden=["double(2) == 2 * len('ab')"]))),
    ("L01", edited("bug", lambda item: item["answer"].update(lines=["4"]))),
    ("L01", edited("bug", lambda item: item["answer"].update(cause="z"))),
    ("L01", edited("bug", lambda item: item["answer"].update(fixed={"9": "x"}))),
    ("L01", edited("open", lambda item: item["answer"]["rubric"].pop())),
    ("L01", edited("open", lambda item: item["answer"]["rubric"][0]["anchors"].pop("3"))),
    ("L01", edited("staged", lambda item: item["answer"]["stages"][0].pop("rubric"))),
    # L02
    ("L02", sample(id="py.classes.001")),
    ("L02", sample(id="py.classes.0001x")),
    # L05
    ("L05", sample(id="cobol.classes.0001")),
    ("L05", sample(id="py.metaclasses.0001")),
    ("L05", sample(tags=["seed:pyhton"])),
    ("L05", sample(tags=["seed:grpc"])),
    ("L05", sample(tags=["python"])),
    ("L05", sample(tags=["seed:python", "seed:python"])),
    ("L05", sample(tags=[f"seed:{s}" for s in ("python", "java", "ruby", "php", "go", "c", "rust")])),
    # L06
    ("L06", options("crimson", "indigo")),
    ("L06", options(*"pqrstu")),
    ("L06", edited("single", lambda item: item["options"][1].update(correct="true"))),
    ("L06", edited("single", lambda item: item["options"][0].pop("correct"))),
    ("L06", options("crimson", "indigo", "ochre", "teal", kind="multi")),
    ("L06", edited("multi", lambda item: item["options"][0].pop("correct"))),
    ("L06", edited("multi", lambda item: [option.update(correct="true") for option in item["options"][:4]])),
    # L07
    ("L07", with_why("")),
    ("L07", with_why("too short to say it")),
    ("L07", with_why("x" * 301)),
    ("L07", with_why("wrong", "true_false", "statements")),
    ("L07", with_why("", "match", "left")),
    ("L07", with_why("", "order")),
    # L08
    ("L08", sample(explanation="x" * 119)),
    ("L08", sample(explanation="word " * 200)),
    ("L08", sample(stem=(TALE := "Which of the many dyes of this long and winding tale did the old dyer keep in the "
                                 "very first of his jars on the upper shelf?"), explanation=TALE)),
    ("L08", edited("open", lambda item: item.update(explanation=item["answer"]["model_answer"] + " " + "x" * 40))),
    # L13
    ("L13", sample(stem="<" * 800)),
    ("L13", edited("open", lambda item: item["answer"].update(model_answer="word " * 601))),
    ("L13", edited("open", lambda item: item["answer"].update(pitfalls=["p"] * 40))),
    ("L13", edited("open", lambda item: item["answer"].update(pitfalls=["word " * 250] * 4))),
    ("L13", options(*["&" * 230 + str(n) for n in range(5)], explanation="word " * 100)),
    # L14
    ("L14", sample(stem="x" * 901)),
    ("L14", options("x" * 241, "y", "z")),
    ("L14", with_code("x = 1\n" * 26)),
    ("L14", with_code("x" * 73)),
    ("L14", with_code("if x:\n\ty = 1\n")),
    ("L14", sample(stem="What is this?\n```\n" + "x" * 73 + "\n```")),
    ("L14", options("a\tb", "c", "d")),
    # L15
    ("L15", sample(stem="What does `x print?")),
    ("L15", sample(stem="What is this?\n```\nx = 1\n")),
    ("L15", with_why("It is what ``a`b`` says about this case.")),
    ("L15", sample(stem="Is `x\ny` one span?")),
    ("L15", sample(hints=["Ask @everyone in the channel."])),
    ("L15", sample(stem="What does `@here` do?")),
    ("L15", with_code("print('<!channel>')\n")),
    ("L15", sample(stem="Where does <script> run?")),
    ("L15", sample(stem="See <https://example.org|this>: what is it?")),
    ("L15", edited("open", lambda item: item["answer"]["pitfalls"].append("Forgets </b> at the end"))),
    # L20
    ("L20", options("crimson", "indigo", "All of the above")),
    ("L20", options("crimson", "indigo", "none of the above.")),
    ("L20", options("crimson", "indigo", "Both of these")),
    ("L20", options("crimson", "indigo", "A and B")),
    ("L20", options("crimson", "indigo", "Both A and B")),
    ("L20", options("crimson", "indigo", "Options A and B are right")),
    ("L20", options("crimson", "indigo", "neither of them")),
    ("L20", options("crimson", "indigo", "None of the others")),
    ("L20", options("crimson", "indigo", "Both are correct.")),
    ("L02", sample(id="py.classes.٠٠٠١")),
    ("L20", options("crimson", "indigo", "ochre", "teal", "None of the other options", kind="multi")),
    # L23
    ("L23", options("Crimson", "crimson", "teal")),
    ("L23", options("`a  b`", "A B", "teal")),
    ("L23", options("a hash table", "a hash table with chaining", "a tree")),
    ("L23", options("the leader", "one follower", "Either one follower or the leader")),
    ("L23", options("1000 ms", "1 s", "3 s")),
    ("L23", options("about 100", "about 103", "about 200")),
    ("L23", options("1-5", "5-10", "11-20")),
    ("L23", options("less than 10 MB", "more than 9 MB", "between 10 and 20 MB")),
    ("L23", edited("match", lambda item: item["right"][1].update(text="126"))),
    ("L23", edited("bug", lambda item: item["answer"]["causes"][1].update(text="The wrong end of the list is read."))),
]  # fmt: skip

NEAR_MISSES: list[tuple[str, Item]] = [
    ("L01", sample(difficulty={"band": "mid", "prior": "0.8", "cognitive": "apply", "time_s": "60"})),
    ("L01", sample(as_of={"date": "2026-11-20", "expires": "2027-11-20", "products": {"python": "3.11"}})),
    ("L01", sample(verify={"level": "derived"})),
    ("L01", sample("short", answer={"accept": ["no", "null"], "regex": "^(no|null)$"})),
    ("L01", sample("predict", answer={"accept_error": "KeyError"})),
    ("L01", edited("kata", lambda item: item["answer"].update(tests_hidden=["double(n=-1) == -2"]))),
    ("L05", sample(tags=["seed:cpp", "extra:grpc"])),
    ("L05", sample(tags=[f"seed:{s}" for s in ("python", "java", "ruby", "php", "go", "c")] + ["extra:cap"])),
    ("L06", options("crimson", "indigo", "ochre")),
    ("L06", options("crimson", "indigo", "ochre", "teal", "umber")),
    ("L06", options("crimson", "indigo", "ochre", "teal", "umber", "violet", kind="multi")),
    ("L07", with_why("x" * 20)),
    ("L07", with_why("x" * 300)),
    ("L08", sample(explanation="x" * 120)),
    ("L08", sample(explanation="x" * 900)),
    ("L13", sample(stem="<" * 590)),
    ("L13", edited("open", lambda item: item["answer"].update(model_answer="word " * 500))),
    ("L14", sample(stem="x" * 900)),
    ("L14", options("x" * 240, "y", "z")),
    ("L14", with_code("x" * 72 + "\n" + "y = 1\n" * 24)),
    ("L15", sample(stem="What does `List<int>` hold, and is a < b or b > a true?")),
    ("L15", sample(stem="What is this?\n```html\n<b>`x`</b>\n```\nSay it.")),
    ("L15", sample(hints=["Write to everyone@example.org, or here@once."])),
    ("L15", sample(stem="Does `a` <-> `b` hold?")),
    ("L15", with_code("s = `x\nprint('<b>')\n")),
    ("L20", options("all rows of the table", "none of the rows", "both tables")),
    ("L20", options("none of the others wait", "both are written", "it is correct")),
    ("L20", options("`A and B`", "`A or B`", "`not A`")),
    ("L20", options("A and AAAA records", "MX records", "B trees and heaps")),
    ("L20", options("the request is above the limit", "the line above it", "above all, the cache")),
    ("L23", options("`==`", "`===`", "`=`")),
    ("L23", options("`git reset`", "`git reset --hard`", "`git restore`")),
    ("L23", options("1", "10", "100")),
    ("L23", options("401 Unauthorized", "4012 Unauthorized", "403 Forbidden")),
    ("L23", options("999 ms", "1 s", "1001 ms")),
    ("L23", options("about 100", "about 120", "about 200")),
    ("L23", options("1-4", "5-10", "more than 10")),
    ("L23", options("10-20", "the second range", "15-30")),
    ("L23", edited("order", lambda item: [item["options"][n].update(text="SYN ACK"[: 3 + 4 * n]) for n in (0, 1)])),
]  # fmt: skip


def named(planted: list[tuple[str, Item]]) -> list[Any]:
    return [pytest.param(code, item, id=f"{code}-{n}") for n, (code, item) in enumerate(planted)]


@pytest.mark.parametrize(("code", "item"), named(FAULTS))
def test_a_planted_fault_is_found(root: Path, code: str, item: Item) -> None:
    hits = [finding for finding in found(root, item) if finding.code == code and finding.level == "E"]
    assert hits, f"{code} does not see it"
    assert all(finding.id == item["id"] and finding.line >= 1 and finding.message for finding in hits)


@pytest.mark.parametrize(("code", "item"), named(NEAR_MISSES))
def test_a_near_miss_is_left_alone(root: Path, code: str, item: Item) -> None:
    errors = [finding for finding in found(root, item) if finding.level == "E"]
    assert [str(finding) for finding in errors if finding.code in (code, "L01", "L03")] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_samples_themselves_are_sound(root: Path, kind: str) -> None:
    assert found(root, sample(kind), staged(id="sys.commerce.0001")) == []


def test_every_rule_of_the_standard_is_there() -> None:
    assert sorted(RULES) == [f"L{n:02}" for n in range(1, 41)]
    assert all(re.fullmatch(r"L\d\d", rule.code) and rule.sentence.endswith(".") for rule in RULES.values())
    assert {rule.code for rule, _ in (*ITEM_CHECKS, *BANK_CHECKS)} <= set(RULES)


def test_a_long_post_within_the_limits_is_a_warning(root: Path) -> None:
    item = options(*[f"{n}" * 230 for n in range(5)], stem="x" * 500)
    assert [(finding.code, finding.level) for finding in found(root, item)] == [("L13", "W")]


def test_the_line_is_that_of_the_field_as_written(root: Path) -> None:
    item = with_why("short")
    write(root, item)
    lines = (root / "py/classes.yaml").read_text().splitlines()
    assert [lines[finding.line - 1].strip() for finding in check_bank(root)[1]] == ['"why": "short"']


def test_an_unreadable_question_does_not_hide_what_its_neighbours_lack(root: Path) -> None:
    items = [sample(id="py.classes.0001", colour="red"), with_why("short") | {"id": "py.classes.0002"}]
    assert [(finding.id[-4:], finding.code) for finding in found(root, *items)] == [("0001", "L01"), ("0002", "L07")]


class TestStrictYaml:
    @pytest.mark.parametrize("text", ["- {id: a, id: b}", "- &a {id: x}", "", "a: b", b"\xff", "- [\n"])
    def test_breaches_are_l03(self, root: Path, text: str | bytes) -> None:
        assert {finding.code for finding in check_bank(write_text(root, text))[1]} == {"L03"}

    def test_a_file_with_another_ending_or_depth_is_told(self, root: Path) -> None:
        write(root, sample())
        for name in ("py/typing.yml", "py/deep/er.yaml", "py/Big.yaml", "Py/x.yaml"):
            write_text(root, "[]", name)
        strays = [finding for finding in check_bank(root)[1] if "not read" in finding.message]
        assert len(strays) == 4
        assert {finding.code for finding in strays} == {"L02"}

    def test_models_and_tables_are_left_alone(self, root: Path) -> None:
        for name in ("_models/b.yaml", "_tables/c.yml"):
            write_text(write(root, sample()), "x", name)
        assert check_bank(root)[1] == []


class TestRelease:
    @pytest.fixture
    def released(self, root: Path) -> Path:
        """A folder with one released question of each kind."""
        write(root, *(sample(kind, f"py.classes.{n:04}", status="live") for n, kind in enumerate(KINDS)))
        questions = [item.question for item in check_bank(root)[0] if item.question]
        write_text(root, released_index(questions), str(RELEASED))
        return root

    def rewrite(self, root: Path, *items: Item) -> list[Finding]:
        kept = [sample(kind, f"py.classes.{n:04}", status="live") for n, kind in enumerate(KINDS)]
        for item in items:
            kept[int(item["id"][-4:])] = item
        return found(root, *kept)

    def test_what_was_released_stays_sound(self, released: Path) -> None:
        assert check_bank(released)[1] == []

    @pytest.mark.parametrize(
        ("kind", "edit"),
        [
            ("single", lambda item: item.update(stem="Another stem?")),
            ("single", lambda item: item["options"][1].update(text="another")),
            ("single", lambda item: (item["options"][0].pop("correct"), item["options"][1].update(correct="true"))),
            ("numeric", lambda item: item["answer"].update(value="427")),
            ("predict", lambda item: item["code"].update(text="print(2)\n")),
            ("true_false", lambda item: item["statements"][0].update(value="false")),
            ("match", lambda item: item["right"][0].update(text="1")),
            ("short", lambda item: item["verify"].update(check="out(sorted(item)[1])")),
        ],
    )
    def test_changed_graded_content_needs_a_new_revision(self, released: Path, kind: str, edit: Any) -> None:
        item = sample(kind, f"py.classes.{KINDS.index(kind):04}", status="live")
        edit(item)
        # A moved key has also lost the blind answer that agreed with it (L40).
        told = [(finding.id, finding.code) for finding in self.rewrite(released, item) if finding.code != "L40"]
        assert told == [(item["id"], "L04")]
        item["rev"] = "2"
        assert [finding for finding in self.rewrite(released, item) if finding.code != "L40"] == []

    @pytest.mark.parametrize(
        "edit",
        [
            lambda item: item.update(tags=["seed:java"], hints=["Look at the jar."]),
            lambda item: item.update(explanation=item["explanation"] + " It is so."),
            lambda item: item["options"].reverse(),
            lambda item: item["options"][1].update(correct="false"),
            lambda item: item.update(status="quarantined"),
        ],
    )
    def test_other_changes_need_none(self, released: Path, edit: Any) -> None:
        item = sample("single", "py.classes.0000", status="live")
        edit(item)
        assert self.rewrite(released, item) == []

    def test_a_revision_does_not_go_back(self, released: Path) -> None:
        ids = [("py.classes.0000", 3)]
        write_text(released, '{"py.classes.0000": {"rev": 3, "hash": "x"}}', str(RELEASED))
        assert [(finding.id, finding.code) for finding in check_bank(released)[1]] == [(ids[0][0], "L04")]

    def test_a_released_question_may_not_vanish(self, released: Path) -> None:
        (released / "py/classes.yaml").unlink()
        gone = found(released, sample("single", "py.classes.0000", status="live"))
        assert {finding.code for finding in gone} == {"L02"}
        assert [finding.id for finding in gone] == [f"py.classes.{n:04}" for n in range(1, len(KINDS))]

    def test_a_released_question_in_a_file_that_cannot_be_read_is_not_called_gone(self, released: Path) -> None:
        write_text(released, "- [", "py/classes.yaml")
        assert {finding.code for finding in check_bank(released)[1]} == {"L03"}

    def test_drafts_are_not_released(self, root: Path) -> None:
        questions = [item.question for item in check_bank(write(root, sample()))[0] if item.question]
        assert released_index(questions).strip() == b"{}"

    @pytest.mark.parametrize("damage", ["{", "[]", '{"a": {"rev": "x"}}', "\x00"])
    def test_a_damaged_index_is_one_sentence(self, released: Path, damage: str) -> None:
        write_text(released, damage, str(RELEASED))
        with pytest.raises(BankError, match="index of the last release"):
            check_bank(released)


class TestTables:
    def test_a_folders_own_tables_hold(self, root: Path) -> None:
        write_text(
            root,
            "py: {questions: 1, bands: {}, executed_percent: 1, wave: 1, subtopics: [typing]}",
            "_tables/taxonomy.yaml",
        )
        write_text(root, "{skills: {a: [python]}, names: {}, extra: []}", "seeds.yaml")
        assert [f.message for f in found(root, sample())] == ["topic `py` has no subtopic `classes`"]

    @pytest.mark.parametrize("text", ["py: {wave: 1}", "[]", "a: {", "a: 1\na: 2", "py: x"])
    def test_a_damaged_table_is_one_sentence(self, root: Path, text: str) -> None:
        write_text(write(root, sample()), text, "_tables/taxonomy.yaml")
        with pytest.raises(BankError, match="is damaged"):
            check_bank(root)


HOSTILE: list[Any] = [
    "",
    " ",
    "null",
    "-1",
    "1e400",
    "`",
    "```",
    "<",
    "\u202e",
    "&" * 5000,
    [],
    {},
    [[]],
    {"a": []},
    ["x"],
]


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all values inside, containers too."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [deeper for key, part in inside for deeper in ((*path, key), *leaves(part, (*path, key)))]


@pytest.mark.parametrize("kind", KINDS)
def test_no_value_anywhere_makes_a_check_crash(root: Path, kind: str) -> None:
    items = []
    for path in leaves(sample(kind)):
        for value in HOSTILE:
            item = place = sample(kind)
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = value
            items.append(item)
    context = Context(root=str(root), tables=read_tables(root), released={})
    for start in range(0, len(items), 50):
        raw = json.dumps(items[start : start + 50], ensure_ascii=False).replace("\u202e", "\\u202e").encode()
        assert len(raw) < MAX_BYTES
        read, findings = compile_file(root / "py/classes.yaml", raw)
        findings += check_items(read, context)
        assert findings
        assert all("\n" not in str(finding) for finding in findings)
