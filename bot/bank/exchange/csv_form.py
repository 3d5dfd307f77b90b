"""Questions as a CSV table: a row each, options and reasons in columns of their own.

Lists in one cell stand one to a line. A cell that a spreadsheet would take for a formula begins with an apostrophe.
"""

import csv
import io
from collections.abc import Iterable

from bot.bank.exchange.draft import Draft, Fault

MOST = 8
"""Columns for options, reasons and entries."""
FIXED = ("id", "kind", "band", "tags", "stem", "lang", "code", "key", "unit", "tolerance", "explanation")
COLUMNS = (*FIXED, *(f"{name}_{n}" for name in ("option", "why", "entry") for n in range(1, MOST + 1)))
LARGEST_CELL = 100_000
_FORMULA = ("=", "+", "-", "@", "\t", "'")


def write(drafts: Iterable[Draft]) -> str:
    """The table, with its header."""
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    table.writeheader()
    for draft in drafts:
        row = {name: getattr(draft, name) for name in FIXED if name not in ("tags", "key")}
        row |= {"tags": "\n".join(draft.tags), "key": "\n".join(draft.key)}
        for name, texts in (("option", draft.texts), ("why", draft.whys), ("entry", draft.entries)):
            row |= {f"{name}_{n}": text for n, text in enumerate(texts[:MOST], 1)}
        table.writerow({name: _guarded(text) for name, text in row.items()})
    return out.getvalue()


def read(text: str) -> tuple[list[tuple[int, Draft]], list[Fault]]:
    """The drafts with their lines, and what could not be read."""
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        there = [name.strip() for name in reader.fieldnames or ()]
    except csv.Error as error:
        return [], [Fault(1, f"not a CSV table ({error}): save it as CSV, with commas")]
    lacking = [name for name in ("kind", "stem", "key") if name not in there]
    if lacking:
        return [], [Fault(1, f"the first line lacks the columns {', '.join(lacking)}: see `quorum content export csv`")]
    reader.fieldnames = there
    drafts: list[tuple[int, Draft]] = []
    line = 2
    try:
        for row in reader:
            plain = {
                name: _plain(cell or "")
                for name, cell in row.items()
                if isinstance(name, str) and not isinstance(cell, list)
            }
            if any(cell.strip() for cell in plain.values()):
                drafts.append((line, _draft(plain)))
            line = reader.line_num + 1
    except csv.Error as error:
        return drafts, [Fault(line, f"the table ends here ({error}): mend the quotes")]
    return drafts, []


def _draft(row: dict[str, str]) -> Draft:
    kind = row["kind"].strip()
    # What a program prints keeps its lines; every other key is a list.
    key = (row["key"],) if kind == "predict" else _lines(row["key"])
    return Draft(
        kind=kind,
        id=row.get("id", "").strip(),
        band=row.get("band", "").strip() or "mid",
        tags=_lines(row.get("tags", "")),
        stem=row["stem"],
        lang=row.get("lang", "").strip(),
        code=row.get("code", ""),
        key=key,
        unit=row.get("unit", "").strip(),
        tolerance=row.get("tolerance", "").strip(),
        explanation=row.get("explanation", ""),
        texts=(texts := _numbered(row, "option")),
        whys=_numbered(row, "why", len(texts)),
        entries=_numbered(row, "entry"),
    )


def _numbered(row: dict[str, str], name: str, least: int = 0) -> tuple[str, ...]:
    """The cells name_1, name_2 ... up to the last that is filled."""
    cells = [row.get(f"{name}_{n}", "") for n in range(1, MOST + 1)]
    while cells and not cells[-1].strip() and len(cells) > least:
        cells.pop()
    return tuple(cells)


def _lines(cell: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in cell.splitlines() if line.strip())


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _plain(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
