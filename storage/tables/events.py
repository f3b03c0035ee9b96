"""Events of a shop, and who has a seat."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text, UniqueConstraint

from storage.tables.columns import Time, metadata, ref, row_id

events = Table(
    "events",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    Column("title", Text, nullable=False),
    Column("starts_at", Time, nullable=False),
    Column("seats", Integer, nullable=False),
    ref("opened_by", "persons", index=True),
    Column("at", Time, nullable=False),
    Column("cancelled_at", Time),
    ref("branch_id", "branches", null=True),  # null: wherever the shop is
    Column("gift_amount", Integer),  # for coming; null: as the campaign says
    CheckConstraint("seats > 0", name="seats"),
    Index("ix_events_shop_id_starts_at", "shop_id", "starts_at"),
    sqlite_strict=True,
)

event_guests = Table(
    "event_guests",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("event_id", "events"),
    ref("account_id", "accounts"),
    Column("seat", Text, nullable=False),
    Column("at", Time, nullable=False),  # since when: who waits longest is the next
    UniqueConstraint("shop_id", "event_id", "account_id"),
    CheckConstraint("seat IN ('coming', 'waiting', 'away')", name="seat"),
    Index("ix_event_guests_shop_id_account_id", "shop_id", "account_id"),
    sqlite_strict=True,
)
