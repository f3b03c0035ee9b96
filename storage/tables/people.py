"""People: who they are, where they are reached, what they wish for."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text, UniqueConstraint, text

from storage.tables.columns import Big, Time, metadata, ref, row_id

persons = Table(
    "persons",
    metadata,
    row_id(),
    Column("name", Text, nullable=False),
    Column("folded_name", Text, nullable=False),  # all the words that the name is found by
    Column("language", Text, nullable=False),
    Column("birthday", Text),  # MM-DD: the year is nobody's business
    Column("birthday_set_at", Time),
    Column("created_at", Time, nullable=False),
    Column("erased_at", Time),
    Index(
        "ix_persons_birthday",
        "birthday",
        sqlite_where=text("birthday IS NOT NULL"),
        postgresql_where=text("birthday IS NOT NULL"),
    ),
    sqlite_strict=True,
)

addresses = Table(
    "addresses",
    metadata,
    row_id(),
    ref("person_id", "persons", index=True),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("unreachable_at", Time),  # blocked, or gone; cleared when the person writes
    Column("created_at", Time, nullable=False),
    Column("seen_at", Time, nullable=False),
    Column("window_until", Time),  # free words get through until then, where the platform sets an end
    Column("chosen_at", Time),  # the person asked to be written to here
    UniqueConstraint("channel", "account", "external_id"),
    sqlite_strict=True,
)

# Where a person is written to: first where they asked for it, else where they wrote last.
WRITTEN_TO_FIRST = (addresses.c.chosen_at.desc().nulls_last(), addresses.c.seen_at.desc(), addresses.c.id)

preferences = Table(
    "preferences",
    metadata,
    row_id(),
    ref("person_id", "persons"),
    Column("kind", Text, nullable=False),
    Column("frequency", Text, nullable=False),
    Column("set_at", Time, nullable=False),
    UniqueConstraint("person_id", "kind"),
    sqlite_strict=True,
)

link_codes = Table(  # said on one channel, typed on the other: lives minutes, works once
    "link_codes",
    metadata,
    row_id(),
    ref("person_id", "persons", index=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("created_at", Time, nullable=False),
    Column("expires_at", Time, nullable=False, index=True),
    Column("used_at", Time),
    sqlite_strict=True,
)

uses = Table(  # of what guesses or costs, each by a person, from an address, or in a shop
    "uses",
    metadata,
    row_id(),
    Column("what", Text, nullable=False),  # the allowance
    ref("person_id", "persons", null=True),
    Column("address", Text),  # its digest
    ref("shop_id", "shops", null=True),
    Column("at", Time, nullable=False, index=True),
    Index("ix_uses_person", "person_id", "what", "at"),
    Index("ix_uses_address", "address", "what", "at"),
    Index("ix_uses_shop", "shop_id", "what", "at"),
    sqlite_strict=True,
)

merges = Table(  # two persons who turned out to be one
    "merges",
    metadata,
    row_id(),
    Column("kept_id", Big, ForeignKey("persons.id"), nullable=False, index=True),
    Column("gone_id", Big, ForeignKey("persons.id"), nullable=False, index=True),
    Column("at", Time, nullable=False),
    Column("moved", Text, nullable=False),  # what went over, by id, so that it can go back
    Column("undone_at", Time),
    sqlite_strict=True,
)

moves = Table(  # addresses left for one where somebody was known already
    "moves",
    metadata,
    row_id(),
    Column("old_id", Big, ForeignKey("addresses.id"), nullable=False),
    Column("new_id", Big, ForeignKey("addresses.id"), nullable=False, index=True),
    Column("at", Time, nullable=False),
    Column("asked_at", Time),  # whoever is there, whether both are theirs
    Column("settled_at", Time),  # they answered
    sqlite_strict=True,
)
