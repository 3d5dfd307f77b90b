"""The table of runs: what learners had judged, apart from their attempts. Facts; learners are found by their accounts.

Nothing here knows a use case.
"""

from sqlalchemy import Column, ForeignKey, Index, Table

from bot.store.columns import Key, maybe_whole, moment, row_id, whole, words
from bot.store.schema import metadata

run = Table(
    "run",
    metadata,
    row_id(),
    Column("account_id", Key, ForeignKey("account.id"), nullable=False),
    words("question_id"),
    whole("revision"),
    Column("daily_id", Key, ForeignKey("daily.id"), nullable=False),
    maybe_whole("channel_id"),
    words("zone"),  # the caller's, where the platform told it
    words("source"),
    words("state", "queued"),  # queued, done
    moment("queued_at"),
    moment("done_at", null=True),
    whole("passed", 0),
    whole("total", 0),
    whole("ms", 0),
    words("report", ""),  # JSON: what each test came to
    Index("run_by_account", "account_id", "daily_id"),
    Index("run_by_daily", "daily_id"),
    Index("run_by_state", "state", "queued_at"),
)
