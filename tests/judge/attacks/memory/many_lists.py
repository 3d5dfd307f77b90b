"""Takes many small blocks.

Held by: memory
"""


def attack():
    kept = [[0] * 65_536 for _ in range(400)]
    return "won" if kept else ""
