"""Cuts a process off, then becomes the given command: no network but its own loopback, no sight of other processes.

Run as `python -I -S jail.py FLAGS MEGABYTES HIDDEN COMMAND...`. FLAGS holds letters: `u` an ordinary user's identity,
`n` a network of its own, `p` process ids of its own, so that whatever the command leaves running dies with it; then the
folder HIDDEN (may be empty) shows nothing of what is in it. It fails (status 125) when the system refuses one of them;
who starts it tries which flags work. Not a sandbox for strangers' code: it keeps proofs from disturbing one another and
the machine.
"""

import ctypes
import fcntl
import os
import resource
import signal
import socket
import struct
import sys

NEW_MOUNTS, NEW_USER, NEW_PIDS, NEW_NET = 0x00020000, 0x10000000, 0x20000000, 0x40000000
PRIVATE_RECURSIVE = 0x44000
PR_SET_PDEATHSIG, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 24, 38
FILE_LIMIT = 64 << 20
REFUSED = 125
libc = ctypes.CDLL(None, use_errno=True)


def main(flags: str, megabytes: str, hidden: str, *command: str) -> int:
    try:
        separate(flags, hidden)
    except OSError as refusal:
        sys.stderr.write(f"jail: {refusal}\n")
        return REFUSED
    if "p" not in flags:
        become(command, int(megabytes))
    return watch_over(command, int(megabytes))


def separate(flags: str, hidden: str) -> None:
    """Leave the namespaces named by the flags; in the new network bring loopback up, for servers of the proof's own."""
    wanted = (NEW_USER if "u" in flags else 0) | (NEW_NET if "n" in flags else 0)
    wanted |= NEW_PIDS | NEW_MOUNTS if "p" in flags else 0
    user, group = os.geteuid(), os.getegid()
    if wanted:
        checked(libc.unshare(wanted))
    if "u" in flags:
        # Root becomes somebody ordinary, or permission bits would not bite in the proofs of permissions.
        write("/proc/self/setgroups", "deny")
        write("/proc/self/uid_map", f"{user or 1000} {user} 1")
        write("/proc/self/gid_map", f"{group or 1000} {group} 1")
    if "n" in flags:
        with socket.socket() as any_socket:
            fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh14x", b"lo", 1))  # SIOCSIFFLAGS, IFF_UP
    if "p" in flags:
        checked(libc.mount(b"none", b"/", None, PRIVATE_RECURSIVE, None))
        if hidden:
            checked(libc.mount(b"none", os.fsencode(hidden), b"tmpfs", 0, None))


def watch_over(command: tuple[str, ...], megabytes: int) -> int:
    """Fork the first process of the new ids, which runs the command; when it ends the system kills all the others."""
    status_out, status_in = os.pipe()
    first = os.fork()
    if first == 0:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if libc.mount(b"proc", b"/proc", b"proc", 0, None) != 0:
            os._exit(REFUSED)
        worker = os.fork()
        if worker == 0:
            os.setsid()
            become(command, megabytes)
        while True:
            ended, status = os.wait()
            if ended == worker:
                os.write(status_in, bytes([exit_code(status)]))
                os._exit(0)
    os.close(status_in)
    _, status = os.waitpid(first, 0)
    said = os.read(status_out, 1)
    return said[0] if said else exit_code(status)


def become(command: tuple[str, ...], megabytes: int) -> None:
    """Give up every capability for good, take the limits, and turn into the command."""
    for capability in range(64):
        libc.prctl(PR_CAPBSET_DROP, capability)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.capset(struct.pack("Ii", 0x20080522, 0), bytes(24))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_LIMIT, FILE_LIMIT))
    if megabytes:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    try:
        os.execv(command[0], command)
    except OSError as refusal:
        sys.stderr.write(f"jail: {command[0]}: {refusal}\n")
        os._exit(REFUSED)


def exit_code(status: int) -> int:
    """The shell's convention: the status, or 128 plus the number of the signal."""
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


def checked(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
