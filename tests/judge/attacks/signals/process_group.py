"""Sends a signal to all of its group, the worker among them.

Held by: filter
"""

import os


def attack():
    os.killpg(0, 0)
    return "won"
