"""Let customers write to a shop, and a shop answer."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = BIG  # microseconds since 1970, UTC


def upgrade() -> None:
    op.create_table(
        "letters",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("answer", sa.Text()),
        sa.Column("answered_by", BIG),
        sa.Column("answered_at", TIME),
        sa.CheckConstraint("state IN ('open', 'answered')", name=op.f("ck_letters_state")),
        sa.ForeignKeyConstraint(["answered_by"], ["persons.id"], name=op.f("fk_letters_answered_by")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_letters_person_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_letters_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sqlite_strict=True,
    )
    op.create_index("ix_letters_shop_id_state", "letters", ["shop_id", "state", "id"])
    op.create_index("ix_letters_person_id_at", "letters", ["person_id", "at"])
    op.create_index(op.f("ix_letters_answered_by"), "letters", ["answered_by"])
