"""Tasks that customers took on, and the pictures that they showed."""

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Table, Text, UniqueConstraint

from storage.tables.columns import Big, Time, metadata, ref, row_id

errands = Table(
    "errands",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("account_id", "accounts"),
    Column("counter_id", Big, nullable=False),  # on which it is given
    ref("version_id", "programme_versions"),  # the rules that promised it
    Column("task", Text, nullable=False),  # its name in those rules
    Column("begun_at", Time, nullable=False),
    Column("state", Text, nullable=False, server_default="begun"),
    Column("link", Text),  # what was shown, where it is one
    Column("proof_key", Text),  # what the proof is the same by; null once the customer is forgotten
    Column("likeness", Text),  # what a picture looks like from afar
    Column("sent_at", Time),
    ref("decided_by", "staff", null=True),
    Column("decided_at", Time),
    Column("reason", Text),  # why not
    ref("entry_id", "entries", null=True),  # what was given
    ForeignKeyConstraint(["counter_id", "account_id"], ["counters.id", "counters.account_id"]),
    UniqueConstraint("shop_id", "proof_key"),
    CheckConstraint("state IN ('begun', 'sent', 'approved', 'refused', 'withdrawn')", name="state"),
    Index("ix_errands_shop_id_begun_at", "shop_id", "begun_at"),
    Index("ix_errands_shop_id_account_id", "shop_id", "account_id"),
    sqlite_strict=True,
)

proofs = Table(  # pictures, made small; gone before long
    "proofs",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("errand_id", "errands"),
    Column("jpeg", Text, nullable=False),  # in base64
    Column("at", Time, nullable=False, index=True),
    Index("ix_proofs_shop_id_errand_id", "shop_id", "errand_id"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)
