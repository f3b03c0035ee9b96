"""Let owners say how each kind of customer is treated, and where one kind ends and the next begins."""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0080"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "treatments",
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("whom", sa.Text(), nullable=False),
        sa.Column("held", sa.Text(), nullable=False),
        sa.Column("short", sa.Integer(), nullable=False),
        sa.Column("most_offer_minor", BIG, nullable=True),
        sa.Column("gap_days", sa.Integer(), nullable=False),
        sa.Column("cue", sa.Text(), nullable=True),
        sa.CheckConstraint("short IN (0, 1)", name=op.f("ck_treatments_short")),
        sa.CheckConstraint("most_offer_minor >= 0", name=op.f("ck_treatments_most_offer_minor")),
        sa.CheckConstraint("gap_days > 0", name=op.f("ck_treatments_gap_days")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_treatments_shop_id")),
        sa.PrimaryKeyConstraint("shop_id", "whom", name=op.f("pk_treatments")),
        sqlite_strict=True,
    )
    op.create_table(
        "chosen_lines",
        sa.Column("shop_id", BIG, autoincrement=False, nullable=False),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("margin_minor", BIG, nullable=True),
        sa.CheckConstraint("months BETWEEN 1 AND 12", name=op.f("ck_chosen_lines_months")),
        sa.CheckConstraint("margin_minor > 0", name=op.f("ck_chosen_lines_margin_minor")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_chosen_lines_shop_id")),
        sa.PrimaryKeyConstraint("shop_id", name=op.f("pk_chosen_lines")),
        sqlite_strict=True,
    )
