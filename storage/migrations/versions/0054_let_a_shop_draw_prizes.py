"""Let a shop draw prizes among its customers: what was promised, who takes part, and what became of tickets."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0045"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN = sa.text("drawn_at IS NULL")


def upgrade() -> None:
    op.add_column("shops", sa.Column("draw_id", BIG))
    op.create_table(
        "draws",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("prize", sa.Text(), nullable=False),
        sa.Column("cost_minor", BIG, nullable=False),
        sa.Column("prizes", sa.Integer(), nullable=False),
        sa.Column("one_in", sa.Integer(), nullable=True),
        sa.Column("free", sa.Integer(), nullable=False),
        sa.Column("begins_at", BIG, nullable=False),
        sa.Column("ends_at", BIG, nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("opened_by", BIG, nullable=True),
        sa.Column("drawn_at", BIG, nullable=True),
        sa.Column("listed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tickets", sa.Text(), nullable=True),
        sa.CheckConstraint("form IN ('tickets', 'scratch')", name=op.f("ck_draws_form")),
        sa.CheckConstraint("(form = 'scratch') = (one_in IS NOT NULL)", name=op.f("ck_draws_one_in")),
        sa.CheckConstraint("prizes > 0", name=op.f("ck_draws_prizes")),
        sa.CheckConstraint("cost_minor >= 0", name=op.f("ck_draws_cost_minor")),
        sa.CheckConstraint("free IN (0, 1)", name=op.f("ck_draws_free")),
        *_refs("draws", shop_id="shops", opened_by="staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draws")),
        sqlite_strict=True,
    )
    op.create_index("ix_draws_shop_id", "draws", ["shop_id", "id"])
    op.create_index(
        "uq_draws_running", "draws", ["shop_id"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.create_table(
        "draw_players",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("draw_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("at", BIG, nullable=False),
        *_refs("draw_players", shop_id="shops", draw_id="draws", account_id="accounts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_players")),
        sa.UniqueConstraint(
            "shop_id", "draw_id", "account_id", name=op.f("uq_draw_players_shop_id_draw_id_account_id")
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_draw_players_shop_id_account_id", "draw_players", ["shop_id", "account_id"])
    op.create_table(
        "draw_results",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("draw_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("visit_id", BIG, nullable=True),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("voucher_id", BIG, nullable=True),
        *_refs(
            "draw_results",
            shop_id="shops",
            draw_id="draws",
            account_id="accounts",
            visit_id="visits",
            voucher_id="vouchers",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_results")),
        sa.UniqueConstraint(
            "shop_id", "draw_id", "ticket", name=op.f("uq_draw_results_shop_id_draw_id_ticket")
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_draw_results_shop_id_account_id", "draw_results", ["shop_id", "account_id"])


def _refs(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))
        for name, target in targets.items()
    ]
