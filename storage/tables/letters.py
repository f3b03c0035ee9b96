"""What customers write to a shop, and what it answers."""

from sqlalchemy import CheckConstraint, Column, Index, Table, Text

from storage.tables.columns import Time, metadata, ref, row_id

letters = Table(
    "letters",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("person_id", "persons"),  # who wrote
    Column("text", Text, nullable=False),
    Column("at", Time, nullable=False),
    Column("state", Text, nullable=False, server_default="open"),
    Column("answer", Text),
    ref("answered_by", "persons", null=True, index=True),
    Column("answered_at", Time),
    CheckConstraint("state IN ('open', 'answered')", name="state"),
    Index("ix_letters_shop_id_state", "shop_id", "state", "id"),
    Index("ix_letters_person_id_at", "person_id", "at"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)
