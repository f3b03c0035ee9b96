"""What a shop means to reach, and by when."""

from sqlalchemy import CheckConstraint, Column, Table, Text, UniqueConstraint

from storage.tables.columns import Big, Time, metadata, ref, row_id

targets = Table(
    "targets",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    Column("metric", Text, nullable=False),
    Column("value", Big, nullable=False),
    Column("start", Big, nullable=False),  # what it was when the target was set
    Column("by_date", Text, nullable=False),  # YYYY-MM-DD in the shop's zone
    Column("set_at", Time, nullable=False),
    UniqueConstraint("shop_id", "metric"),
    CheckConstraint("metric IN ('sales', 'visits', 'new', 'customers')", name="metric"),
    CheckConstraint("value > 0", name="value"),
    sqlite_strict=True,
)
