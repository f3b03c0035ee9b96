"""Let owners save filters for their messages, and remember of which customers they were to hear."""

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "filters",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("quadrant", sa.Text(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("branch_id", BIG, nullable=False),
        sa.Column("programme_id", BIG, nullable=False),
        sa.Column("created_at", BIG, nullable=False),
        sa.Column("closed_at", BIG, nullable=True),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_filters_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filters")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_filters_shop_id"), "filters", ["shop_id"])
    op.create_table(
        "alerts",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.CheckConstraint("what IN ('overdue', 'discounts')", name=op.f("ck_alerts_what")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_alerts_shop_id")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_alerts_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_alerts_at"), "alerts", ["at"])
    op.create_index("ix_alerts_shop_id_account_id", "alerts", ["shop_id", "account_id"])
    op.create_index("ix_alerts_shop_id_at", "alerts", ["shop_id", "at"])
