"""Filters that owners save: which customers a message goes to."""

from sqlalchemy import Column, Table, Text

from storage.tables.columns import Big, Time, metadata, ref, row_id

filters = Table(
    "filters",
    metadata,
    row_id(),
    ref("shop_id", "shops", index=True),
    Column("name", Text, nullable=False),
    Column("quadrant", Text, nullable=False),
    Column("phase", Text, nullable=False),
    Column(
        "noted", Text, nullable=False, server_default="[]"
    ),  # pairs: an attribute, a tag or an item, and what stands there
    Column("branch_id", Big, nullable=False),  # 0: any
    Column("programme_id", Big, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("closed_at", Time),  # a message that goes by it goes on
    sqlite_strict=True,
)
