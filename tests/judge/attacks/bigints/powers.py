"""Raises to large powers, one after another.

Held by: wall
"""

import time


def attack():
    end = time.perf_counter() + 0.3
    while time.perf_counter() < end:
        pow(3, 200_000)
    return "won"
