"""Move a card to another account of its holder, and remember how to undo it."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = BIG  # microseconds since 1970, UTC
_REFERENCES = {
    "shop_id": "shops",
    "source_id": "cards",
    "target_id": "cards",
    "giver_id": "persons",
    "taker_id": "persons",
    "ordered_by": "persons",
}


def upgrade() -> None:
    op.create_table(
        "handovers",
        sa.Column("id", BIG, nullable=False),
        *(sa.Column(name, BIG, nullable=name == "giver_id") for name in _REFERENCES),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("moved", sa.Text(), nullable=False),
        sa.Column("undone_at", TIME),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_handovers_{name}"))
            for name, table in _REFERENCES.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_handovers_shop_id"), "handovers", ["shop_id"])
