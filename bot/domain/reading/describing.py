"""`describe`: a response said back in the text form that `read` reads.

It knows letters, numbers and the order shown. It must not know the key.
"""

from collections.abc import Sequence

from bot.domain import question as q
from bot.domain.response import Assessed, DontKnow, Judged, Located, Paired, Picked, Ran, Response, Sequenced, Typed


def letter(shown: Sequence[str], name: str) -> str:
    """The capital letter of an id in the order shown; the id itself if it is no longer there."""
    return chr(65 + shown.index(name)) if name in shown else name


def describe(question: q.Question, shown: Sequence[str], response: Response) -> str:
    """The response as a person would type it ("B", "A C", "T F F T", "1b 2a", "5 6 B", "426 s").

    A DontKnow is "?". For a staged design the stages' texts follow one another, an empty line between them.
    """
    match response:
        case Picked(options):
            return " ".join(sorted(letter(shown, name) for name in options))
        case Judged(statements):
            return " ".join("T" if statements[name] else "F" for name in shown if name in statements)
        case Sequenced(options):
            return " ".join(letter(shown, name) for name in options)
        case Paired(pairs):
            rows = [row.id for row in question.left] if isinstance(question, q.Match) else list(pairs)
            found = ((number, pairs[row]) for number, row in enumerate(rows, 1) if row in pairs)
            return " ".join(f"{number}{letter(shown, entry).lower()}" for number, entry in found)
        case Located(lines, cause, fix):
            if fix is not None:
                return fix
            return " ".join([*map(str, lines), *([letter(shown, cause)] if cause else [])])
        case Typed(text):
            return text
        case Assessed(text, stages):
            return "\n\n".join([*([text] if text else []), *stages.values()])
        case Ran(text):
            return text
        case DontKnow():
            return "?"
