"""Let a filter ask for several things that are known, and a campaign go to a filter's customers alone."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0086"
down_revision = "0084"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("filters", sa.Column("noted", sa.Text(), server_default="[]", nullable=False))
    filters = sa.table("filters", *(sa.column(name) for name in ("id", "what", "value", "noted")))
    bind = op.get_bind()
    asking = sa.select(filters.c.id, filters.c.what, filters.c.value).where(filters.c.what != "")
    for this, what, value in bind.execute(asking).all():
        noted = json.dumps([[what, value]], ensure_ascii=False)
        bind.execute(sa.update(filters).where(filters.c.id == this).values(noted=noted))
    op.drop_column("filters", "what")
    op.drop_column("filters", "value")
    number = "INTEGER" if bind.dialect.name == "sqlite" else "BIGINT"
    for table in ("campaigns", "occurrences"):
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN filter_id {number} "
            f"CONSTRAINT fk_{table}_filter_id REFERENCES filters (id)"
        )
