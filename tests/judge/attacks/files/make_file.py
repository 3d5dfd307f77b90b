"""Makes an empty file where anybody may.

Held by: filter
"""

import os


def attack():
    name = f"/tmp/quorum-attack-{os.getpid()}"
    os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    os.unlink(name)
    return "won"
