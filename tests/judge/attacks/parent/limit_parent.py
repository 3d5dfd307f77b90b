"""Looks at the worker's limits, the first half of changing them.

Held by: filter
"""

import os
import resource


def attack():
    resource.prlimit(os.getppid(), resource.RLIMIT_CPU)
    return "won"
