"""Nests generators until the stack of C is full.

Held by: fork
"""

import sys


def nested(left):
    yield next(nested(left - 1)) if left else 0


def attack():
    sys.setrecursionlimit(10**6)
    return next(nested(10**6))
