"""Leaves another `len` behind.

Held by: fork
"""

import builtins


def attack():
    builtins.len = None
    return ""
