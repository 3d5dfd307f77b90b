"""Looks through every object that Python knows.

Held by: comparison
"""

import gc
import re


def attack():
    for thing in gc.get_objects():
        if isinstance(thing, dict | list | tuple):
            for text in thing.values() if isinstance(thing, dict) else thing:
                if isinstance(text, str) and (found := re.search(r"expected-\w+", text)):
                    return found[0]
    return "none"
