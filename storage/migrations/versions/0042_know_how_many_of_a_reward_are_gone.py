"""Know how many of a reward are gone, where there are only so many."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_STANDS = sa.text("state <> 'withdrawn'")


def upgrade() -> None:
    op.create_index(
        "ix_vouchers_shop_id_reward_key",
        "vouchers",
        ["shop_id", "reward_key"],
        sqlite_where=_STANDS,
        postgresql_where=_STANDS,
    )
