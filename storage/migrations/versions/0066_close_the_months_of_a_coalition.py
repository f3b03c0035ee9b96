"""Close the months of a coalition: sums for each partner, so that its ledger is gone through once."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0068"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("coalitions", sa.Column("closed_line", BIG, nullable=False, server_default="0"))
    op.add_column("coalitions", sa.Column("closed_until", BIG, nullable=True))
    op.create_table(
        "coalition_months",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("branch_id", BIG, nullable=False),
        sa.Column("given", BIG, nullable=False),
        sa.Column("spent", BIG, nullable=False),
        sa.Column("ran_out", BIG, nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_coalition_months_shop_id")),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.id"], name=op.f("fk_coalition_months_branch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coalition_months")),
        sa.UniqueConstraint(
            "shop_id", "month", "branch_id", name=op.f("uq_coalition_months_shop_id_month_branch_id")
        ),
        sqlite_strict=True,
    )
    moved = sa.text("kind = 'moved'")
    op.create_index(
        "ix_entries_moved", "entries", ["shop_id", "at"], sqlite_where=moved, postgresql_where=moved
    )
