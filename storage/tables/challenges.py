"""Challenges that customers took on."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, Table

from storage.tables.columns import Big, Time, metadata, ref, row_id

challenges = Table(
    "challenges",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("account_id", "accounts"),
    Column("counter_id", Big, nullable=False),  # whose visits count
    ref("version_id", "programme_versions"),  # the rules that promised it
    Column("place", Integer, nullable=False),  # among the parts of those rules
    Column("begun_at", Time, nullable=False),
    Column("ends_at", Time, nullable=False),
    ref(
        "won_visit_id", "visits", null=True
    ),  # with which it was given; a visit that is taken back gives nothing
    ForeignKeyConstraint(["counter_id", "account_id"], ["counters.id", "counters.account_id"]),
    Index("ix_challenges_shop_id_account_id", "shop_id", "account_id"),
    Index("ix_challenges_shop_id_ends_at", "shop_id", "ends_at"),
    sqlite_strict=True,
)
