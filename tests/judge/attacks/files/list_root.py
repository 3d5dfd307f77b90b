"""Lists the root folder.

Held by: filter
"""

import os


def attack():
    assert os.listdir("/")
    return "won"
