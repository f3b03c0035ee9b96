"""Let a shop note facts of its customers, by up to five names of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0069"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "attributes",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", BIG, nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_attributes_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attributes")),
        sa.UniqueConstraint("shop_id", "name", name=op.f("uq_attributes_shop_id_name")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "customer_facts",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_customer_facts_shop_id")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_customer_facts_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_facts")),
        sa.UniqueConstraint(
            "shop_id", "account_id", "what", name=op.f("uq_customer_facts_shop_id_account_id_what")
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_customer_facts_shop_id_what", "customer_facts", ["shop_id", "what", "value"])
