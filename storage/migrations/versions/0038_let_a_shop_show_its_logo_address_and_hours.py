"""Let a shop show its logo, where it is, and when it is open."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for name in ("logo", "address", "hours"):
        op.add_column("shops", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "logos",
        sa.Column("shop_id", BIG, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("png", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_logos_shop_id")),
        sa.PrimaryKeyConstraint("shop_id", name=op.f("pk_logos")),
        sqlite_strict=True,
    )
