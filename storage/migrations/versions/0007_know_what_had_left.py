"""Know of a message in a dead hand whether it had left: what had not is sent after all."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE outbox ADD COLUMN departed INTEGER DEFAULT 0 NOT NULL"
        " CONSTRAINT ck_outbox_departed CHECK (departed IN (0, 1))"
    )
    op.execute("UPDATE outbox SET departed = 1 WHERE state = 'sending'")
