"""Close a branch, and keep what was booked there."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TIME = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # microseconds since 1970, UTC


def upgrade() -> None:
    op.add_column("branches", sa.Column("closed_at", TIME))
