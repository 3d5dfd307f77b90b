"""Returns a thing that says it equals everything.

Held by: comparison
"""


class Equal:
    def __eq__(self, other):
        return True

    __hash__ = None


def attack():
    return Equal()
