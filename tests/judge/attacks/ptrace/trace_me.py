"""Asks to be traced, which would hide it from the worker.

Held by: filter
"""

import ctypes


def attack():
    return "won" if ctypes.CDLL(None).ptrace(0, 0, 0, 0) == 0 else "refused"
