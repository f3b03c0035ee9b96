"""Of which customers an owner was to hear."""

from sqlalchemy import CheckConstraint, Column, Index, Table, Text

from storage.tables.columns import Time, metadata, ref, row_id

alerts = Table(
    "alerts",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("account_id", "accounts"),
    Column("what", Text, nullable=False),
    Column("at", Time, nullable=False, index=True),
    CheckConstraint("what IN ('overdue', 'discounts')", name="what"),
    Index("ix_alerts_shop_id_account_id", "shop_id", "account_id"),
    Index("ix_alerts_shop_id_at", "shop_id", "at"),
    sqlite_strict=True,
)
