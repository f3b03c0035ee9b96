"""Say what an offer is about, so that it reaches nobody who refuses that."""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0072"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "offer_tags",
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("offer", sa.Text(), nullable=False),
        sa.Column("tag_id", BIG, nullable=False),
        sa.Column("exclusive", sa.Integer(), nullable=False),
        sa.CheckConstraint("exclusive IN (0, 1)", name=op.f("ck_offer_tags_exclusive")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_offer_tags_shop_id")),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_offer_tags_tag_id")),
        sa.PrimaryKeyConstraint("shop_id", "offer", "tag_id", name=op.f("pk_offer_tags")),
        sqlite_strict=True,
    )
