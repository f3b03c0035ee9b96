"""Remember what was paid to a good cause, and the picture that shows it."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "cause_payments",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("cause_id", BIG, nullable=False),
        sa.Column("amount_minor", BIG, nullable=False),
        sa.Column("paid_on", sa.Text(), nullable=False),
        sa.Column("jpeg", sa.Text(), nullable=True),
        sa.Column("at", BIG, nullable=False),
        sa.Column("undone_at", BIG, nullable=True),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_cause_payments_amount_minor")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_cause_payments_shop_id")),
        sa.ForeignKeyConstraint(["cause_id"], ["good_causes.id"], name=op.f("fk_cause_payments_cause_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause_payments")),
        sqlite_strict=True,
    )
    op.create_index("ix_cause_payments_shop_id_cause_id", "cause_payments", ["shop_id", "cause_id"])
