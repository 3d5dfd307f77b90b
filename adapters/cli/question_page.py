"""A question as plain text for the writer at the command line: as learners see it, or with its key.

It must not know how learners are shown a question in chat: that is bot/view.
"""

from collections.abc import Iterator

from bot.bank.lint.texts import groups, key_texts
from bot.domain.question import Bug, Kata, Numeric, Open, Order, Question, Single, Sql, TrueFalse
from bot.domain.shuffle import LETTERS


def page(question: Question, with_key: bool = False) -> str:
    """The question readably; without `with_key` nothing of the key, the reasons or the proof is in it."""
    lines = [f"{question.id}  rev {question.rev}  {question.kind}  {question.band}  {question.status}", ""]
    lines += [question.stem.rstrip()]
    if question.code is not None:
        numbered = isinstance(question, Bug)
        lines += ["", *_code(question.code.text, numbered)]
    lines += _shown(question)
    if question.hints:
        lines += ["", f"{len(question.hints)} hint{'s' * (len(question.hints) > 1)}"]
    if with_key:
        lines += _key(question)
    return "\n".join(lines) + "\n"


def _code(text: str, numbered: bool) -> Iterator[str]:
    for number, line in enumerate(text.rstrip("\n").split("\n"), 1):
        yield f"    {number:>2}  {line}" if numbered else f"    {line}"


def _shown(question: Question) -> Iterator[str]:
    """What stands below the stem."""
    for path, group in groups(question):
        yield ""
        if path[-1] in ("left", "right"):
            yield "Rows:" if path[-1] == "left" else "Entries:"
        if path[-1] == "causes":
            yield "Causes:"
        marks = map(str, range(1, 1 + len(group))) if path[-1] == "left" else iter(LETTERS)
        yield from (f"  {mark}) {piece.text}" for mark, piece in zip(marks, group, strict=False))
    match question:
        case Numeric(answer=numeric) if numeric.unit:
            yield from ("", f"Answer in {numeric.unit}.")
        case Sql(answer=sql):
            yield from ("", *_code(sql.schema, False))
        case Kata(answer=kata):
            yield from ("", f"    {kata.signature}", *(f"    {test}" for test in kata.tests_public))
        case Open(answer=answer) if answer.stages:
            yield ""
            yield from (f"  {number}. {stage.prompt}" for number, stage in enumerate(answer.stages, 1))
        case _:
            return


def _key(question: Question) -> Iterator[str]:
    yield from ("", "Key")
    if isinstance(question, TrueFalse):
        told = zip(LETTERS, question.statements, strict=False)
        yield from (f"  {mark}) {statement.text}: {str(statement.value).lower()}" for mark, statement in told)
    elif isinstance(question, Single | Order | Bug):
        yield from (f"  {text}" for text in key_texts(question))
    else:
        yield from (f"  {line}" for text in key_texts(question) for line in text.rstrip("\n").split("\n"))
    if isinstance(question, Bug):
        yield f"  faulty lines: {', '.join(map(str, question.answer.lines))}"
        yield from (f"  {number}: {line}" for number, line in question.answer.fixed.items())
    for path, group in groups(question):
        reasons = [(mark, piece) for mark, piece in zip(LETTERS, group, strict=False) if piece.why]
        if reasons:
            yield from ("", "Why")
            marked = path[-1] != "left"
            yield from (f"  {mark if marked else LETTERS.index(mark) + 1}) {piece.why}" for mark, piece in reasons)
    if question.hints:
        yield from ("", "Hints", *(f"  {number}. {hint}" for number, hint in enumerate(question.hints, 1)))
    yield from ("", "Explanation", f"  {question.explanation.strip()}")
    for reference in question.references:
        named = (reference.title, reference.product, reference.version, reference.id, reference.section, reference.url)
        yield f"  [{reference.kind}] {', '.join(part for part in named if part)}"
    runtimes = ", ".join(question.verify.runtime)
    yield from ("", f"Proof: {question.verify.level}{f' ({runtimes})' if runtimes else ''}")
