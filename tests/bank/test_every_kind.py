"""Each check, in every kind that it looks at: two or more planted faults that it finds, two or more near misses that it
leaves alone. A plant takes the kind and gives the questions of a small bank, or the bytes of a file.
"""

import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from bot.bank.bank import CONTENT_ROOT
from bot.bank.blind import answer_hash, possible
from bot.bank.compile import compile_files
from bot.bank.findings import Finding
from bot.bank.lint.release import Entry, Released, graded_hash
from bot.bank.lint.rules import BANK_CHECKS, RULES, Context
from bot.bank.lint.run import check_items, context_of
from bot.bank.lint.texts import key_texts
from bot.domain.question import KINDS, Question
from tests.bank.samples import Item, answered, sample, staged

Plant = Callable[[str], list[Item] | bytes]
CHOSEN = {"true_false": "statements", "match": "left", "bug": "causes"}
"""Where a kind keeps its things to choose from; `options` unless named here."""


@lru_cache
def context() -> Context:
    return context_of(CONTENT_ROOT, today="2026-11-20")


def found(planted: list[Item] | bytes, released: Released | None = None) -> list[Finding]:
    """What all checks say of these questions, without a file being written."""
    held: dict[Path, bytes | Finding] = {}
    if isinstance(planted, bytes):
        held[Path("content/py/classes.yaml")] = planted
    else:
        for item in planted:
            topic, subtopic, *_ = item["id"].split(".")
            path = Path("content", topic, f"{subtopic}.yaml")
            before = held.get(path, b"[]")
            assert isinstance(before, bytes)
            held[path] = json.dumps([*json.loads(before), item]).encode()
    items, findings = compile_files(held)
    asked = msgspec.structs.replace(context(), released=released or {})
    findings += check_items(items, asked)
    for _, check in BANK_CHECKS:
        findings += check(items, asked)
    return findings


def question(item: Item) -> Question:
    return cast(Question, msgspec.convert(item, Question, strict=False))


def live(kind: str, **changes: Any) -> Item:
    return sample(kind, status="live", **changes)


def changed(**changes: Any) -> Plant:
    """The sample of the kind with whole fields replaced."""
    return lambda kind: [sample(kind, **changes)]


def told(prefix: str = "", field: str = "stem", suffix: str = "", **changes: Any) -> Plant:
    """The sample with something said before or after its stem or explanation."""

    def plant(kind: str) -> list[Item]:
        item = sample(kind, **changes)
        item[field] = f"{prefix}{item[field]}{suffix}"
        return [item]

    return plant


def chosen(item: Item) -> list[Item]:
    """What there is to choose from."""
    field = CHOSEN.get(item["kind"], "options")
    return cast(list[Item], item["answer"][field] if field == "causes" else item[field])


def is_key(item: Item, place: int) -> bool:
    part = chosen(item)[place]
    if item["kind"] == "bug":
        return bool(part["id"] == item["answer"]["cause"])
    return "true" in (part.get("correct"), part.get("value"))


def texts(key: str | None = None, other: str | None = None, first: str | None = None, **changes: Any) -> Plant:
    """All keys and all other choices get a text (the others with a number, to tell them apart); `first` is the text of
    the first that is no key."""

    def plant(kind: str) -> list[Item]:
        item = sample(kind, **changes)
        for place, part in enumerate(chosen(item)):
            text = key if is_key(item, place) else other
            part["text"] = part["text"] if text is None else text.replace("#", "pqrstu"[place])
        if first is not None:
            next(part for place, part in enumerate(chosen(item)) if not is_key(item, place))["text"] = first
        return [item]

    return plant


def each_text(*wanted: str, **changes: Any) -> Plant:
    """The choices get these texts, as many as there are."""

    def plant(kind: str) -> list[Item]:
        item = sample(kind, **changes)
        parts = item["right"] if kind == "match" else chosen(item)
        for part, text in zip(parts, wanted, strict=False):
            part["text"] = text
        del parts[len(wanted) :]
        return [item]

    return plant


def why(text: str) -> Plant:
    def plant(kind: str) -> list[Item]:
        item = sample(kind)
        chosen(item)[1]["why"] = text
        return [item]

    return plant


def raw(before: bytes = b"", swap: tuple[bytes, bytes] = (b"", b"")) -> Plant:
    """The file as bytes, with something put before it or replaced in it."""
    return lambda kind: before + json.dumps([sample(kind)], indent=1).encode().replace(*swap, 1)


def hint(form: str) -> Plant:
    """A hint with the key in the place of KEY."""

    def plant(kind: str) -> list[Item]:
        item = sample(kind)
        asked = question(item)
        key = key_texts(asked)[0].strip()
        if kind == "order":
            names = {option["id"]: option["text"] for option in item["options"]}
            key = ", then ".join(names[id] for id in item["answer"]["sequence"])
        if kind == "match":
            key = f"{item['left'][0]['text']} gives {item['right'][0]['text']}"
        if kind == "numeric":
            key = item["answer"]["value"]
        item["hints"] = [form.replace("KEY", key)]
        return [item]

    return plant


def proof(check: str, level: str = "executed", runtime: str = "python3.11", **changes: Any) -> Plant:
    """The sample with another proof; a staged design for `open`."""
    verify = {"level": level, "runtime": [runtime], "check": check}

    def plant(kind: str) -> list[Item]:
        if kind == "open":
            return [staged(verify=verify | {"level": "rubric"}, **changes)]
        return [sample(kind, verify=verify, **changes)]

    return plant


def answer(**changes: Any) -> Plant:
    """The sample with fields of its answer replaced."""

    def plant(kind: str) -> list[Item]:
        item = sample(kind)
        item["answer"] |= changes
        return [item]

    return plant


def cited(number: int) -> Plant:
    references = [{"kind": "rfc", "id": "RFC9110", "section": f"{n + 1}"} for n in range(number)]
    return lambda kind: (
        [staged(references=references[1:])]
        if kind == "open"
        else [sample(kind, references=references, verify={"level": "cited"})]
    )


def unreferenced(topic: str = "py.classes.0001") -> Plant:
    return lambda kind: [(staged if kind == "open" else lambda **more: sample(kind, **more))(id=topic, references=[])]


def reference(**fields: str) -> Plant:
    return changed(references=[fields])


def twins(stem: str, other: str) -> Plant:
    return lambda kind: [sample(kind, stem=stem), sample(kind, "py.classes.0002", stem=other)]


def blind(*by: str, status: str = "live", agree: bool = True, audit: str | None = None) -> Plant:
    """The sample with blind answers; one that disagrees is another possible answer, or nobody's."""

    def plant(kind: str) -> list[Item]:
        item = sample(kind)
        asked = question(item)
        right = answered(item)["answer"]
        others = (answer_hash(lines) for lines in possible(asked))
        said = right if agree else next((other for other in others if other != right), "crimson")
        item["review"] = {"author": "w01", "blind": [{"by": b, "answer": said, "date": "2026-11-20"} for b in by]}
        if audit is not None:
            item["review"]["audit"] = audit
        return [item | {"status": status}]

    return plant


def mutants(*wanted: str) -> Plant:
    def plant(kind: str) -> list[Item]:
        item = sample(kind)
        item["answer"]["mutants"] = [text.replace("REFERENCE", item["answer"]["reference"]) for text in wanted]
        return [item]

    return plant


LONG_STEM = "An old dyer keeps nine jars on two shelves and fills them anew each spring before the market opens. "
AS_OF = {"date": "2026-01-20", "expires": "2027-01-20", "products": {"python": "3.11"}}
COMPUTED = "out(sorted(item)[0], sorted(item)[1:])"
MIXED = ("single", "multi", "bug", "true_false")
RUN = ("predict", "sql", "kata", "bug")
CHECKED = tuple(kind for kind in KINDS if kind not in RUN and kind != "open")
Table = list[tuple[str, tuple[str, ...] | None, Plant]]
"""Code, kinds (None: all that the rule looks at), plant."""

FAULTS: Table = [
    ("L01", None, changed(colour="red")),
    ("L01", None, changed(stem="  ")),
    ("L02", None, changed(id="py.classes.001")),
    ("L02", None, changed(id="py.classes.00011")),
    ("L03", None, raw(swap=(b'"kind"', b'"kind": "x", "kind"'))),
    ("L03", None, raw(b"&anchor\n")),
    ("L05", None, changed(tags=["seed:pyhton"])),
    ("L05", None, changed(id="py.metaclasses.0001")),
    ("L06", None, lambda kind: [sample(kind) | {"options": sample(kind)["options"][:2]}]),
    ("L06", None, lambda kind: [item for item in [sample(kind)] if item["options"][0].pop("correct")]),
    ("L07", None, why("")),
    ("L07", None, why("too short")),
    ("L08", None, changed(explanation="x" * 119)),
    ("L08", None, changed(stem=LONG_STEM + "Why so?", explanation=LONG_STEM * 2)),
    ("L09", None, unreferenced()),
    ("L09", None, cited(1)),
    ("L10", None, reference(kind="rfc", id="RFC99999", section="1")),
    ("L10", None, reference(kind="rfc", id="9110", section="1")),
    ("L10", None, reference(kind="rfc", id="RFC9110", section="somewhere")),
    ("L10", None, reference(kind="doc", product="python", version="3.11", section="n/a")),
    ("L10", None, reference(kind="doc", product="python", version="3.11", section="1", url="http://docs.python.org")),
    ("L10", None, reference(kind="doc", product="python", version="3.11", section="1", url="https://blog.example")),
    ("L11", None, told("The data is kept in Redis 7. ")),
    ("L11", None, told("The team uses GitHub. ", as_of={"date": "2026-11-20"})),
    ("L11", None, told("It runs on Foobar 4.2. ")),
    ("L11", None, told("It runs on Python 3.12. ", as_of=AS_OF)),
    ("L11", None, lambda kind: [live(kind, as_of=AS_OF | {"date": "2026-01-01", "expires": "2026-08-01"})]),
    ("L12", None, told(suffix=" It is currently so.", field="explanation")),
    ("L12", None, told("The latest version of the jar is known. ")),
    ("L13", None, changed(stem="<" * 800)),
    ("L13", None, changed(explanation="&" * 900)),
    ("L14", None, changed(stem="x" * 901)),
    ("L14", None, told("a\tb ")),
    ("L15", None, told("The `jar. ")),
    ("L15", None, changed(hints=["Ask @everyone in the channel."])),
    ("L16", None, told("The jar is red. " * 23)),
    (
        "L16",
        None,
        told("The administrative organisation " + "immediately reconsidered alternative possibilities, " * 8),
    ),
    ("L17", None, hint("It is KEY.")),
    ("L17", None, hint("Think first: KEY is what the manual says.")),
    ("L17", ("single", "multi"), told("He has crimson alone. ")),
    ("L17", ("bug",), changed(hints=["Look at line 3."])),
    ("L17", ("numeric",), told("He waits 4260 s. ", answer={"value": "4260", "unit": "s"})),
    ("L17", ("short",), told("After a 40P01 he waits. ")),
    ("L18", None, texts("a very long description of what is right", "a short one #")),
    ("L18", None, texts("short one here", "a far longer description of what is wrong #")),
    ("L19", None, texts("it keeps a dye", "it keeps a # dye", "it always keeps a dye")),
    ("L19", None, texts("it keeps a dye", "it must keep a # dye")),
    ("L20", None, texts(first="All of the above")),
    ("L20", None, texts(first="Neither of these statements")),
    ("L21", None, changed(stem="Which dye is not in the first jar?")),
    ("L21", None, changed(stem="Which dyes are kept, except one: ")),
    ("L21", None, changed(negative="true")),
    ("L22", None, twins(LONG_STEM, LONG_STEM)),
    ("L22", None, twins(LONG_STEM + "Why?", LONG_STEM + "How so?")),
    ("L23", None, each_text("crimson", "Crimson ", "teal", "umber", "ochre")),
    ("L23", None, each_text("The same thing.", "`the same`  thing", "teal", "umber", "ochre")),
    ("L24", None, changed(stem="The dye in the first jar is an")),
    ("L24", None, changed(stem="Which four of the dyes are in jars?")),
    ("L24", ("single",), changed(stem="Which dyes are in the first jar?")),
    ("L24", ("multi",), changed(stem="Which of these is in the first jar?")),
    ("L25", None, each_text("`teal`", "umber it is", "ochre it is", "violet it is", "a dye it is")),
    ("L25", None, each_text("the teal one", "the umber one", "The ochre one", "the violet one", "the dye one")),
    ("L26", None, each_text("10", "30", "20", "70", "50", shuffle="random")),
    ("L26", None, each_text("70 ms", "50 ms", "3 ms", "2 ms", "1 ms", shuffle="natural")),
    ("L26", None, each_text("2024-01-02", "2023-01-02", "2025-01-02", "2026-01-02", "2027-01-02", shuffle="random")),
    ("L27", None, texts(first="bananas in pyjamas")),
    ("L27", None, texts(first="tbd")),
    ("L27", None, told(suffix=" So option B is wrong.", field="explanation")),
    ("L33", None, lambda kind: [all_true(kind, "true")]),
    ("L33", None, lambda kind: [all_true(kind, "false")]),
    ("L35", None, lambda kind: [sample(kind), sample("open", "py.classes.0002", stem="Tell of a 40P01 that you met.")]),
    ("L35", None, told("After a deadlock_detected he waits. ")),
    ("L36", None, proof("out('a', ['b'])")),
    ("L36", (*CHECKED, "open"), proof("x = 1")),
    ("L36", ("sql",), answer(engines=["git2.39"])),
    ("L36", ("predict", "kata", "bug"), proof("", runtime="git2.39", code={"lang": "python", "text": "a\nb\nc\n"})),
    ("L36", ("predict", "bug"), lambda kind: [sample(kind, code={"lang": "cobol", "text": "x\ny\nz\n"})]),
    ("L36", None, proof("def (")),
    ("L37", ("single", "multi"), proof("out(sorted(item)[0])", "executed_full")),
    ("L37", ("single", "multi"), proof("x = sorted(item)\nout([each for each in x])", "executed_full")),
    ("L37", ("numeric", "predict", "sql", "kata", "bug"), proof("out(len(item))", "executed_full")),
    ("L37", ("numeric", "predict"), proof(COMPUTED, "executed_full", "bash5.2")),
    ("L37", ("short",), proof(COMPUTED, "executed_full", answer={"accept": ["40P01"]})),
    ("L37", ("short",), proof(COMPUTED, "executed_full", answer={"accept": ["x"], "case": "exact"})),
    ("L37", ("sql", "kata"), mutants("REFERENCE ", "SELECT 1")),
    ("L37", ("sql", "kata"), mutants("SELECT 1", "SELECT  1")),
    ("L37", ("bug",), answer(fixed={"3": "  return rows[0]"})),
    ("L38", None, proof(COMPUTED, as_of=AS_OF | {"products": {"postgresql": "15"}})),
    ("L38", None, proof(COMPUTED, as_of=AS_OF | {"products": {"python": "3.12"}})),
    ("L39", None, told(suffix=" The server says 404 Forbidden.", field="explanation")),
    ("L39", None, told("PUT is not idempotent. ")),
    ("L39", None, told("A kill sends SIGKILL (15). ")),
    ("L39", None, told("SQLSTATE 40001 (deadlock_detected) came. ")),
    ("L39", None, told("The default port of HTTPS is 8443. ")),
    ("L39", None, told("It is sent as application/jason here. ")),
    ("L40", None, lambda kind: [sample(kind) | {"status": "live"}]),
    ("L40", None, blind("w01")),
    ("L40", None, blind("b01", agree=False)),
    ("L40", None, blind("b01", audit="wrong: the other is right")),
]

NEAR_MISSES: Table = [
    ("L01", None, changed(hints=["One.", "Two."])),
    ("L01", None, changed(rev="1", origin="original")),
    ("L02", None, changed(id="py.classes.0000")),
    ("L02", None, changed(id="py.classes.9999")),
    ("L03", None, raw(b"# a comment\n")),
    ("L03", None, raw(b"---\n")),
    ("L05", None, changed(tags=["seed:cpp", "extra:grpc"])),
    ("L05", None, changed(tags=[f"seed:{slug}" for slug in ("python", "java", "ruby", "php", "go", "c")])),
    ("L06", ("single",), each_text("p", "q", "r")),
    ("L06", ("single",), changed(options=[*sample("single")["options"], {"id": "e", "text": "x"}])),
    ("L06", ("multi",), changed()),
    (
        "L06",
        ("multi",),
        lambda kind: [sample(kind) | {"options": [*sample(kind)["options"], {"id": "f", "text": "x"}]}],
    ),
    ("L07", None, why("x" * 20)),
    ("L07", None, why("x" * 300)),
    ("L08", None, changed(explanation="x" * 120)),
    ("L08", None, changed(explanation="x" * 900)),
    ("L09", None, unreferenced("beh.feedback.0001")),
    ("L09", None, cited(2)),
    ("L10", None, reference(kind="rfc", id="RFC9110", section="15.5.13", url="https://www.rfc-editor.org/rfc/rfc9110")),
    ("L10", None, reference(kind="rfc", id="RFC7515", section="A.1")),
    ("L10", None, reference(kind="book", title="The Art", section="1.2.11 Asymptotics")),
    ("L11", None, told("It runs on Python 3.11. ", as_of=AS_OF)),
    ("L11", None, told("It speaks HTTP 1.1 and TLS 1.3, and `Redis` is a word. ")),
    ("L11", None, lambda kind: [live(kind, as_of=AS_OF | {"expires": "2026-11-01"})]),
    ("L12", None, told("Take `currently` and the latest value. ")),
    ("L12", None, told("The least recently used jar at the moment when it breaks is a new one. ")),
    ("L13", None, changed(stem="<" * 590)),
    ("L13", None, changed(explanation="x" * 900)),
    ("L14", None, changed(stem="x" * 900)),
    ("L14", None, told("```\n" + "x" * 72 + "\n```\n")),
    ("L15", None, told("What is `List<int>`, and is a < b? ")),
    ("L15", None, changed(hints=["Write to everyone@example.org."])),
    ("L16", None, told("The jar is red. " * 17)),
    ("L16", None, told("`" + "internationalisation_of_organisations " * 12 + "` is a name. ")),
    ("L17", None, hint("Think of xKEYx once.")),
    ("L17", None, changed(hints=["Think of the rule of the example."])),
    ("L17", ("single", "multi"), told("He has crimson, ochre and teal. ")),
    ("L18", None, texts("a description of it", "a describing one #")),
    ("L18", None, texts("ab", "abcdefgh #")),
    ("L19", None, texts("it must keep a dye", "it must keep a # dye")),
    ("L19", None, texts("it keeps a dye", "it keeps `ALL` of # dye")),
    ("L20", None, texts(first="all rows of the table")),
    ("L20", None, texts(first="`A and B`")),
    ("L21", None, changed(stem="Which dye is NOT in the first jar?", negative="true")),
    ("L21", None, changed(stem="Rows that are not NULL stay. Which dye is in the first jar?")),
    (
        "L22",
        None,
        twins(LONG_STEM, "Nine weavers of the north sell linen to one trader; he pays each of them on Friday."),
    ),
    (
        "L22",
        None,
        twins("The jar is red. " + LONG_STEM, "Linen is sold by nine weavers, who meet and agree on a price."),
    ),
    ("L23", None, texts("`=#`", "`==#`", "`===`")),
    ("L23", None, texts("the # one", "the # one", "the redder one")),
    ("L24", None, changed(stem="Which dye does the example keep in its first jar?")),
    ("L24", None, changed(stem="The jar of the example:")),
    ("L25", None, each_text("`a`", "`b`", "`c`", "`d`", "`e`")),
    ("L25", None, each_text("the first", "the second", "the third", "the fourth", "the fifth")),
    ("L26", None, each_text("10", "20", "30", "50", "70", shuffle="natural")),
    ("L26", None, each_text("10", "30 of them", "20", "70", "50", shuffle="random")),
    ("L27", None, texts(first="a B-tree of jars")),
    ("L27", None, told(suffix=" To answer a question takes vitamin C.", field="explanation")),
    ("L33", None, changed()),
    ("L33", None, lambda kind: [all_true(kind, "true", but=1)]),
    ("L35", None, lambda kind: [sample(kind), sample("open", "py.typing.0001", stem="Tell of a 40P01 that you met.")]),
    ("L35", None, told("After a 40P0 he waits. ")),
    ("L36", None, proof(COMPUTED)),
    ("L36", None, proof("answer = 'a' if len(item) else 'b'\nout(answer)")),
    ("L37", ("single", "multi", "short"), proof(COMPUTED, "executed_full")),
    ("L37", ("single", "multi", "short"), proof("out(*split(lambda o: len(o['text']) == 7))", "executed_full")),
    ("L37", ("numeric", "predict", "bug"), proof("out(len(item))")),
    ("L37", ("numeric", "predict", "bug"), changed()),
    ("L37", ("sql", "kata"), mutants("SELECT 1", "SELECT 2")),
    ("L37", ("sql", "kata"), mutants("REFERENCE + 1", "SELECT 2")),
    ("L38", None, proof(COMPUTED, as_of=AS_OF)),
    ("L38", None, proof(COMPUTED, as_of=AS_OF | {"products": {"redis": "7", "python": "3"}})),
    ("L39", None, told(suffix=" The server says 404 Not Found, and 409 rows Gone.", field="explanation")),
    ("L39", None, told("PUT is idempotent, POST is not idempotent; SIGTERM is 15, and 137 means SIGKILL. ")),
    ("L39", None, told("SQLSTATE 40P01 (deadlock_detected) came as `application/json` on port 8443. ")),
    ("L40", None, lambda kind: [live(kind)]),
    ("L40", None, changed(status="draft")),
    ("L40", None, blind("b01", "b02")),
]


def all_true(kind: str, value: str, but: int = 0) -> Item:
    item = sample(kind)
    for place, statement in enumerate(item["statements"]):
        statement["value"] = value if place >= but else "false"
    return item


BY_BANK = {f"L{n}" for n in (28, 29, 30, 31, 32, 34)}
"""Judged over a whole bank: tests/bank/test_balance.py."""
ELSEWHERE = BY_BANK | {"L04"}


@pytest.mark.parametrize("code", sorted(set(RULES) - ELSEWHERE))
def test_in_every_kind_two_faults_are_found_and_two_near_misses_are_not(code: str) -> None:
    rule = RULES[code]
    for kind in rule.kinds:
        faults = [plant for c, kinds, plant in FAULTS if c == code and kind in (kinds or rule.kinds)]
        misses = [plant for c, kinds, plant in NEAR_MISSES if c == code and kind in (kinds or rule.kinds)]
        assert len(faults) >= 2, f"{code}: too few faults for {kind}"
        assert len(misses) >= 2, f"{code}: too few near misses for {kind}"
        for number, plant in enumerate(faults):
            hits = [each for each in found(plant(kind)) if each.code == code and each.level == rule.level]
            assert hits, f"{code} does not find fault {number} in {kind}"
            assert all(each.line >= 1 and each.message and "\n" not in str(each) for each in hits)
        for number, plant in enumerate(misses):
            said = [str(each) for each in found(plant(kind)) if each.code == code and each.level == rule.level]
            assert said == [], f"{code} trips over near miss {number} in {kind}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_revision_is_asked_for_when_graded_content_changes(kind: str) -> None:
    was = question(live(kind))
    released = {was.id: Entry(3, graded_hash(msgspec.structs.replace(was, rev=3)))}

    def raised(**changes: Any) -> list[str]:
        return [each.code for each in found([live(kind, **changes)], released) if each.code == "L04"]

    assert raised(rev="3", stem="Another stem is asked?") == ["L04"]
    assert raised(rev="2") == ["L04"]
    assert raised(rev="4", stem="Another stem is asked?") == []
    assert raised(rev="3", tags=["seed:java"], hints=["Look."]) == []
