"""Messages at the right dose: what people agreed to, what shops send, and each time it was due to somebody."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text, UniqueConstraint, text

from storage.tables.columns import Time, metadata, ref, row_id

consents = Table(  # append-only: the newest line of a purpose holds
    "consents",
    metadata,
    row_id(),
    ref("person_id", "persons"),
    Column("purpose", Text, nullable=False),
    Column("given", Integer, nullable=False),  # 1 given, 0 withdrawn
    Column("at", Time, nullable=False),
    Column("channel", Text, nullable=False),
    Column("wording", Text, nullable=False),  # the version of the words that were agreed to
    CheckConstraint("purpose IN ('reminders', 'offers', 'goals')", name="purpose"),  # service needs no asking
    CheckConstraint("given IN (0, 1)", name="given"),
    Index("ix_consents_person_id_purpose", "person_id", "purpose", "id"),
    sqlite_strict=True,
)

consent_questions = Table(  # so that nobody is asked too often, or twice about one occasion
    "consent_questions",
    metadata,
    row_id(),
    ref("person_id", "persons"),
    Column("purpose", Text, nullable=False),
    Column("occasion", Text, nullable=False),
    Column("at", Time, nullable=False),
    UniqueConstraint("person_id", "purpose", "occasion"),
    sqlite_strict=True,
)

campaigns = Table(  # what an owner changed; what is not here is as it comes
    "campaigns",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    Column("kind", Text, nullable=False),
    Column("active", Integer, nullable=False, server_default="1"),
    Column("holdout_percent", Integer, nullable=False, server_default="10"),
    Column("settings", Text, nullable=False, server_default="{}"),
    Column("wording", Text, nullable=False, server_default="{}"),  # by language
    Column("rule", Text),  # of win-back: who counts as lapsed, learned from the shop's visits
    Column("looked_at", Time),  # when all customers were last looked through; null: look again
    Column("verdict", Text),  # did it work? as it was last judged
    Column("judged_from", Time),  # whoever was due before doesn't count: it was turned on again
    Column("paused_at", Time),  # by itself, as of no use; null where its owner switched it
    ref("filter_id", "filters", null=True),  # whom it is for; null: everybody
    UniqueConstraint("shop_id", "kind"),
    CheckConstraint("active IN (0, 1)", name="active"),
    Index(  # those that were switched on or set anew: a round finds them by it
        "ix_campaigns_not_looked",
        "shop_id",
        "kind",
        sqlite_where=text("active = 1 AND looked_at IS NULL"),
        postgresql_where=text("active = 1 AND looked_at IS NULL"),
    ),
    CheckConstraint("holdout_percent BETWEEN 0 AND 50", name="holdout_percent"),
    sqlite_strict=True,
)

doses = Table(  # a shop that wants to write less, or at other hours
    "doses",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    Column("gap_days", Integer, nullable=False),
    Column("most_in_30_days", Integer, nullable=False),
    Column("quiet_from", Text, nullable=False),  # HH:MM on the shop's wall
    Column("quiet_until", Text, nullable=False),
    UniqueConstraint("shop_id"),
    sqlite_strict=True,
)

broadcasts = Table(
    "broadcasts",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("ordered_by", "persons"),
    Column("audience", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("ordered_at", Time, nullable=False),
    Column("starts_at", Time, nullable=False),
    # Of its people get nothing, so that it can be told what it brought.
    Column("holdout_percent", Integer, nullable=False, server_default="0"),
    Column("cancelled_at", Time),
    Column("selected_at", Time),  # when everybody it goes to had an occurrence
    Column("told_at", Time),  # when its owner was told what became of it
    Column("came_told_at", Time),  # and when, of who came
    Column("verdict", Text),  # what it brought, judged when its four weeks were over
    CheckConstraint("holdout_percent BETWEEN 0 AND 50", name="holdout_percent"),
    Index("ix_broadcasts_shop_id", "shop_id", "starts_at"),
    Index(
        "ix_broadcasts_untold",
        "selected_at",
        sqlite_where=text("selected_at IS NOT NULL AND came_told_at IS NULL"),
        postgresql_where=text("selected_at IS NOT NULL AND came_told_at IS NULL"),
    ),
    Index(
        "ix_broadcasts_not_selected",
        "starts_at",
        sqlite_where=text("cancelled_at IS NULL AND selected_at IS NULL"),
        postgresql_where=text("cancelled_at IS NULL AND selected_at IS NULL"),
    ),
    sqlite_strict=True,
)

newcomers = Table(  # who came for the first time, until a round has looked at them
    "newcomers",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("account_id", "accounts"),
    Column("at", Time, nullable=False, index=True),
    Index("ix_newcomers_shop_id_account_id", "shop_id", "account_id"),
    sqlite_strict=True,
)

occurrences = Table(
    "occurrences",
    metadata,
    row_id(),
    Column("key", Text, nullable=False, unique=True),  # names the occasion: it happens once
    ref("campaign_id", "campaigns"),
    ref("shop_id", "shops"),
    ref("account_id", "accounts"),
    ref("counter_id", "counters", null=True),  # that it is about; null: about no one of them
    ref("person_id", "persons"),
    ref("voucher_id", "vouchers", null=True),  # the one it is about, or the gift it brought
    ref("entry_id", "entries", null=True),  # the stamps or points that it brought
    ref("broadcast_id", "broadcasts", null=True),
    ref("experiment_id", "experiments", null=True),  # that it counts for
    Column("arm", Text),  # which of its two variants this person gets
    ref("filter_id", "filters", null=True),  # by which it was for them, when it went
    Column("kind", Text, nullable=False),
    Column("step", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False),
    Column("why", Text),  # it was dropped or put off
    Column("holdout_percent", Integer, nullable=False),  # in force at the time
    Column("found_at", Time, nullable=False, index=True),
    Column("not_before", Time, nullable=False),
    Column("expires_at", Time, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),  # how often it was put into the outbox
    Column("settled_at", Time),  # queued, sent or dropped
    Column("charge", Text),  # what a platform bills it as, "free" when it does not; null: it has no prices
    CheckConstraint("state IN ('due', 'held_out', 'queued', 'sent', 'dropped')", name="state"),
    CheckConstraint("arm IN ('a', 'b')", name="arm"),
    Index(
        "ix_occurrences_due",
        "not_before",
        "person_id",
        sqlite_where=text("state = 'due'"),
        postgresql_where=text("state = 'due'"),
    ),
    Index(  # whether a broadcast is over: of most nothing is open
        "ix_occurrences_broadcast_open",
        "shop_id",
        "broadcast_id",
        sqlite_where=text("broadcast_id IS NOT NULL AND state IN ('due', 'queued')"),
        postgresql_where=text("broadcast_id IS NOT NULL AND state IN ('due', 'queued')"),
    ),
    Index("ix_occurrences_person_id_settled_at", "person_id", "settled_at"),
    Index("ix_occurrences_shop_id_account_id_kind", "shop_id", "account_id", "kind", "expires_at"),
    Index("ix_occurrences_shop_id_campaign_id", "shop_id", "campaign_id", "id"),
    Index(
        "ix_occurrences_shop_id_voucher_id",
        "shop_id",
        "voucher_id",
        sqlite_where=text("voucher_id IS NOT NULL"),
        postgresql_where=text("voucher_id IS NOT NULL"),
    ),
    Index(
        "ix_occurrences_shop_id_experiment_id",
        "shop_id",
        "experiment_id",
        sqlite_where=text("experiment_id IS NOT NULL"),
        postgresql_where=text("experiment_id IS NOT NULL"),
    ),
    Index(
        "ix_occurrences_shop_id_broadcast_id",
        "shop_id",
        "broadcast_id",
        sqlite_where=text("broadcast_id IS NOT NULL"),
        postgresql_where=text("broadcast_id IS NOT NULL"),
    ),
    sqlite_strict=True,
)
