"""Live rounds count on the boards of a group that says so"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Change the tables."""
    op.add_column("study_group", sa.Column("rounds", sa.Text(), server_default="own", nullable=False))
    op.drop_column("study_group", "live_points")  # a switch that nothing ever read
    op.add_column("round", sa.Column("zone", sa.Text(), nullable=True))
    op.add_column("round", sa.Column("season", sa.Text(), nullable=True))
    op.create_index("round_answer_by_attempt", "round_answer", ["attempt_id"])
