"""Doubles a text.

Held by: memory
"""


def attack():
    text = "x"
    while len(text) < 200 << 20:
        text += text
    return "won"
