"""Let the index of a card's visits hold what campaigns ask of them: a look at everybody reads no visit's row."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_visits_card_id_at", "visits")
    op.create_index("ix_visits_card_id_at", "visits", ["card_id", "at", "undone_at", "amount"])
