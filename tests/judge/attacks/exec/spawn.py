"""Starts a program.

Held by: filter
"""

import os


def attack():
    child = os.posix_spawn("/bin/sh", ["sh", "-c", "exit 0"], {})
    os.waitpid(child, 0)
    return "won"
