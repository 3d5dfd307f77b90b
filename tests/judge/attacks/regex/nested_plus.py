"""Matches nested repeats.

Held by: wall
"""

import re
import time


def attack():
    end = time.perf_counter() + 0.3
    while time.perf_counter() < end:
        re.match(r"(a+)+$", "a" * 18 + "b")
    return "won"
