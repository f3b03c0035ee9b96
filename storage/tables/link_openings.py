"""How often the page behind a shop's link was opened, by day: numbers alone, nobody is written down."""

from sqlalchemy import CheckConstraint, Column, Integer, Table, UniqueConstraint

from storage.tables.columns import Time, metadata, ref, row_id

link_openings = Table(
    "link_openings",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    Column("at", Time, nullable=False, index=True),  # when the day began by the shop's clock
    Column("opened", Integer, nullable=False),
    UniqueConstraint("shop_id", "at"),
    CheckConstraint("opened > 0", name="opened"),
    sqlite_strict=True,
)
