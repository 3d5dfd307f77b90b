"""Sleeps past its time.

Held by: wall
"""

import time


def attack():
    time.sleep(0.3)
    return "won"
