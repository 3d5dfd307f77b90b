"""Has C compute the hash of a tuple in a tuple in a tuple, which nothing stops but the end of the stack.

Held by: fork
"""


def attack():
    nest = ()
    for _ in range(500_000):
        nest = (nest,)
    return hash(nest)
