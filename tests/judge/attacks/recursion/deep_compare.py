"""Has C compare nested lists, without its check of the depth.

Held by: fork
"""

import sys


def attack():
    sys.setrecursionlimit(10**8)
    left, right = [], []
    for _ in range(500_000):
        left, right = [left], [right]
    return str(left == right)
