"""Draws: what was promised, who takes part, and what became of tickets."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text, UniqueConstraint, text

from storage.tables.columns import Big, Time, metadata, ref, row_id

draws = Table(
    "draws",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    Column("form", Text, nullable=False),
    Column("prize", Text, nullable=False),
    Column("cost_minor", Big, nullable=False),
    Column("prizes", Integer, nullable=False),
    Column("one_in", Integer),  # of a scratch one in so many wins
    Column("free", Integer, nullable=False),  # 1: a ticket without a purchase
    Column("begins_at", Time, nullable=False),
    Column("ends_at", Time, nullable=False),
    Column("seed", Text, nullable=False),  # secret until it is drawn
    Column("commitment", Text, nullable=False),  # the seed's SHA-256, known to everybody
    ref("opened_by", "staff", null=True),
    Column("drawn_at", Time),
    Column("listed", Integer, nullable=False, server_default="0"),
    Column("tickets", Text),  # the list that was fixed before it was drawn: a ticket a line, nobody's name
    CheckConstraint("form IN ('tickets', 'scratch')", name="form"),
    CheckConstraint("(form = 'scratch') = (one_in IS NOT NULL)", name="one_in"),
    CheckConstraint("prizes > 0", name="prizes"),
    CheckConstraint("cost_minor >= 0", name="cost_minor"),
    CheckConstraint("free IN (0, 1)", name="free"),
    Index("ix_draws_shop_id", "shop_id", "id"),
    Index(  # one runs at a time
        "uq_draws_running",
        "shop_id",
        unique=True,
        sqlite_where=text("drawn_at IS NULL"),
        postgresql_where=text("drawn_at IS NULL"),
    ),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)

draw_players = Table(  # who said that they are of age, and take part
    "draw_players",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("draw_id", "draws"),
    ref("account_id", "accounts"),
    Column("at", Time, nullable=False),
    UniqueConstraint("shop_id", "draw_id", "account_id"),
    Index("ix_draw_players_shop_id_account_id", "shop_id", "account_id"),
    sqlite_strict=True,
)

draw_results = Table(  # each ticket that was scratched, or was drawn
    "draw_results",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("draw_id", "draws"),
    ref("account_id", "accounts"),
    ref("visit_id", "visits", null=True),  # that brought it, where it was scratched; null: the free one
    Column("ticket", Text, nullable=False),
    Column("at", Time, nullable=False),
    ref("voucher_id", "vouchers", null=True),  # what it won
    UniqueConstraint("shop_id", "draw_id", "ticket"),
    Index("ix_draw_results_shop_id_account_id", "shop_id", "account_id"),
    sqlite_strict=True,
)
