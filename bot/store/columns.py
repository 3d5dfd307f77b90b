"""The columns that tables are made of: none of them needs a processor. It knows no table."""

from sqlalchemy import BigInteger, Column, Integer, Text

Key = BigInteger().with_variant(Integer, "sqlite")
"""A surrogate key: SQLite numbers rows by themselves only in a column of exactly INTEGER."""


def row_id() -> Column[int]:
    """The key of a row that the database numbers."""
    return Column("id", Key, primary_key=True, autoincrement=True)


def moment(name: str = "at", *, null: bool = False) -> Column[int]:
    """An instant: microseconds since the epoch."""
    return Column(name, BigInteger, nullable=null)


def words(name: str, default: str | None = None) -> Column[str]:
    """A text that is always there."""
    return Column(name, Text, nullable=False, server_default=default)


def maybe_words(name: str) -> Column[str]:
    """A text, or NULL."""
    return Column(name, Text, nullable=True)


def whole(name: str, default: int | None = None) -> Column[int]:
    """A whole number."""
    return Column(name, BigInteger, nullable=False, server_default=None if default is None else str(default))


def maybe_whole(name: str) -> Column[int]:
    """A whole number, or NULL."""
    return Column(name, BigInteger, nullable=True)
