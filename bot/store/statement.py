"""Statements: SQLAlchemy Core objects compiled once per dialect, then run as plain text on the driver's own cursor.

A statement is written at module level and never inside a call. It holds only values that need no conversion, so both
dialects give the same Python values: whole numbers, floats, text and bytes. Instants are microseconds since the epoch
(BigInteger), dates are ISO text, documents are JSON text, truths are 0 and 1 in an integer column.

This is also the one place where text is made storable: PostgreSQL cannot hold NUL, and neither database can hold half
of a surrogate pair, so these become U+FFFD on the way in. It must not know any table, connection or transaction.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import Insert, psycopg
from sqlalchemy.dialects.postgresql import insert as dialect_insert
from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.util import find_tables

SQLITE: Final = "sqlite"
POSTGRESQL: Final = "postgresql"

_DIALECTS: Final[dict[str, sa.Dialect]] = {
    SQLITE: pysqlite.dialect(paramstyle="qmark"),
    POSTGRESQL: psycopg.dialect(paramstyle="format"),  # type: ignore[no-untyped-call]
}
# String is the parent of Text; Boolean is absent because SQLite gives 0 and 1 where PostgreSQL gives False and True.
_PLAIN: Final = (sa.Integer, sa.String, sa.Float, sa.LargeBinary)
_CONVERTED: Final = (sa.Enum, sa.Numeric)
_BITS: Final[dict[sa.FromClause, int]] = {}
_NAME_HINT = "Take integers, text, floats and bytes only; a truth is sa.cast(expression, sa.Integer)."


def storable(value: Any) -> Any:
    """Give the text that both databases can hold: NUL and unpaired surrogates become U+FFFD, pairs become characters.

    None passes. Anything else is a TypeError, because SQLite would silently store it as something other than text.
    """
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError(f"A text column was given {type(value).__name__}.")
    try:
        value.encode()
    except UnicodeEncodeError:
        value = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return value.replace("\0", "\ufffd")


class _ListOf(sa.types.UserDefinedType[Sequence[Any]]):
    """A list parameter: JSON text for SQLite's json_each, an array for PostgreSQL's ANY."""

    cache_ok = True

    def __init__(self, item: sa.types.TypeEngine[Any]) -> None:
        self.item = item

    def get_col_spec(self, **_: Any) -> str:
        return "TEXT"


class any_of(sa.ColumnElement[bool]):
    """`any_of(column, "ids")`: the column's value is in the list parameter `ids` (an empty list: never)."""

    inherit_cache = False
    type = sa.Boolean()

    def __init__(self, column: sa.ColumnElement[Any], name: str) -> None:
        self.column = column
        self.list = sa.bindparam(name, type_=_ListOf(column.type))

    def self_group(self, against: Any = None) -> "any_of":
        """Stand by itself: SQLAlchemy would append `= 1` on SQLite, and no index would be used."""
        return self


@compiles(any_of, SQLITE)
def _any_of_on_sqlite(element: any_of, compiler: SQLCompiler, **kw: Any) -> str:
    return (
        f"{compiler.process(element.column, **kw)} IN (SELECT value FROM json_each({compiler.process(element.list)}))"
    )


@compiles(any_of, POSTGRESQL)
def _any_of_on_postgresql(element: any_of, compiler: SQLCompiler, **kw: Any) -> str:
    item = element.column.type.compile(dialect=compiler.dialect)
    return f"{compiler.process(element.column, **kw)} = ANY ({compiler.process(element.list)}::{item}[])"


def param(name: str, type_: type[sa.types.TypeEngine[Any]] = sa.BigInteger) -> sa.BindParameter[Any]:
    """A parameter whose type nothing around it tells, for example in `limit(param("most"))`."""
    return sa.bindparam(name, type_=type_())


def insert(table: sa.Table, *, columns: Iterable[str] | None = None, values: Mapping[str, Any] | None = None) -> Insert:
    """INSERT with one parameter for each column, named after it.

    `columns` defaults to all but an integer primary key that the database numbers by itself; `values` replaces the
    parameter of a column by an expression. Chain `.returning(...)` at will.
    """
    names = (
        list(columns) if columns is not None else [c.name for c in table.columns if c is not table.autoincrement_column]
    )
    row: dict[str, Any] = {name: sa.bindparam(name, type_=table.c[name].type) for name in names}
    return dialect_insert(table).values({**row, **(values or {})})


def insert_or_ignore(
    table: sa.Table,
    *,
    keys: Sequence[str] | None = None,
    columns: Iterable[str] | None = None,
    values: Mapping[str, Any] | None = None,
) -> Insert:
    """INSERT .. ON CONFLICT DO NOTHING: a row that breaks the unique `keys` (default: any) is left out."""
    return insert(table, columns=columns, values=values).on_conflict_do_nothing(index_elements=keys)


def upsert(
    table: sa.Table,
    keys: Sequence[str],
    set_: Iterable[str] | Callable[[Any, Any], Mapping[str, Any]],
    *,
    where: Callable[[Any, Any], sa.ColumnElement[bool]] | None = None,
    columns: Iterable[str] | None = None,
    values: Mapping[str, Any] | None = None,
) -> Insert:
    """INSERT .. ON CONFLICT (keys) DO UPDATE SET ..

    `set_` is the names of the columns to take from the new row, or a function of (the stored row's columns, the new
    row's columns) to the values to set: `lambda old, new: {"points": old.points + new.points}`. `where` is a function
    of the same two; where it is false the stored row stays and nothing is returned.
    """
    statement = insert(table, columns=columns, values=values)
    new = statement.excluded
    chosen = set_(table.c, new) if callable(set_) else {name: new[name] for name in set_}
    return statement.on_conflict_do_update(
        index_elements=list(keys), set_=dict(chosen), where=None if where is None else where(table.c, new)
    )


class Compiled(NamedTuple):
    """A statement in one dialect."""

    text: str
    bind: Callable[..., tuple[Any, ...]]
    """The named (or ordered) parameters to the driver's positions; a wrong name is a TypeError that says which."""
    returns_rows: bool
    writes: bool
    """It changes or locks rows."""
    touches: int
    """The tables that it reads or changes, a bit for each."""
    changes: int
    """The bit of the table that it changes; 0 for a select."""


class _Compilations(dict[str, Compiled]):
    """A statement's compiled forms by dialect, made at the first look-up."""

    def __init__(
        self, core: sa.sql.base.Executable, order: tuple[str, ...], on_postgresql: sa.sql.base.Executable | None = None
    ) -> None:
        super().__init__()
        self.cores = {SQLITE: core, POSTGRESQL: core if on_postgresql is None else on_postgresql}
        self.order = order

    def __missing__(self, dialect: str) -> Compiled:
        self[dialect] = compiled = compile_statement(self.cores[dialect], self.order, dialect)
        return compiled


class Statement:
    """A Core statement and, in `on[dialect]`, what it compiles to at its first use there.

    `order` names the parameters that may also be given by position: `Statement(core, "learner", "question")`.
    The first use raises TypeError when a parameter or result column would need a conversion.
    """

    __slots__ = ("on",)

    def __init__(self, core: sa.sql.base.Executable, *order: str) -> None:
        self.on = _Compilations(core, order)


class NewRow(Statement):
    """An INSERT of a row that the database numbers; `Tx.insert` gives the number.

    SQLite's driver knows it anyway, and a RETURNING there costs as much as the row; PostgreSQL must be asked for it.
    """

    __slots__ = ()

    def __init__(self, core: Insert, key: sa.Column[int], *order: str) -> None:
        self.on = _Compilations(core, order, core.returning(key))


def compile_statement(core: Any, order: Sequence[str], dialect: str) -> Compiled:
    """Compile a Core statement for `dialect` and check that neither its parameters nor its columns need conversion."""
    if not (core.is_select or core.is_dml) or isinstance(core, sa.TextClause):
        raise TypeError("A statement is a Core select, insert, update or delete, not text.")
    returns_rows = core.is_select or bool(core.exported_columns)
    if core.is_insert and not returns_rows:
        core = core.inline()  # else the compiler adds a RETURNING of its own for the new key
    compiled = core.compile(dialect=_DIALECTS[dialect])
    if compiled.post_compile_params:
        raise TypeError("in_() is rewritten at every call: use any_of(column, name) for a list.")
    names = compiled.positiontup or []
    binds = {name: compiled.binds[name] for name in names}
    for bind in binds.values():
        _check(bind.type, f"parameter {bind.key!r}")
    for column in core.exported_columns if returns_rows else ():
        _check(column.type, f"column {column.key!r}")
    locks = core.is_select and getattr(core, "_for_update_arg", None) is not None
    touches = 0
    for table in find_tables(core, include_crud=True):
        touches |= _bit(table)
    return Compiled(
        text=str(compiled),
        bind=_binder(names, binds, order, dialect),
        returns_rows=returns_rows,
        writes=not core.is_select or locks,
        touches=touches,
        changes=0 if core.is_select else _bit(core.table),
    )


def _bit(table: sa.FromClause) -> int:
    """The same bit for a table wherever it occurs."""
    return 1 << _BITS.setdefault(table, len(_BITS))


def _check(type_: sa.types.TypeEngine[Any], what: str) -> None:
    if isinstance(type_, _ListOf):
        _check(type_.item, what)
    elif isinstance(type_, sa.types.NullType):
        raise TypeError(f"Nothing tells the type of {what}: use param(name, type) or sa.cast(expression, type).")
    elif not isinstance(type_, _PLAIN) or (isinstance(type_, _CONVERTED) and not isinstance(type_, sa.Float)):
        raise TypeError(f"{what} is {type_!r}, which needs a conversion. {_NAME_HINT}")


def _binder(
    names: Sequence[str], binds: Mapping[str, sa.BindParameter[Any]], order: Sequence[str], dialect: str
) -> Callable[..., tuple[Any, ...]]:
    """Write the function from parameters to the tuple that the driver takes.

    It is made as source, as `dataclass` does, because a loop over the names costs more than the statement itself does
    in SQLite; made this way, Python's own call checks the names.
    """
    needed = list(dict.fromkeys(name for name in names if binds[name].required))
    if unknown := set(order) - set(needed):
        raise TypeError(f"The statement has no parameter {sorted(unknown)}; it has {sorted(needed)}.")
    fixed = {f"_fixed_{place}": binds[name].value for place, name in enumerate(names) if not binds[name].required}
    places = []
    for place, name in enumerate(names):
        type_ = binds[name].type
        if not binds[name].required:
            places.append(f"_fixed_{place}")
        elif isinstance(type_, _ListOf):
            items = f"[_text(item) for item in {name}]" if isinstance(type_.item, sa.String) else f"list({name})"
            places.append(f"_json({items})" if dialect == SQLITE else items)
        elif isinstance(type_, sa.String):
            # The common case is decided without a call: ASCII has no surrogate.
            places.append(
                f"({name} if {name}.__class__ is str and {name}.isascii() and '\\0' not in {name} else _text({name}))"
            )
        else:
            places.append(name)
    named = [name for name in needed if name not in order]
    signature = ", ".join([*order, *(["*", *named] if named else [])])
    scope: dict[str, Any] = {"_text": storable, "_json": json.dumps, **fixed}
    exec(f"def bind({signature}):\n    return ({''.join(place + ', ' for place in places)})", scope)
    return scope["bind"]  # type: ignore[no-any-return]
