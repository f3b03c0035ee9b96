"""What a shop took in a month in all, members and others, as it was typed."""

from sqlalchemy import CheckConstraint, Column, PrimaryKeyConstraint, Table, Text

from storage.tables.columns import Big, Time, metadata, ref

till_totals = Table(
    "till_totals",
    metadata,
    ref("shop_id", "shops"),
    Column("month", Text, nullable=False),  # YYYY-MM by the shop's calendar
    Column("total_minor", Big, nullable=False),
    Column("told_at", Time, nullable=False),
    PrimaryKeyConstraint("shop_id", "month"),
    CheckConstraint("total_minor > 0", name="total_minor"),
    sqlite_strict=True,
)
