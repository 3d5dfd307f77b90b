"""Opens a socket for datagrams.

Held by: filter
"""

import socket


def attack():
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()
    return "won"
