"""Let a question of a shop's own be put in other languages, too."""

import sqlalchemy as sa
from alembic import op

revision = "0094"
down_revision = "0093"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("questions", sa.Column("others", sa.Text(), server_default="{}", nullable=False))
