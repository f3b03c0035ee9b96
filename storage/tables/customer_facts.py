"""What a shop notes of its customers, and by which names of its own."""

from sqlalchemy import Column, Index, Table, Text, UniqueConstraint

from storage.tables.columns import Time, metadata, ref, row_id

attributes = Table(
    "attributes",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    Column("name", Text, nullable=False),
    Column("created_at", Time, nullable=False),
    UniqueConstraint("shop_id", "name"),
    sqlite_strict=True,
    sqlite_autoincrement=True,  # buttons and saved filters name an attribute, and it may go
)

customer_facts = Table(
    "customer_facts",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("account_id", "accounts"),
    Column("what", Text, nullable=False),  # "note", "room", or "a" and the id of an attribute
    Column("value", Text, nullable=False),
    Column("at", Time, nullable=False),
    UniqueConstraint("shop_id", "account_id", "what"),
    Index("ix_customer_facts_shop_id_what", "shop_id", "what", "value"),
    sqlite_strict=True,
)
