"""Let a shop stamp with an icon of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("shops", sa.Column("icon", sa.Text(), nullable=False, server_default=""))
