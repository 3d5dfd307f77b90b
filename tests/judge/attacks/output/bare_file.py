"""Floods the file behind print.

Held by: output
"""

import os


def attack():
    for _ in range(20):
        os.write(2, bytes(50_000))
    return "won"
