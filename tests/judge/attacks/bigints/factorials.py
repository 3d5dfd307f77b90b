"""Computes large factorials.

Held by: wall
"""

import math
import time


def attack():
    end = time.perf_counter() + 0.3
    while time.perf_counter() < end:
        math.factorial(20_000)
    return "won"
