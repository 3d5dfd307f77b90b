"""Looks through the code that calls it for what is expected.

Held by: comparison
"""

import sys


def attack():
    texts = [text for text in sys._getframe(1).f_code.co_consts if isinstance(text, str)]
    return next((text for text in texts if text.startswith("expected")), "none")
