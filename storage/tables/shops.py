"""Shops: their branches, their programmes, the people who work there, and what was changed."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)

from storage.tables.columns import Big, Time, metadata, ref, row_id
from storage.tables.people import persons

shops = Table(
    "shops",
    metadata,
    row_id(),
    Column("code", Text, nullable=False, unique=True),  # in the join link
    Column("name", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("colour", Text, nullable=False),
    Column("token_minutes", Integer, nullable=False, server_default="10"),
    Column("created_at", Time, nullable=False),
    Column("icon", Text, nullable=False, server_default=""),  # an emoji, on stamps; "": a check mark
    Column("logo", Text, nullable=False, server_default=""),  # which one of `logos`; "": none
    Column("address", Text, nullable=False, server_default=""),
    Column("hours", Text, nullable=False, server_default=""),  # as `OpeningHours.stored` writes them
    Column("draw_id", Big),  # the draw that runs: who has a card in hand need not ask whether there is one
    # What its owner said of it, for the sums: null is not said.
    Column("average_sale_minor", Big),
    Column("margin_permille", Integer),
    Column("trade", Text),
    Column("asked_for_sums_at", Time),  # when a digest asked for what was not said: once
    # Before this nothing of it is newly due, but for what is written down elsewhere; 1970: at once.
    Column("next_round_at", Time, nullable=False, server_default="0", index=True),
    Column(
        "is_coalition", Integer, nullable=False, server_default="0"
    ),  # 1: several shops together, a branch each
    Column("league_open", Integer, nullable=False, server_default="0"),  # 1: its staff see the league too
    Column("suggests", Integer, nullable=False, server_default="1"),  # 1: the till suggests what to say
    Column(
        "has_items", Integer, nullable=False, server_default="0"
    ),  # 1: it named items or tags once, so that others are never asked for theirs
    CheckConstraint("average_sale_minor > 0", name="average_sale_minor"),
    CheckConstraint("margin_permille BETWEEN 0 AND 1000", name="margin_permille"),
    sqlite_strict=True,
)

logos = Table(  # the picture that a shop is known by, as it stands on cards and posters
    "logos",
    metadata,
    Column("shop_id", Big, ForeignKey("shops.id"), primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),  # what `shops.logo` calls it: another picture has another name
    Column("png", Text, nullable=False),  # in base64, so that exports carry it as they carry all
    sqlite_strict=True,
)

branches = Table(
    "branches",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    Column("name", Text, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("closed_at", Time),  # what was booked there stays
    UniqueConstraint("shop_id", "name"),
    sqlite_strict=True,
)

programmes = Table(  # a shop may have several side by side
    "programmes",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    Column("unit", Text, nullable=False),
    Column(
        "name", Text, nullable=False, server_default=""
    ),  # what a cashier is asked by; "" while there is one
    Column("position", Integer, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("closed_at", Time),
    UniqueConstraint("shop_id", "position"),
    CheckConstraint("unit IN ('stamps', 'points')", name="unit"),
    sqlite_strict=True,
)

programme_versions = Table(  # one row for each version of a programme's rules
    "programme_versions",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("programme_id", "programmes"),
    Column("version", Integer, nullable=False),
    Column("rules", Text, nullable=False),
    Column("created_at", Time, nullable=False),
    ref("created_by", "persons", null=True),
    UniqueConstraint("shop_id", "programme_id", "version"),
    sqlite_strict=True,
)

staff = Table(
    "staff",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("person_id", "persons", null=True, index=True),
    Column("name", Text),  # of a till, which is nobody
    ref("branch_id", "branches", null=True),
    Column("role", Text, nullable=False),
    Column("joined_at", Time, nullable=False),
    Column("practised_at", Time),
    Column("removed_at", Time),
    ref("guest_of", "shops", null=True),  # of a coalition's staff: the partner where they work
    CheckConstraint("role IN ('cashier', 'manager', 'owner')", name="role"),
    CheckConstraint("(person_id IS NULL) = (name IS NOT NULL)", name="person_or_till"),
    CheckConstraint("person_id IS NOT NULL OR role = 'cashier'", name="till_role"),
    Index(
        "uq_staff_in_service",
        "shop_id",
        "person_id",
        unique=True,
        sqlite_where=text("removed_at IS NULL"),
        postgresql_where=text("removed_at IS NULL"),
    ),
    sqlite_strict=True,
)

# Who a member of staff is, where `persons` is joined from the outside.
staff_name = func.coalesce(persons.c.name, staff.c.name).label("name")

invites = Table(
    "invites",
    metadata,
    row_id(),
    Column(
        "digest", Text, nullable=False, unique=True
    ),  # SHA-256 of the link's token: the token itself is not kept
    Column("role", Text, nullable=False),
    ref("shop_id", "shops", null=True),  # null: an invitation to open a shop
    ref("branch_id", "branches", null=True),
    ref("created_by", "persons", null=True),
    Column("created_at", Time, nullable=False),
    Column("expires_at", Time, nullable=False),
    ref("used_by", "persons", null=True),
    Column("used_at", Time),
    CheckConstraint("role IN ('cashier', 'manager', 'owner', 'founder')", name="role"),
    sqlite_strict=True,
)

audit = Table(
    "audit",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("person_id", "persons", null=True),  # whom `actor` names, when it says "person"
    Column("actor", Text, nullable=False, server_default="person"),
    ref("till_id", "staff", null=True),  # which one, when `actor` says "till"
    Column("at", Time, nullable=False),
    Column("what", Text, nullable=False),
    Column("subject", Text, nullable=False, server_default=""),
    Column("old", Text, nullable=False, server_default=""),
    Column("new", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Index("ix_audit_shop_id_at", "shop_id", "at"),
    sqlite_strict=True,
)
