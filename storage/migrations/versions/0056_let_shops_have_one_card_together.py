"""Let several shops have one card together: a shop whose branches are shops, and what these owe each other."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0049"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("shops", sa.Column("is_coalition", sa.Integer(), nullable=False, server_default="0"))
    integer = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE staff ADD COLUMN guest_of {integer} CONSTRAINT fk_staff_guest_of REFERENCES shops (id)"
    )
    op.create_table(
        "coalitions",
        sa.Column("shop_id", BIG, autoincrement=False, nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("settled", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("proposed_by", BIG, nullable=True),
        *_refs("coalitions", shop_id="shops", proposed_by="shops"),
        sa.PrimaryKeyConstraint("shop_id", name=op.f("pk_coalitions")),
        sqlite_strict=True,
    )
    op.create_table(
        "partners",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("partner_id", BIG, nullable=False),
        sa.Column("branch_id", BIG, nullable=False),
        sa.Column("joined_at", BIG, nullable=False),
        sa.Column("agreed_at", BIG, nullable=True),
        sa.Column("leaves_at", BIG, nullable=True),
        sa.Column("left_at", BIG, nullable=True),
        *_refs("partners", shop_id="shops", partner_id="shops", branch_id="branches"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners")),
        sqlite_strict=True,
    )
    op.create_index("ix_partners_shop_id", "partners", ["shop_id", "id"])
    in_force = sa.text("left_at IS NULL")
    op.create_index(
        "uq_partners_in_force",
        "partners",
        ["partner_id"],
        unique=True,
        sqlite_where=in_force,
        postgresql_where=in_force,
    )
    op.create_table(
        "coalition_invites",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("created_by", BIG, nullable=True),
        sa.Column("created_at", BIG, nullable=False),
        sa.Column("expires_at", BIG, nullable=False),
        sa.Column("partner_id", BIG, nullable=True),
        *_refs("coalition_invites", shop_id="shops", created_by="persons", partner_id="shops"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coalition_invites")),
        sa.UniqueConstraint("digest", name=op.f("uq_coalition_invites_digest")),
        sqlite_strict=True,
    )
    op.create_index("ix_coalition_invites_shop_id", "coalition_invites", ["shop_id", "id"])
    op.create_table(
        "debts",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("debtor_id", BIG, nullable=False),
        sa.Column("creditor_id", BIG, nullable=False),
        sa.Column("minor", BIG, nullable=False),
        sa.Column("paid_at", BIG, nullable=True),
        sa.Column("paid_by", BIG, nullable=True),
        sa.CheckConstraint("minor > 0", name=op.f("ck_debts_minor")),
        *_refs("debts", shop_id="shops", debtor_id="shops", creditor_id="shops", paid_by="persons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debts")),
        sa.UniqueConstraint(
            "shop_id",
            "month",
            "debtor_id",
            "creditor_id",
            name=op.f("uq_debts_shop_id_month_debtor_id_creditor_id"),
        ),
        sqlite_strict=True,
    )


def _refs(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))
        for name, target in targets.items()
    ]
