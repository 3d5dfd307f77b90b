"""Starts a thread that would go off later.

Held by: filter
"""

import threading


def attack():
    timer = threading.Timer(60, int)
    timer.start()
    timer.cancel()
    return "won"
