"""Forks and takes hold of the child.

Held by: filter
"""

import ctypes
import os


def attack():
    libc = ctypes.CDLL(None)
    child = libc.fork()
    if child == 0:
        os._exit(0)
    if child < 0:
        return "refused"
    held = libc.ptrace(0x4206, child, 0, 0)
    os.kill(child, 9)
    return "won" if held in (0, -1) else "refused"
