"""Ends the process that it runs in.

Held by: fork
"""

import os


def attack():
    os._exit(0)
