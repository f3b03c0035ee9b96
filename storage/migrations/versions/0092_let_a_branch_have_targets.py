"""Let a branch have targets of its own, beside those of its shop."""

import sqlalchemy as sa
from alembic import op

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SET = "shop_id, metric, value, start, by_date, set_at"


def upgrade() -> None:
    # No other table points here, and nobody keeps an id: it is made anew, as SQLite changes no key.
    op.execute("CREATE TABLE kept_targets AS SELECT * FROM targets")
    op.drop_table("targets")
    op.create_table(
        "targets",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("branch_id", BIG),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("value", BIG, nullable=False),
        sa.Column("start", BIG, nullable=False),
        sa.Column("by_date", sa.Text(), nullable=False),
        sa.Column("set_at", BIG, nullable=False),
        sa.CheckConstraint(
            "metric IN ('sales', 'visits', 'new', 'customers')", name=op.f("ck_targets_metric")
        ),
        sa.CheckConstraint("value > 0", name=op.f("ck_targets_value")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_targets_shop_id")),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.id"], name=op.f("fk_targets_branch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
        sa.UniqueConstraint(
            "shop_id", "metric", "branch_id", name=op.f("uq_targets_shop_id_metric_branch_id")
        ),
        sqlite_strict=True,
    )
    whole = sa.text("branch_id IS NULL")
    op.create_index(
        "uq_targets_whole",
        "targets",
        ["shop_id", "metric"],
        unique=True,
        sqlite_where=whole,
        postgresql_where=whole,
    )
    op.execute(f"INSERT INTO targets ({_SET}) SELECT {_SET} FROM kept_targets ORDER BY id")  # noqa: S608 - names of our own
    op.drop_table("kept_targets")
