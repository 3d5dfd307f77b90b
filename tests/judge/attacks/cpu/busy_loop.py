"""Counts until long after its time.

Held by: wall
"""

import time


def attack():
    end = time.perf_counter() + 0.3
    while time.perf_counter() < end:
        pass
    return "won"
