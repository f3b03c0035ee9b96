"""Keep what was said of a campaign, from when on it is judged, and whether it was paused for being of no use."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TIME = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # microseconds since 1970, UTC


def upgrade() -> None:
    op.add_column("campaigns", sa.Column("verdict", sa.Text()))
    op.add_column("campaigns", sa.Column("judged_from", TIME))
    op.add_column("campaigns", sa.Column("paused_at", TIME))
