"""Sends a signal to the first process of the machine or to itself, whichever it may.

Held by: filter
"""

import os


def attack():
    os.kill(os.getpid(), 0)
    return "won"
