"""Every table of Stempel, for SQLite and PostgreSQL alike; constraints live here, not in the code that writes."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    bindparam,
    insert,
    text,
)
from sqlalchemy.sql.dml import ReturningInsert

# SQLite's strict tables know INTEGER only (64 bits there).
_Big = BigInteger().with_variant(Integer, "sqlite")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Time(TypeDecorator[datetime]):
    """An aware moment, stored as microseconds since 1970 in UTC: both databases sort and compare it alike."""

    impl = _Big
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Refuse a naive time: it would mean something else on another machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A stored time needs a zone.")
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the moment back in UTC."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


# Names for every constraint, so that migrations can find them on both databases.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", _Big, primary_key=True)


def _ref(name: str, target: str, *, null: bool = False, index: bool = False) -> Column[int]:
    # RESTRICT by default: nothing that the ledger points at can vanish.
    return Column(name, _Big, ForeignKey(f"{target}.id"), nullable=null, index=index)


shops = Table(
    "shops",
    metadata,
    _id(),
    Column("code", Text, nullable=False, unique=True),  # in the join link
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("colour", Text, nullable=False),
    Column("token_minutes", Integer, nullable=False, server_default="10"),
    Column("created_at", Time, nullable=False),
    CheckConstraint("kind IN ('stamps', 'points')", name="kind"),
    sqlite_strict=True,
)

branches = Table(
    "branches",
    metadata,
    _id(),
    _ref("shop_id", "shops"),
    Column("name", Text, nullable=False),
    Column("created_at", Time, nullable=False),
    UniqueConstraint("shop_id", "name"),
    sqlite_strict=True,
)

persons = Table(
    "persons",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("folded_name", Text, nullable=False),  # without case and accents, to be found by
    Column("language", Text, nullable=False),
    Column("birthday", Text),  # MM-DD: the year is nobody's business
    Column("birthday_set_at", Time),
    Column("created_at", Time, nullable=False),
    Column("erased_at", Time),
    sqlite_strict=True,
)

addresses = Table(
    "addresses",
    metadata,
    _id(),
    _ref("person_id", "persons", index=True),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("unreachable_at", Time),  # blocked, or gone; cleared when the person writes
    Column("created_at", Time, nullable=False),
    Column("seen_at", Time, nullable=False),
    UniqueConstraint("channel", "account", "external_id"),
    sqlite_strict=True,
)

programmes = Table(  # one row for each version of a shop's rules
    "programmes",
    metadata,
    _id(),
    _ref("shop_id", "shops"),
    Column("version", Integer, nullable=False),
    Column("rules", Text, nullable=False),
    Column("created_at", Time, nullable=False),
    _ref("created_by", "persons", null=True),
    UniqueConstraint("shop_id", "version"),
    sqlite_strict=True,
)

cards = Table(
    "cards",
    metadata,
    _id(),
    _ref("shop_id", "shops"),
    _ref("person_id", "persons", null=True),  # null: unregistered, or erased
    _ref("programme_id", "programmes"),  # the rules this card was begun under
    Column("public_id", _Big, nullable=False, unique=True),  # random, in the QR token
    Column("code", Text, nullable=False, unique=True),  # six characters, typed by hand
    Column("origin", Text, nullable=False),
    Column("round", Integer, nullable=False, server_default="1"),  # how many cards were filled, plus one
    Column("balance", _Big, nullable=False, server_default="0"),
    Column("created_at", Time, nullable=False),
    Column("last_visit_at", Time),
    Column("closed_at", Time),
    UniqueConstraint("shop_id", "person_id"),
    CheckConstraint("balance >= 0", name="balance"),
    CheckConstraint("origin IN ('joined', 'printed')", name="origin"),
    Index("ix_cards_person_id", "person_id"),
    sqlite_strict=True,
)

staff = Table(
    "staff",
    metadata,
    _id(),
    _ref("shop_id", "shops"),
    _ref("person_id", "persons", index=True),
    _ref("branch_id", "branches", null=True),
    Column("role", Text, nullable=False),
    Column("joined_at", Time, nullable=False),
    Column("practised_at", Time),
    Column("removed_at", Time),
    CheckConstraint("role IN ('cashier', 'manager', 'owner')", name="role"),
    Index(
        "uq_staff_in_service",
        "shop_id",
        "person_id",
        unique=True,
        sqlite_where=text("removed_at IS NULL"),
        postgresql_where=text("removed_at IS NULL"),
    ),
    sqlite_strict=True,
)

invites = Table(
    "invites",
    metadata,
    _id(),
    Column(
        "digest", Text, nullable=False, unique=True
    ),  # SHA-256 of the link's token: the token itself is not kept
    Column("role", Text, nullable=False),
    _ref("shop_id", "shops", null=True),  # null: an invitation to open a shop
    _ref("branch_id", "branches", null=True),
    _ref("created_by", "persons", null=True),
    Column("created_at", Time, nullable=False),
    Column("expires_at", Time, nullable=False),
    _ref("used_by", "persons", null=True),
    Column("used_at", Time),
    CheckConstraint("role IN ('cashier', 'manager', 'owner', 'founder')", name="role"),
    sqlite_strict=True,
)

visits = Table(
    "visits",
    metadata,
    _id(),
    _ref("card_id", "cards"),
    _ref("shop_id", "shops"),
    _ref("branch_id", "branches", null=True),
    _ref("staff_id", "staff"),
    Column("key", Text, nullable=False, unique=True),  # of the update that booked it
    Column("at", Time, nullable=False),
    Column("amount", Integer, nullable=False),  # stamps or points given, extra ones included
    Column("spent_minor", _Big),
    Column("undone_at", Time),
    _ref("undone_by", "staff", null=True),
    Column("undo_reason", Text),
    Index("ix_visits_card_id_at", "card_id", "at"),
    Index("ix_visits_shop_id_at", "shop_id", "at"),
    Index("ix_visits_staff_id_at", "staff_id", "at"),
    sqlite_strict=True,
)

vouchers = Table(
    "vouchers",
    metadata,
    _id(),
    _ref("card_id", "cards"),
    _ref("shop_id", "shops"),
    _ref("visit_id", "visits", null=True),  # the visit that earned it
    Column("slot", Text),  # "round:place" on a stamp card: each place is paid once
    Column("reward_key", Text, nullable=False),
    Column("reward", Text, nullable=False),  # the words promised at the time
    Column("cost_minor", _Big),
    Column("state", Text, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("expires_at", Time),
    Column("used_at", Time),
    _ref("used_by", "staff", null=True),
    _ref("used_branch_id", "branches", null=True),
    CheckConstraint("state IN ('available', 'used', 'withdrawn')", name="state"),
    CheckConstraint("(state = 'used') = (used_at IS NOT NULL)", name="used"),
    Index("ix_vouchers_card_id", "card_id"),
    Index("ix_vouchers_shop_id_state", "shop_id", "state"),
    Index(
        "uq_vouchers_slot",
        "card_id",
        "slot",
        unique=True,
        sqlite_where=text("state <> 'withdrawn'"),
        postgresql_where=text("state <> 'withdrawn'"),
    ),
    sqlite_strict=True,
)

entries = Table(  # the ledger: append-only, by trigger (see the migrations)
    "entries",
    metadata,
    _id(),
    _ref("card_id", "cards", index=True),
    _ref("visit_id", "visits", null=True, index=True),
    _ref("voucher_id", "vouchers", null=True, index=True),
    _ref("programme_id", "programmes"),
    _ref("staff_id", "staff", null=True),
    Column("kind", Text, nullable=False),
    Column("amount", _Big, nullable=False),
    Column("round", Integer, nullable=False),
    Column("at", Time, nullable=False),
    Column("reverses_id", _Big, ForeignKey("entries.id"), unique=True),
    Column("reason", Text),
    CheckConstraint("amount <> 0", name="amount"),
    CheckConstraint(
        "kind IN ('head_start', 'visit', 'extra', 'reward', 'expired', 'moved', 'reversal')", name="kind"
    ),
    CheckConstraint("(kind = 'reversal') = (reverses_id IS NOT NULL)", name="reversal"),
    sqlite_strict=True,
)

spend_codes = Table(  # a voucher shown at the till: lives minutes, works once
    "spend_codes",
    metadata,
    _id(),
    _ref("voucher_id", "vouchers", index=True),
    Column("code", Text, nullable=False, unique=True),
    Column("created_at", Time, nullable=False),
    Column("expires_at", Time, nullable=False),
    Column("used_at", Time),
    sqlite_strict=True,
)

goals = Table(
    "goals",
    metadata,
    _id(),
    Column("card_id", _Big, ForeignKey("cards.id"), nullable=False, unique=True),
    Column("target", Integer, nullable=False),
    Column("round", Integer, nullable=False),
    Column("reward_key", Text),  # null: a number of the customer's own
    Column("by_date", Text),  # YYYY-MM-DD in the shop's zone
    Column("set_at", Time, nullable=False),
    CheckConstraint("target > 0", name="target"),
    sqlite_strict=True,
)

preferences = Table(
    "preferences",
    metadata,
    _id(),
    _ref("person_id", "persons"),
    Column("kind", Text, nullable=False),
    Column("frequency", Text, nullable=False),
    Column("set_at", Time, nullable=False),
    UniqueConstraint("person_id", "kind"),
    sqlite_strict=True,
)

updates = Table(  # the key of every update that had its effect
    "updates",
    metadata,
    Column("key", Text, primary_key=True),
    Column("at", Time, nullable=False, index=True),
    sqlite_strict=True,
)

conversations = Table(
    "conversations",
    metadata,
    Column("address_id", _Big, ForeignKey("addresses.id"), primary_key=True, autoincrement=False),
    Column("step", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("at", Time, nullable=False),
    sqlite_strict=True,
)

views = Table(  # which message in a chat shows which card
    "views",
    metadata,
    _id(),
    _ref("address_id", "addresses"),
    _ref("card_id", "cards", index=True),
    Column("message_id", Text, nullable=False),
    Column("shown_at", Time, nullable=False),
    UniqueConstraint("address_id", "card_id"),
    sqlite_strict=True,
)

media = Table(  # pictures a platform already holds
    "media",
    metadata,
    _id(),
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
    _id(),
    Column("dedup_key", Text, nullable=False, unique=True),
    _ref("address_id", "addresses", index=True),
    Column("kind", Text, nullable=False),
    Column("data", Text, nullable=False),  # ids only: the words are found when it is sent
    Column("urgency", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("due_at", Time, nullable=False),
    Column("expires_at", Time),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("lease_until", Time),
    Column("message_id", Text),
    Column("error", Text),
    Column("settled_at", Time),
    CheckConstraint("state IN ('ready', 'sending', 'sent', 'unknown', 'dropped')", name="state"),
    Index(
        "ix_outbox_waiting",
        "due_at",
        sqlite_where=text("state IN ('ready', 'sending')"),
        postgresql_where=text("state IN ('ready', 'sending')"),
    ),
    sqlite_strict=True,
)

audit = Table(
    "audit",
    metadata,
    _id(),
    _ref("shop_id", "shops"),
    _ref("person_id", "persons", null=True),  # null: the operator, at the command line
    Column("at", Time, nullable=False),
    Column("what", Text, nullable=False),
    Column("subject", Text, nullable=False, server_default=""),
    Column("old", Text, nullable=False, server_default=""),
    Column("new", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Index("ix_audit_shop_id_at", "shop_id", "at"),
    sqlite_strict=True,
)


def new_row(table: Table, *names: str) -> ReturningInsert[tuple[int]]:
    """Return the INSERT of these columns, each a parameter of its own name; it answers the new row's id."""
    values = {name: bindparam(name, type_=table.c[name].type) for name in names}
    return insert(table).values(values).returning(table.c.id)
