"""Let a shop invite its customers to an event, with a seat for each who says yes."""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0076"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = BIG  # microseconds since 1970, UTC


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_at", TIME, nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("opened_by", BIG, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("cancelled_at", TIME),
        sa.CheckConstraint("seats > 0", name=op.f("ck_events_seats")),
        *_refs("events", shop_id="shops", opened_by="persons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sqlite_strict=True,
    )
    op.create_index("ix_events_shop_id_starts_at", "events", ["shop_id", "starts_at"])
    op.create_index(op.f("ix_events_opened_by"), "events", ["opened_by"])
    op.create_table(
        "event_guests",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("event_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("seat", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.CheckConstraint("seat IN ('coming', 'waiting', 'away')", name=op.f("ck_event_guests_seat")),
        *_refs("event_guests", shop_id="shops", event_id="events", account_id="accounts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_guests")),
        sa.UniqueConstraint(
            "shop_id", "event_id", "account_id", name=op.f("uq_event_guests_shop_id_event_id_account_id")
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_event_guests_shop_id_account_id", "event_guests", ["shop_id", "account_id"])


def _refs(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))
        for name, target in targets.items()
    ]
