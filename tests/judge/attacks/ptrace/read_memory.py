"""Reads a process's memory by its number.

Held by: filter
"""

import ctypes
import os


def attack():
    found, text = ctypes.create_string_buffer(4), ctypes.create_string_buffer(b"here")
    local = (ctypes.c_size_t * 2)(ctypes.addressof(found), 4)
    remote = (ctypes.c_size_t * 2)(ctypes.addressof(text), 4)
    got = ctypes.CDLL(None).process_vm_readv(os.getpid(), local, 1, remote, 1, 0)
    return "won" if got == 4 else "refused"
