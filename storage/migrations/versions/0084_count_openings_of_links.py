"""Count how often the page behind a shop's link is opened, by day; nobody is written down for it."""

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0073"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "link_openings",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.CheckConstraint("opened > 0", name=op.f("ck_link_openings_opened")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_link_openings_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_openings")),
        sa.UniqueConstraint("shop_id", "at", name=op.f("uq_link_openings_shop_id_at")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_link_openings_at"), "link_openings", ["at"])
