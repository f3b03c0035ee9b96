"""Shops together: which are partners, what they agree on, and what they owe each other.

A coalition is a row of `shops`: `shop_id` is its own here, as it is of all that belongs to it.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.columns import Big, Time, metadata, ref, row_id

coalitions = Table(
    "coalitions",
    metadata,
    Column("shop_id", Big, ForeignKey("shops.id"), primary_key=True, autoincrement=False),
    Column("notice_days", Integer, nullable=False),
    Column("settled", Text, nullable=False),  # the last month that is: "2026-03"
    Column("proposal", Text),  # rules that hold once every partner said yes
    ref("proposed_by", "shops", null=True),
    Column(
        "closed_line", Big, nullable=False, server_default="0"
    ),  # of the ledger: up to it months are summed up
    Column("closed_until", Time),
    sqlite_strict=True,
)

partners = Table(  # a shop in a coalition
    "partners",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("partner_id", "shops"),
    ref("branch_id", "branches"),  # that it is of the coalition
    Column("joined_at", Time, nullable=False),
    Column("agreed_at", Time),  # to what is proposed
    Column("leaves_at", Time),  # it gave notice
    Column("left_at", Time),
    Index("ix_partners_shop_id", "shop_id", "id"),
    Index(  # of one coalition at most
        "uq_partners_in_force",
        "partner_id",
        unique=True,
        sqlite_where=text("left_at IS NULL"),
        postgresql_where=text("left_at IS NULL"),
    ),
    sqlite_strict=True,
)

coalition_invites = Table(
    "coalition_invites",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    Column("digest", Text, nullable=False, unique=True),  # SHA-256 of the link's token
    ref("created_by", "persons", null=True),
    Column("created_at", Time, nullable=False),
    Column("expires_at", Time, nullable=False),
    ref("partner_id", "shops", null=True),  # that followed it
    Index("ix_coalition_invites_shop_id", "shop_id", "id"),
    sqlite_strict=True,
)

introductions = Table(  # a customer's yes to be known to one partner; a no ends it
    "introductions",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("account_id", "accounts"),
    ref("partner_id", "shops"),
    Column("given_at", Time, nullable=False),
    Column("withdrawn_at", Time),
    Index(
        "uq_introductions_given",
        "shop_id",
        "account_id",
        "partner_id",
        unique=True,
        sqlite_where=text("withdrawn_at IS NULL"),
        postgresql_where=text("withdrawn_at IS NULL"),
    ),
    sqlite_strict=True,
)

coalition_months = Table(  # what became of each partner's points, in a month that is settled
    "coalition_months",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    Column("month", Text, nullable=False),
    ref("branch_id", "branches"),  # that gave them
    Column("given", Big, nullable=False),
    Column("spent", Big, nullable=False),
    Column("ran_out", Big, nullable=False),
    UniqueConstraint("shop_id", "month", "branch_id"),
    sqlite_strict=True,
)

debts = Table(  # of a settled month, netted
    "debts",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    Column("month", Text, nullable=False),
    ref("debtor_id", "shops"),
    ref("creditor_id", "shops"),
    Column("minor", Big, nullable=False),
    Column("paid_at", Time),
    ref("paid_by", "persons", null=True),  # who said that it is, for the creditor
    CheckConstraint("minor > 0", name="minor"),
    UniqueConstraint("shop_id", "month", "debtor_id", "creditor_id"),
    sqlite_strict=True,
)
