"""Good causes: what a shop gives to, which one a customer chose, and what each visit gave."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.columns import Big, Time, metadata, ref, row_id

good_causes = Table(  # one that is supported no more stays: what is owed to it is
    "good_causes",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    Column("name", Text, nullable=False),
    Column("given", Big, nullable=False, server_default="0"),  # the sum of its donations that count
    UniqueConstraint("shop_id", "name"),
    CheckConstraint("given >= 0", name="given"),
    sqlite_strict=True,
)

favourites = Table(  # which cause the holder of a card chose
    "favourites",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("account_id", "accounts"),
    ref("cause_id", "good_causes"),
    Column("at", Time, nullable=False),
    UniqueConstraint("shop_id", "account_id"),
    sqlite_strict=True,
)

donations = Table(  # what a visit gave to a cause, or a customer of their own points: in thousandths of a minor unit, so that nothing is rounded
    "donations",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("cause_id", "good_causes"),
    ref("account_id", "accounts"),
    Column("counter_id", Big, nullable=False),
    ref("visit_id", "visits", null=True),
    ref("entry_id", "entries", null=True),  # with which a customer gave points of their own
    Column("amount", Big, nullable=False),
    Column("at", Time, nullable=False),
    Column("undone_at", Time),  # with its visit or entry
    ForeignKeyConstraint(["counter_id", "account_id"], ["counters.id", "counters.account_id"]),
    CheckConstraint("amount > 0", name="amount"),
    Index("ix_donations_shop_id_account_id", "shop_id", "account_id", "cause_id", "undone_at", "amount"),
    Index(
        "ix_donations_shop_id_visit_id",
        "shop_id",
        "visit_id",
        sqlite_where=text("visit_id IS NOT NULL"),
        postgresql_where=text("visit_id IS NOT NULL"),
    ),
    sqlite_strict=True,
)

cause_payments = Table(  # what an owner paid to a cause, and what shows it
    "cause_payments",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("cause_id", "good_causes"),
    Column("amount_minor", Big, nullable=False),
    Column("paid_on", Text, nullable=False),  # YYYY-MM-DD in the shop's zone
    Column("jpeg", Text),  # in base64; null: words alone
    Column("at", Time, nullable=False),  # when it was noted
    Column("undone_at", Time),
    CheckConstraint("amount_minor > 0", name="amount_minor"),
    Index("ix_cause_payments_shop_id_cause_id", "shop_id", "cause_id"),
    sqlite_strict=True,
)
