"""One small question of each kind, and ways to vary them, for the tests of reading and grading."""

from typing import Any

import msgspec

from bot.domain.question import Question

FRAME: dict[str, Any] = {
    "difficulty": {"band": "mid", "prior": 0.0, "cognitive": "apply", "time_s": 60},
    "stem": "?",
    "explanation": "!",
    "verify": {"level": "executed"},
}


def options(count: int, keys: str = "") -> list[dict[str, Any]]:
    return [{"id": name, "text": name * 3, "correct": name in keys} for name in "pqrstu"[:count]]


def entries(*names: str) -> list[dict[str, Any]]:
    return [{"id": name, "text": name} for name in names]


def criterion(name: str, weight: int) -> dict[str, Any]:
    return {"id": name, "weight": weight, "criterion": name, "anchors": {0: "-", 1: "a", 2: "b", 3: "c"}}


KIND_FIELDS: dict[str, dict[str, Any]] = {
    "single": {"options": options(4, "r")},
    "multi": {"options": options(5, "pr")},
    "true_false": {
        "statements": [{"id": name, "text": name, "value": name in "wz", "why": ""} for name in "wxyz"],
    },
    "numeric": {"answer": {"value": 426, "unit": "s", "tolerance": {"abs": 3}, "accept_units": {"s": 1, "min": 60}}},
    "short": {"answer": {"accept": ["serialization_failure", "40001"], "reject": ["40P01"]}},
    "order": {"options": options(4), "answer": {"sequence": ["s", "q", "p", "r"]}},
    "match": {
        "left": entries("l1", "l2", "l3", "l4"),
        "right": entries("r1", "r2", "r3", "r4", "r5"),
        "answer": {"pairs": {"l1": "r1", "l2": "r2", "l3": "r4", "l4": "r5"}, "spare": ["r3"]},
    },
    "predict": {"answer": {"stdout": "[]\n1 2  \ndone\n"}},
    "sql": {"answer": {"schema": "", "data": [], "reference": "SELECT 1", "engines": [], "mutants": []}},
    "kata": {
        "answer": {"signature": "", "tests_public": [], "tests_hidden": [], "reference": "pass", "mutants": []},
    },
    "bug": {
        "code": {"lang": "python", "text": "a\nb\nc\nd\ne\nf\ng\n"},
        "answer": {
            "lines": [3, 5],
            "causes": entries("c1", "c2", "c3"),
            "cause": "c2",
            "fixed": {3: "C", 5: "E"},
            "tests": [],
        },
    },
    "open": {"answer": {"rubric": [criterion("setting", 1), criterion("result", 2)], "model_answer": "I did."}},
}


def question(kind: str, **changes: Any) -> Any:
    """A question of a kind; `changes` replace fields, and those of `answer` one by one."""
    fields = FRAME | KIND_FIELDS[kind] | {"id": f"py.{kind.replace('_', '-')}.0001", "kind": kind}
    if "answer" in changes:
        changes["answer"] = fields.get("answer", {}) | changes["answer"]
    return msgspec.convert(fields | changes, Question)


def shown(one: Any) -> list[str]:
    """The ids in an order shown that is not the file's."""
    match one.kind:
        case "single" | "multi" | "order":
            parts = one.options
        case "true_false":
            parts = one.statements
        case "match":
            parts = one.right
        case "bug":
            parts = one.answer.causes
        case _:
            parts = ()
    return [part.id for part in parts][::-1]
