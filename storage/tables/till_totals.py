"""What a shop or one of its branches took in a month in all, members and others, as it was typed."""

from sqlalchemy import CheckConstraint, Column, Index, Table, Text, UniqueConstraint, text

from storage.tables.columns import Big, Time, metadata, ref, row_id

till_totals = Table(
    "till_totals",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("branch_id", "branches", null=True),  # null: the whole shop
    Column("month", Text, nullable=False),  # YYYY-MM by the shop's calendar
    Column("total_minor", Big, nullable=False),
    Column("told_at", Time, nullable=False),
    UniqueConstraint("shop_id", "month", "branch_id"),
    Index(  # the key above takes two nulls for two branches
        "uq_till_totals_whole",
        "shop_id",
        "month",
        unique=True,
        sqlite_where=text("branch_id IS NULL"),
        postgresql_where=text("branch_id IS NULL"),
    ),
    CheckConstraint("total_minor > 0", name="total_minor"),
    sqlite_strict=True,
)
