"""Let an event be at a branch, and give what it gives for coming."""

from alembic import op

revision = "0088"
down_revision = "0086"
branch_labels = None
depends_on = None


def upgrade() -> None:
    integer = "INTEGER" if op.get_context().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE events ADD COLUMN branch_id {integer} CONSTRAINT fk_events_branch_id REFERENCES branches (id)"
    )
    op.execute("ALTER TABLE events ADD COLUMN gift_amount INTEGER")
