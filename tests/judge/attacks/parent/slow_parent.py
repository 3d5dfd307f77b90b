"""Makes the worker slow.

Held by: filter
"""

import os


def attack():
    os.setpriority(os.PRIO_PROCESS, os.getppid(), 1)
    return "won"
