"""What customers write to a shop, what it answers, and what it changed because of it."""

from sqlalchemy import CheckConstraint, Column, Index, PrimaryKeyConstraint, Table, Text, text

from storage.tables.columns import Time, metadata, ref, row_id

improvements = Table(  # "you said, we did"
    "improvements",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    Column("text", Text, nullable=False),
    ref("told_by", "persons", index=True),
    Column("at", Time, nullable=False),
    Index("ix_improvements_shop_id_at", "shop_id", "at"),
    sqlite_strict=True,
)

letters = Table(
    "letters",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("person_id", "persons"),  # who wrote
    Column("text", Text, nullable=False),
    Column("at", Time, nullable=False),
    Column("state", Text, nullable=False, server_default="open"),
    ref("entry_id", "entries", null=True),  # the line of the ledger that it asks about
    ref("improvement_id", "improvements", null=True),
    Column("muted_at", Time),  # its writer's letters don't reach the shop from then on
    CheckConstraint("state IN ('open', 'answered', 'done')", name="state"),
    Index("ix_letters_shop_id_state", "shop_id", "state", "id"),
    Index("ix_letters_person_id_at", "person_id", "at"),
    Index(
        "ix_letters_improved",
        "shop_id",
        "improvement_id",
        sqlite_where=text("improvement_id IS NOT NULL"),
        postgresql_where=text("improvement_id IS NOT NULL"),
    ),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)

letter_answers = Table(
    "letter_answers",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("letter_id", "letters"),
    Column("text", Text, nullable=False),
    ref("answered_by", "persons", index=True),
    Column("at", Time, nullable=False),
    Index("ix_letter_answers_shop_id_letter_id", "shop_id", "letter_id"),
    sqlite_strict=True,
)

letter_subjects = Table(  # of the staff, whom a letter names or asks about: it is not for them to read
    "letter_subjects",
    metadata,
    ref("shop_id", "shops"),
    ref("letter_id", "letters"),
    ref("staff_id", "staff"),
    PrimaryKeyConstraint("shop_id", "letter_id", "staff_id"),
    sqlite_strict=True,
)
