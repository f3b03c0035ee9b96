"""Keep a portrait of each card, what became of whom, and the lines that a shop's newest night drew."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0051"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "portraits",
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("quadrant", sa.Text(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("sales_minor", BIG, nullable=True),
        sa.Column("cost_minor", BIG, nullable=False),
        sa.Column("unpriced", sa.Integer(), nullable=False),
        sa.Column("margin_minor", BIG, nullable=True),
        sa.Column("gap_days", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "phase IN ('prospect', 'first', 'repeat', 'regular', 'ambassador')",
            name=op.f("ck_portraits_phase"),
        ),
        sa.CheckConstraint(
            "quadrant IN ('friend', 'butterfly', 'barnacle', 'stranger', 'loyal', 'passing')",
            name=op.f("ck_portraits_quadrant"),
        ),
        *_refs("portraits", shop_id="shops", account_id="accounts"),
        sa.PrimaryKeyConstraint("shop_id", "account_id", name=op.f("pk_portraits")),
        sqlite_strict=True,
    )
    op.create_index("ix_portraits_shop_id_due_on", "portraits", ["shop_id", "due_on"])
    op.create_index("ix_portraits_shop_id_sales_minor", "portraits", ["shop_id", "sales_minor"])
    op.create_table(
        "portrait_moves",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("axis", sa.Text(), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.CheckConstraint("axis IN ('phase', 'quadrant')", name=op.f("ck_portrait_moves_axis")),
        *_refs("portrait_moves", shop_id="shops", account_id="accounts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portrait_moves")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_portrait_moves_at"), "portrait_moves", ["at"])
    op.create_index("ix_portrait_moves_shop_id_at", "portrait_moves", ["shop_id", "at"])
    op.create_index("ix_portrait_moves_shop_id_account_id", "portrait_moves", ["shop_id", "account_id"])
    op.create_table(
        "portrait_nights",
        sa.Column("shop_id", BIG, autoincrement=False, nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("margin_minor", BIG, nullable=True),
        sa.Column("top", sa.Integer(), nullable=False),
        sa.Column("top_from_minor", BIG, nullable=True),
        sa.Column("top_minor", BIG, nullable=True),
        sa.Column("sales_minor", BIG, nullable=True),
        *_refs("portrait_nights", shop_id="shops"),
        sa.PrimaryKeyConstraint("shop_id", name=op.f("pk_portrait_nights")),
        sqlite_strict=True,
    )


def _refs(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))
        for name, target in targets.items()
    ]
