"""Sleeps past Python.

Held by: wall
"""

import ctypes


def attack():
    ctypes.CDLL(None).usleep(300_000)
    return "won"
