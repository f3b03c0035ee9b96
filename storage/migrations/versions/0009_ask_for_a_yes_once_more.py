"""Tell a yes to reminders of goals from one to all reminders, and know what people were asked, so that nobody is nagged."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = BIG  # microseconds since 1970, UTC
_PURPOSES = "purpose IN ('reminders', 'offers', 'goals')"


def upgrade() -> None:
    _let_goals_be_agreed_to()
    op.create_table(
        "consent_questions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_consent_questions_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_questions")),
        sa.UniqueConstraint(
            "person_id", "purpose", "occasion", name=op.f("uq_consent_questions_person_id_purpose_occasion")
        ),
        sqlite_strict=True,
    )


def _let_goals_be_agreed_to() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("ck_consents_purpose", "consents")
        op.create_check_constraint(op.f("ck_consents_purpose"), "consents", _PURPOSES)
        return
    # SQLite changes no constraint. Nothing refers to this table, so that it may be made anew.
    op.execute("ALTER TABLE consents RENAME TO consents_before")
    op.drop_index("ix_consents_person_id_purpose", "consents_before")
    op.create_table(
        "consents",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.CheckConstraint(_PURPOSES, name=op.f("ck_consents_purpose")),
        sa.CheckConstraint("given IN (0, 1)", name=op.f("ck_consents_given")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_consents_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sqlite_strict=True,
    )
    names = "id, person_id, purpose, given, at, channel, wording"
    op.execute(f"INSERT INTO consents ({names}) SELECT {names} FROM consents_before")  # noqa: S608 - no value of anybody's
    op.drop_table("consents_before")
    op.create_index("ix_consents_person_id_purpose", "consents", ["person_id", "purpose", "id"])
