"""L24: options fit the grammar of their stem, so that grammar gives none of them away."""

import re
from collections.abc import Iterator

from bot.bank.lint.rules import Complaint, Context, item_check
from bot.bank.lint.words import outside_code, prose_words
from bot.domain.question import Multi, Question, Single

_LAST_ARTICLE = re.compile(r"\b(?P<article>an?)\s*(?:\.\.\.|…|_+)?\s*[:?]?\s*$", re.IGNORECASE)
_VOWEL = re.compile(r"(?:[aeiou]|(?:hour|honest|heir|[FHLMNRSX](?=[A-Z]|\b)))", re.IGNORECASE)
_CONSONANT_VOWEL = re.compile(r"(?:uni|use|usu|eu|one\b|once|ut|ur[il])", re.IGNORECASE)
_PLURAL = re.compile(
    r"\bwhich (?:of (?:these|the following)(?: \w+)? )?(?:two|three|four|\w+s) (?:are|were|do|have)\b", re.IGNORECASE
)
_SINGULAR = re.compile(
    r"\bwhich (?:one|single \w+)\b|\bwhich of (?:these|the following)(?: \w+)? (?:is|was)\b", re.IGNORECASE
)
_COUNTED = re.compile(r"\b(?:which|choose|pick|select|name) (?:of these )?(?P<number>two|three|four)\b", re.IGNORECASE)
_NUMBERS = {"two": 2, "three": 3, "four": 4}


@item_check("L24", "E", "Grammar agrees: a/an, singular and plural, the verb of a lead-in.", ("single", "multi"))
def options_fit_the_stem(question: Question, context: Context) -> Iterator[Complaint]:
    if not isinstance(question, Single | Multi):
        return
    stem = outside_code(question.stem, " code ").strip()
    options = [(option.id, option.text.strip("`\"' ")) for option in question.options]
    if found := _LAST_ARTICLE.search(stem):
        wants_vowel = found["article"].casefold() == "an"
        unfit = [id for id, text in options if _starts_with_vowel(text) != wants_vowel]
        if unfit:
            yield Complaint(
                ("stem",),
                f'the stem ends in "{found["article"]}", which does not fit `{unfit[0]}`: move the article '
                "into the options",
            )
    keys = sum(option.correct for option in question.options)
    counted = _COUNTED.search(stem)
    if counted and _NUMBERS[counted["number"].casefold()] != keys:
        yield Complaint(("stem",), f"the stem asks for {counted['number']}, the key has {keys}: make them agree")
    elif isinstance(question, Single) and not counted and _PLURAL.search(_last(stem)):
        yield Complaint(("stem",), "the stem asks in the plural, but there is one key: ask in the singular")
    elif isinstance(question, Multi) and _SINGULAR.search(_last(stem)):
        yield Complaint(("stem",), "the stem asks in the singular, but there are several keys: ask in the plural")
    if not stem.endswith(("?", ".", "!")):
        yield from _lead_in(question)


def _last(stem: str) -> str:
    """The last sentence that asks something."""
    asked = [part for part in re.split(r"(?<=[.!?])\s+", stem) if part.endswith("?")]
    return asked[-1] if asked else stem


def _starts_with_vowel(text: str) -> bool:
    return _VOWEL.match(text) is not None and _CONSONANT_VOWEL.match(text) is None


def _lead_in(question: Single | Multi) -> Iterator[Complaint]:
    """After a stem that the options complete, each option begins with the same form of verb."""
    forms = [(option.id, _form(option.text)) for option in question.options]
    told = {form for _, form in forms}
    if len(told) > 1 and told & {"to", "-ing"}:
        odd = next(id for id, form in forms if form != forms[0][1])
        yield Complaint(
            ("options",), f"the stem leads in, but `{forms[0][0]}` and `{odd}` go on in different forms: use one form"
        )


def _form(text: str) -> str:
    first = next(iter(prose_words(text)), "")
    return "to" if first == "to" else "-ing" if len(first) > 5 and first.endswith("ing") else "other"
