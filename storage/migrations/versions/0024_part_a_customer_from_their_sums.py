"""Part a customer in a shop (an account) from what they collected there (counters), and a programme from its versions.

A counter takes the id of the card that it comes from and a programme the id of its shop, so that every id that was
written down elsewhere (in JSON, on buttons, in printed codes) means what it meant. What was there before must be there
afterwards: it is counted, and nothing is changed where it does not add up.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.engine.errors import StorageError

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = BIG  # microseconds since 1970, UTC
_GIFT = "reward_key = 'campaign:gift'"  # nobody collected for these
_OF_COUNTERS = "kind IN ('goal', 'almost_there', 'balance_expiring')"
_APPEND_ONLY = "The ledger is append-only."
_OWN_SOURCE = "A reversal is of its source''s counter."


def upgrade() -> None:
    before = _counted(_OLD)
    if op.get_bind().dialect.name == "sqlite":
        _make_anew()
    else:
        _alter()
    _refuse_changes()
    after = _counted(_NEW)
    if before != after:
        differing = "; ".join(
            f"{what}: {_said(before[what])} would become {_said(after[what])}"
            for what in before
            if before[what] != after[what]
        )
        raise StorageError(
            f"The tables can't be brought to schema 0024 without losing something ({differing}).",
            "Nothing was changed: keep the old version running, and report this with the line above.",
        )


def _said(numbers: tuple[int, ...]) -> str:
    return " / ".join(map(str, numbers))


# ---- what must be the same before and afterwards

_ROWS = (
    "shops",
    "visits",
    "vouchers",
    "spend_codes",
    "entries",
    "goals",
    "occurrences",
    "views",
    "handovers",
)
_SUMS = "SELECT COUNT(*), COALESCE(SUM(balance), 0), COALESCE(SUM(round), 0) FROM {sums}"
_UNEVEN = """
    SELECT COUNT(*), COALESCE(SUM(c.balance - COALESCE(e.lines, 0)), 0) FROM {sums} c LEFT JOIN
    (SELECT {of} AS this, SUM(amount) AS lines FROM entries GROUP BY {of}) e ON e.this = c.id
    WHERE c.balance <> COALESCE(e.lines, 0)
"""
_OPEN = "SELECT COUNT(*) FROM vouchers WHERE state = 'available'"
_HELD = "SELECT COUNT(*) FROM {held} WHERE person_id IS NOT NULL AND closed_at IS NULL"
_VERSIONS = "SELECT COUNT(*) FROM {versions}"
_OLD = {"sums": "cards", "of": "card_id", "held": "cards", "versions": "programmes"}
_NEW = {"sums": "counters", "of": "counter_id", "held": "accounts", "versions": "programme_versions"}


def _counted(names: Mapping[str, str]) -> dict[str, tuple[int, ...]]:
    asked = {
        **{table: f"SELECT COUNT(*) FROM {table}" for table in _ROWS},  # noqa: S608 - names of our own
        "balances": _SUMS.format(**names),
        "balances that are not the sum of their lines": _UNEVEN.format(**names),
        "open rewards": _OPEN,
        "cards that somebody holds": _HELD.format(**names),
        "versions of programmes": _VERSIONS.format(**names),
    }
    tx = op.get_bind()
    return {what: tuple(map(int, tx.execute(sa.text(query)).one())) for what, query in asked.items()}


# ---- SQLite drops no column that a key or a check names: the tables are made anew

# Nobody else may point at what is made anew and have to be looked for row by row.
_POINTING = {
    "occurrences": ("shop_id",),
    "invites": ("shop_id",),
    "staff": ("shop_id",),
    "handovers": ("source_id", "target_id"),
}
_CHILDREN_FIRST = ("entries", "goals", "vouchers", "visits", "cards", "programmes", "shops")


def _make_anew() -> None:
    # Whoever points at a table that is gone for a moment is owed its row, and is asked for it at the commit alone.
    op.execute("PRAGMA defer_foreign_keys = ON")
    for table, columns in _POINTING.items():
        for column in columns:
            op.create_index(f"of_{table}_{column}", table, [column])
    for table in _CHILDREN_FIRST:
        op.execute(f"CREATE TABLE kept_{table} AS SELECT * FROM {table}")  # noqa: S608 - names of our own
        op.drop_table(table)
    _new_shops()
    _new_accounts("cards")  # under the name that others know it by: a new name carries them along
    op.rename_table("cards", "accounts")
    _new_programmes("kept_shops")
    _new_versions()
    _new_counters("kept_cards", "programme_id")
    _new_visits()
    _new_vouchers()
    _new_entries()
    _new_goals()
    for table in _CHILDREN_FIRST:
        op.drop_table(f"kept_{table}")
    for table, columns in _POINTING.items():
        for column in columns:
            op.drop_index(f"of_{table}_{column}", table)
    op.execute("ALTER TABLE occurrences RENAME COLUMN card_id TO account_id")
    op.execute(
        "ALTER TABLE occurrences ADD COLUMN counter_id INTEGER"
        " CONSTRAINT fk_occurrences_counter_id REFERENCES counters (id)"
    )
    _name_counters_of_occurrences()


def _fill(table: str, kept: str, names: str, **other: str) -> None:
    """Copy the columns of these names, and the others from what stands for them."""
    columns = [name.strip() for name in names.split(",")]
    into, source = ", ".join([*columns, *other]), ", ".join([*columns, *other.values()])
    op.execute(f"INSERT INTO {table} ({into}) SELECT {source} FROM {kept} ORDER BY id")  # noqa: S608 - names of our own


def _make(table: str, *parts: Any) -> None:
    op.create_table(
        table,
        sa.Column("id", BIG, nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sqlite_strict=True,
    )


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _of_account(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["counter_id", "account_id"],
        ["counters.id", "counters.account_id"],
        name=op.f(f"fk_{table}_counter_id_account_id"),
    )


def _number(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, BIG, nullable=null)


def _index(
    name: str, table: str, columns: list[str], *, where: str | None = None, unique: bool = False
) -> None:
    only = sa.text(where) if where else None
    op.create_index(name, table, columns, unique=unique, sqlite_where=only, postgresql_where=only)


def _new_shops() -> None:
    _make(
        "shops",
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("code", "name", "timezone", "currency", "language", "colour")
        ),
        sa.Column("token_minutes", sa.Integer(), server_default="10", nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.UniqueConstraint("code", name=op.f("uq_shops_code")),
    )
    _fill(
        "shops",
        "kept_shops",
        "id, code, name, timezone, currency, language, colour, token_minutes, created_at",
    )


def _new_accounts(name: str) -> None:
    op.create_table(
        name,
        sa.Column("id", BIG, nullable=False),
        _number("shop_id"),
        _number("person_id", null=True),
        _number("public_id"),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("last_visit_at", TIME),
        sa.Column("closed_at", TIME),
        sa.Column("found_by", sa.Text()),
        sa.CheckConstraint("origin IN ('joined', 'printed')", name=op.f("ck_accounts_origin")),
        _key("accounts", "person_id", "persons"),
        _key("accounts", "shop_id", "shops"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("code", name=op.f("uq_accounts_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_accounts_public_id")),
        sa.UniqueConstraint("shop_id", "person_id", name=op.f("uq_accounts_shop_id_person_id")),
        sqlite_strict=True,
    )
    _fill(
        name,
        "kept_cards",
        "id, shop_id, person_id, public_id, code, origin, created_at, last_visit_at, closed_at, found_by",
    )
    _index("ix_accounts_person_id", name, ["person_id"])
    held = "found_by IS NOT NULL"
    _index("ix_accounts_found_by", name, ["shop_id", "found_by", "last_visit_at"], where=held)
    _index("ix_accounts_shop_id_last_visit_at", name, ["shop_id", "last_visit_at"])
    _index("ix_accounts_shop_id_created_at", name, ["shop_id", "created_at"])


def _new_programmes(shops: str) -> None:
    _make(
        "programmes",
        _number("shop_id"),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("closed_at", TIME),
        sa.CheckConstraint("unit IN ('stamps', 'points')", name=op.f("ck_programmes_unit")),
        _key("programmes", "shop_id", "shops"),
        sa.UniqueConstraint("shop_id", "position", name=op.f("uq_programmes_shop_id_position")),
    )
    _fill("programmes", shops, "id, created_at", shop_id="id", unit="kind", position="1")


def _new_versions() -> None:
    _make(
        "programme_versions",
        _number("shop_id"),
        _number("programme_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        _number("created_by", null=True),
        _key("programme_versions", "created_by", "persons"),
        _key("programme_versions", "programme_id", "programmes"),
        _key("programme_versions", "shop_id", "shops"),
        sa.UniqueConstraint(
            "programme_id", "version", name=op.f("uq_programme_versions_programme_id_version")
        ),
    )
    kept = "id, shop_id, version, rules, created_at, created_by"
    _fill("programme_versions", "kept_programmes", kept, programme_id="shop_id")
    _index("ix_programme_versions_shop_id", "programme_versions", ["shop_id"])


def _new_counters(cards: str, version_id: str) -> None:
    _make(
        "counters",
        *(_number(name) for name in ("shop_id", "account_id", "programme_id", "version_id")),
        sa.Column("round", sa.Integer(), server_default="1", nullable=False),
        sa.Column("balance", BIG, server_default="0", nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("last_visit_at", TIME),
        sa.CheckConstraint("balance >= 0", name=op.f("ck_counters_balance")),
        _key("counters", "account_id", "accounts"),
        _key("counters", "programme_id", "programmes"),
        _key("counters", "shop_id", "shops"),
        _key("counters", "version_id", "programme_versions"),
        sa.UniqueConstraint("account_id", "programme_id", name=op.f("uq_counters_account_id_programme_id")),
        sa.UniqueConstraint("id", "account_id", name=op.f("uq_counters_id_account_id")),
    )
    kept = "id, shop_id, round, balance, created_at, last_visit_at"
    _fill("counters", cards, kept, account_id="id", programme_id="shop_id", version_id=version_id)
    _index("ix_counters_version_id_balance", "counters", ["version_id", "balance", "last_visit_at"])
    _index("ix_counters_begun", "counters", ["shop_id", "last_visit_at"], where="balance > 0")


def _new_visits() -> None:
    _make(
        "visits",
        *(_number(name) for name in ("account_id", "counter_id", "shop_id")),
        _number("branch_id", null=True),
        _number("staff_id"),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        _number("spent_minor", null=True),
        sa.Column("undone_at", TIME),
        _number("undone_by", null=True),
        sa.Column("undo_reason", sa.Text()),
        _key("visits", "account_id", "accounts"),
        _key("visits", "branch_id", "branches"),
        _key("visits", "shop_id", "shops"),
        _key("visits", "staff_id", "staff"),
        _key("visits", "undone_by", "staff"),
        _of_account("visits"),
        sa.UniqueConstraint("key", name=op.f("uq_visits_key")),
    )
    kept = "id, shop_id, branch_id, staff_id, key, at, amount, spent_minor, undone_at, undone_by, undo_reason"
    _fill("visits", "kept_visits", kept, account_id="card_id", counter_id="card_id")
    _index_visits()
    _index("ix_visits_shop_id_at", "visits", ["shop_id", "at"])
    _index("ix_visits_staff_id_at", "visits", ["staff_id", "at"])


def _index_visits() -> None:
    _index("ix_visits_account_id_at", "visits", ["account_id", "at", "undone_at", "amount", "counter_id"])


def _new_vouchers() -> None:
    _make(
        "vouchers",
        _number("account_id"),
        _number("counter_id", null=True),
        _number("shop_id"),
        _number("visit_id", null=True),
        sa.Column("slot", sa.Text()),
        sa.Column("reward_key", sa.Text(), nullable=False),
        sa.Column("reward", sa.Text(), nullable=False),
        _number("cost_minor", null=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME),
        sa.Column("used_at", TIME),
        _number("used_by", null=True),
        _number("used_branch_id", null=True),
        sa.CheckConstraint("(state = 'used') = (used_at IS NOT NULL)", name=op.f("ck_vouchers_used")),
        sa.CheckConstraint("state IN ('available', 'used', 'withdrawn')", name=op.f("ck_vouchers_state")),
        sa.CheckConstraint("slot IS NULL OR counter_id IS NOT NULL", name=op.f("ck_vouchers_slot")),
        _key("vouchers", "account_id", "accounts"),
        _key("vouchers", "shop_id", "shops"),
        _key("vouchers", "used_branch_id", "branches"),
        _key("vouchers", "used_by", "staff"),
        _key("vouchers", "visit_id", "visits"),
        _of_account("vouchers"),
    )
    kept = (
        "id, shop_id, visit_id, slot, reward_key, reward, cost_minor, state, created_at, expires_at, used_at,"
        " used_by, used_branch_id"
    )
    collected = f"CASE WHEN {_GIFT} THEN NULL ELSE card_id END"
    _fill("vouchers", "kept_vouchers", kept, account_id="card_id", counter_id=collected)
    _index_vouchers()
    waits = "state = 'available'"
    _index("ix_vouchers_shop_id_state", "vouchers", ["shop_id", "state"])
    _index("ix_vouchers_used", "vouchers", ["shop_id", "used_at"], where="used_at IS NOT NULL")
    _index("ix_vouchers_waiting", "vouchers", ["shop_id", "created_at"], where=waits)
    _index("ix_vouchers_expiring", "vouchers", ["shop_id", "expires_at"], where=waits)


def _index_vouchers() -> None:
    _index("ix_vouchers_account_id", "vouchers", ["account_id"])
    stands = "state <> 'withdrawn'"
    _index("uq_vouchers_slot", "vouchers", ["counter_id", "slot"], where=stands, unique=True)


def _new_entries() -> None:
    _make(
        "entries",
        _number("shop_id"),
        _number("counter_id"),
        _number("visit_id", null=True),
        _number("voucher_id", null=True),
        _number("version_id"),
        _number("staff_id", null=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", BIG, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        _number("reverses_id", null=True),
        sa.Column("reason", sa.Text()),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_entries_amount")),
        sa.CheckConstraint(
            "kind IN ('head_start', 'visit', 'extra', 'reward', 'expired', 'moved', 'reversal')",
            name=op.f("ck_entries_kind"),
        ),
        sa.CheckConstraint(
            "(kind = 'reversal') = (reverses_id IS NOT NULL)", name=op.f("ck_entries_reversal")
        ),
        _key("entries", "counter_id", "counters"),
        _key("entries", "reverses_id", "entries"),
        _key("entries", "shop_id", "shops"),
        _key("entries", "staff_id", "staff"),
        _key("entries", "version_id", "programme_versions"),
        _key("entries", "visit_id", "visits"),
        _key("entries", "voucher_id", "vouchers"),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_entries_reverses_id")),
    )
    kept = "id, visit_id, voucher_id, staff_id, kind, amount, round, at, reverses_id, reason"
    shop = "(SELECT shop_id FROM accounts WHERE accounts.id = card_id)"
    _fill("entries", "kept_entries", kept, shop_id=shop, counter_id="card_id", version_id="programme_id")
    for column in ("counter_id", "visit_id", "voucher_id"):
        _index(f"ix_entries_{column}", "entries", [column])


def _new_goals() -> None:
    _make(
        "goals",
        *(_number(name) for name in ("shop_id", "account_id", "counter_id")),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("reward_key", sa.Text()),
        sa.Column("by_date", sa.Text()),
        sa.Column("set_at", TIME, nullable=False),
        sa.CheckConstraint("target > 0", name=op.f("ck_goals_target")),
        _key("goals", "account_id", "accounts"),
        _key("goals", "shop_id", "shops"),
        _of_account("goals"),
        sa.UniqueConstraint("counter_id", name=op.f("uq_goals_counter_id")),
    )
    shop = "(SELECT shop_id FROM accounts WHERE accounts.id = card_id)"
    kept = "id, target, round, reward_key, by_date, set_at"
    _fill("goals", "kept_goals", kept, shop_id=shop, account_id="card_id", counter_id="card_id")
    _index("ix_goals_shop_id", "goals", ["shop_id", "id"])


def _name_counters_of_occurrences() -> None:
    op.execute(f"UPDATE occurrences SET counter_id = account_id WHERE {_OF_COUNTERS}")  # noqa: S608 - names of our own
    op.drop_index("ix_occurrences_card_id_kind_expires_at", "occurrences")
    about = ["account_id", "kind", "expires_at"]
    _index("ix_occurrences_account_id_kind_expires_at", "occurrences", about)


# ---- PostgreSQL changes them where they stand


def _alter() -> None:
    op.execute("DROP TRIGGER entries_append_only ON entries")
    for old, new in (("programmes", "programme_versions"), ("cards", "accounts")):
        op.rename_table(old, new)
        op.execute(f"ALTER SEQUENCE {old}_id_seq RENAME TO {new}_id_seq")
        _rename_all(new, f"_{old}_", f"_{new}_", f"_{old}", f"_{new}")
    _new_programmes("shops")
    op.drop_column("shops", "kind")
    _alter_versions()
    _new_counters("accounts", "programme_id")
    for column in ("programme_id", "round", "balance"):  # their key, check and index go with them
        op.drop_column("accounts", column)
    for table in ("programmes", "counters"):
        op.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), COALESCE(MAX(id), 1), MAX(id) IS NOT NULL)"  # noqa: S608
            f" FROM {table}"
        )
    for table in ("visits", "vouchers", "goals", "occurrences"):
        op.alter_column(table, "card_id", new_column_name="account_id")
        op.execute(f"ALTER TABLE {table} RENAME CONSTRAINT fk_{table}_card_id TO fk_{table}_account_id")
        op.add_column(table, sa.Column("counter_id", BIG))
    _alter_visits_and_vouchers()
    _alter_goals()
    _alter_entries()
    op.create_foreign_key(
        op.f("fk_occurrences_counter_id"), "occurrences", "counters", ["counter_id"], ["id"]
    )
    _name_counters_of_occurrences()


def _rename_all(table: str, *names: str) -> None:
    """Give the keys, checks and indexes of a table its new name."""
    inner, new_inner, last, new_last = names
    tx = op.get_bind()
    about = {"table": table}

    def renamed(name: str) -> str:
        return name.replace(inner, new_inner) if inner in name else name.removesuffix(last) + new_last

    constraints = "SELECT conname FROM pg_constraint WHERE conrelid = CAST(:table AS regclass) AND contype IN ('p', 'u', 'f', 'c')"
    for (name,) in tx.execute(sa.text(constraints), about).all():
        op.execute(f'ALTER TABLE {table} RENAME CONSTRAINT "{name}" TO "{renamed(name)}"')
    indexes = "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND tablename = :table"
    for (name,) in tx.execute(sa.text(indexes), about).all():
        if renamed(name) != name and inner in name:
            op.execute(f'ALTER INDEX "{name}" RENAME TO "{renamed(name)}"')


def _alter_versions() -> None:
    op.add_column("programme_versions", sa.Column("programme_id", BIG))
    op.execute("UPDATE programme_versions SET programme_id = shop_id")
    op.alter_column("programme_versions", "programme_id", nullable=False)
    op.drop_constraint("uq_programme_versions_shop_id_version", "programme_versions")
    op.create_unique_constraint(
        op.f("uq_programme_versions_programme_id_version"), "programme_versions", ["programme_id", "version"]
    )
    op.create_foreign_key(
        op.f("fk_programme_versions_programme_id"),
        "programme_versions",
        "programmes",
        ["programme_id"],
        ["id"],
    )
    _index("ix_programme_versions_shop_id", "programme_versions", ["shop_id"])


def _alter_visits_and_vouchers() -> None:
    op.execute("UPDATE visits SET counter_id = account_id")
    op.alter_column("visits", "counter_id", nullable=False)
    op.drop_index("ix_visits_card_id_at", "visits")
    _index_visits()
    op.execute(f"UPDATE vouchers SET counter_id = account_id WHERE NOT {_GIFT}")  # noqa: S608 - names of our own
    op.create_check_constraint(op.f("ck_vouchers_slot"), "vouchers", "slot IS NULL OR counter_id IS NOT NULL")
    for index in ("ix_vouchers_card_id", "uq_vouchers_slot"):
        op.drop_index(index, "vouchers")
    _index_vouchers()
    for table in ("visits", "vouchers"):
        _tie_to_account(table)


def _tie_to_account(table: str) -> None:
    op.create_foreign_key(
        op.f(f"fk_{table}_counter_id_account_id"),
        table,
        "counters",
        ["counter_id", "account_id"],
        ["id", "account_id"],
    )


def _alter_goals() -> None:
    op.add_column("goals", sa.Column("shop_id", BIG))
    op.execute(
        "UPDATE goals SET counter_id = account_id, shop_id = accounts.shop_id FROM accounts"
        " WHERE accounts.id = account_id"
    )
    for column in ("counter_id", "shop_id"):
        op.alter_column("goals", column, nullable=False)
    op.drop_constraint("uq_goals_card_id", "goals")
    op.create_unique_constraint(op.f("uq_goals_counter_id"), "goals", ["counter_id"])
    op.create_foreign_key(op.f("fk_goals_shop_id"), "goals", "shops", ["shop_id"], ["id"])
    _tie_to_account("goals")
    _index("ix_goals_shop_id", "goals", ["shop_id", "id"])


def _alter_entries() -> None:
    op.drop_constraint("fk_entries_card_id", "entries")
    op.alter_column("entries", "card_id", new_column_name="counter_id")
    op.execute("ALTER INDEX ix_entries_card_id RENAME TO ix_entries_counter_id")
    op.create_foreign_key(op.f("fk_entries_counter_id"), "entries", "counters", ["counter_id"], ["id"])
    op.alter_column("entries", "programme_id", new_column_name="version_id")
    op.execute("ALTER TABLE entries RENAME CONSTRAINT fk_entries_programme_id TO fk_entries_version_id")
    op.add_column("entries", sa.Column("shop_id", BIG))
    op.execute("UPDATE entries SET shop_id = counters.shop_id FROM counters WHERE counters.id = counter_id")
    op.alter_column("entries", "shop_id", nullable=False)
    op.create_foreign_key(op.f("fk_entries_shop_id"), "entries", "shops", ["shop_id"], ["id"])


# ---- the ledger


def _refuse_changes() -> None:
    """Keep the ledger append-only, and a correction on the counter that it corrects."""
    source = "NEW.counter_id <> (SELECT counter_id FROM entries WHERE id = NEW.reverses_id)"
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER entries_no_{verb.lower()} BEFORE {verb} ON entries "
                f"BEGIN SELECT RAISE(ABORT, '{_APPEND_ONLY}'); END"
            )
        op.execute(
            f"CREATE TRIGGER entries_own_source BEFORE INSERT ON entries WHEN NEW.reverses_id IS NOT NULL AND {source} "
            f"BEGIN SELECT RAISE(ABORT, '{_OWN_SOURCE}'); END"
        )
        return
    op.execute(
        "CREATE TRIGGER entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entries "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE FUNCTION refuse_other_source() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {source} THEN "
        f"RAISE EXCEPTION '{_OWN_SOURCE}' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER entries_own_source BEFORE INSERT ON entries "
        "FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL) EXECUTE FUNCTION refuse_other_source()"
    )
