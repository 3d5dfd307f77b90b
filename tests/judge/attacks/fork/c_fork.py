"""Forks past Python.

Held by: filter
"""

import ctypes
import os


def attack():
    child = ctypes.CDLL(None).fork()
    if child == 0:
        os._exit(0)
    return "won" if child > 0 else "refused"
