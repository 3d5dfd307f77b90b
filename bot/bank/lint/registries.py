"""The stored registries and allow-lists that facts are compared with: `_tables/registries.yaml`.

It only reads them; what is compared with what is the business of the checks.
"""

from pathlib import Path

import msgspec

from bot.bank.lint.tables import own, read_table

REGISTRIES = Path("_tables/registries.yaml")


class Registries(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Facts that registries fix, by name.

    `http_status`: reason phrases by code, the current one first. `http_methods`: the properties of a method (safe,
    idempotent, cacheable). `ports`: the default port by protocol. `sqlstates`: condition names by code. `signals`:
    numbers on Linux. `exit_codes`: what a shell's status tells. `rfc_ranges`: issued RFC numbers, first and last of
    each run; `rfc_obsolete`: what took an RFC's place. `hosts`: where a reference may lead. `products`: words by
    product; `sites`: words by site. `misspellings`: wrong word to right word.
    """

    http_status: dict[str, tuple[str, ...]] = {}
    http_methods: dict[str, tuple[str, ...]] = {}
    ports: dict[str, int] = {}
    media_types: tuple[str, ...] = ()
    sqlstates: dict[str, str] = {}
    signals: dict[str, int] = {}
    exit_codes: dict[str, str] = {}
    rfc_ranges: tuple[tuple[int, int], ...] = ()
    rfc_obsolete: dict[str, str] = {}
    hosts: tuple[str, ...] = ()
    products: dict[str, tuple[str, ...]] = {}
    sites: dict[str, tuple[str, ...]] = {}
    misspellings: dict[str, str] = {}


def read_registries(root: Path) -> Registries:
    """The registries of the content folder, or the program's own where it has none."""
    path = own(root, REGISTRIES)
    return read_table(path, Registries) if path.exists() else Registries()
