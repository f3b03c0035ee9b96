"""Create the tables of campaigns: what is due to whom, what went, and who agreed to it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = BIG  # microseconds since 1970, UTC


def upgrade() -> None:
    _broadcasts()
    _campaigns()
    _consents()
    _doses()
    _occurrences()
    _indexes()


def _broadcasts() -> None:
    op.create_table(
        "broadcasts",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("ordered_by", BIG, nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("ordered_at", TIME, nullable=False),
        sa.Column("starts_at", TIME, nullable=False),
        sa.Column("cancelled_at", TIME),
        sa.Column("selected_at", TIME),
        sa.ForeignKeyConstraint(["ordered_by"], ["persons.id"], name=op.f("fk_broadcasts_ordered_by")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_broadcasts_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
        sqlite_strict=True,
    )
    op.create_index("ix_broadcasts_shop_id", "broadcasts", ["shop_id", "starts_at"])


def _campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("active", sa.Integer(), server_default="1", nullable=False),
        sa.Column("holdout_percent", sa.Integer(), server_default="10", nullable=False),
        sa.Column("settings", sa.Text(), server_default="{}", nullable=False),
        sa.Column("wording", sa.Text(), server_default="{}", nullable=False),
        sa.Column("rule", sa.Text()),
        sa.Column("looked_at", TIME),
        sa.CheckConstraint("active IN (0, 1)", name=op.f("ck_campaigns_active")),
        sa.CheckConstraint("holdout_percent BETWEEN 0 AND 50", name=op.f("ck_campaigns_holdout_percent")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_campaigns_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
        sa.UniqueConstraint("shop_id", "kind", name=op.f("uq_campaigns_shop_id_kind")),
        sqlite_strict=True,
    )


def _consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.CheckConstraint("purpose IN ('reminders', 'offers')", name=op.f("ck_consents_purpose")),
        sa.CheckConstraint("given IN (0, 1)", name=op.f("ck_consents_given")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_consents_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sqlite_strict=True,
    )
    op.create_index("ix_consents_person_id_purpose", "consents", ["person_id", "purpose", "id"])


def _doses() -> None:
    op.create_table(
        "doses",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("gap_days", sa.Integer(), nullable=False),
        sa.Column("most_in_30_days", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.Text(), nullable=False),
        sa.Column("quiet_until", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_doses_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doses")),
        sa.UniqueConstraint("shop_id", name=op.f("uq_doses_shop_id")),
        sqlite_strict=True,
    )


def _occurrences() -> None:
    op.create_table(
        "occurrences",
        sa.Column("id", BIG, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("campaign_id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("card_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("voucher_id", BIG),
        sa.Column("broadcast_id", BIG),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("why", sa.Text()),
        sa.Column("holdout_percent", sa.Integer(), nullable=False),
        sa.Column("found_at", TIME, nullable=False),
        sa.Column("not_before", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("settled_at", TIME),
        sa.CheckConstraint(
            "state IN ('due', 'held_out', 'queued', 'sent', 'dropped')", name=op.f("ck_occurrences_state")
        ),
        sa.ForeignKeyConstraint(
            ["broadcast_id"], ["broadcasts.id"], name=op.f("fk_occurrences_broadcast_id")
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_occurrences_campaign_id")),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name=op.f("fk_occurrences_card_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_occurrences_person_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_occurrences_shop_id")),
        sa.ForeignKeyConstraint(["voucher_id"], ["vouchers.id"], name=op.f("fk_occurrences_voucher_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrences")),
        sa.UniqueConstraint("key", name=op.f("uq_occurrences_key")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_occurrences_broadcast_id"), "occurrences", ["broadcast_id"])
    op.create_index("ix_occurrences_campaign_id", "occurrences", ["campaign_id", "id"])
    op.create_index(
        "ix_occurrences_card_id_kind_expires_at", "occurrences", ["card_id", "kind", "expires_at"]
    )
    op.create_index(
        "ix_occurrences_due",
        "occurrences",
        ["not_before", "person_id"],
        sqlite_where=sa.text("state = 'due'"),
        postgresql_where=sa.text("state = 'due'"),
    )
    op.create_index("ix_occurrences_person_id_settled_at", "occurrences", ["person_id", "settled_at"])
    op.create_index(op.f("ix_occurrences_voucher_id"), "occurrences", ["voucher_id"])


def _indexes() -> None:
    op.create_index("ix_cards_programme_id_balance", "cards", ["programme_id", "balance", "last_visit_at"])
    op.create_index("ix_cards_shop_id_created_at", "cards", ["shop_id", "created_at"])
    op.create_index("ix_cards_shop_id_last_visit_at", "cards", ["shop_id", "last_visit_at"])
    op.create_index(
        "ix_persons_birthday",
        "persons",
        ["birthday"],
        sqlite_where=sa.text("birthday IS NOT NULL"),
        postgresql_where=sa.text("birthday IS NOT NULL"),
    )
    op.create_index(
        "ix_vouchers_expiring",
        "vouchers",
        ["shop_id", "expires_at"],
        sqlite_where=sa.text("state = 'available'"),
        postgresql_where=sa.text("state = 'available'"),
    )
    op.create_index(
        "ix_vouchers_waiting",
        "vouchers",
        ["shop_id", "created_at"],
        sqlite_where=sa.text("state = 'available'"),
        postgresql_where=sa.text("state = 'available'"),
    )
