"""Keep two people two when a number changes: who left which address for whose, and what was said to it."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = BIG  # microseconds since 1970, UTC


def upgrade() -> None:
    op.create_table(
        "moves",
        sa.Column("id", BIG, nullable=False),
        sa.Column("old_id", BIG, nullable=False),
        sa.Column("new_id", BIG, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("asked_at", TIME),
        sa.Column("settled_at", TIME),
        sa.ForeignKeyConstraint(["old_id"], ["addresses.id"], name=op.f("fk_moves_old_id")),
        sa.ForeignKeyConstraint(["new_id"], ["addresses.id"], name=op.f("fk_moves_new_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moves")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_moves_new_id"), "moves", ["new_id"])
