"""Makes the part that writes values down write True.

Held by: comparison
"""

import sys


def attack():
    calls = sys.modules["bot.judge.inside.calls"]
    calls.plain = lambda value: ["b", True]
    return "none"
