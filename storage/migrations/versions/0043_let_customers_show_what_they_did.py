"""Remember which task a customer took on and what shows that it was done, until it is given and long enough to ask."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "errands",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("counter_id", BIG, nullable=False),
        sa.Column("version_id", BIG, nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("begun_at", BIG, nullable=False),
        sa.Column("state", sa.Text(), server_default="begun", nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("proof_key", sa.Text(), nullable=True),
        sa.Column("likeness", sa.Text(), nullable=True),
        sa.Column("sent_at", BIG, nullable=True),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("decided_at", BIG, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("entry_id", BIG, nullable=True),
        sa.CheckConstraint(
            "state IN ('begun', 'sent', 'approved', 'refused', 'withdrawn')", name=op.f("ck_errands_state")
        ),
        *_refs(
            "errands",
            shop_id="shops",
            account_id="accounts",
            version_id="programme_versions",
            decided_by="staff",
            entry_id="entries",
        ),
        sa.ForeignKeyConstraint(
            ["counter_id", "account_id"],
            ["counters.id", "counters.account_id"],
            name=op.f("fk_errands_counter_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_errands")),
        sa.UniqueConstraint("shop_id", "proof_key", name=op.f("uq_errands_shop_id_proof_key")),
        sqlite_strict=True,
    )
    op.create_index("ix_errands_shop_id_begun_at", "errands", ["shop_id", "begun_at"])
    op.create_index("ix_errands_shop_id_account_id", "errands", ["shop_id", "account_id"])
    op.create_table(
        "proofs",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("errand_id", BIG, nullable=False),
        sa.Column("jpeg", sa.Text(), nullable=False),
        sa.Column("at", BIG, nullable=False),
        *_refs("proofs", shop_id="shops", errand_id="errands"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proofs")),
        sqlite_strict=True,
    )
    op.create_index("ix_proofs_shop_id_errand_id", "proofs", ["shop_id", "errand_id"])
    op.create_index(op.f("ix_proofs_at"), "proofs", ["at"])


def _refs(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))
        for name, target in targets.items()
    ]
