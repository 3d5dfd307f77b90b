"""Takes one large block.

Held by: memory
"""


def attack():
    block = bytearray(200 << 20)
    return "won" if block else ""
