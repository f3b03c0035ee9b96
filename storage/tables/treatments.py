"""How owners want each kind of customer to be treated, and which lines they draw between the kinds."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, PrimaryKeyConstraint, Table, Text

from storage.tables.columns import Big, metadata, ref

treatments = Table(  # a row for each kind of customer of which its owner changed something
    "treatments",
    metadata,
    ref("shop_id", "shops"),
    Column("whom", Text, nullable=False),
    Column("held", Text, nullable=False),  # JSON: the kinds of messages that don't go to them
    Column("short", Integer, nullable=False),
    Column("most_offer_minor", Big),
    Column("gap_days", Integer, nullable=False),
    Column("cue", Text),  # null: ours; "": none
    PrimaryKeyConstraint("shop_id", "whom"),
    CheckConstraint("short IN (0, 1)", name="short"),
    CheckConstraint("most_offer_minor >= 0", name="most_offer_minor"),
    CheckConstraint("gap_days > 0", name="gap_days"),
    sqlite_strict=True,
)

chosen_lines = (
    Table(  # from where on an owner calls somebody loyal, or one who leaves much; null: the shop's own middle
        "chosen_lines",
        metadata,
        Column("shop_id", Big, ForeignKey("shops.id"), primary_key=True, autoincrement=False),
        Column("months", Integer),
        Column("margin_minor", Big),
        CheckConstraint("months BETWEEN 1 AND 12", name="months"),
        CheckConstraint("margin_minor > 0", name="margin_minor"),
        sqlite_strict=True,
    )
)
