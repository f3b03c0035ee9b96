"""Leave some out of a broadcast, and keep what it brought."""

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE broadcasts ADD COLUMN holdout_percent INTEGER DEFAULT 0 NOT NULL "
        "CONSTRAINT ck_broadcasts_holdout_percent CHECK (holdout_percent BETWEEN 0 AND 50)"
    )
    op.add_column("broadcasts", sa.Column("verdict", sa.Text()))
