"""Sends a signal to the worker.

Held by: filter
"""

import os


def attack():
    os.kill(os.getppid(), 0)
    return "won"
