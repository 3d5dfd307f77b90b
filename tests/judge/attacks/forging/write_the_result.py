"""Writes a result of its own to the results before the real one comes.

Held by: comparison
"""

import os


def attack():
    os.write(1, b'{"value": ["b", true]}\n')
    return "none"
