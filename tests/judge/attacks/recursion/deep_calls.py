"""Calls itself half a million times.

Held by: memory
"""

import sys


def deeper(left):
    kept = [left] * 8
    return deeper(left - 1) if left else kept[0]


def attack():
    sys.setrecursionlimit(10**6)
    return "won" if deeper(500_000) == 0 else ""
