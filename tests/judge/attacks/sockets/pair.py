"""Makes a pair of sockets.

Held by: filter
"""

import socket


def attack():
    for end in socket.socketpair():
        end.close()
    return "won"
