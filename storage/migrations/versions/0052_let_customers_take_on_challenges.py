"""Remember which challenge a customer took on, by which rules, until when, and with which visit it was won."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0054"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "challenges",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("counter_id", BIG, nullable=False),
        sa.Column("version_id", BIG, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("begun_at", BIG, nullable=False),
        sa.Column("ends_at", BIG, nullable=False),
        sa.Column("won_visit_id", BIG, nullable=True),
        *_refs(
            shop_id="shops", account_id="accounts", version_id="programme_versions", won_visit_id="visits"
        ),
        sa.ForeignKeyConstraint(
            ["counter_id", "account_id"],
            ["counters.id", "counters.account_id"],
            name=op.f("fk_challenges_counter_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenges")),
        sqlite_strict=True,
    )
    op.create_index("ix_challenges_shop_id_account_id", "challenges", ["shop_id", "account_id"])
    op.create_index("ix_challenges_shop_id_ends_at", "challenges", ["shop_id", "ends_at"])


def _refs(**targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_challenges_{name}"))
        for name, target in targets.items()
    ]
