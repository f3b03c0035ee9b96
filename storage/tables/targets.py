"""What a shop or one of its branches means to reach, and by when."""

from sqlalchemy import CheckConstraint, Column, Index, Table, Text, UniqueConstraint, text

from storage.tables.columns import Big, Time, metadata, ref, row_id

targets = Table(
    "targets",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("branch_id", "branches", null=True),  # null: the whole shop
    Column("metric", Text, nullable=False),
    Column("value", Big, nullable=False),
    Column("start", Big, nullable=False),  # what it was when the target was set
    Column("by_date", Text, nullable=False),  # YYYY-MM-DD in the shop's zone
    Column("set_at", Time, nullable=False),
    UniqueConstraint("shop_id", "metric", "branch_id"),
    Index(  # the key above takes two nulls for two branches
        "uq_targets_whole",
        "shop_id",
        "metric",
        unique=True,
        sqlite_where=text("branch_id IS NULL"),
        postgresql_where=text("branch_id IS NULL"),
    ),
    CheckConstraint("metric IN ('sales', 'visits', 'new', 'customers')", name="metric"),
    CheckConstraint("value > 0", name="value"),
    sqlite_strict=True,
)
