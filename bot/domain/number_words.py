"""The number in what a person wrote around it: "about five seconds", "port 443", "t = -3", "minus two".

It knows English words for small numbers and what stands before a number. It must not know units or keys, and it
leaves whatever it does not know for the reader of numbers to refuse.
"""

import re

from bot.domain.framing import unframed, unquoted

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {word: value for value, word in enumerate(_ONES)} | {word: 10 * value for value, word in enumerate(_TENS, 2)}
# Only a number that stands alone: "five" of "five hundred" or "five point two" is another number.
_SPELT_OUT = re.compile(
    rf"(?P<sign>-?)(?:(?P<tens>{'|'.join(_TENS)})(?:[- ](?P<ones>{'|'.join(_ONES[1:10])}))?|(?P<few>{'|'.join(_ONES)}))"
    r"(?=$| (?!(?:and|point|comma|hundred|dozen|or|to)\b|[0-9]))",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:about|around|roughly|approximately|approx\.?|circa|ca\.?|(?:http )?status(?: code)?|http"
    r"|(?:exit )?(?:code|status)|port|[a-z] ?(?==))[ :]*(?=[-+~≈=.0-9a-z])",
    re.IGNORECASE,
)
_EACH = re.compile(r" an? (?=(?:s|sec|second|min|minute|h|hour|day)$)", re.IGNORECASE)
_MINUS = re.compile(r"^minus (?=\S)", re.IGNORECASE)
_HYPHEN = re.compile(r"(?<=[0-9])-(?=[a-zA-Z])")


def bare_number(text: str) -> str:
    """The number and its unit without words, quotes and marks around them; "five" becomes 5 and "minus" a sign."""
    text = unquoted(unframed(text.rstrip("!? ")))
    text = _MINUS.sub("-", _LABEL.sub("", text, count=1).lstrip("~≈=# "))
    text = _HYPHEN.sub(" ", _EACH.sub("/", text))
    spelt = _SPELT_OUT.match(text)
    if spelt is None:
        return text
    value = sum(_VALUES[word.casefold()] for word in (spelt["tens"], spelt["ones"], spelt["few"]) if word)
    return f"{spelt['sign']}{value}{text[spelt.end() :]}"
