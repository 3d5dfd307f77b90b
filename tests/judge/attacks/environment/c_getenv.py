"""Looks for a secret where C keeps the environment.

Held by: environment
"""

import ctypes


def attack():
    getenv = ctypes.CDLL(None).getenv
    getenv.restype = ctypes.c_char_p
    return "won" if getenv(b"QUORUM_PLANTED") else "empty"
