"""Let an experiment name the saved filter whose customers it is made with."""

from alembic import op

revision = "0090"
down_revision = "0089"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE experiments ADD COLUMN filter_id {number} "
        "CONSTRAINT fk_experiments_filter_id REFERENCES filters (id)"
    )
    # One that runs is made with whom its campaign is for: whoever chooses others ends it. Of those that ended nobody knows.
    op.execute(
        "UPDATE experiments SET filter_id = (SELECT filter_id FROM campaigns WHERE campaigns.id = experiments.campaign_id) "
        "WHERE ended_at IS NULL"
    )
