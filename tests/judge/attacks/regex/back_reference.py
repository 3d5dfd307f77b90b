"""Matches with back references.

Held by: wall
"""

import re
import time


def attack():
    end = time.perf_counter() + 0.3
    while time.perf_counter() < end:
        re.match(r"(.*)(.*)(.*)(.*)\1\2\3x", "a" * 24)
    return "won"
