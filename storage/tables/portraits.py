"""What each card's visits say of its holder, worked out every night, and what became of whom."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text

from storage.tables.columns import Big, Time, metadata, ref, row_id

portraits = Table(
    "portraits",
    metadata,
    ref("shop_id", "shops"),
    ref("account_id", "accounts"),
    Column("phase", Text, nullable=False),
    Column("quadrant", Text),  # null: not here within the year
    Column("days", Integer, nullable=False),  # on which they ever came
    # Of the last twelve months: in how many they came, and what that brought and cost.
    Column("months", Integer, nullable=False),
    Column("visits", Integer, nullable=False),
    Column("told", Integer, nullable=False),
    Column("sales_minor", Big),
    Column("cost_minor", Big, nullable=False),
    Column("unpriced", Integer, nullable=False),
    Column("margin_minor", Big),
    Column("gap_days", Integer),
    Column("due_on", Integer),  # days since 1970 in the shop's zone
    PrimaryKeyConstraint("shop_id", "account_id"),
    CheckConstraint("phase IN ('prospect', 'first', 'repeat', 'regular', 'ambassador')", name="phase"),
    CheckConstraint(
        "quadrant IN ('friend', 'butterfly', 'barnacle', 'stranger', 'loyal', 'passing')", name="quadrant"
    ),
    Index("ix_portraits_shop_id_due_on", "shop_id", "due_on"),
    Index("ix_portraits_shop_id_sales_minor", "shop_id", "sales_minor"),
    sqlite_strict=True,
)

portrait_moves = Table(
    "portrait_moves",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("account_id", "accounts"),
    Column("axis", Text, nullable=False),
    Column("old", Text, nullable=False),  # "" was nowhere
    Column("new", Text, nullable=False),
    Column("at", Time, nullable=False, index=True),
    CheckConstraint("axis IN ('phase', 'quadrant')", name="axis"),
    Index("ix_portrait_moves_shop_id_at", "shop_id", "at"),
    Index("ix_portrait_moves_shop_id_account_id", "shop_id", "account_id"),
    sqlite_strict=True,
)

portrait_nights = Table(  # the newest one of each shop, and the lines that it drew
    "portrait_nights",
    metadata,
    Column("shop_id", Big, ForeignKey("shops.id"), primary_key=True, autoincrement=False),
    Column("at", Time, nullable=False),
    Column("customers", Integer, nullable=False),
    Column("months", Integer, nullable=False),
    Column("margin_minor", Big),
    Column("top", Integer, nullable=False),
    Column("top_from_minor", Big),
    Column("top_minor", Big),
    Column("sales_minor", Big),
    sqlite_strict=True,
)
