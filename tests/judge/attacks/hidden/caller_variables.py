"""Looks through the variables of all that called it.

Held by: comparison
"""

import re
import sys


def attack():
    frame = sys._getframe(1)
    while frame is not None:
        found = re.search(r"expected-\w+", repr(list(frame.f_locals.values())))
        if found:
            return found[0]
        frame = frame.f_back
    return "none"
