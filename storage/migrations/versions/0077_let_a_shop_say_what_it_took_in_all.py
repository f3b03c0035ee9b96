"""Let a shop say what it took in a month in all, so that the share of its members is known."""

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0066"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "till_totals",
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("total_minor", BIG, nullable=False),
        sa.Column("told_at", BIG, nullable=False),
        sa.CheckConstraint("total_minor > 0", name=op.f("ck_till_totals_total_minor")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_till_totals_shop_id")),
        sa.PrimaryKeyConstraint("shop_id", "month", name=op.f("pk_till_totals")),
        sqlite_strict=True,
    )
