"""Checks of what ages: L11 (`as_of` where a product, version or site is named) and L12 (words of time)."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from bot.bank.lint.rules import Complaint, Context, Path, item_check
from bot.bank.lint.texts import pieces, prose
from bot.bank.lint.words import outside_code
from bot.bank.shape import is_date
from bot.domain.question import Question

GRACE_DAYS = 90
"""So long after `expires` a question is only warned of; then it is to be quarantined."""

_OTHER_VERSION = re.compile(r"\b(?P<name>[A-Z][A-Za-z]+(?:\.[a-z]+)?) v?(?P<version>\d+\.\d+(?:\.\d+)?)\b(?! ?%)")
_STANDARDS = frozenset(
    {"HTTP", "TLS", "SSL", "OAuth", "OpenAPI", "OpenID", "UTF", "IEEE", "ISO", "RFC", "SAML", "SOAP", "JSON", "XML",
     "POSIX", "Section", "Chapter", "Table", "Figure", "Appendix", "CVSS", "SCIM", "MQTT", "AMQP", "About", "At", "By",
     "From", "In", "Is", "Of", "Over", "Under", "Only", "The", "To", "With", "Than", "Level", "Step", "Price"}
)  # fmt: skip
_TIMELY = re.compile(
    r"\b(?P<word>currently|nowadays|presently|at the moment(?=[.,;:!?]|$)|as of now|these days"
    r"|state of the art"
    r"|(?<!least )(?<!most )recently|the newest|the latest(?! ?[.,;])"
    r"|latest(?= (?:version|release|edition|standard|LTS))"
    r"|(?:brand[- ])new|new(?= (?:in|version|release|edition|syntax|feature|features)\b))\b",
    re.IGNORECASE,
)
_DATA = re.compile(
    r"the latest (?:(?!version|release|edition|standard)\w+ )?"
    r"(?:row|rows|value|values|entry|entries|event|events|message|messages|order|orders|price"
    r"|timestamp|date|day|time|commit|commits|reading|readings|record|records|request|requests|login|logins|attempt|state"
    r"|write|writes|update|item|copy|deploy|run|result|score|offset|snapshot|one|of|by)\b",
    re.IGNORECASE,
)


@item_check("L11", "E", "`as_of` with `products` and `expires` stands where a product, version or site is named.")
def dated_where_it_ages(question: Question, context: Context) -> Iterator[Complaint]:
    named = dict(_named(question, context))
    as_of = question.as_of
    if named and (as_of is None or not as_of.products or as_of.expires is None):
        words = ", ".join(sorted(named)[:3])
        lacks = "`as_of`" if as_of is None else "`products`" if not as_of.products else "`expires`"
        yield Complaint(("as_of",), f"{words} is named: add {lacks} (date, products and expires)")
        return
    if as_of is None:
        return
    for product, version in as_of.products.items():
        for word in context.registries.products.get(product, ()):
            yield from _other_version(question, product, version, word)
    if context.today and as_of.expires is not None and is_date(context.today) and is_date(as_of.expires):
        past = date.fromisoformat(context.today) - date.fromisoformat(as_of.expires)
        if past > timedelta(GRACE_DAYS) and question.status in ("live", "trial"):
            yield Complaint(("as_of", "expires"), f"expired {past.days} days ago: look the facts up, or quarantine it")
        elif past > timedelta(0):
            yield Complaint(("as_of", "expires"), f"expired {past.days} days ago: look the facts up again", "W")


def _other_version(question: Question, product: str, version: str, word: str) -> Iterator[Complaint]:
    """A stem that names a version other than the one in `products`."""
    told = re.search(rf"\b{re.escape(word)} v?(\d+(?:\.\d+)*)\b", question.stem)
    if told is None or not re.fullmatch(r"\d+(?:\.\d+)*", version):
        return
    wanted, given = version.split("."), told[1].split(".")
    if wanted[: len(given)] != given[: len(wanted)]:
        yield Complaint(
            ("as_of", "products"), f"the stem says {word} {told[1]}, `products` has {product} {version}: mend one"
        )


def _asked(question: Question) -> Iterator[tuple[Path, str]]:
    """The texts on show before the answer."""
    yield ("stem",), question.stem
    for path, piece in pieces(question):
        yield (*path, "text"), piece.text


def _named(question: Question, context: Context) -> Iterator[tuple[str, Path]]:
    pattern = _names(
        tuple(word for known in (context.registries.products, context.registries.sites) for row in known.values()
              for word in row)
    )  # fmt: skip
    for path, text in _asked(question):
        shown = outside_code(text)
        if pattern is not None and (found := pattern.search(shown)):
            yield found[0], path
        for other in _OTHER_VERSION.finditer(shown):
            if other["name"] not in _STANDARDS:
                yield other[0], path


@lru_cache(maxsize=4)
def _names(words: tuple[str, ...]) -> re.Pattern[str] | None:
    longest_first = sorted(words, key=len, reverse=True)
    joined = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<![\w.-])(?:{joined})(?![\w-])") if words else None


@item_check("L12", "W", 'No "currently", "latest", "new": say the version or the date.')
def no_words_of_time(question: Question, context: Context) -> Iterator[Complaint]:
    for path, text in prose(question):
        if path[0] == "answer":
            continue  # a model answer tells a story
        shown = _DATA.sub(" ", outside_code(text))
        if found := _TIMELY.search(shown):
            yield Complaint(path, f'"{found["word"]}" will age: name the version or the date')
