"""Writes blind answers into the `review` of a question, and nothing else of its file.

The text around is kept as its writer typed it; what comes out is read again and must be the same question but for its
review and status. It must not know how an answer was given.
"""

import json
import re
from pathlib import Path

import msgspec

from bot.bank.compile import compile_file
from bot.bank.findings import BankError
from bot.domain.question import BlindAnswer, Question, Review

_REVIEW = re.compile(r"^  review:.*\n(?:(?:   .*)?\n)*", re.MULTILINE)
_STATUS = re.compile(r"^  status: .*$", re.MULTILINE)


def record(path: Path, question: Question, answer: BlindAnswer, status: str = "", audit: str = "") -> None:
    """Put the answer into the question's `review` in its file; an answer of the same solver gives way to it.

    With `status` or `audit` that is set too. Raises BankError, and changes nothing, if more than that would change.
    """
    before = path.read_text(encoding="utf-8")
    old = {item.id: item.question for item in compile_file(path, before.encode())[0]}
    kept = tuple(each for each in question.review.blind if each.by != answer.by)
    review = msgspec.structs.replace(question.review, blind=(*kept, answer), audit=audit or question.review.audit)
    start, end = _block(before, question.id, path)
    block = _with_review(before[start:end], review)
    if status:
        block = _with_status(block, status)
    after = before[:start] + block + before[end:]
    now = {item.id: item.question for item in compile_file(path, after.encode())[0]}
    was = old[question.id]
    wanted = was and msgspec.structs.replace(was, review=review, status=status or was.status)
    if was is None or now != old | {question.id: wanted}:
        raise BankError(f"{path}: the review of {question.id} cannot be written without more: write it by hand.")
    path.write_text(after, encoding="utf-8")


def _block(text: str, id: str, path: Path) -> tuple[int, int]:
    """Where the question begins and ends in its file."""
    found = re.search(rf"^- id: [\"']?{re.escape(id)}[\"']? *(?:#.*)?$", text, re.MULTILINE)
    if found is None:
        raise BankError(f"{path} holds no question {id}.")
    following = re.compile(r"^- ", re.MULTILINE).search(text, found.end())
    return found.start(), following.start() if following else len(text)


def _with_review(block: str, review: Review) -> str:
    line = f"  review: {_flow(review)}\n"
    found = _REVIEW.search(block)
    if found is not None:
        return block[: found.start()] + line + block[found.end() :]
    return block.rstrip("\n") + "\n" + line


def _with_status(block: str, status: str) -> str:
    if _STATUS.search(block):
        return _STATUS.sub(f"  status: {status}", block, count=1)
    head, _, rest = block.partition("\n")
    kind, _, rest = rest.partition("\n")
    return f"{head}\n{kind}\n  status: {status}\n{rest}"


def _flow(review: Review) -> str:
    """The review on one line, as writers have it."""
    blind = ", ".join(
        f"{{by: {_text(each.by)}, answer: {_text(each.answer)}, date: {_text(each.date)}}}" for each in review.blind
    )
    audit = f", audit: {_text(review.audit)}" if review.audit is not None else ""
    return f"{{author: {_text(review.author)}, blind: [{blind}]{audit}}}"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
