"""Reach one person on several channels: windows, templates, what a message cost, and links between persons."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = BIG  # microseconds since 1970, UTC
_WAITING = sa.text("state IN ('ready', 'sending')")
_CHARGED = sa.text("charge IS NOT NULL")


def upgrade() -> None:
    op.add_column("addresses", sa.Column("window_until", TIME))
    op.add_column("addresses", sa.Column("chosen_at", TIME))
    op.add_column("occurrences", sa.Column("charge", sa.Text()))
    _outbox()
    _chats()
    _links()
    _merges()


def _outbox() -> None:
    op.add_column("outbox", sa.Column("channel", sa.Text(), server_default="", nullable=False))
    op.execute(
        "UPDATE outbox SET channel = (SELECT a.channel FROM addresses a WHERE a.id = outbox.address_id)"
    )
    op.add_column("outbox", sa.Column("charge", sa.Text()))
    op.execute(
        "ALTER TABLE outbox ADD COLUMN reached TEXT"
        " CONSTRAINT ck_outbox_reached CHECK (reached IN ('sent', 'delivered', 'read', 'failed'))"
    )
    op.drop_index("ix_outbox_waiting", "outbox")
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["channel", "urgency", "due_at"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
    op.create_index(
        "ix_outbox_charged", "outbox", ["settled_at"], sqlite_where=_CHARGED, postgresql_where=_CHARGED
    )


def _chats() -> None:
    op.create_table(
        "numbered",
        sa.Column("address_id", BIG, autoincrement=False, nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["address_id"], ["addresses.id"], name=op.f("fk_numbered_address_id")),
        sa.PrimaryKeyConstraint("address_id", name=op.f("pk_numbered")),
        sqlite_strict=True,
    )
    op.create_table(
        "templates",
        sa.Column("id", BIG, nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("checked_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_templates")),
        sa.UniqueConstraint("account", "name", "language", name=op.f("uq_templates_account_name_language")),
        sqlite_strict=True,
    )


def _links() -> None:
    op.create_table(
        "link_codes",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("used_at", TIME),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_link_codes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_codes")),
        sa.UniqueConstraint("digest", name=op.f("uq_link_codes_digest")),
        sqlite_strict=True,
    )
    op.create_index("ix_link_codes_person_id", "link_codes", ["person_id"])
    op.create_table(
        "link_tries",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_link_tries_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_tries")),
        sqlite_strict=True,
    )
    op.create_index("ix_link_tries_person_id_at", "link_tries", ["person_id", "at"])


def _merges() -> None:
    op.create_table(
        "merges",
        sa.Column("id", BIG, nullable=False),
        sa.Column("kept_id", BIG, nullable=False),
        sa.Column("gone_id", BIG, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("moved", sa.Text(), nullable=False),
        sa.Column("undone_at", TIME),
        sa.ForeignKeyConstraint(["gone_id"], ["persons.id"], name=op.f("fk_merges_gone_id")),
        sa.ForeignKeyConstraint(["kept_id"], ["persons.id"], name=op.f("fk_merges_kept_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
        sqlite_strict=True,
    )
    op.create_index("ix_merges_kept_id", "merges", ["kept_id"])
    op.create_index("ix_merges_gone_id", "merges", ["gone_id"])
