"""Reads the worker's command line.

Held by: filter
"""

import os


def attack():
    with open(f"/proc/{os.getppid()}/cmdline", "rb") as file:
        assert file.read()
    return "won"
