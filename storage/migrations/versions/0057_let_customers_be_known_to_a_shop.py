"""Let customers of a coalition say yes to be known to one of its shops, and no again."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "introductions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("partner_id", BIG, nullable=False),
        sa.Column("given_at", BIG, nullable=False),
        sa.Column("withdrawn_at", BIG, nullable=True),
        *(
            sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_introductions_{name}"))
            for name, target in (("shop_id", "shops"), ("account_id", "accounts"), ("partner_id", "shops"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introductions")),
        sqlite_strict=True,
    )
    given = sa.text("withdrawn_at IS NULL")
    op.create_index(
        "uq_introductions_given",
        "introductions",
        ["shop_id", "account_id", "partner_id"],
        unique=True,
        sqlite_where=given,
        postgresql_where=given,
    )
