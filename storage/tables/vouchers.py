"""Vouchers, and the one-time codes by which they are spent."""

from sqlalchemy import CheckConstraint, Column, Index, Table, Text, text

from storage.tables.cards import of_account
from storage.tables.columns import Big, Time, metadata, ref, row_id
from storage.tables.worth import WorthForm

vouchers = Table(
    "vouchers",
    metadata,
    row_id(),
    ref("account_id", "accounts"),
    Column("counter_id", Big),  # null: a gift, which nobody collected for
    ref("shop_id", "shops"),
    ref("visit_id", "visits", null=True),  # the visit that earned it
    Column("slot", Text),  # "round:place" on a counter that starts over: each place is paid once
    Column("reward_key", Text, nullable=False),
    Column("reward", Text, nullable=False),  # the words promised at the time
    Column("cost_minor", Big),  # once something came off a bill: that
    Column("worth", WorthForm),  # as promised at the time; null: a thing
    Column("bill_minor", Big),  # of which something was taken off
    Column("state", Text, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("expires_at", Time),
    Column("used_at", Time),
    ref("used_by", "staff", null=True),
    ref("used_branch_id", "branches", null=True),
    CheckConstraint("state IN ('available', 'used', 'withdrawn')", name="state"),
    CheckConstraint("(state = 'used') = (used_at IS NOT NULL)", name="used"),
    CheckConstraint("slot IS NULL OR counter_id IS NOT NULL", name="slot"),
    of_account(),
    Index("ix_vouchers_shop_id_account_id", "shop_id", "account_id"),
    Index(
        "ix_vouchers_shop_id_visit_id",
        "shop_id",
        "visit_id",
        sqlite_where=text("visit_id IS NOT NULL"),
        postgresql_where=text("visit_id IS NOT NULL"),
    ),
    Index("ix_vouchers_shop_id_state", "shop_id", "state"),
    Index(  # how many of a reward are gone
        "ix_vouchers_shop_id_reward_key",
        "shop_id",
        "reward_key",
        sqlite_where=text("state <> 'withdrawn'"),
        postgresql_where=text("state <> 'withdrawn'"),
    ),
    Index(
        "ix_vouchers_used",
        "shop_id",
        "used_at",
        sqlite_where=text("used_at IS NOT NULL"),
        postgresql_where=text("used_at IS NOT NULL"),
    ),
    Index(
        "ix_vouchers_waiting",
        "shop_id",
        "created_at",
        sqlite_where=text("state = 'available'"),
        postgresql_where=text("state = 'available'"),
    ),
    Index(
        "ix_vouchers_expiring",
        "shop_id",
        "expires_at",
        sqlite_where=text("state = 'available'"),
        postgresql_where=text("state = 'available'"),
    ),
    Index(
        "uq_vouchers_slot",
        "shop_id",
        "counter_id",
        "slot",
        unique=True,
        sqlite_where=text("state <> 'withdrawn'"),
        postgresql_where=text("state <> 'withdrawn'"),
    ),
    sqlite_strict=True,
)
spend_codes = Table(  # a voucher shown at the till: lives minutes, works once
    "spend_codes",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("voucher_id", "vouchers"),
    Column("code", Text, nullable=False, unique=True),
    Column("created_at", Time, nullable=False),
    Column("expires_at", Time, nullable=False, index=True),
    Column("used_at", Time),
    Index("ix_spend_codes_shop_id_voucher_id", "shop_id", "voucher_id"),
    sqlite_strict=True,
)
