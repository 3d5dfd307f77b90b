"""Runs a command in a shell.

Held by: filter
"""

import os


def attack():
    return "won" if os.system("exit 0") == 0 else "refused"
