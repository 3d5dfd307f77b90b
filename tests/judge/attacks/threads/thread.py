"""Starts a thread.

Held by: filter
"""

import threading


def attack():
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()
    return "won"
