"""Remember what the checks of a shop's bookings found, and what its owner found fine."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = BIG  # microseconds since 1970, UTC
_REFERENCES = {
    "shop_id": "shops",
    "staff_id": "staff",
    "account_id": "accounts",
    "settled_by": "persons",
}


def upgrade() -> None:
    op.create_table(
        "findings",
        sa.Column("id", BIG, nullable=False),
        *(sa.Column(name, BIG, nullable=name != "shop_id") for name in _REFERENCES),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Integer(), nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.Column("found_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.Column("settled_at", TIME),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_findings_{name}"))
            for name, table in _REFERENCES.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_findings_shop_id_key")),
        sqlite_strict=True,
    )
    op.create_table(
        "looks",
        sa.Column("shop_id", BIG, autoincrement=False, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("unsure", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_looks_shop_id")),
        sa.PrimaryKeyConstraint("shop_id", name=op.f("pk_looks")),
        sqlite_strict=True,
    )
