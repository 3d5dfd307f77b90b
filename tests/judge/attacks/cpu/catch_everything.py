"""Counts on, whatever is raised.

Held by: wall
"""

import time


def attack():
    end = time.perf_counter() + 0.3
    while time.perf_counter() < end:
        try:
            sum(range(10_000))
        except BaseException:
            continue
    return "won"
