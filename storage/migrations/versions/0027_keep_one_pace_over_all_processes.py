"""Keep one pace for an account over all processes, and obey in all of them the pauses that one was ordered."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = BIG  # microseconds since 1970, UTC


def upgrade() -> None:
    op.create_table(
        "paces",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("free_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("channel", "account", name=op.f("pk_paces")),
        sqlite_strict=True,
    )
    op.create_table(
        "pauses",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("until", TIME, nullable=False),
        sa.PrimaryKeyConstraint("channel", "account", "chat", name=op.f("pk_pauses")),
        sqlite_strict=True,
    )
    op.add_column("outbox", sa.Column("slot_at", TIME))
    op.drop_index("ix_outbox_address_id", "outbox")
    op.create_index("ix_outbox_address_id_slot_at", "outbox", ["address_id", "slot_at"])
