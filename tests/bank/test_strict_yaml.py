"""Hostile and careless YAML: each breach is told with its line, and none of them is a crash."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.bank.source import MAX_BYTES
from bot.bank.strict_yaml import MAX_DEPTH, parse
from tests.every import every

TEN_LAUGHS = "a: &a [x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(9)
)

BREACHES = [
    ("a: 1\nb: 2\na: 3\n", 3, "duplicate key `a`"),
    ("- {a: 1, a: 2}\n", 1, "duplicate key `a`"),
    ("a: 1\n'a': 2\n", 2, "duplicate key `a`"),
    ("- x\n- &here y\n", 2, "anchor &here"),
    ("- &here {a: b}\n", 1, "anchor &here"),
    ("- x\n- *here\n", 2, "alias *here"),
    ("? *here\n: x\n", 1, "alias *here"),
    (TEN_LAUGHS, 1, "anchor &a"),
    ("- x\n- !!int 3\n", 2, "tag "),
    ("- !!python/object/apply:os.system ['true']\n", 1, "tag "),
    ("- !mine {a: b}\n", 1, "tag !mine"),
    ("- ! x\n", 1, "tag !"),
    ("%YAML 1.1\n---\n- x\n", 1, "directive"),
    ("- x\n---\n- y\n", 2, "second document"),
    ("- x\n...\n---\n- y\n", 3, "second document"),
    ("? [a, b]\n: c\n", 1, "a key must be a word"),
    ("- a: [b\n- c\n", 3, "while parsing a flow sequence of line 1"),
    ("a: 'open\n", 2, "while scanning a quoted scalar of line 1"),
    ("a:\n\t- b\n", 2, "not valid YAML"),
    ("- a\n- " + "[" * MAX_DEPTH + "]" * MAX_DEPTH, 2, "nested deeper"),
    ("[" * 100_000, 1, "nested deeper"),
    ("- " * 100_000 + "x", 1, "nested deeper"),
    ("- 'a'\n- \"\\0\"\n", 2, "hidden character U+0000"),
    ('- "\\u202e"\n', 1, "hidden character U+202E"),
    ("- a\n- \x00\n", 2, "hidden character U+0000"),
    ("- a\n\n- b\u202ec\n", 3, "hidden character U+202E"),
    ("- \x1b[31mred\n", 1, "hidden character U+001B"),
    ('- "\\ud800"\n', 1, "not valid YAML"),
    ("\ufeff- a\n", 1, "byte order mark"),
    ("- a\n- in\u200bdigo\n", 2, "hidden character U+200B"),
    ('- "in\\u2060digo"\n', 1, "hidden character U+2060"),
    ("- in\xaddigo\n", 1, "hidden character U+00AD"),
]


@every(("text", "line", "message"), BREACHES)
def test_a_breach_is_told_with_its_line(text: str, line: int, message: str) -> None:
    faults = parse(text.encode()).faults
    assert (faults[0].line, message in faults[0].message) == (line, True), faults[0].message


def test_bytes_that_are_not_utf_8_are_told_with_their_line() -> None:
    faults = parse(b"- a\n- b\n- \xff\n").faults
    assert [fault.line for fault in faults] == [3]
    assert "0xFF" in faults[0].message


def test_a_file_over_the_cap_is_not_parsed_and_one_at_the_cap_is() -> None:
    assert "larger than 512 kB" in parse(b"x" * (MAX_BYTES + 1)).faults[0].message
    assert parse(b"'" + b"x" * (MAX_BYTES - 2) + b"'").faults == []


@every(
    "word",
    ["no", "yes", "on", "off", "true", "null", "~", "012", "0x1F", "1_000", "12:30", "3.10", ".nan", ".inf", "1e3",
     "2026-11-20", "=", "<<", "-1", "0o7"],
)  # fmt: skip
def test_a_scalar_stays_what_was_written(word: str) -> None:
    assert parse(f"- {word}\n- {{k: {word}}}\n".encode()).data == [word, {"k": word}]


def test_a_merge_key_is_a_key_like_any_other() -> None:
    assert parse(b"a: {<<: b}\n").data == {"a": {"<<": "b"}}


def test_an_empty_value_is_an_empty_text() -> None:
    assert parse(b"a:\nb: ''\n").data == {"a": "", "b": ""}


def test_windows_line_ends_read_alike() -> None:
    text = b"- id: x\n  code: |\n    a\n    b\n- 'c'\n"
    assert parse(text.replace(b"\n", b"\r\n")).data == parse(text).data == [{"id": "x", "code": "a\nb\n"}, "c"]


def test_nesting_up_to_the_cap_is_read() -> None:
    assert parse(("[" * MAX_DEPTH + "]" * MAX_DEPTH).encode()).faults == []


@every("text", ["", "\n\n", "# only a comment\n", "---\n"])
def test_a_file_of_nothing_has_no_data_and_no_faults(text: str) -> None:
    parsed = parse(text.encode())
    assert not parsed.data
    assert parsed.faults == []


def test_places_know_the_line_of_every_field() -> None:
    place = parse(
        b"- id: x\n  options:\n    - id: a\n      text: |\n        long\n    - {id: b,\n       text: t}\n"
    ).place
    assert place.find((0, "id")) == 1
    assert place.find((0, "options")) == 2
    assert place.find((0, "options", 0, "text")) == 4
    assert place.find((0, "options", 1, "text")) == 7
    assert place.find((0, "options", 1, "nothing", "more")) == 6


def test_a_fault_names_the_item_that_it_spoils_and_its_neighbours_stay() -> None:
    parsed = parse(b"- {a: 1}\n- {b: 1, b: 2}\n- {c: 1}\n")
    assert [fault.item for fault in parsed.faults] == [1]
    assert (parsed.data[0], parsed.data[2]) == ({"a": "1"}, {"c": "1"})


def test_items_before_broken_syntax_are_kept() -> None:
    assert parse(b"- {a: 1}\n- {b: 1}\n- {c: [\n").data == [{"a": "1"}, {"b": "1"}]


_plain = st.recursive(
    st.text("abc: #-'\"\\{}[],&*!|>%@`\n\u00e9\u4e16", max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcxyz", max_size=4), inner, max_size=3),
    max_leaves=12,
)


@given(_plain)
def test_what_is_written_as_json_is_read_back(value: Any) -> None:
    parsed = parse(json.dumps(value, ensure_ascii=False).encode())
    assert parsed.faults == [] or "deeper" in parsed.faults[0].message
    if not parsed.faults:
        assert parsed.data == value


@given(st.binary(max_size=200) | st.text("ab:-[]{}&*!?|>'\"\\%@#,\n\t ~", max_size=120).map(str.encode))
def test_no_bytes_at_all_make_it_crash(raw: bytes) -> None:
    for fault in parse(raw).faults:
        assert fault.line >= 1
        assert "\n" not in fault.message
