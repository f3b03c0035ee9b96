"""Remember which membership a customer bought, on which terms, and what it gave."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0060"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_STANDS = sa.text("undone_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "memberships",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("counter_id", BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("cuts", sa.Integer(), nullable=False),
        sa.Column("price_minor", BIG, nullable=False),
        sa.Column("sold_at", BIG, nullable=False),
        sa.Column("sold_by", BIG, nullable=True),
        sa.Column("begins_at", BIG, nullable=False),
        sa.Column("ends_at", BIG, nullable=False),
        sa.Column("paused_at", BIG, nullable=True),
        sa.Column("resumes_at", BIG, nullable=True),
        sa.Column("paused_days", sa.Integer(), server_default="0", nullable=False),
        sa.Column("ended_at", BIG, nullable=True),
        sa.Column("ended_by", BIG, nullable=True),
        sa.Column("refunded_minor", BIG, server_default="0", nullable=False),
        sa.CheckConstraint("price_minor > 0", name=op.f("ck_memberships_price")),
        sa.CheckConstraint("ends_at >= begins_at", name=op.f("ck_memberships_term")),
        sa.CheckConstraint("(paused_at IS NULL) = (resumes_at IS NULL)", name=op.f("ck_memberships_pause")),
        sa.CheckConstraint("refunded_minor BETWEEN 0 AND price_minor", name=op.f("ck_memberships_refund")),
        *_refs("memberships", shop_id="shops", account_id="accounts", sold_by="staff", ended_by="staff"),
        sa.ForeignKeyConstraint(
            ["counter_id", "account_id"],
            ["counters.id", "counters.account_id"],
            name=op.f("fk_memberships_counter_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sqlite_strict=True,
    )
    for name in ("account_id", "sold_at", "ends_at"):
        op.create_index(f"ix_memberships_shop_id_{name}", "memberships", ["shop_id", name])
    op.create_table(
        "benefits",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("membership_id", BIG, nullable=False),
        sa.Column("slot", sa.Text(), nullable=True),
        sa.Column("at", BIG, nullable=False),
        sa.Column("staff_id", BIG, nullable=False),
        sa.Column("bill_minor", BIG, nullable=True),
        sa.Column("off_minor", BIG, nullable=True),
        sa.Column("undone_at", BIG, nullable=True),
        sa.Column("undone_by", BIG, nullable=True),
        *_refs("benefits", shop_id="shops", membership_id="memberships", staff_id="staff", undone_by="staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefits")),
        sqlite_strict=True,
    )
    for name in ("membership_id", "at"):
        op.create_index(f"ix_benefits_shop_id_{name}", "benefits", ["shop_id", name])
    op.create_index(
        "uq_benefits_slot",
        "benefits",
        ["shop_id", "membership_id", "slot"],
        unique=True,
        sqlite_where=_STANDS,
        postgresql_where=_STANDS,
    )


def _refs(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))
        for name, target in targets.items()
    ]
