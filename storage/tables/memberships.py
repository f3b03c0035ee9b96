"""Memberships that were sold, and what each brought at the till."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.columns import Big, Time, metadata, ref, row_id

memberships = Table(
    "memberships",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("account_id", "accounts"),
    Column("counter_id", Big, nullable=False),  # of the programme that sold it
    Column("name", Text, nullable=False),  # this and what follows: the terms, as they were bought
    Column("item", Text, nullable=False),
    Column("percent", Integer, nullable=False),
    Column("cuts", Integer, nullable=False),  # 0: it is no pass
    Column("price_minor", Big, nullable=False),
    Column("sold_at", Time, nullable=False),
    ref("sold_by", "staff", null=True),
    Column("begins_at", Time, nullable=False),
    Column("ends_at", Time, nullable=False),  # as the day after its last one begins in the shop
    Column("paused_at", Time),  # the newest pause: from when,
    Column("resumes_at", Time),  # until when
    Column(
        "paused_days", Integer, nullable=False, server_default="0"
    ),  # of all pauses, by which it ends later
    Column("ended_at", Time),  # given back before its time
    ref("ended_by", "staff", null=True),
    Column("refunded_minor", Big, nullable=False, server_default="0"),
    ForeignKeyConstraint(["counter_id", "account_id"], ["counters.id", "counters.account_id"]),
    CheckConstraint("price_minor > 0", name="price"),
    CheckConstraint("ends_at >= begins_at", name="term"),
    CheckConstraint("(paused_at IS NULL) = (resumes_at IS NULL)", name="pause"),
    CheckConstraint("refunded_minor BETWEEN 0 AND price_minor", name="refund"),
    Index("ix_memberships_shop_id_account_id", "shop_id", "account_id"),
    Index("ix_memberships_shop_id_sold_at", "shop_id", "sold_at"),
    Index("ix_memberships_shop_id_ends_at", "shop_id", "ends_at"),
    sqlite_strict=True,
)

benefits = Table(  # what a membership gave, once each
    "benefits",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("membership_id", "memberships"),
    Column("slot", Text),  # its day, or which of the cuts; null: there may be any number
    Column("at", Time, nullable=False),
    ref("staff_id", "staff"),
    Column("bill_minor", Big),  # of which something was taken off, where the till was told
    Column("off_minor", Big),
    Column("undone_at", Time),
    ref("undone_by", "staff", null=True),
    Index("ix_benefits_shop_id_membership_id", "shop_id", "membership_id"),
    Index("ix_benefits_shop_id_at", "shop_id", "at"),
    Index(
        "uq_benefits_slot",
        "shop_id",
        "membership_id",
        "slot",
        unique=True,
        sqlite_where=text("undone_at IS NULL"),
        postgresql_where=text("undone_at IS NULL"),
    ),
    sqlite_strict=True,
)

payments = Table(  # what was paid in a chat
    "payments",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("membership_id", "memberships", null=True),  # null: there was no card to put it on
    Column("name", Text, nullable=False),  # of what it was paid for
    Column("charge", Text, nullable=False),  # what the platform calls the payment
    Column("currency", Text, nullable=False),
    Column("amount_minor", Big, nullable=False),
    Column("at", Time, nullable=False),
    UniqueConstraint("shop_id", "charge"),
    Index("ix_payments_shop_id_membership_id", "shop_id", "membership_id"),
    sqlite_strict=True,
)
