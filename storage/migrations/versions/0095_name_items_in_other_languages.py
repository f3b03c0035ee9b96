"""Let what a shop sells by name have a name in other languages, too."""

import sqlalchemy as sa
from alembic import op

revision = "0095"
down_revision = "0094"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("items", sa.Column("others", sa.Text(), server_default="{}", nullable=False))
