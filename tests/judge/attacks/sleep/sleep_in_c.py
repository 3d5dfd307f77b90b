"""Sleeps past Python.

Held by: wall
"""

import ctypes


def attack():
    ctypes.CDLL(None).usleep(600_000)
    return "won"
