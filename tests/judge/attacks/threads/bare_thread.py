"""Starts a thread without the module that counts them.

Held by: filter
"""

import _thread


def attack():
    _thread.start_new_thread(int, ())
    return "won"
