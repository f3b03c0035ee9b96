"""Find the few cards of a shop that nobody holds any more, and since when, without reading all others."""

import sqlalchemy as sa
from alembic import op

revision = "0093"
down_revision = "0092"
branch_labels = None
depends_on = None


def upgrade() -> None:
    closed = sa.text("closed_at IS NOT NULL")
    op.create_index(
        "ix_accounts_closed",
        "accounts",
        ["shop_id", "closed_at"],
        sqlite_where=closed,
        postgresql_where=closed,
    )
