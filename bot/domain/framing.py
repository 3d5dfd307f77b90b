"""What people put around an answer: "it's B", "the answer is 5", a prompt, quotes, a full stop.

Only what changes no meaning is taken off; a word that could turn a meaning round (not, or, but) never is, so that what
is left of "it's not B" is no answer at all. It must not know kinds or keys.
"""

import re

_LEAD = re.compile(
    r"(?:i (?:think|guess|say|believe)|i['’]d (?:say|guess|go with)|that['’]s|it['’]s|its"
    r"|it (?:is|should be|would be|must be)|(?:the )?(?:final |my )?(?:answer|ans)(?: is|['’]s)?"
    r"|probably|maybe|perhaps)(?:\s*[:=]\s*|\s+)",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:,? (?:i (?:think|guess|believe)|please|pls))$", re.IGNORECASE)
_QUOTES = {'"': '"', "'": "'", "`": "`", "“": "”", "‘": "’", "«": "»", "„": "“"}
_MOST_LAYERS = 4


def unframed(text: str) -> str:
    """The text without words that only introduce an answer or follow it."""
    for _ in range(_MOST_LAYERS):
        found = _LEAD.match(text)
        if found is None or found.end() == len(text):
            break
        text = text[found.end() :]
    return _TAIL.sub("", text)


def unquoted(text: str) -> str:
    """The text without one pair of quotation marks, back-ticks, bold signs or spoiler bars around all of it."""
    for mark in ("**", "||"):
        if len(text) > 4 and text.startswith(mark) and text.endswith(mark) and mark not in text[2:-2]:
            return text[2:-2].strip()
    end = _QUOTES.get(text[:1])
    inner = text[1:-1]
    # Spelling out pairs: 'a' or 'b' begins and ends with a quote and is not one quoted thing.
    if end is None or len(text) < 3 or text[-1] != end or text[0] in inner or end in inner:
        return text
    return inner.strip()
