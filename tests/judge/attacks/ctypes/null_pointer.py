"""Reads where nothing is.

Held by: fork
"""

import ctypes


def attack():
    ctypes.string_at(0)
    return ""
