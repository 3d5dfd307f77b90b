"""The question bank's types: one frozen Struct for each of the twelve kinds.

A question knows its texts, its key and its proof. It must not know where it was read from, who answers it, or how it
is drawn. The fields are those of the content standard, section 4; the loader types plain strings into them.
"""

from typing import Literal

import msgspec

Band = Literal["junior", "mid", "senior"]
Status = Literal["draft", "trial", "live", "quarantined", "retired"]
Shuffle = Literal["random", "natural"]
ProofLevel = Literal["executed", "executed_full", "derived", "cited", "rubric"]

BANDS: tuple[Band, ...] = ("junior", "mid", "senior")
KINDS = (
    "single", "multi", "true_false", "numeric", "short", "order", "match", "predict", "sql", "kata", "bug", "open",
)  # fmt: skip
JUDGED_KINDS = frozenset({"sql", "kata"})
"""Kinds whose answers only a judge can grade; without one they are never chosen."""
PYTHON_FEATURES = (
    "inheritance", "generators", "properties", "special_methods", "decorated_methods", "heapq", "string", "enum",
)  # fmt: skip
"""What a kata may need of Python that not every judge of Python has."""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A piece of a question: immutable, and closed to fields that the standard does not name."""


class Option(Part, frozen=True, kw_only=True):
    """One thing to choose (single, multi) or to put in order (order)."""

    id: str
    text: str
    why: str = ""
    correct: bool = False
    misconception: str | None = None


class Statement(Part, frozen=True, kw_only=True):
    """One statement of a true_false bundle."""

    id: str
    text: str
    value: bool
    why: str


class Row(Part, frozen=True, kw_only=True):
    """A left-hand row of a match question."""

    id: str
    text: str
    why: str = ""


class Entry(Part, frozen=True, kw_only=True):
    """A right-hand entry of a match question, or a cause of a bug."""

    id: str
    text: str
    why: str = ""


class Code(Part, frozen=True, kw_only=True):
    """Code on show; `setup` runs unseen (before `text`; for bug after it)."""

    lang: str
    text: str
    setup: str = ""


class Difficulty(Part, frozen=True, kw_only=True):
    """Band, prior in logits, the cognitive level, and the expected time in seconds."""

    band: Band
    prior: float
    cognitive: Literal["recall", "understand", "apply", "analyse", "design"]
    time_s: int


class AsOf(Part, frozen=True, kw_only=True):
    """When the facts were true, for which product versions, and when they must be looked at again (ISO dates)."""

    date: str
    expires: str | None = None
    products: dict[str, str] = {}


class Reference(Part, frozen=True, kw_only=True):
    """A primary source: an RFC section, a manual chapter, a book or a paper."""

    kind: Literal["rfc", "doc", "book", "paper"]
    section: str
    id: str | None = None
    product: str | None = None
    version: str | None = None
    title: str | None = None
    url: str | None = None


class Verify(Part, frozen=True, kw_only=True):
    """How the key is proved: the level, the runtimes, and for most kinds a Python check."""

    level: ProofLevel
    runtime: tuple[str, ...] = ()
    setup: str = ""
    check: str = ""
    env: dict[str, str | tuple[str, ...]] = {}
    timeout_s: float = 5.0


class BlindAnswer(Part, frozen=True, kw_only=True):
    """What somebody who had not seen the key answered (a hash of the option text, or the text), and when."""

    by: str
    answer: str
    date: str


class Review(Part, frozen=True, kw_only=True):
    """Who wrote the question, who answered it blind, and what an audit said; all under opaque codes."""

    author: str = ""
    blind: tuple[BlindAnswer, ...] = ()
    audit: str | None = None


class Criterion(Part, frozen=True, kw_only=True):
    """One line of a rubric: what is looked at, its weight, and what each level 0-3 looks like."""

    id: str
    weight: int
    criterion: str
    anchors: dict[int, str]


class Tolerance(Part, frozen=True, kw_only=True):
    """How far a number may be off: absolutely, relatively, or by a factor (full score, half score)."""

    abs: float | None = None
    rel: float | None = None
    factor: tuple[float, float] | None = None


class NumericAnswer(Part, frozen=True, kw_only=True):
    """A number in `unit`; `accept_units` are factors from a typed unit to `unit`."""

    value: float
    unit: str = ""
    tolerance: Tolerance = Tolerance()
    accept_units: dict[str, float] = {}


class ShortAnswer(Part, frozen=True, kw_only=True):
    """Accepted forms, an optional linear-time regular expression, and forms that are wrong although close."""

    accept: tuple[str, ...]
    regex: str | None = None
    reject: tuple[str, ...] = ()
    case: Literal["fold", "exact"] = "fold"


class OrderAnswer(Part, frozen=True, kw_only=True):
    """The right sequence of option ids; pairs inside one group of `ties` may stand either way."""

    sequence: tuple[str, ...]
    ties: tuple[tuple[str, ...], ...] = ()


class MatchAnswer(Part, frozen=True, kw_only=True):
    """Which right-hand entry belongs to each left-hand row; `spare` entries belong to none."""

    pairs: dict[str, str]
    spare: tuple[str, ...] = ()


class PredictAnswer(Part, frozen=True, kw_only=True):
    """What the program prints, or the name of the exception that ends it."""

    stdout: str | None = None
    stream: Literal["out", "err"] = "out"
    accept_error: str | None = None


class SqlAnswer(Part, frozen=True, kw_only=True):
    """Schema, hidden data sets, the reference query and its mutants."""

    schema: str
    data: tuple[str, ...]
    reference: str
    engines: tuple[str, ...]
    mutants: tuple[str, ...]
    ordered: bool = False
    writes: bool = False


class Limits(Part, frozen=True, kw_only=True):
    """Wall time in seconds and memory in megabytes of one judged run."""

    s: float = 2.0
    mb: int = 128


class KataAnswer(Part, frozen=True, kw_only=True):
    """Signature, public and hidden tests, the reference solution and its mutants; `needs` are PYTHON_FEATURES."""

    signature: str
    tests_public: tuple[str, ...]
    tests_hidden: tuple[str, ...]
    reference: str
    mutants: tuple[str, ...]
    limits: Limits = Limits()
    needs: tuple[str, ...] = ()


class BugAnswer(Part, frozen=True, kw_only=True):
    """The faulty lines (from 1), the possible causes and the right one, the mended lines, and tests that tell."""

    lines: tuple[int, ...]
    causes: tuple[Entry, ...]
    cause: str
    fixed: dict[int, str]
    tests: tuple[str, ...]


class Stage(Part, frozen=True, kw_only=True):
    """One stage of a staged design: judged by a rubric, or a number judged by machine."""

    id: str
    prompt: str
    rubric: tuple[Criterion, ...] = ()
    numeric: NumericAnswer | None = None


class OpenAnswer(Part, frozen=True, kw_only=True):
    """A rubric or stages, a model answer, and what often goes wrong."""

    rubric: tuple[Criterion, ...] = ()
    stages: tuple[Stage, ...] = ()
    evidence: tuple[str, ...] = ()
    model_answer: str = ""
    pitfalls: tuple[str, ...] = ()


class QuestionPart(Part, tag_field="kind", frozen=True, kw_only=True):
    """What every question has, whatever its kind."""

    id: str
    difficulty: Difficulty
    stem: str
    explanation: str
    verify: Verify
    rev: int = 1
    status: Status = "draft"
    tags: tuple[str, ...] = ()
    as_of: AsOf | None = None
    negative: bool = False
    code: Code | None = None
    hints: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    review: Review = Review()
    origin: Literal["original"] = "original"
    superseded_by: str | None = None
    shuffle: Shuffle = "random"

    @property
    def kind(self) -> str:
        """The word of the standard for this kind."""
        return str(self.__struct_config__.tag)

    @property
    def topic(self) -> str:
        """The first part of the id."""
        return self.id.split(".", 1)[0]

    @property
    def subtopic(self) -> str:
        """The second part of the id."""
        return self.id.split(".", 2)[1]

    @property
    def band(self) -> Band:
        """junior, mid or senior."""
        return self.difficulty.band


class Single(QuestionPart, tag="single", frozen=True, kw_only=True):
    options: tuple[Option, ...]


class Multi(QuestionPart, tag="multi", frozen=True, kw_only=True):
    options: tuple[Option, ...]


class TrueFalse(QuestionPart, tag="true_false", frozen=True, kw_only=True):
    statements: tuple[Statement, ...]


class Numeric(QuestionPart, tag="numeric", frozen=True, kw_only=True):
    answer: NumericAnswer


class Short(QuestionPart, tag="short", frozen=True, kw_only=True):
    answer: ShortAnswer


class Order(QuestionPart, tag="order", frozen=True, kw_only=True):
    options: tuple[Option, ...]
    answer: OrderAnswer


class Match(QuestionPart, tag="match", frozen=True, kw_only=True):
    left: tuple[Row, ...]
    right: tuple[Entry, ...]
    answer: MatchAnswer


class Predict(QuestionPart, tag="predict", frozen=True, kw_only=True):
    answer: PredictAnswer


class Sql(QuestionPart, tag="sql", frozen=True, kw_only=True):
    answer: SqlAnswer


class Kata(QuestionPart, tag="kata", frozen=True, kw_only=True):
    answer: KataAnswer


class Bug(QuestionPart, tag="bug", frozen=True, kw_only=True):
    answer: BugAnswer


class Open(QuestionPart, tag="open", frozen=True, kw_only=True):
    answer: OpenAnswer


Question = Single | Multi | TrueFalse | Numeric | Short | Order | Match | Predict | Sql | Kata | Bug | Open


def in_sqlite(answer: SqlAnswer) -> bool:
    """Whether SQLite can answer it: so, unless only other engines are named."""
    return not answer.engines or any(engine.startswith("sqlite") for engine in answer.engines)


def needs_of(question: Question) -> frozenset[str]:
    """What a judge must be able to do for this question to be served: nothing, for what is graded without one.

    The words are `sql` (SQLite), `postgres`, `kata` (Python), and `kata:<feature>` for each feature a kata needs.
    """
    match question:
        case Sql(answer=answer):
            return frozenset({"sql" if in_sqlite(answer) else "postgres"})
        case Kata(answer=kata):
            return frozenset({"kata", *(f"kata:{feature}" for feature in kata.needs)})
        case _:
            return frozenset()
