"""Checks of fit: L13 to L15. Does the question fit every surface that it is shown on, and does its markup survive?

The limits are those of section 6 of the content standard: one surface allows 3,000 characters a section and 50 blocks,
the other 4,000 characters and 40 components in all; a question must fit both. They must not know how cards are drawn.
"""

import re
from collections.abc import Iterator

from bot.bank.lint.rules import Complaint, Context, Path, item_check
from bot.bank.lint.texts import key_texts, pieces, prose
from bot.domain.question import Bug, Kata, Open, Question, Reference

SECTION = 3000
MESSAGE = 4000
COMPONENTS = 40
TARGET = 1500
FRAME = 6
"""Blocks that a card adds of its own: title, state, rule, footnote, row of buttons, frame."""

OPTION = 240
STEM = 900
CODE_LINES = 25
CODE_COLUMNS = 72

_ESCAPED = {"&": 5, "<": 4, ">": 4}
_FENCE = re.compile(r"^ {0,3}```")
_SPAN = re.compile(r"`[^`\n]+`")
_RAW_TAG = re.compile(r"<[A-Za-z/!@#?:][^<>\n]*>")
_MENTION = re.compile(r"@(?:everyone|here)\b|<!(?:channel|here|everyone)\b[^>]*>|<[@#][!&]?\w+>")


def rendered(text: str) -> int:
    """Characters of a text once the three characters that every markup escapes are escaped."""
    return sum(_ESCAPED.get(character, 1) for character in text)


def question_blocks(question: Question) -> list[str]:
    """The texts of the post, one block each."""
    blocks = [question.stem]
    if question.code is not None:
        blocks.append(f"```{question.code.lang}\n{question.code.text}\n```")
    blocks += [f"A. {piece.text}" for _, piece in pieces(question)]
    if isinstance(question, Kata):
        blocks.append("\n".join((question.answer.signature, *question.answer.tests_public)))
    return blocks


def result_blocks(question: Question) -> list[str]:
    """The texts shown once the question is answered, one block each: key, every why, explanation, references."""
    blocks = [f"A. {piece.text}: {piece.why}" for _, piece in pieces(question)]
    if isinstance(question, Open):
        blocks += [question.answer.model_answer, *question.answer.pitfalls]
    elif isinstance(question, Bug) or not blocks:
        blocks += key_texts(question)
    return [*blocks, question.explanation, "\n".join(map(_cited, question.references))]


def _cited(reference: Reference) -> str:
    named = (reference.title, reference.id, reference.product, reference.version, reference.section, reference.url)
    return " ".join(part for part in named if part)


@item_check("L13", "E", "Post and result fit the narrower limit of every surface: section, message, components.")
def fits_surfaces(question: Question, context: Context) -> Iterator[Complaint]:
    cards = (("stem", "post", question_blocks(question)), ("explanation", "result", result_blocks(question)))
    for field, card, blocks in cards:
        longest, total = max(map(rendered, blocks)), sum(map(rendered, blocks))
        if longest > SECTION:
            yield Complaint((field,), f"a section of the {card} has {longest} characters: shorten it to {SECTION}")
        if total > MESSAGE:
            yield Complaint((field,), f"the {card} has {total} characters: shorten it to {MESSAGE}")
        count = len(blocks) + sum(1 for _ in pieces(question)) * (card == "post") + FRAME
        if count > COMPONENTS:
            yield Complaint((field,), f"the {card} needs {count} components: cut it to {COMPONENTS}")
    target = rendered(question.stem) + sum(rendered(piece.text) for _, piece in pieces(question))
    if target > TARGET:
        yield Complaint(("stem",), f"stem and options have {target} characters: aim at {TARGET}", "W")


@item_check("L14", "E", "Option <= 240 characters, stem <= 900, code <= 25 lines x 72 columns, no tab.")
def fits_screen(question: Question, context: Context) -> Iterator[Complaint]:
    if len(question.stem) > STEM:
        yield Complaint(("stem",), f"the stem has {len(question.stem)} characters: shorten it to {STEM}")
    for path, piece in pieces(question):
        if len(piece.text) > OPTION:
            yield Complaint((*path, "text"), f"`{piece.id}` has {len(piece.text)} characters: shorten it to {OPTION}")
    if question.code is not None:
        yield from _code_fits(question.code.text, ("code", "text"))
    for block in fenced(question.stem):
        yield from _code_fits(block, ("stem",))
    for path, text in prose(question):
        if "\t" in text:
            yield Complaint(path, "a tab: write spaces")


def _code_fits(code: str, path: Path) -> Iterator[Complaint]:
    lines = code.splitlines()
    if len(lines) > CODE_LINES:
        yield Complaint(path, f"the code has {len(lines)} lines: cut it to {CODE_LINES}")
    wide = next((number for number, line in enumerate(lines, 1) if len(line) > CODE_COLUMNS), None)
    if wide is not None:
        columns = len(lines[wide - 1])
        yield Complaint(path, f"line {wide} of the code has {columns} columns: break it at {CODE_COLUMNS}")
    if "\t" in code:
        yield Complaint(path, "a tab in the code: write spaces")


def fenced(text: str) -> list[str]:
    """The contents of the fenced blocks of a text."""
    blocks: list[str] = []
    inside: list[str] | None = None
    for line in text.split("\n"):
        if _FENCE.match(line):
            if inside is not None:
                blocks.append("\n".join(inside))
            inside = [] if inside is None else None
        elif inside is not None:
            inside.append(line)
    return blocks


def outside_code(text: str) -> str | None:
    """The prose of a text without fenced blocks and code spans, or None if a fence or a back-tick stands alone.

    A span opens and closes with one back-tick on one line, since not every surface knows more than that.
    """
    kept: list[str] = []
    inside = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            inside = not inside
        elif not inside:
            kept.append(_SPAN.sub(" ", line))
    bare = "\n".join(kept)
    return None if inside or "`" in bare else bare


@item_check("L15", "E", "Fences and back-ticks are balanced, nobody is mentioned, and prose holds no raw <...>.")
def markup_survives(question: Question, context: Context) -> Iterator[Complaint]:
    shown = list(prose(question))
    for path, text in shown:
        bare = outside_code(text)
        if bare is None:
            yield Complaint(path, "back-ticks are not balanced: close each `span` on its line and each ``` fence")
        elif raw := _RAW_TAG.search(bare):
            yield Complaint(path, f"raw {raw[0][:40]} in prose: put it in back-ticks")
    if question.code is not None:
        shown.append((("code", "text"), question.code.text))
    for path, text in shown:
        if mention := _MENTION.search(text):
            yield Complaint(path, f"{mention[0][:40]} would call people: write it another way")
