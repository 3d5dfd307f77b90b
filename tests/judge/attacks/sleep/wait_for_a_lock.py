"""Waits for a lock that nobody opens.

Held by: wall
"""

import threading


def attack():
    lock = threading.Lock()
    lock.acquire()
    lock.acquire(timeout=0.3)
    return "won"
