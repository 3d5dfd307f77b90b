"""A learner's own data: all of it, and its erasure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol


class Privacy(Protocol):
    """Reads everything of a learner, and makes a person unrecognisable."""

    def everything(self, learner_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Every row about the learner, by what it is; instants as ISO text in UTC."""

    def erase(self, old: int, new: int, now: datetime) -> None:
        """Swap a learner id for a new one in every table, without touching what was answered when."""

    def blank(self, learner_id: int, marks: Sequence[str], now: datetime) -> None:
        """Take out whatever tells who it was: names, user keys (replaced by `marks`), free text, drafts, rights."""
