"""Returns a text that says it equals everything, although it is one.

Held by: comparison
"""


class Text(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


def attack():
    return Text("none")
