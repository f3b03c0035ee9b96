"""Know which message an update brought, so that who edits it can be told what it did; and count codes that are guessed."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_NAMED = sa.text("message IS NOT NULL")


def upgrade() -> None:
    op.add_column("updates", sa.Column("message", sa.Text()))
    op.create_index(
        "ix_updates_message", "updates", ["message"], sqlite_where=_NAMED, postgresql_where=_NAMED
    )
    op.create_table(
        "code_tries",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG),
        sa.Column("address", sa.Text()),
        sa.Column("at", BIG, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_code_tries_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_tries")),
        sqlite_strict=True,
    )
    op.create_index("ix_code_tries_person_id_at", "code_tries", ["person_id", "at"])
    op.create_index("ix_code_tries_address_at", "code_tries", ["address", "at"])
