"""Accounts and their counters: the ledger, the visits and rewards it tells of, and what customers save for."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.columns import Big, Time, metadata, ref, row_id


def of_account() -> ForeignKeyConstraint:
    """Let a row name a counter of its own account, and of no other."""
    return ForeignKeyConstraint(["counter_id", "account_id"], ["counters.id", "counters.account_id"])


accounts = Table(  # a customer in a shop
    "accounts",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("person_id", "persons", null=True),  # null: unregistered, or erased
    Column("public_id", Big, nullable=False, unique=True),  # random, in the QR token
    Column("code", Text, nullable=False, unique=True),  # six characters, typed by hand
    Column("origin", Text, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("last_visit_at", Time),  # the newest of its counters
    Column("closed_at", Time),
    Column("start_held_at", Time),  # what it starts with waits for its first visit, since then
    Column(
        "found_by", Text
    ),  # the words of the holder's name, each after a space; null for nobody's or a closed account
    UniqueConstraint("shop_id", "person_id"),
    CheckConstraint("origin IN ('joined', 'printed')", name="origin"),
    Index("ix_accounts_person_id", "person_id"),
    # All that a search by name reads.
    Index(
        "ix_accounts_found_by",
        "shop_id",
        "found_by",
        "last_visit_at",
        sqlite_where=text("found_by IS NOT NULL"),
        postgresql_where=text("found_by IS NOT NULL"),
    ),
    # For those who are due a message: who was last here, and who joined.
    Index("ix_accounts_shop_id_last_visit_at", "shop_id", "last_visit_at"),
    Index("ix_accounts_shop_id_created_at", "shop_id", "created_at"),
    Index(  # who is nobody's customer any more
        "ix_accounts_closed",
        "shop_id",
        "closed_at",
        sqlite_where=text("closed_at IS NOT NULL"),
        postgresql_where=text("closed_at IS NOT NULL"),
    ),
    sqlite_strict=True,
)

counters = Table(  # one sum on an account, by one programme
    "counters",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("account_id", "accounts"),
    ref("programme_id", "programmes"),
    ref("version_id", "programme_versions"),  # the rules it was begun under
    Column("round", Integer, nullable=False, server_default="1"),  # how many cards were filled, plus one
    Column("balance", Big, nullable=False, server_default="0"),
    Column("created_at", Time, nullable=False),
    Column("last_visit_at", Time),
    # Its days run from then on too: a gift came onto it empty, or what was moved to it lasts longer.
    Column("refreshed_at", Time),
    UniqueConstraint("shop_id", "account_id", "programme_id"),
    UniqueConstraint("id", "account_id"),  # for keys that name both
    CheckConstraint("balance >= 0", name="balance"),
    # For those who are due a message: who is how far, and whose balance may run out.
    Index("ix_counters_shop_id_version_id_balance", "shop_id", "version_id", "balance", "last_visit_at"),
    Index(
        "ix_counters_begun",
        "shop_id",
        "last_visit_at",
        sqlite_where=text("balance > 0"),
        postgresql_where=text("balance > 0"),
    ),
    Index(
        "ix_counters_refreshed",
        "shop_id",
        "refreshed_at",
        sqlite_where=text("refreshed_at IS NOT NULL"),
        postgresql_where=text("refreshed_at IS NOT NULL"),
    ),
    sqlite_strict=True,
)

visits = Table(
    "visits",
    metadata,
    row_id(),
    ref("account_id", "accounts"),
    Column("counter_id", Big, nullable=False),
    ref("shop_id", "shops"),
    ref("branch_id", "branches", null=True),
    ref("staff_id", "staff"),
    Column("key", Text, nullable=False, unique=True),  # of the update that booked it
    Column("at", Time, nullable=False),
    Column("amount", Integer, nullable=False),  # stamps or points given, extra ones included
    Column("spent_minor", Big),
    Column("bonus", Big, nullable=False, server_default="0"),  # how much of the amount came on top
    Column("undone_at", Time),
    ref("undone_by", "staff", null=True),
    Column("undo_reason", Text),
    of_account(),
    # All that campaigns ask of a visit stands in the index.
    Index(
        "ix_visits_shop_id_account_id_at", "shop_id", "account_id", "at", "undone_at", "amount", "counter_id"
    ),
    Index("ix_visits_shop_id_at", "shop_id", "at"),
    Index("ix_visits_shop_id_staff_id_at", "shop_id", "staff_id", "at"),
    sqlite_strict=True,
)


entries = Table(  # the ledger: append-only, and a reversal of its source's counter, by trigger (see the migrations)
    "entries",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("counter_id", "counters"),
    ref("visit_id", "visits", null=True),
    ref("voucher_id", "vouchers", null=True),
    ref("version_id", "programme_versions"),
    ref("staff_id", "staff", null=True),
    Column("kind", Text, nullable=False),
    Column("amount", Big, nullable=False),
    Column("round", Integer, nullable=False),
    Column("at", Time, nullable=False),
    Column("reverses_id", Big, ForeignKey("entries.id")),
    Column("reason", Text),
    Column("part", Text),  # of the programme, where one brought it
    CheckConstraint("amount <> 0", name="amount"),
    CheckConstraint(
        "kind IN ('head_start', 'visit', 'extra', 'bonus', 'gift', 'reward', 'expired', 'moved', 'reversal')",
        name="kind",
    ),
    CheckConstraint("(kind = 'reversal') = (reverses_id IS NOT NULL)", name="reversal"),
    Index("ix_entries_shop_id", "shop_id", "id"),  # a shop's own ledger, oldest line first
    Index("ix_entries_shop_id_counter_id", "shop_id", "counter_id"),
    Index("ix_entries_shop_id_visit_id", "shop_id", "visit_id"),
    Index(
        "ix_entries_shop_id_voucher_id",
        "shop_id",
        "voucher_id",
        sqlite_where=text("voucher_id IS NOT NULL"),
        postgresql_where=text("voucher_id IS NOT NULL"),
    ),
    Index(  # a line is reversed once
        "uq_entries_shop_id_reverses_id",
        "shop_id",
        "reverses_id",
        unique=True,
        sqlite_where=text("reverses_id IS NOT NULL"),
        postgresql_where=text("reverses_id IS NOT NULL"),
    ),
    Index(  # what a part gave of its budget
        "ix_entries_shop_id_part",
        "shop_id",
        "part",
        "at",
        sqlite_where=text("part IS NOT NULL"),
        postgresql_where=text("part IS NOT NULL"),
    ),
    Index(  # from card to card
        "ix_entries_moved",
        "shop_id",
        "at",
        sqlite_where=text("kind = 'moved'"),
        postgresql_where=text("kind = 'moved'"),
    ),
    Index(  # what was given beside all visits
        "ix_entries_gifts",
        "shop_id",
        "at",
        sqlite_where=text("kind = 'gift'"),
        postgresql_where=text("kind = 'gift'"),
    ),
    sqlite_strict=True,
)


goals = Table(
    "goals",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("account_id", "accounts"),
    Column("counter_id", Big, nullable=False),
    Column("target", Integer, nullable=False),
    Column("round", Integer, nullable=False),
    Column("reward_key", Text),  # null: a number of the customer's own
    Column("by_date", Text),  # YYYY-MM-DD in the shop's zone
    Column("set_at", Time, nullable=False),
    UniqueConstraint("shop_id", "counter_id"),
    CheckConstraint("target > 0", name="target"),
    of_account(),
    Index("ix_goals_shop_id", "shop_id", "id"),
    sqlite_strict=True,
)

handovers = Table(  # accounts that an owner moved to another one of their holder
    "handovers",
    metadata,
    row_id(),
    ref("shop_id", "shops", index=True),
    ref("source_id", "accounts"),
    ref("target_id", "accounts"),
    ref("giver_id", "persons", null=True),
    ref("taker_id", "persons"),
    ref("ordered_by", "persons"),
    Column("reason", Text, nullable=False),
    Column("at", Time, nullable=False),
    Column("moved", Text, nullable=False),  # what went over, by id, so that it can go back
    Column("undone_at", Time),
    sqlite_strict=True,
)
