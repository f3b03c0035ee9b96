"""Remember what a shop gives to, which cause a customer chose, and what each visit gave."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0062"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OF_VISIT = sa.text("visit_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "good_causes",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("given", BIG, server_default="0", nullable=False),
        sa.CheckConstraint("given >= 0", name=op.f("ck_good_causes_given")),
        *_refs("good_causes", shop_id="shops"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_good_causes")),
        sa.UniqueConstraint("shop_id", "name", name=op.f("uq_good_causes_shop_id_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "favourites",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("cause_id", BIG, nullable=False),
        sa.Column("at", BIG, nullable=False),
        *_refs("favourites", shop_id="shops", account_id="accounts", cause_id="good_causes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_favourites")),
        sa.UniqueConstraint("shop_id", "account_id", name=op.f("uq_favourites_shop_id_account_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "donations",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("cause_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("counter_id", BIG, nullable=False),
        sa.Column("visit_id", BIG, nullable=True),
        sa.Column("entry_id", BIG, nullable=True),
        sa.Column("amount", BIG, nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("undone_at", BIG, nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_donations_amount")),
        *_refs(
            "donations",
            shop_id="shops",
            cause_id="good_causes",
            account_id="accounts",
            visit_id="visits",
            entry_id="entries",
        ),
        sa.ForeignKeyConstraint(
            ["counter_id", "account_id"],
            ["counters.id", "counters.account_id"],
            name=op.f("fk_donations_counter_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donations")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_donations_shop_id_account_id",
        "donations",
        ["shop_id", "account_id", "cause_id", "undone_at", "amount"],
    )
    op.create_index(
        "ix_donations_shop_id_visit_id",
        "donations",
        ["shop_id", "visit_id"],
        sqlite_where=_OF_VISIT,
        postgresql_where=_OF_VISIT,
    )


def _refs(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))
        for name, target in targets.items()
    ]
