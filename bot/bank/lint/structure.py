"""Checks of structure: L01 to L08. L01, L03, L06 and the forms of ids (L02) are found while the files are read.

They must not judge wording or length on a screen.
"""

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.bank.convert import Item
from bot.bank.findings import Finding
from bot.bank.lint.release import graded_hash
from bot.bank.lint.rules import Complaint, Context, bank_check, item_check, rule
from bot.bank.lint.texts import jaccard, key_texts, pieces
from bot.domain.question import Entry, Question

WHY = (20, 300)
EXPLANATION = (120, 900)
MOST_LIKE = 0.8
MOST_SEEDS = 6

rule("L01", "E", "The schema holds: no unknown field, every field in range.")
rule("L02", "E", "Ids are unique, agree with their path, and none of the last release is missing.")
rule("L03", "E", "Files are strict YAML: see section 4 of the standard.")
rule("L06", "E", "single: one key, 3-5 options; multi: 2 to n-2 keys, 5-6 options.", ("single", "multi"))


@bank_check("L02", "E", "Ids are unique, agree with their path, and none of the last release is missing.")
def released_ids_stay(items: Sequence[Item], context: Context) -> Iterator[Finding]:
    present = {item.id for item in items}
    for id, entry in context.released.items():
        if id in present:
            continue
        topic, subtopic, *_ = (*id.split("."), "-", "-")
        yield Finding(
            file=str(Path(context.root) / topic / f"{subtopic}.yaml"),
            line=1,
            id=id,
            code="L02",
            level="E",
            message=f"the question was released (rev {entry.rev}) and is gone: put it back, or give it status retired",
        )


@item_check("L04", "E", "`rev` is raised when graded content has changed since the last release.")
def revision_raised(question: Question, context: Context) -> Iterator[Complaint]:
    released = context.released.get(question.id)
    if released is None:
        return
    if question.rev < released.rev:
        yield Complaint(("rev",), f"`rev` went back: {released.rev} is released, write {released.rev} or more")
    elif question.rev == released.rev and graded_hash(question) != released.hash:
        yield Complaint(("rev",), f"stem, code, options, answer or verify changed: raise `rev` to {released.rev + 1}")


@item_check("L05", "E", "Topic, subtopic and tags exist in the taxonomy and the seeds.")
def topic_exists(question: Question, context: Context) -> Iterator[Complaint]:
    topic = context.tables.topics.get(question.topic)
    if topic is None:
        hint = _near(question.topic, context.tables.topics)
        yield Complaint(("id",), f"no topic `{question.topic}`{hint}: see _tables/taxonomy.yaml")
    elif question.subtopic not in topic.subtopics:
        hint = _near(question.subtopic, topic.subtopics)
        yield Complaint(("id",), f"topic `{question.topic}` has no subtopic `{question.subtopic}`{hint}")


@item_check("L05", "E", "Topic, subtopic and tags exist in the taxonomy and the seeds.")
def tags_exist(question: Question, context: Context) -> Iterator[Complaint]:
    slugs = {"seed": context.tables.seeds, "extra": context.tables.extra}
    for index, tag in enumerate(question.tags):
        prefix, _, slug = tag.partition(":")
        if prefix not in slugs:
            yield Complaint(("tags", index), f"`{tag}` is no tag: write `seed:<slug>` or `extra:<slug>`")
        elif slug not in slugs[prefix]:
            other = next((name for name in slugs if name != prefix and slug in slugs[name]), None)
            hint = f" (there is `{other}:{slug}`)" if other else _near(slug, slugs[prefix])
            yield Complaint(("tags", index), f"no {prefix} `{slug}`{hint}: see seeds.yaml")
    for tag, count in Counter(question.tags).items():
        if count > 1:
            yield Complaint(("tags",), f"`{tag}` stands {count} times: keep one")
    seeds = sum(tag.startswith("seed:") for tag in question.tags)
    if seeds > MOST_SEEDS:
        yield Complaint(("tags",), f"{seeds} seed tags: keep the {MOST_SEEDS} that the question really teaches")


@item_check(
    "L07",
    "E",
    "Each option, statement and row has a `why` of 20 to 300 characters.",
    ("single", "multi", "true_false", "order", "match"),
)
def why_is_given(question: Question, context: Context) -> Iterator[Complaint]:
    low, high = WHY
    for path, piece in pieces(question):
        if isinstance(piece, Entry):
            continue
        length = len(piece.why.strip())
        if not length:
            yield Complaint(path, f"`{piece.id}` has no `why`: say what makes it right or wrong")
        elif not low <= length <= high:
            yield Complaint((*path, "why"), f"the `why` of `{piece.id}` has {length} characters: write {low} to {high}")


@item_check("L08", "E", "The explanation has 120 to 900 characters and repeats neither stem nor key.")
def explanation_explains(question: Question, context: Context) -> Iterator[Complaint]:
    low, high = EXPLANATION
    length = len(question.explanation.strip())
    if not low <= length <= high:
        yield Complaint(("explanation",), f"the explanation has {length} characters: write {low} to {high}")
    if jaccard(question.explanation, question.stem) >= MOST_LIKE:
        yield Complaint(("explanation",), "the explanation repeats the stem: say why the key holds")
    keys = key_texts(question)
    if any(jaccard(question.explanation, key) >= MOST_LIKE for key in (*keys, " ".join(keys))):
        yield Complaint(("explanation",), "the explanation repeats the key: say why it holds and when it would not")


def _near(word: str, words: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(words), n=1)
    return f" (did you mean `{near[0]}`?)" if near else ""
