"""Chats: updates seen, open questions, pictures on show, messages that wait."""

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

updates = Table(  # the key of every update that had its effect
    "updates",
    metadata,
    Column("key", Text, primary_key=True),
    Column("at", Time, nullable=False, index=True),
    Column("message", Text),  # the digest of the message's name, where it may be edited later
    Index(
        "ix_updates_message",
        "message",
        sqlite_where=text("message IS NOT NULL"),
        postgresql_where=text("message IS NOT NULL"),
    ),
    sqlite_strict=True,
)

conversations = Table(
    "conversations",
    metadata,
    Column("address_id", Big, ForeignKey("addresses.id"), primary_key=True, autoincrement=False),
    Column("step", Text, nullable=False),  # "": none waits for an answer
    Column("data", Text, nullable=False),
    Column("at", Time, nullable=False),
    Column("shown", Text, nullable=False, server_default=""),  # the newest message's choices
    Column("earlier", Text, nullable=False, server_default=""),  # those of the message before
    sqlite_strict=True,
)

views = Table(  # which message in a chat shows which card
    "views",
    metadata,
    row_id(),
    ref("address_id", "addresses"),
    ref("card_id", "accounts", index=True),
    Column("message_id", Text, nullable=False),
    Column("shown_at", Time, nullable=False),
    UniqueConstraint("address_id", "card_id"),
    sqlite_strict=True,
)

media = Table(  # pictures a platform already holds
    "media",
    metadata,
    row_id(),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("media_id", Text, nullable=False),
    Column("at", Time, nullable=False, index=True),
    UniqueConstraint("channel", "account", "digest"),
    sqlite_strict=True,
)

outbox = Table(
    "outbox",
    metadata,
    row_id(),
    Column("dedup_key", Text, nullable=False, unique=True),
    ref("address_id", "addresses"),
    Column("channel", Text, nullable=False, server_default=""),  # of the address, and our account there:
    Column("account", Text, nullable=False, server_default=""),  # each account has a sender of its own
    Column("kind", Text, nullable=False),
    Column("data", Text, nullable=False),  # ids only: the words are found when it is sent
    Column("urgency", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("due_at", Time, nullable=False),
    Column("expires_at", Time),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("lease_until", Time),
    Column("slot_at", Time),  # when it leaves, or left the last time
    Column("message_id", Text),
    Column("error", Text),
    Column("settled_at", Time),
    Column(
        "at_most_once", Integer, nullable=False, server_default="0"
    ),  # marketing; a receipt: at least once
    Column("departed", Integer, nullable=False, server_default="0"),  # it was worded, and may be on its way
    Column("charge", Text),  # what the platform bills it as; null: nothing
    Column("reached", Text),  # how far it got, as the platform reports later
    CheckConstraint("at_most_once IN (0, 1)", name="at_most_once"),
    CheckConstraint("departed IN (0, 1)", name="departed"),
    CheckConstraint("reached IN ('sent', 'delivered', 'read', 'failed')", name="reached"),
    CheckConstraint("state IN ('ready', 'sending', 'sent', 'unknown', 'dropped')", name="state"),
    Index(
        "ix_outbox_waiting",
        "channel",
        "account",
        "urgency",  # in the order they are sent: a claim reads a few rows, however many wait
        "due_at",
        sqlite_where=text("state IN ('ready', 'sending')"),
        postgresql_where=text("state IN ('ready', 'sending')"),
    ),
    Index("ix_outbox_address_id_slot_at", "address_id", "slot_at"),
    Index(
        "ix_outbox_receipts_settled",
        "settled_at",
        sqlite_where=text("at_most_once = 0 AND state IN ('sent', 'unknown', 'dropped')"),
        postgresql_where=text("at_most_once = 0 AND state IN ('sent', 'unknown', 'dropped')"),
    ),
    Index(
        "ix_outbox_campaigns_settled",
        "settled_at",
        sqlite_where=text("at_most_once = 1 AND state IN ('sent', 'unknown', 'dropped')"),
        postgresql_where=text("at_most_once = 1 AND state IN ('sent', 'unknown', 'dropped')"),
    ),
    Index(
        "ix_outbox_charged",
        "settled_at",
        sqlite_where=text("charge IS NOT NULL"),
        postgresql_where=text("charge IS NOT NULL"),
    ),
    sqlite_strict=True,
)

templates = Table(  # words that a platform must approve, and what it said
    "templates",
    metadata,
    row_id(),
    Column("account", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("reason", Text),
    Column("checked_at", Time, nullable=False),
    UniqueConstraint("account", "name", "language"),
    sqlite_strict=True,
)

paces = Table(  # how far an account's slots are given out, over all processes
    "paces",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("free_at", Time, nullable=False),
    sqlite_strict=True,
)

pauses = Table(  # silence that a platform ordered, in one chat or, where none is named, in the whole account
    "pauses",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("chat", Text, primary_key=True),
    Column("until", Time, nullable=False),
    sqlite_strict=True,
)

closures = Table(  # accounts that their platform closed
    "closures",
    metadata,
    row_id(),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", Time, nullable=False),
    Column("until", Time, nullable=False),  # nothing asks before whether it is open again
    UniqueConstraint("channel", "account"),
    sqlite_strict=True,
)
