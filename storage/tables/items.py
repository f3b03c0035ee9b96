"""What a shop sells by name, by which tags it is known, what customers bought of it, and what they said they like."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.columns import InOtherLanguages, Time, metadata, ref, row_id

tags = Table(
    "tags",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    Column("name", Text, nullable=False),
    Column("avoided", Integer, nullable=False, server_default="0"),  # some people never take such things
    Column("gone_at", Time),  # one that was taken away leaves its id to no other
    UniqueConstraint("shop_id", "name"),
    CheckConstraint("avoided IN (0, 1)", name="avoided"),
    sqlite_strict=True,
)

items = Table(  # one that is sold no more stays: what was bought of it was bought
    "items",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    Column("label", Text, nullable=False),  # of the cashier's button
    Column("others", InOtherLanguages, nullable=False, server_default="{}"),  # how it is called besides
    Column("gone_at", Time),
    UniqueConstraint("shop_id", "label"),
    sqlite_strict=True,
)

item_tags = Table(
    "item_tags",
    metadata,
    ref("shop_id", "shops"),
    ref("item_id", "items"),
    ref("tag_id", "tags"),
    PrimaryKeyConstraint("shop_id", "item_id", "tag_id"),
    sqlite_strict=True,
)

offer_tags = Table(  # what an offer is about, by the name that `actions/cards/offers.py` gives it
    "offer_tags",
    metadata,
    ref("shop_id", "shops"),
    Column("offer", Text, nullable=False),
    ref("tag_id", "tags"),
    Column("exclusive", Integer, nullable=False),  # 1: it is for those alone who like that
    PrimaryKeyConstraint("shop_id", "offer", "tag_id"),
    CheckConstraint("exclusive IN (0, 1)", name="exclusive"),
    sqlite_strict=True,
)

purchases = Table(  # what a cashier tapped after a visit; one of a visit that was taken back does not count
    "purchases",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("account_id", "accounts"),
    ref("visit_id", "visits"),
    ref("item_id", "items"),
    Column("at", Time, nullable=False, index=True),  # of the visit
    Index("ix_purchases_shop_id_visit_id", "shop_id", "visit_id"),
    Index("ix_purchases_shop_id_account_id_at", "shop_id", "account_id", "at"),
    sqlite_strict=True,
)

likes = Table(  # what the holder of a card said of a tag
    "likes",
    metadata,
    ref("shop_id", "shops"),
    ref("account_id", "accounts"),
    ref("tag_id", "tags"),
    Column("answer", Text, nullable=False),
    Column("at", Time, nullable=False),
    PrimaryKeyConstraint("shop_id", "account_id", "tag_id"),
    CheckConstraint("answer IN ('yes', 'no', 'either')", name="answer"),
    sqlite_strict=True,
)

shared_cards = Table(  # used by several people, so that nothing is inferred from what is bought on them
    "shared_cards",
    metadata,
    ref("shop_id", "shops"),
    ref("account_id", "accounts"),
    Column("at", Time, nullable=False),
    PrimaryKeyConstraint("shop_id", "account_id"),
    sqlite_strict=True,
)
