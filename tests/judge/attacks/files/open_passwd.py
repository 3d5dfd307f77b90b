"""Reads a file of the system.

Held by: filter
"""


def attack():
    with open("/etc/passwd") as file:
        assert file.read()
    return "won"
