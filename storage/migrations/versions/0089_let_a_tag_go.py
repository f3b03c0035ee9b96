"""Let a shop take a tag away, whose id goes to no other."""

import sqlalchemy as sa
from alembic import op

revision = "0089"
down_revision = "0088"
branch_labels = None
depends_on = None

TIME = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # microseconds since 1970, UTC


def upgrade() -> None:
    op.add_column("tags", sa.Column("gone_at", TIME))
