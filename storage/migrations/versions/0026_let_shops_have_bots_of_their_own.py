"""Let a shop have a bot or a number of its own, beside the shared ones that the settings name."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = BIG  # microseconds since 1970, UTC
_IN_SERVICE = sa.text("removed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "bots",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("hook", sa.Text, nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("refused", sa.Text, nullable=False, server_default=""),
        sa.Column("added_at", TIME, nullable=False),
        sa.Column("removed_at", TIME),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_bots_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bots")),
        sa.UniqueConstraint("hook", name=op.f("uq_bots_hook")),
        sqlite_strict=True,
    )
    for name, columns in (
        ("uq_bots_in_service", ["channel", "account"]),
        ("uq_bots_of_shop", ["shop_id", "channel"]),
    ):
        op.create_index(
            name, "bots", columns, unique=True, sqlite_where=_IN_SERVICE, postgresql_where=_IN_SERVICE
        )
