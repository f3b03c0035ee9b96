"""Plan when each shop's next round is, and note who is new: a minute's round asks nobody else."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = BIG  # microseconds since 1970, UTC
_NOT_LOOKED = sa.text("active = 1 AND looked_at IS NULL")
_NOT_SELECTED = sa.text("cancelled_at IS NULL AND selected_at IS NULL")
_OPEN = sa.text("broadcast_id IS NOT NULL AND state IN ('due', 'queued')")


def upgrade() -> None:
    op.add_column("shops", sa.Column("next_round_at", TIME, nullable=False, server_default="0"))
    op.create_index("ix_shops_next_round_at", "shops", ["next_round_at"])
    _index("ix_campaigns_not_looked", "campaigns", ["shop_id", "kind"], _NOT_LOOKED)
    _index("ix_broadcasts_not_selected", "broadcasts", ["starts_at"], _NOT_SELECTED)
    _index("ix_occurrences_broadcast_open", "occurrences", ["broadcast_id"], _OPEN)
    op.create_table(
        "newcomers",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_newcomers_shop_id"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_newcomers_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_newcomers"),
        sqlite_strict=True,
    )
    op.create_index("ix_newcomers_account_id", "newcomers", ["account_id"])


def _index(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
