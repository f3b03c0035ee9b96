"""Create every table, and keep the ledger append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = BIG  # microseconds since 1970, UTC


def upgrade() -> None:
    _media()
    _persons()
    _shops()
    _updates()
    _addresses()
    _audit()
    _branches()
    _preferences()
    _programmes()
    _cards()
    _conversations()
    _invites()
    _outbox()
    _staff()
    _goals()
    _views()
    _visits()
    _vouchers()
    _entries()
    _spend_codes()
    _append_only()


def _append_only() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER entries_no_{verb.lower()} BEFORE {verb} ON entries "
                "BEGIN SELECT RAISE(ABORT, 'The ledger is append-only.'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'The ledger is append-only.' USING ERRCODE = 'restrict_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entries "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _media() -> None:
    op.create_table(
        "media",
        sa.Column("id", BIG, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("media_id", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
        sa.UniqueConstraint("channel", "account", "digest", name=op.f("uq_media_channel_account_digest")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_media_at"), "media", ["at"])


def _persons() -> None:
    op.create_table(
        "persons",
        sa.Column("id", BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded_name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("birthday", sa.Text()),
        sa.Column("birthday_set_at", TIME),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("erased_at", TIME),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
        sqlite_strict=True,
    )


def _shops() -> None:
    op.create_table(
        "shops",
        sa.Column("id", BIG, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("token_minutes", sa.Integer(), server_default="10", nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.CheckConstraint("kind IN ('stamps', 'points')", name=op.f("ck_shops_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shops")),
        sa.UniqueConstraint("code", name=op.f("uq_shops_code")),
        sqlite_strict=True,
    )


def _updates() -> None:
    op.create_table(
        "updates",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_updates")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_updates_at"), "updates", ["at"])


def _addresses() -> None:
    op.create_table(
        "addresses",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("unreachable_at", TIME),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_addresses_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
        sa.UniqueConstraint(
            "channel", "account", "external_id", name=op.f("uq_addresses_channel_account_external_id")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_addresses_person_id"), "addresses", ["person_id"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("person_id", BIG),
        sa.Column("at", TIME, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("old", sa.Text(), server_default="", nullable=False),
        sa.Column("new", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_audit_person_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_audit_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_strict=True,
    )
    op.create_index("ix_audit_shop_id_at", "audit", ["shop_id", "at"])


def _branches() -> None:
    op.create_table(
        "branches",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_branches_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branches")),
        sa.UniqueConstraint("shop_id", "name", name=op.f("uq_branches_shop_id_name")),
        sqlite_strict=True,
    )


def _preferences() -> None:
    op.create_table(
        "preferences",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("set_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_preferences_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preferences")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_preferences_person_id_kind")),
        sqlite_strict=True,
    )


def _programmes() -> None:
    op.create_table(
        "programmes",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("created_by", BIG),
        sa.ForeignKeyConstraint(["created_by"], ["persons.id"], name=op.f("fk_programmes_created_by")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_programmes_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
        sa.UniqueConstraint("shop_id", "version", name=op.f("uq_programmes_shop_id_version")),
        sqlite_strict=True,
    )


def _cards() -> None:
    op.create_table(
        "cards",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("person_id", BIG),
        sa.Column("programme_id", BIG, nullable=False),
        sa.Column("public_id", BIG, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), server_default="1", nullable=False),
        sa.Column("balance", BIG, server_default="0", nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("last_visit_at", TIME),
        sa.Column("closed_at", TIME),
        sa.CheckConstraint("origin IN ('joined', 'printed')", name=op.f("ck_cards_origin")),
        sa.CheckConstraint("balance >= 0", name=op.f("ck_cards_balance")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_cards_person_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_cards_programme_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_cards_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
        sa.UniqueConstraint("code", name=op.f("uq_cards_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_cards_public_id")),
        sa.UniqueConstraint("shop_id", "person_id", name=op.f("uq_cards_shop_id_person_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_cards_person_id", "cards", ["person_id"])


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("address_id", BIG, autoincrement=False, nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["address_id"], ["addresses.id"], name=op.f("fk_conversations_address_id")),
        sa.PrimaryKeyConstraint("address_id", name=op.f("pk_conversations")),
        sqlite_strict=True,
    )


def _invites() -> None:
    op.create_table(
        "invites",
        sa.Column("id", BIG, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("shop_id", BIG),
        sa.Column("branch_id", BIG),
        sa.Column("created_by", BIG),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("used_by", BIG),
        sa.Column("used_at", TIME),
        sa.CheckConstraint(
            "role IN ('cashier', 'manager', 'owner', 'founder')", name=op.f("ck_invites_role")
        ),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.id"], name=op.f("fk_invites_branch_id")),
        sa.ForeignKeyConstraint(["created_by"], ["persons.id"], name=op.f("fk_invites_created_by")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_invites_shop_id")),
        sa.ForeignKeyConstraint(["used_by"], ["persons.id"], name=op.f("fk_invites_used_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invites")),
        sa.UniqueConstraint("digest", name=op.f("uq_invites_digest")),
        sqlite_strict=True,
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", BIG, nullable=False),
        sa.Column("dedup_key", sa.Text(), nullable=False),
        sa.Column("address_id", BIG, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("expires_at", TIME),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease_until", TIME),
        sa.Column("message_id", sa.Text()),
        sa.Column("error", sa.Text()),
        sa.Column("settled_at", TIME),
        sa.CheckConstraint(
            "state IN ('ready', 'sending', 'sent', 'unknown', 'dropped')", name=op.f("ck_outbox_state")
        ),
        sa.ForeignKeyConstraint(["address_id"], ["addresses.id"], name=op.f("fk_outbox_address_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedup_key", name=op.f("uq_outbox_dedup_key")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_outbox_address_id"), "outbox", ["address_id"])
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["due_at"],
        sqlite_where=sa.text("state IN ('ready', 'sending')"),
        postgresql_where=sa.text("state IN ('ready', 'sending')"),
    )


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("branch_id", BIG),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("joined_at", TIME, nullable=False),
        sa.Column("practised_at", TIME),
        sa.Column("removed_at", TIME),
        sa.CheckConstraint("role IN ('cashier', 'manager', 'owner')", name=op.f("ck_staff_role")),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.id"], name=op.f("fk_staff_branch_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_staff_person_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_staff_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_staff_person_id"), "staff", ["person_id"])
    op.create_index(
        "uq_staff_in_service",
        "staff",
        ["shop_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("removed_at IS NULL"),
        postgresql_where=sa.text("removed_at IS NULL"),
    )


def _goals() -> None:
    op.create_table(
        "goals",
        sa.Column("id", BIG, nullable=False),
        sa.Column("card_id", BIG, nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("reward_key", sa.Text()),
        sa.Column("by_date", sa.Text()),
        sa.Column("set_at", TIME, nullable=False),
        sa.CheckConstraint("target > 0", name=op.f("ck_goals_target")),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name=op.f("fk_goals_card_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goals")),
        sa.UniqueConstraint("card_id", name=op.f("uq_goals_card_id")),
        sqlite_strict=True,
    )


def _views() -> None:
    op.create_table(
        "views",
        sa.Column("id", BIG, nullable=False),
        sa.Column("address_id", BIG, nullable=False),
        sa.Column("card_id", BIG, nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("shown_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["address_id"], ["addresses.id"], name=op.f("fk_views_address_id")),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name=op.f("fk_views_card_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_views")),
        sa.UniqueConstraint("address_id", "card_id", name=op.f("uq_views_address_id_card_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_views_card_id"), "views", ["card_id"])


def _visits() -> None:
    op.create_table(
        "visits",
        sa.Column("id", BIG, nullable=False),
        sa.Column("card_id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("branch_id", BIG),
        sa.Column("staff_id", BIG, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("spent_minor", BIG),
        sa.Column("undone_at", TIME),
        sa.Column("undone_by", BIG),
        sa.Column("undo_reason", sa.Text()),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.id"], name=op.f("fk_visits_branch_id")),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name=op.f("fk_visits_card_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_visits_shop_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_visits_staff_id")),
        sa.ForeignKeyConstraint(["undone_by"], ["staff.id"], name=op.f("fk_visits_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sa.UniqueConstraint("key", name=op.f("uq_visits_key")),
        sqlite_strict=True,
    )
    op.create_index("ix_visits_card_id_at", "visits", ["card_id", "at"])
    op.create_index("ix_visits_shop_id_at", "visits", ["shop_id", "at"])
    op.create_index("ix_visits_staff_id_at", "visits", ["staff_id", "at"])


def _vouchers() -> None:
    op.create_table(
        "vouchers",
        sa.Column("id", BIG, nullable=False),
        sa.Column("card_id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("visit_id", BIG),
        sa.Column("slot", sa.Text()),
        sa.Column("reward_key", sa.Text(), nullable=False),
        sa.Column("reward", sa.Text(), nullable=False),
        sa.Column("cost_minor", BIG),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME),
        sa.Column("used_at", TIME),
        sa.Column("used_by", BIG),
        sa.Column("used_branch_id", BIG),
        sa.CheckConstraint("(state = 'used') = (used_at IS NOT NULL)", name=op.f("ck_vouchers_used")),
        sa.CheckConstraint("state IN ('available', 'used', 'withdrawn')", name=op.f("ck_vouchers_state")),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name=op.f("fk_vouchers_card_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_vouchers_shop_id")),
        sa.ForeignKeyConstraint(["used_branch_id"], ["branches.id"], name=op.f("fk_vouchers_used_branch_id")),
        sa.ForeignKeyConstraint(["used_by"], ["staff.id"], name=op.f("fk_vouchers_used_by")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_vouchers_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vouchers")),
        sqlite_strict=True,
    )
    op.create_index("ix_vouchers_card_id", "vouchers", ["card_id"])
    op.create_index("ix_vouchers_shop_id_state", "vouchers", ["shop_id", "state"])
    op.create_index(
        "uq_vouchers_slot",
        "vouchers",
        ["card_id", "slot"],
        unique=True,
        sqlite_where=sa.text("state <> 'withdrawn'"),
        postgresql_where=sa.text("state <> 'withdrawn'"),
    )


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("id", BIG, nullable=False),
        sa.Column("card_id", BIG, nullable=False),
        sa.Column("visit_id", BIG),
        sa.Column("voucher_id", BIG),
        sa.Column("programme_id", BIG, nullable=False),
        sa.Column("staff_id", BIG),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", BIG, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("reverses_id", BIG),
        sa.Column("reason", sa.Text()),
        sa.CheckConstraint(
            "(kind = 'reversal') = (reverses_id IS NOT NULL)", name=op.f("ck_entries_reversal")
        ),
        sa.CheckConstraint(
            "kind IN ('head_start', 'visit', 'extra', 'reward', 'expired', 'moved', 'reversal')",
            name=op.f("ck_entries_kind"),
        ),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_entries_amount")),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name=op.f("fk_entries_card_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_entries_programme_id")),
        sa.ForeignKeyConstraint(["reverses_id"], ["entries.id"], name=op.f("fk_entries_reverses_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_entries_staff_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_entries_visit_id")),
        sa.ForeignKeyConstraint(["voucher_id"], ["vouchers.id"], name=op.f("fk_entries_voucher_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_entries_reverses_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_entries_card_id"), "entries", ["card_id"])
    op.create_index(op.f("ix_entries_visit_id"), "entries", ["visit_id"])
    op.create_index(op.f("ix_entries_voucher_id"), "entries", ["voucher_id"])


def _spend_codes() -> None:
    op.create_table(
        "spend_codes",
        sa.Column("id", BIG, nullable=False),
        sa.Column("voucher_id", BIG, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("used_at", TIME),
        sa.ForeignKeyConstraint(["voucher_id"], ["vouchers.id"], name=op.f("fk_spend_codes_voucher_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spend_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_spend_codes_code")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_spend_codes_voucher_id"), "spend_codes", ["voucher_id"])
