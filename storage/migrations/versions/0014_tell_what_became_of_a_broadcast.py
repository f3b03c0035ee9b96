"""Know of a broadcast whether its owner heard what became of it, and later who came."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TIME = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # microseconds since 1970, UTC
_UNTOLD = sa.text("selected_at IS NOT NULL AND came_told_at IS NULL")


def upgrade() -> None:
    op.add_column("broadcasts", sa.Column("told_at", TIME))
    op.add_column("broadcasts", sa.Column("came_told_at", TIME))
    # Of what went out before, nobody is told all at once; it can be looked at.
    op.execute("UPDATE broadcasts SET told_at = selected_at, came_told_at = selected_at")
    op.create_index(
        "ix_broadcasts_untold",
        "broadcasts",
        ["selected_at"],
        sqlite_where=_UNTOLD,
        postgresql_where=_UNTOLD,
    )
