"""Counts until long after its time.

Held by: wall
"""

import time


def attack():
    end = time.perf_counter() + 0.6
    while time.perf_counter() < end:
        pass
    return "won"
