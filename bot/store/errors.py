"""What the store says when it cannot do what was asked: one class for each thing that the reader must do next.

Every message is one sentence that can be shown; none holds a password. This module knows no driver: the modules that do
translate into these classes, so nothing above the store ever imports one.
"""


class StoreError(Exception):
    """Something between the bot and its database went wrong."""


class CannotOpen(StoreError):
    """The database cannot be opened; the message names what to do."""


class BadUrl(CannotOpen):
    """The database URL is not one that Quorum understands."""


class DirectoryMissing(CannotOpen):
    """The folder that should hold the database file does not exist."""


class DatabaseMissing(CannotOpen):
    """There is no such database, and the caller did not ask for one to be made."""


class NotWritable(CannotOpen):
    """The database file, or the folder that must also hold its journal, cannot be written."""


class NotADatabase(CannotOpen):
    """The file is not an SQLite database, or a damaged one."""


class ForeignDatabase(CannotOpen):
    """The file is an SQLite database of another program."""


class DatabaseLocked(CannotOpen):
    """Another process has been holding the database for longer than we wait; nothing was stored."""


class ServerUnreachable(CannotOpen):
    """The database server does not answer; nothing was stored."""


class LoginRefused(CannotOpen):
    """The database server knows neither this user nor this password."""


class Busy(StoreError):
    """The writer has more calls waiting than it may hold; nothing was stored, try again in a moment."""


class Closed(StoreError):
    """The writer has been closed and takes nothing more; nothing was stored."""


class DeadlineExceeded(StoreError):
    """The call took longer than a call may; nothing of it was stored."""


class ConstraintBroken(StoreError):
    """The call broke a constraint of the schema; nothing of it was stored."""


class StatementFailed(StoreError):
    """The database refused a statement of the call; nothing of it was stored."""


class Contention(StoreError):
    """Other replicas kept changing the same rows; nothing was stored, repeating is safe."""


class Unsure(StoreError):
    """The connection was lost while committing: the call may or may not be stored. Repeat it: a redelivery is safe."""


class BrokenCall(StoreError):
    """The call itself is a bug: it swallowed a database error, wrote in a read, returned a coroutine, tried to exit."""


class BackupRefused(StoreError):
    """A backup or a restore was not started, or was given up before it changed anything."""
