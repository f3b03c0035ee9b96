"""Count in one table all that guesses or costs, and let what a new card starts with wait in a storm of sign-ups."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = BIG  # microseconds since 1970, UTC


def upgrade() -> None:
    op.create_table(
        "uses",
        sa.Column("id", BIG, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("person_id", BIG),
        sa.Column("address", sa.Text()),
        sa.Column("shop_id", BIG),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_uses_person_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_uses_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uses")),
        sqlite_strict=True,
    )
    for of in ("person", "address", "shop"):
        column = of if of == "address" else f"{of}_id"
        op.create_index(f"ix_uses_{of}", "uses", [column, "what", "at"])
    op.create_index(op.f("ix_uses_at"), "uses", ["at"])
    op.execute(
        "INSERT INTO uses (what, person_id, address, at) SELECT"
        " CASE WHEN person_id IS NULL THEN 'unknown_link_codes' ELSE 'till_codes' END,"
        " person_id, address, at FROM code_tries ORDER BY id"
    )
    op.execute(
        "INSERT INTO uses (what, person_id, at) SELECT 'link_codes', person_id, at FROM link_tries ORDER BY id"
    )
    op.drop_table("code_tries")
    op.drop_table("link_tries")
    op.add_column("accounts", sa.Column("start_held_at", TIME))
