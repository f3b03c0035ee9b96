"""Let each account have a queue of its own: one that is paused or closed holds up no other of its channel."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_WAITING = sa.text("state IN ('ready', 'sending')")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("account", sa.Text, nullable=False, server_default=""))
    op.execute(
        "UPDATE outbox SET account ="
        " (SELECT addresses.account FROM addresses WHERE addresses.id = outbox.address_id)"
    )
    op.drop_index("ix_outbox_waiting", "outbox")
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["channel", "account", "urgency", "due_at"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
