"""What several processes that share a database agree on."""

from sqlalchemy import Column, Integer, Table, Text

from storage.tables.columns import Time, metadata

leases = Table(  # what only one process does at a time
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("until", Time, nullable=False),
    Column("epoch", Integer, nullable=False),  # grows each time that another process takes it
    sqlite_strict=True,
)
