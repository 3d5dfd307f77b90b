"""Forms that are half filled in: kept page by page, so that nothing typed is lost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bot.refs import AccountRef


class Drafts(Protocol):
    """One draft per account and form; `form` says which form for what ("change 7")."""

    def of(self, ref: AccountRef, form: str) -> dict[str, str]:
        """What was filled in so far; empty when nothing was."""

    def keep(self, account_id: int, form: str, fields: Mapping[str, str], now: datetime) -> None: ...

    def drop(self, account_id: int, form: str) -> None: ...
