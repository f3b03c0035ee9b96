"""Let a day's redemptions be read from an index, as its visits are."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_USED = sa.text("used_at IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_vouchers_used", "vouchers", ["shop_id", "used_at"], sqlite_where=_USED, postgresql_where=_USED
    )
