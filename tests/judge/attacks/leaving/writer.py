"""Leaves another writer of values behind.

Held by: fork
"""

import sys


def attack():
    sys.modules["bot.judge.inside.calls"].plain = lambda value: ["s", "spoilt"]
    return ""
