"""Ignores every signal that can be ignored, and stays.

Held by: wall
"""

import signal
import time


def attack():
    for number in signal.valid_signals():
        try:
            signal.signal(number, signal.SIG_IGN)
        except OSError:
            continue
    end = time.perf_counter() + 0.3
    while time.perf_counter() < end:
        pass
    return "won"
