"""Let a shop ask those who came what they think, one question a visit."""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = BIG  # microseconds since 1970, UTC
_ASKED = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("ended_at", TIME),
        sa.CheckConstraint("name IN ('recommend', 'value', 'motive', 'own')", name=op.f("ck_questions_name")),
        *_refs("questions", shop_id="shops"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_questions_asked",
        "questions",
        ["shop_id", "name"],
        unique=True,
        sqlite_where=_ASKED,
        postgresql_where=_ASKED,
    )
    op.create_table(
        "opinions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("visit_id", BIG, nullable=False),
        sa.Column("question_id", BIG, nullable=False),
        sa.Column("visited_at", TIME, nullable=False),
        sa.Column("answer", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        *_refs(
            "opinions", shop_id="shops", account_id="accounts", visit_id="visits", question_id="questions"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinions")),
        sa.UniqueConstraint("shop_id", "visit_id", name=op.f("uq_opinions_shop_id_visit_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_opinions_shop_id_question_id", "opinions", ["shop_id", "question_id", "visited_at"])
    op.create_index(
        "ix_opinions_shop_id_account_id",
        "opinions",
        ["shop_id", "account_id", "question_id", "visited_at"],
    )


def _refs(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))
        for name, target in targets.items()
    ]
