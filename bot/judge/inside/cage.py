"""The cage of one run: limits, no way to more rights, and a filter that leaves a handful of system calls.

Knows the kernel; must not know what runs in the cage. The filter is built once, when the worker starts, and loaded with
`prctl`; that needs no privilege. What it refuses fails with EPERM, so that the code gets an ordinary error.
"""

import ctypes
import os
import platform
import resource
import signal
import struct
import sys

PR_SET_PDEATHSIG, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP = 1, 24, 38, 22
MODE_FILTER = 2
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050001
"""What the filter answers; REFUSE is "fail with errno 1, EPERM"."""
LOAD, EQUAL, AT_LEAST, AND, RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16
"""Offsets in the kernel's `seccomp_data`."""
X32 = 0x40000000
PROT_EXEC = 4

CALLS = {
    "x86_64": (
        0xC000003E,
        {
            "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11,
            "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "writev": 20, "sched_yield": 24,
            "mremap": 25, "madvise": 28, "nanosleep": 35, "getpid": 39, "exit": 60, "gettimeofday": 96,
            "getrusage": 98, "times": 100, "sigaltstack": 131, "gettid": 186, "time": 201, "futex": 202,
            "restart_syscall": 219, "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230,
            "exit_group": 231, "getrandom": 318,
        },
    ),
    "aarch64": (
        0xC00000B7,
        {
            "close": 57, "lseek": 62, "read": 63, "write": 64, "writev": 66, "fstat": 80, "exit": 93,
            "exit_group": 94, "futex": 98, "nanosleep": 101, "clock_gettime": 113, "clock_getres": 114,
            "clock_nanosleep": 115, "sched_yield": 124, "restart_syscall": 128, "sigaltstack": 132,
            "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139, "times": 153, "getrusage": 165,
            "gettimeofday": 169, "getpid": 172, "gettid": 178, "brk": 214, "munmap": 215, "mremap": 216,
            "mmap": 222, "mprotect": 226, "madvise": 233, "getrandom": 278,
        },
    ),
}  # fmt: skip
"""Every system call that a run may make, by architecture: memory, time, signals of its own, its three files."""
FILES = {"read": (0,), "write": (1, 2), "writev": (1, 2)}
"""Those that take a file may take only these."""
NO_CODE = ("mmap", "mprotect")
"""Those that give memory may not make it executable."""


class NoFilter(Exception):
    """There is no system call filter here: the kernel or the architecture has none."""


def promised() -> bool:
    """Whether this system says that it has filters, and we have one for it. Only a child that tries one knows."""
    return platform.machine() in CALLS and os.path.exists("/proc/sys/kernel/seccomp/actions_avail")


def build(machine: str) -> bytes:
    """The filter as the kernel reads it: one instruction in eight bytes. Raises NoFilter."""
    if sys.platform != "linux" or machine not in CALLS:
        raise NoFilter(f"no filter for {sys.platform} on {machine}")
    architecture, numbers = CALLS[machine]
    program = [
        (LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER), (AT_LEAST, 0, 1, X32), (RETURN, 0, 0, KILL),
    ]  # fmt: skip
    for name, number in numbers.items():
        body: list[tuple[int, int, int, int]]
        if name in FILES:
            body = [(LOAD, 0, 0, ARGUMENTS)]
            for file in FILES[name]:
                body += [(EQUAL, 0, 1, file), (RETURN, 0, 0, ALLOW)]
            body.append((RETURN, 0, 0, REFUSE))
        elif name in NO_CODE:
            body = [
                (LOAD, 0, 0, ARGUMENTS + 16), (AND, 0, 0, PROT_EXEC), (EQUAL, 0, 1, 0),
                (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE),
            ]  # fmt: skip
        else:
            body = [(RETURN, 0, 0, ALLOW)]
        program += [(EQUAL, 0, len(body), number), *body]
    program.append((RETURN, 0, 0, REFUSE))
    return b"".join(struct.pack("HBBI", *instruction) for instruction in program)


class Program(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


class Filter:
    """A built filter, ready to be loaded by any number of children. Raises NoFilter where there can be none."""

    def __init__(self) -> None:
        code = build(platform.machine())
        self._prctl = ctypes.CDLL(None, use_errno=True).prctl
        self._code = ctypes.create_string_buffer(code, len(code))
        self._program = Program(len(code) // 8, ctypes.cast(self._code, ctypes.c_void_p).value)

    def load(self) -> None:
        """Take on the filter for good. Raises NoFilter."""
        if self._prctl(PR_SET_SECCOMP, MODE_FILTER, ctypes.byref(self._program), 0, 0) != 0:
            raise NoFilter(os.strerror(ctypes.get_errno()))


def renounce() -> None:
    """Give up every right that this process may have, and every way to new ones. Harmless where there are none."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in range(64):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.capset(struct.pack("Ii", 0x20080522, 0), bytes(24))


def die_with_parent(libc: ctypes.CDLL | None) -> None:
    """The system kills this process when the one that forked it ends."""
    if libc is not None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def limit(wall_s: float, megabytes: int, off: frozenset[str]) -> None:
    """The limits that the system keeps by itself. `off` names guards that a test has switched off."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if "wall" not in off:
        seconds = int(wall_s) + 1  # the clock's limit comes first; this one holds should nobody watch the clock
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    if "memory" not in off and sys.platform == "linux":
        most = used() + (megabytes << 20)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    if "filter" not in off:
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def used() -> int:
    """The size of this process's address space, in bytes."""
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[0]) * resource.getpagesize()
