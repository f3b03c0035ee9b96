"""People: who they are, where they are reached, what they wish for."""

from sqlalchemy import Column, Index, Table, Text, UniqueConstraint, text

from storage.tables.columns import Time, metadata, ref, row_id

persons = Table(
    "persons",
    metadata,
    row_id(),
    Column("name", Text, nullable=False),
    Column("folded_name", Text, nullable=False),  # without case and accents, to be found by
    Column("language", Text, nullable=False),
    Column("birthday", Text),  # MM-DD: the year is nobody's business
    Column("birthday_set_at", Time),
    Column("created_at", Time, nullable=False),
    Column("erased_at", Time),
    Index(
        "ix_persons_birthday",
        "birthday",
        sqlite_where=text("birthday IS NOT NULL"),
        postgresql_where=text("birthday IS NOT NULL"),
    ),
    sqlite_strict=True,
)

addresses = Table(
    "addresses",
    metadata,
    row_id(),
    ref("person_id", "persons", index=True),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("unreachable_at", Time),  # blocked, or gone; cleared when the person writes
    Column("created_at", Time, nullable=False),
    Column("seen_at", Time, nullable=False),
    UniqueConstraint("channel", "account", "external_id"),
    sqlite_strict=True,
)

preferences = Table(
    "preferences",
    metadata,
    row_id(),
    ref("person_id", "persons"),
    Column("kind", Text, nullable=False),
    Column("frequency", Text, nullable=False),
    Column("set_at", Time, nullable=False),
    UniqueConstraint("person_id", "kind"),
    sqlite_strict=True,
)
