"""Sets an alarm.

Held by: filter
"""

import signal


def attack():
    signal.setitimer(signal.ITIMER_REAL, 60)
    return "won"
