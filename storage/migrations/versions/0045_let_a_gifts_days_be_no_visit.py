"""Let the days that a gift gives an empty card be no visit."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0043"
branch_labels = None
depends_on = None

TIME = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # microseconds since 1970, UTC
_KNOWN = sa.text("refreshed_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("counters", sa.Column("refreshed_at", TIME))
    op.create_index(
        "ix_counters_refreshed",
        "counters",
        ["shop_id", "refreshed_at"],
        sqlite_where=_KNOWN,
        postgresql_where=_KNOWN,
    )
