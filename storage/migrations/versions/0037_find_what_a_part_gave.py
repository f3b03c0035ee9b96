"""Find what a part of a programme gave in a shop since some day, of which it has a budget."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_GIVEN = sa.text("part IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_entries_shop_id_part",
        "entries",
        ["shop_id", "part", "at"],
        sqlite_where=_GIVEN,
        postgresql_where=_GIVEN,
    )
