"""Remember which customer brought which, until both have got what was promised and for the owner's figures."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "referrals",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("inviter_id", BIG, nullable=False),
        sa.Column("friend_id", BIG, nullable=False),
        sa.Column("version_id", BIG, nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("visit_id", BIG, nullable=True),
        sa.Column("came_at", BIG, nullable=True),
        *(
            sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_referrals_{name}"))
            for name, target in (
                ("shop_id", "shops"),
                ("inviter_id", "accounts"),
                ("friend_id", "accounts"),
                ("version_id", "programme_versions"),
                ("visit_id", "visits"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
        sa.UniqueConstraint("shop_id", "friend_id", name=op.f("uq_referrals_shop_id_friend_id")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_referrals_shop_id_inviter_id_came_at", "referrals", ["shop_id", "inviter_id", "came_at"]
    )
