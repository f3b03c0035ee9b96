"""Let a shop choose whether its staff see the league, and whether the till suggests what to say."""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0082"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, usual in (("league_open", "0"), ("suggests", "1")):
        op.add_column("shops", sa.Column(name, sa.Integer(), nullable=False, server_default=usual))
