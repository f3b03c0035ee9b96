"""Name who acts in the audit: no person stood for the operator and for the clock alike, told apart by what was done."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit", sa.Column("actor", sa.Text, nullable=False, server_default="person"))
    # A pause was all that the clock wrote down.
    op.execute(
        "UPDATE audit SET actor = CASE WHEN what = 'campaign_paused' THEN 'clock' ELSE 'operator' END"
        " WHERE person_id IS NULL"
    )
