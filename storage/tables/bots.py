"""Bots and numbers that belong to one shop, beside the shared ones that the settings name."""

from sqlalchemy import Column, Index, Integer, Table, Text, UniqueConstraint, and_, bindparam, or_, text

from storage.tables.columns import Time, metadata, ref, row_id
from storage.tables.people import WRITTEN_TO_FIRST, addresses

_IN_SERVICE = text("removed_at IS NULL")

bots = Table(
    "bots",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("name", Text, nullable=False),  # as its links have it: a bot's @name, a number
    Column("hook", Text, nullable=False),  # ends the address where its platform calls: nobody can guess it
    Column("sealed", Text, nullable=False),  # what opens it; the key is not in the database. "": removed
    Column("version", Integer, nullable=False),  # one more at each change
    Column("refused", Text, nullable=False, server_default=""),  # why its platform lets it in no more
    Column("added_at", Time, nullable=False),
    Column("removed_at", Time),
    UniqueConstraint("hook"),
    Index(
        "uq_bots_in_service",
        "channel",
        "account",
        unique=True,
        sqlite_where=_IN_SERVICE,
        postgresql_where=_IN_SERVICE,
    ),
    Index(
        "uq_bots_of_shop",
        "shop_id",
        "channel",
        unique=True,
        sqlite_where=_IN_SERVICE,
        postgresql_where=_IN_SERVICE,
    ),
    sqlite_strict=True,
)

# Where a shop writes to a person: in its own chat where they have one, else in a shared one; never in another shop's.
BOT_THERE = (
    bots,
    and_(
        bots.c.channel == addresses.c.channel,
        bots.c.account == addresses.c.account,
        bots.c.removed_at.is_(None),
    ),
)
SPEAKS_FOR_SHOP = and_(
    addresses.c.unreachable_at.is_(None),
    or_(bots.c.id.is_(None), and_(bots.c.shop_id == bindparam("of_shop"), bots.c.refused == "")),
)
WRITTEN_TO_FOR_SHOP = (bots.c.shop_id.desc().nulls_last(), *WRITTEN_TO_FIRST)
