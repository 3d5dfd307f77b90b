"""A throw-away PostgreSQL cluster, started from its binaries as an unprivileged user, reached by Unix socket alone.

It needs the standard library only, so that proofs and tests can share it. It must not know what is done with the
cluster: it starts one, hands out its address, and leaves nothing behind, also when its owner is killed.
"""

import contextlib
import getpass
import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

START_S = 60.0
SUPERUSER = "postgres"

# The keeper waits on its standard input, which this process holds open: however the owner ends, the server stops.
KEEPER = """
"$1/postgres" -D "$2/data" >"$2/log" 2>&1 </dev/null &
server=$!
read -r _
kill -INT $server 2>/dev/null
wait $server
rm -rf "$2"
"""

SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{folder}'
timezone = 'UTC'
log_timezone = 'UTC'
deadlock_timeout = 100ms
max_connections = 200
shared_buffers = 32MB
logging_collector = off
"""
HASTE = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


class NoPostgres(Exception):
    """No PostgreSQL binaries here, or not of the wanted major version; the message says where they were looked for."""


class Owner(NamedTuple):
    """The account that the server's processes run under; nothing set means our own."""

    user: int | None = None
    group: int | None = None
    extra_groups: tuple[int, ...] | None = None


def find_binaries(major: int | None = None) -> tuple[Path, int]:
    """The folder with `initdb` and `postgres`, and their major version; the newest one unless `major` is given.

    Looks beside `postgres` and `pg_config` of PATH and into /usr/lib/postgresql/*/bin. Raises NoPostgres.
    """
    folders = [Path(path).resolve().parent for name in ("postgres", "pg_config") if (path := shutil.which(name))]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    found: dict[int, Path] = {}
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
            if match := re.search(r"\(PostgreSQL\) (\d+)", said.stdout):
                found.setdefault(int(match[1]), folder)
    newest = max(found, default=None) if major is None else major
    if newest is None or newest not in found:
        wanted = f"PostgreSQL {major}" if major else "PostgreSQL"
        raise NoPostgres(f"{wanted}: no initdb and postgres in PATH or /usr/lib/postgresql/*/bin")
    return found[newest], newest


@contextlib.contextmanager
def cluster(major: int | None = None, *, durable: bool = False) -> Iterator[str]:
    """Start a cluster and give the address of its superuser: `postgresql://postgres@/postgres?host=<folder>`.

    Only the account that started it may log in as superuser. Unless `durable`, commits do not wait for the disk.
    Raises NoPostgres without the binaries, RuntimeError with the server's last words when it does not start.
    """
    binaries, _ = find_binaries(major)
    folder = Path(tempfile.mkdtemp(prefix="quorum-pg-", dir=_short_folder()))
    folder.chmod(0o755)  # the data folder inside is private; the socket must be reachable for those without privileges
    owner = _unprivileged(folder)
    keeper: subprocess.Popen[bytes] | None = None
    try:
        _initialise(binaries, folder, owner, durable)
        keeper = subprocess.Popen(
            ["/bin/sh", "-c", KEEPER, "keeper", str(binaries), str(folder)],
            stdin=subprocess.PIPE,
            cwd="/",
            env=_environment(),
            start_new_session=True,
            user=owner.user,
            group=owner.group,
            extra_groups=owner.extra_groups,
        )
        _await_socket(folder, keeper)
        yield f"postgresql://{SUPERUSER}@/postgres?host={folder}"
    finally:
        if keeper is not None and keeper.stdin is not None:
            keeper.stdin.close()
            keeper.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _initialise(binaries: Path, folder: Path, owner: Owner, durable: bool) -> None:
    for locale in ("C.UTF-8", "C"):  # not every system has the first one
        command = [str(binaries / "initdb"), "-D", str(folder / "data"), "-U", SUPERUSER, "-A", "trust", "-N"]
        command += ["-E", "UTF8", f"--locale={locale}"]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            cwd="/",
            env=_environment(),
            check=False,
            user=owner.user,
            group=owner.group,
            extra_groups=owner.extra_groups,
        )
        if done.returncode == 0:
            break
    else:
        raise RuntimeError(f"initdb failed: {done.stderr.strip()[-500:]}")
    data = folder / "data"
    with (data / "postgresql.conf").open("a") as settings:
        settings.write(SETTINGS.format(folder=folder) + ("" if durable else HASTE))
    (data / "pg_hba.conf").write_text(f"local all {SUPERUSER} peer map=starter\nlocal all all trust\n")
    (data / "pg_ident.conf").write_text(f"starter {getpass.getuser()} {SUPERUSER}\n")


def _await_socket(folder: Path, keeper: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and keeper.poll() is None:
        with socket.socket(socket.AF_UNIX) as line, contextlib.suppress(OSError):
            line.connect(str(folder / ".s.PGSQL.5432"))
            if _accepts(line):
                return
        log = folder / "log"
        if log.exists() and "FATAL:  could not" in log.read_text(errors="replace"):
            break
        time.sleep(0.02)
    log = folder / "log"
    words = log.read_text(errors="replace")[-500:] if log.exists() else "no log was written"
    raise RuntimeError(f"PostgreSQL did not start: {words.strip()}")


def _accepts(line: socket.socket) -> bool:
    """Whether the server lets the superuser in (during its start it answers, with an error)."""
    body = (3 << 16).to_bytes(4, "big") + b"user\0" + SUPERUSER.encode() + b"\0database\0postgres\0\0"
    line.settimeout(5)
    line.sendall((len(body) + 4).to_bytes(4, "big") + body)
    return line.recv(1) == b"R"


def _unprivileged(folder: Path) -> Owner:
    """How to start the server's processes: as ourselves, or (started by root, which it refuses) as somebody else."""
    if os.geteuid() != 0:
        return Owner()
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            os.chown(folder, account.pw_uid, account.pw_gid)
            return Owner(account.pw_uid, account.pw_gid, ())
    raise RuntimeError("PostgreSQL refuses to run as root, and there is no user `postgres` or `nobody` here")


def _short_folder() -> str | None:
    """A socket's path holds some 100 bytes; long temporary folders are not used."""
    return None if len(tempfile.gettempdir()) < 60 else "/tmp"


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "TZ": "UTC", "LC_ALL": "C"}
