"""Asks for memory from which code of its own could run.

Held by: filter
"""

import ctypes


def attack():
    mmap = ctypes.CDLL(None).mmap
    mmap.restype = ctypes.c_ssize_t
    mmap.argtypes = (ctypes.c_size_t, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long)
    return "won" if mmap(0, 4096, 7, 0x22, -1, 0) != -1 else "refused"
