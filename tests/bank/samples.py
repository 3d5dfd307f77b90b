"""One sound question of each kind, as plain data, and a way to write a content folder.

Files are written as JSON, which is YAML too. A test takes a sample, plants a fault and looks at what is found.
"""

import json
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import msgspec

from bot.bank.blind import answer_hash, key_forms
from bot.domain.question import Question

Item = dict[str, Any]

_WHY = "It is what the rule of this example says about the case."
_COMMON: Item = {
    "tags": ["seed:python"],
    "difficulty": {"band": "mid", "prior": "0.1", "cognitive": "apply", "time_s": "60"},
    "explanation": "The rule is fixed in one place of the manual and does not change with the version that runs it. "
    "It would be another matter if the container could be edited while it is being read by someone else.",
    "references": [{"kind": "doc", "product": "python", "version": "3.11", "section": "Library Reference, dyes"}],
}
_PROOF = {"level": "executed", "runtime": ["python3.11"], "check": "out(sorted(item)[0])"}
_RUN = {"level": "executed", "runtime": ["python3.11"]}
_ANCHORS = {"0": "nothing", "1": "a word", "2": "a sentence", "3": "a sentence with a number"}


def _option(id: str, text: str, **more: Any) -> Item:
    return {"id": id, "text": text, "why": _WHY, **more}


def _criteria(*ids: str) -> list[Item]:
    return [{"id": id, "weight": "1", "criterion": f"The {id} can be seen", "anchors": _ANCHORS} for id in ids]


_COLOURS = ("crimson", "indigo", "ochre", "teal", "umber", "violet")
_OWN: dict[str, Item] = {
    "single": {
        "stem": "Which dye did the example keep in its first jar?",
        "options": [_option(id, text) for id, text in zip("abcd", _COLOURS, strict=False)],
        "verify": _PROOF,
    },
    "multi": {
        "stem": "Which dyes did the example mix? Select all that apply.",
        "options": [_option(id, text) for id, text in zip("abcde", _COLOURS, strict=False)],
        "verify": _PROOF,
    },
    "true_false": {
        "stem": "Judge each line about the jars.",
        "statements": [
            {"id": id, "text": f"Jar {id} holds water.", "value": value, "why": _WHY}
            for id, value in zip("pqrs", ("true", "false", "false", "true"), strict=True)
        ],
        "verify": _PROOF,
    },
    "numeric": {
        "stem": "How many seconds are left of the 7.1 minutes?",
        "answer": {"value": "426", "unit": "s", "tolerance": {"abs": "3"}, "accept_units": {"s": "1", "min": "60"}},
        "verify": _PROOF,
    },
    "short": {
        "stem": "Which SQLSTATE tells of a deadlock?",
        "answer": {"accept": ["40P01", "deadlock_detected"], "regex": "^40p01$", "reject": ["40001"], "case": "fold"},
        "verify": _PROOF,
    },
    "order": {
        "stem": "In which order do the four callbacks run?",
        "options": [_option(id, text) for id, text in zip("abcd", _COLOURS, strict=False)],
        "answer": {"sequence": ["d", "b", "a", "c"], "ties": [["a", "c"]]},
        "verify": _PROOF,
    },
    "match": {
        "stem": "Match the event and the logged value.",
        "left": [{"id": f"l{n}", "text": f"event {n}", "why": _WHY} for n in range(1, 5)],
        "right": [{"id": f"r{n}", "text": str(125 + n)} for n in range(1, 6)],
        "shuffle": "natural",
        "answer": {"pairs": {"l1": "r1", "l2": "r2", "l3": "r4", "l4": "r5"}, "spare": ["r3"]},
        "verify": _PROOF,
    },
    "predict": {
        "stem": "What does this program print?",
        "code": {"lang": "python", "text": "print(1 + 1)\n"},
        "answer": {"stdout": "2\n"},
        "verify": _RUN,
    },
    "sql": {
        "stem": "Return the names of all products; row order is free.",
        "answer": {
            "schema": "CREATE TABLE product (name text);",
            "data": ["INSERT INTO product VALUES ('pen');", "INSERT INTO product VALUES ('ink');"],
            "reference": "SELECT name FROM product",
            "engines": ["sqlite3.40"],
            "mutants": ["SELECT 'pen'", "SELECT name FROM product LIMIT 0"],
        },
        "verify": _RUN,
    },
    "kata": {
        "stem": "Write a function that doubles a number.",
        "answer": {
            "signature": "def double(n: int) -> int:",
            "tests_public": ["double(2) == 4"],
            "tests_hidden": ["double(-1) == -2"],
            "reference": "def double(n):\n    return 2 * n\n",
            "mutants": ["def double(n):\n    return n * n\n", "def double(n):\n    return n + 2\n"],
        },
        "verify": _RUN,
    },
    "bug": {
        "stem": "Pick the faulty line and the cause.",
        "code": {"lang": "python", "text": "def last(rows):\n    # the newest row\n    return rows[0]\n"},
        "answer": {
            "lines": ["3"],
            "causes": [
                {"id": "a", "text": "the wrong end of the list is read"},
                {"id": "b", "text": "an empty list is not foreseen"},
                {"id": "c", "text": "the caller's list is changed"},
            ],
            "cause": "a",
            "fixed": {"3": "    return rows[-1]"},
            "tests": ["last([1, 2]) == 2"],
        },
        "verify": _RUN,
    },
    "open": {
        "stem": "Tell of a review comment that you first thought was wrong.",
        "answer": {
            "rubric": _criteria("setting", "own-part", "result", "learning"),
            "evidence": ["number"],
            "model_answer": "A colleague blocked my change, I wrote the test that she asked for, and it failed twice.",
            "pitfalls": ["The reviewer is the villain"],
        },
        "verify": {"level": "rubric"},
    },
}
for _keys in ((("single", 0),), (("multi", 0), ("multi", 2))):
    for _kind, _at in _keys:
        _OWN[_kind]["options"][_at]["correct"] = "true"

KINDS = tuple(_OWN)


def sample(kind: str = "single", id: str = "py.classes.0001", **changes: Any) -> Item:
    """A sound question of this kind; `changes` replace whole fields. A live one has been answered blind.

    Outside py.classes each id has a stem of its own, so that many samples of a kind make a sound bank.
    """
    if not id.startswith("py.classes.") and "stem" not in changes:
        marks = sha256(id.encode()).hexdigest()
        changes["stem"] = f"Jars {' '.join(marks[at : at + 2] for at in range(0, 20, 2))}. {_OWN[kind]['stem']}"
    item = deepcopy({"id": id, "kind": kind, **_COMMON, **_OWN[kind], **changes})
    if item.get("status") == "live" and "review" not in item and kind != "open":
        item["review"] = {"author": "w01", "blind": [answered(item)]}
    return item


def answered(item: Item) -> Item:
    """A blind answer that agrees with the key, as far as it can be told."""
    question = cast(Question, msgspec.convert(item, Question, strict=False))
    return {"by": "b01", "answer": answer_hash(next(key_forms(question), ("as it says",))), "date": "2026-11-20"}


def staged(**changes: Any) -> Item:
    """A sound staged design."""
    estimate = {"value": "250", "unit": "1/s", "tolerance": {"factor": ["2", "5"]}}
    stages = [
        {"id": "clarify", "prompt": "Ask up to five questions.", "rubric": _criteria("scope")},
        {"id": "estimate", "prompt": "Deliveries per second?", "numeric": estimate},
    ]
    own = {"stem": "Design the service by which a shop tells its merchants of orders.", **changes}
    return sample("open", answer={"stages": stages, "model_answer": "An outbox."}, **own)


def write(root: Path, *items: Item) -> Path:
    """Write the items below `root`, each into the file that its id names; returns the root."""
    files: dict[Path, list[Item]] = {}
    for item in items:
        topic, subtopic, _ = item["id"].split(".")
        files.setdefault(root / topic / f"{subtopic}.yaml", []).append(item)
    for path, held in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(held, ensure_ascii=False, indent=1), encoding="utf-8")
    return root


def write_text(root: Path, text: str | bytes, name: str = "py/classes.yaml") -> Path:
    """Write one file below `root` as it is; returns the root."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root
