"""Sorts: one long call into C after another, in which Python looks at nothing.

Held by: wall
"""

import time


def attack():
    numbers = list(range(100_000)) * 2
    end = time.perf_counter() + 0.3
    while time.perf_counter() < end:
        sorted(numbers, key=str)
    return "won"
