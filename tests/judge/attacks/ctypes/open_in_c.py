"""Opens a file past Python.

Held by: filter
"""

import ctypes


def attack():
    return "won" if ctypes.CDLL(None).open(b"/etc/passwd", 0) >= 0 else "refused"
