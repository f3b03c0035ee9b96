"""Let a shop set itself a target: so much of something by a day."""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0057"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "targets",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("value", BIG, nullable=False),
        sa.Column("start", BIG, nullable=False),
        sa.Column("by_date", sa.Text(), nullable=False),
        sa.Column("set_at", BIG, nullable=False),
        sa.CheckConstraint(
            "metric IN ('sales', 'visits', 'new', 'customers')", name=op.f("ck_targets_metric")
        ),
        sa.CheckConstraint("value > 0", name=op.f("ck_targets_value")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_targets_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
        sa.UniqueConstraint("shop_id", "metric", name=op.f("uq_targets_shop_id_metric")),
        sqlite_strict=True,
    )
