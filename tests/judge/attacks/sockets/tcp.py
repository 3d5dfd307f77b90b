"""Opens a socket to the network.

Held by: filter
"""

import socket


def attack():
    socket.socket().close()
    return "won"
