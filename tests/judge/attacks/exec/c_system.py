"""Runs a command in a shell, past Python.

Held by: filter
"""

import ctypes


def attack():
    return "won" if ctypes.CDLL(None).system(b"exit 0") == 0 else "refused"
