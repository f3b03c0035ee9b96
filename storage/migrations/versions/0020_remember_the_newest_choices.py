"""Remember the newest message's choices beside what waits for an answer; numbers were remembered apart."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("shown", sa.Text, nullable=False, server_default=""))
    op.add_column("conversations", sa.Column("earlier", sa.Text, nullable=False, server_default=""))
    op.drop_table("numbered")
