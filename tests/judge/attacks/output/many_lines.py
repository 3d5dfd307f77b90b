"""Prints many lines.

Held by: output
"""


def attack():
    for number in range(60_000):
        print(number)
    return "won"
