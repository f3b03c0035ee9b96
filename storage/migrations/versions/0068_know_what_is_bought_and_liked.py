"""Know what a shop sells by name and tag, what its customers bought of it, and what they said they like."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0064"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("shops", sa.Column("has_items", sa.Integer(), server_default="0", nullable=False))
    _named_by_a_shop()
    _about_a_card()


def _named_by_a_shop() -> None:
    op.create_table(
        "tags",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("avoided", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("avoided IN (0, 1)", name=op.f("ck_tags_avoided")),
        *_refs("tags", shop_id="shops"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
        sa.UniqueConstraint("shop_id", "name", name=op.f("uq_tags_shop_id_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "items",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("gone_at", BIG, nullable=True),
        *_refs("items", shop_id="shops"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items")),
        sa.UniqueConstraint("shop_id", "label", name=op.f("uq_items_shop_id_label")),
        sqlite_strict=True,
    )
    op.create_table(
        "item_tags",
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("item_id", BIG, nullable=False),
        sa.Column("tag_id", BIG, nullable=False),
        *_refs("item_tags", shop_id="shops", item_id="items", tag_id="tags"),
        sa.PrimaryKeyConstraint("shop_id", "item_id", "tag_id", name=op.f("pk_item_tags")),
        sqlite_strict=True,
    )


def _about_a_card() -> None:
    op.create_table(
        "purchases",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("visit_id", BIG, nullable=False),
        sa.Column("item_id", BIG, nullable=False),
        sa.Column("at", BIG, nullable=False),
        *_refs("purchases", shop_id="shops", account_id="accounts", visit_id="visits", item_id="items"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchases")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_purchases_at"), "purchases", ["at"])
    op.create_index("ix_purchases_shop_id_visit_id", "purchases", ["shop_id", "visit_id"])
    op.create_index("ix_purchases_shop_id_account_id_at", "purchases", ["shop_id", "account_id", "at"])
    op.create_table(
        "likes",
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("tag_id", BIG, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.CheckConstraint("answer IN ('yes', 'no', 'either')", name=op.f("ck_likes_answer")),
        *_refs("likes", shop_id="shops", account_id="accounts", tag_id="tags"),
        sa.PrimaryKeyConstraint("shop_id", "account_id", "tag_id", name=op.f("pk_likes")),
        sqlite_strict=True,
    )
    op.create_table(
        "shared_cards",
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("at", BIG, nullable=False),
        *_refs("shared_cards", shop_id="shops", account_id="accounts"),
        sa.PrimaryKeyConstraint("shop_id", "account_id", name=op.f("pk_shared_cards")),
        sqlite_strict=True,
    )


def _refs(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))
        for name, target in targets.items()
    ]
