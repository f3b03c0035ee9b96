"""Experiments with campaigns: what was expected before, what was tried, what was found and what was decided."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text, text

from storage.tables.columns import Time, metadata, ref, row_id

experiments = Table(  # once one has ended its row is a line of a log: triggers keep it as it is
    "experiments",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("campaign_id", "campaigns"),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("step", Text, nullable=False, server_default=""),  # of the campaign that differs; "" for any
    Column("language", Text, nullable=False, server_default=""),  # of the people who count; "" for any
    Column("hypothesis", Text, nullable=False),
    Column("expected", Integer, nullable=False),  # visits more for 20 people
    Column("a", Text, nullable=False),  # what is so in either variant
    Column("b", Text, nullable=False),
    ref("filter_id", "filters", null=True),  # whose customers alone it is made with; null: everybody
    Column("begun_at", Time, nullable=False),
    Column("found", Text),  # what is known so far, as it was judged last
    Column("answered_at", Time),  # when it was known which is better, or that neither is
    Column("ended_at", Time),
    Column("ending", Text),
    CheckConstraint("subject IN ('wording', 'offer', 'hour', 'dose')", name="subject"),
    CheckConstraint("ending IN ('taken', 'kept', 'stopped', 'changed')", name="ending"),
    CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name="ended"),
    Index(  # one at a time
        "uq_experiments_running",
        "shop_id",
        "campaign_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index("ix_experiments_shop_id", "shop_id", "ended_at"),
    sqlite_strict=True,
)
