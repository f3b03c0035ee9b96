"""Let an occasion name the line of the ledger with which it gave stamps or points."""

from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE occurrences ADD COLUMN entry_id {big}"
        " CONSTRAINT fk_occurrences_entry_id REFERENCES entries (id)"
    )
