"""Let a shop say what the till of one branch took in a month, beside what all of them did."""

import sqlalchemy as sa
from alembic import op

revision = "0091"
down_revision = "0090"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TOLD = "shop_id, month, total_minor, told_at"


def upgrade() -> None:
    # No other table points here, and nobody keeps an id: it is made anew, as SQLite changes no key.
    op.execute("CREATE TABLE kept_till_totals AS SELECT * FROM till_totals")
    op.drop_table("till_totals")
    op.create_table(
        "till_totals",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("branch_id", BIG),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("total_minor", BIG, nullable=False),
        sa.Column("told_at", BIG, nullable=False),
        sa.CheckConstraint("total_minor > 0", name=op.f("ck_till_totals_total_minor")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_till_totals_shop_id")),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.id"], name=op.f("fk_till_totals_branch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_till_totals")),
        sa.UniqueConstraint(
            "shop_id", "month", "branch_id", name=op.f("uq_till_totals_shop_id_month_branch_id")
        ),
        sqlite_strict=True,
    )
    whole = sa.text("branch_id IS NULL")
    op.create_index(
        "uq_till_totals_whole",
        "till_totals",
        ["shop_id", "month"],
        unique=True,
        sqlite_where=whole,
        postgresql_where=whole,
    )
    op.execute(f"INSERT INTO till_totals ({_TOLD}) SELECT {_TOLD} FROM kept_till_totals")  # noqa: S608 - names of our own
    op.drop_table("kept_till_totals")
