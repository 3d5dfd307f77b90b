"""Forks by the bare system call.

Held by: filter
"""

import ctypes
import os


def attack():
    number = {"x86_64": 56, "aarch64": 220}[os.uname().machine]
    child = ctypes.CDLL(None).syscall(number, 17, 0, 0, 0, 0)
    if child == 0:
        os._exit(0)
    return "won" if child > 0 else "refused"
