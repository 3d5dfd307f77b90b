"""Looks for a secret in the copy of the environment that Python made when it started.

Held by: environment
"""

import posix


def attack():
    return "won" if b"QUORUM_PLANTED" in posix.environ else "empty"
