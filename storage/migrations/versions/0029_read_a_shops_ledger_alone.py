"""Let a shop's ledger be read by itself, oldest line first, however many lines others have."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_entries_shop_id", "entries", ["shop_id", "id"])
