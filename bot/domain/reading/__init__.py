"""Text to Response: one text form for every kind, which buttons, forms and typed commands all use.

`read` knows how a response may be typed; `compose` writes that form from a form's fields; `describe` says a response
back in it. None of them knows the key. Whatever cannot be read is refused with an Unreadable, and never otherwise.
"""

from bot.domain.reading.composing import compose
from bot.domain.reading.describing import describe, letter
from bot.domain.reading.responses import LONGEST_RESPONSE, read

__all__ = ["LONGEST_RESPONSE", "compose", "describe", "letter", "read"]
