"""Looks for a secret where Python keeps the environment.

Held by: environment
"""

import os


def attack():
    return "won" if "QUORUM_PLANTED" in os.environ else "empty"
