"""Makes a number of two hundred megabytes.

Held by: memory
"""


def attack():
    number = 1 << (8 * 200 << 20)
    return "won" if number else ""
