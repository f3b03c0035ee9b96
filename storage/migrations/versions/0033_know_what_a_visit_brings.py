"""Know what a visit brings a shop and what is left of it, as far as its owner said so."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

TIME = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # microseconds since 1970, UTC


def upgrade() -> None:
    big = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    _checked("average_sale_minor", big, "average_sale_minor > 0")
    _checked("margin_permille", "INTEGER", "margin_permille BETWEEN 0 AND 1000")
    op.add_column("shops", sa.Column("trade", sa.Text()))
    op.add_column("shops", sa.Column("asked_for_sums_at", TIME))


def _checked(name: str, kind: str, holds: str) -> None:
    """Add a column with its check in one statement: SQLite can't add one to a table that stands."""
    op.execute(f"ALTER TABLE shops ADD COLUMN {name} {kind} CONSTRAINT ck_shops_{name} CHECK ({holds})")
