"""Opens a socket past Python.

Held by: filter
"""

import ctypes


def attack():
    return "won" if ctypes.CDLL(None).socket(2, 1, 0) >= 0 else "refused"
