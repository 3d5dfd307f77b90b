"""Asks whether a file exists.

Held by: filter
"""

import os


def attack():
    os.stat("/etc/passwd")
    return "won"
