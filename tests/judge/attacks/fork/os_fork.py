"""Forks.

Held by: filter
"""

import os


def attack():
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return "won"
