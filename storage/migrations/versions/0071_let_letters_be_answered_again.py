"""Let a letter be answered any number of times, done with, muted, of use to a change, and about a line of the ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0083"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = BIG  # microseconds since 1970, UTC
_STATES = "state IN ('open', 'answered', 'done')"
_KEPT = "id, shop_id, person_id, text, at, state"
_IMPROVED = sa.text("improvement_id IS NOT NULL")


def upgrade() -> None:
    _create_improvements()
    op.execute("CREATE TABLE answers_so_far AS SELECT * FROM letters WHERE answer IS NOT NULL")
    if op.get_bind().dialect.name == "sqlite":
        _make_anew()
    else:
        _change()
    op.create_index(
        "ix_letters_improved",
        "letters",
        ["shop_id", "improvement_id"],
        sqlite_where=_IMPROVED,
        postgresql_where=_IMPROVED,
    )
    _create_answers()
    op.execute(
        "INSERT INTO letter_answers (shop_id, letter_id, text, answered_by, at)"
        " SELECT shop_id, id, answer, answered_by, answered_at FROM answers_so_far ORDER BY id"
    )
    op.drop_table("answers_so_far")
    _create_subjects()


def _create_improvements() -> None:
    op.create_table(
        "improvements",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("told_by", BIG, nullable=False),
        sa.Column("at", TIME, nullable=False),
        *_refs("improvements", shop_id="shops", told_by="persons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvements")),
        sqlite_strict=True,
    )
    op.create_index("ix_improvements_shop_id_at", "improvements", ["shop_id", "at"])
    op.create_index(op.f("ix_improvements_told_by"), "improvements", ["told_by"])


def _change() -> None:
    op.drop_constraint(op.f("ck_letters_state"), "letters")
    op.create_check_constraint(op.f("ck_letters_state"), "letters", _STATES)
    for name in ("answer", "answered_by", "answered_at"):
        op.drop_column("letters", name)
    for name in ("entry_id", "improvement_id", "muted_at"):
        op.add_column("letters", sa.Column(name, BIG))
    op.create_foreign_key(op.f("fk_letters_entry_id"), "letters", "entries", ["entry_id"], ["id"])
    op.create_foreign_key(
        op.f("fk_letters_improvement_id"), "letters", "improvements", ["improvement_id"], ["id"]
    )


def _make_anew() -> None:
    """Make the table anew, to which nothing points: SQLite drops no column that others are named by."""
    op.execute(f"CREATE TABLE kept_letters AS SELECT {_KEPT} FROM letters")  # noqa: S608 - names of our own
    op.drop_table("letters")
    op.create_table(
        "letters",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("entry_id", BIG),
        sa.Column("improvement_id", BIG),
        sa.Column("muted_at", TIME),
        sa.CheckConstraint(_STATES, name=op.f("ck_letters_state")),
        *_refs(
            "letters", shop_id="shops", person_id="persons", entry_id="entries", improvement_id="improvements"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.execute(f"INSERT INTO letters ({_KEPT}) SELECT {_KEPT} FROM kept_letters ORDER BY id")  # noqa: S608 - names of our own
    op.drop_table("kept_letters")
    op.create_index("ix_letters_shop_id_state", "letters", ["shop_id", "state", "id"])
    op.create_index("ix_letters_person_id_at", "letters", ["person_id", "at"])


def _create_answers() -> None:
    op.create_table(
        "letter_answers",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("letter_id", BIG, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_by", BIG, nullable=False),
        sa.Column("at", TIME, nullable=False),
        *_refs("letter_answers", shop_id="shops", letter_id="letters", answered_by="persons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_answers")),
        sqlite_strict=True,
    )
    op.create_index("ix_letter_answers_shop_id_letter_id", "letter_answers", ["shop_id", "letter_id"])
    op.create_index(op.f("ix_letter_answers_answered_by"), "letter_answers", ["answered_by"])


def _create_subjects() -> None:
    op.create_table(
        "letter_subjects",
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("letter_id", BIG, nullable=False),
        sa.Column("staff_id", BIG, nullable=False),
        *_refs("letter_subjects", shop_id="shops", letter_id="letters", staff_id="staff"),
        sa.PrimaryKeyConstraint("shop_id", "letter_id", "staff_id", name=op.f("pk_letter_subjects")),
        sqlite_strict=True,
    )


def _refs(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))
        for name, target in targets.items()
    ]
