"""Tell marketing from receipts in the outbox, and read what waits in the order it is sent."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE outbox ADD COLUMN at_most_once INTEGER DEFAULT 0 NOT NULL"
        " CONSTRAINT ck_outbox_at_most_once CHECK (at_most_once IN (0, 1))"
    )
    op.execute("UPDATE outbox SET at_most_once = 1 WHERE kind = 'campaign'")
    op.drop_index("ix_outbox_waiting", "outbox")
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["urgency", "due_at"],
        sqlite_where=sa.text("state IN ('ready', 'sending')"),
        postgresql_where=sa.text("state IN ('ready', 'sending')"),
    )
