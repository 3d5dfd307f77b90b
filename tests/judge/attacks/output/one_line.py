"""Prints one long line.

Held by: output
"""


def attack():
    print("x" * 1_000_000)
    return "won"
