"""Overwrites None's own memory.

Held by: fork
"""

import ctypes


def attack():
    ctypes.memset(id(None), 0xFF, 64)
    return str(None)
