"""What the checks of a shop's bookings found, and when they looked last."""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, UniqueConstraint

from storage.tables.columns import Big, Time, metadata, ref, row_id

findings = Table(
    "findings",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    Column("what", Text, nullable=False),  # the check
    Column("key", Text, nullable=False),
    ref("staff_id", "staff", null=True),
    ref("account_id", "accounts", null=True),
    Column("first_day", Integer, nullable=False),  # days since 1970 in the shop's zone
    Column("last_day", Integer, nullable=False),
    Column("numbers", Text, nullable=False),
    Column("found_at", Time, nullable=False),
    Column("seen_at", Time, nullable=False),  # by the newest look that found it
    Column("settled_at", Time),  # an owner found it fine
    ref("settled_by", "persons", null=True),
    UniqueConstraint("shop_id", "key"),
    sqlite_strict=True,
)

looks = Table(
    "looks",
    metadata,
    Column("shop_id", Big, ForeignKey("shops.id"), primary_key=True, autoincrement=False),
    Column("at", Time, nullable=False),
    Column("unsure", Text, nullable=False),  # the checks for which there was not enough, with commas between
    sqlite_strict=True,
)
