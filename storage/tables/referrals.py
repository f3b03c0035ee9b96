"""Who brought whom to a shop."""

from sqlalchemy import Column, Index, Table, UniqueConstraint

from storage.tables.columns import Time, metadata, ref, row_id

referrals = Table(
    "referrals",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("inviter_id", "accounts"),
    ref("friend_id", "accounts"),
    ref("version_id", "programme_versions"),  # the rules that both were told
    Column("at", Time, nullable=False),  # when the friend joined
    ref("visit_id", "visits", null=True),  # the first one, which brought the gifts
    Column("came_at", Time),
    UniqueConstraint("shop_id", "friend_id"),
    Index("ix_referrals_shop_id_inviter_id_came_at", "shop_id", "inviter_id", "came_at"),
    sqlite_strict=True,
)
