"""Add up what a shop gave in stamps and points beside visits, without going through its ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0052"
branch_labels = None
depends_on = None

_GIFTS = sa.text("kind = 'gift'")


def upgrade() -> None:
    op.create_index(
        "ix_entries_gifts", "entries", ["shop_id", "at"], sqlite_where=_GIFTS, postgresql_where=_GIFTS
    )
