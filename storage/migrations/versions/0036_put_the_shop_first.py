"""Let each key and index of what belongs to a shop begin with the shop, so that its rows can lie apart from all others.

What is found before its shop is known (codes, keys of updates, a person's own) keeps the index that it is found by.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_GONE = {
    "counters": ("ix_counters_version_id_balance",),
    "visits": ("ix_visits_account_id_at", "ix_visits_staff_id_at"),
    "vouchers": ("ix_vouchers_account_id", "uq_vouchers_slot"),
    "entries": ("ix_entries_counter_id", "ix_entries_visit_id", "ix_entries_voucher_id"),
    "spend_codes": ("ix_spend_codes_voucher_id",),
    "programme_versions": ("ix_programme_versions_shop_id",),
    "newcomers": ("ix_newcomers_account_id",),
    "occurrences": (
        "ix_occurrences_voucher_id",
        "ix_occurrences_broadcast_id",
        "ix_occurrences_broadcast_open",
        "ix_occurrences_account_id_kind_expires_at",
        "ix_occurrences_campaign_id",
    ),
}
# A key that stood in the table itself, and what stands there now; where a line has none, an index of few rows does.
_KEYS = {
    "counters": ("account_id, programme_id", "shop_id, account_id, programme_id"),
    "programme_versions": ("programme_id, version", "shop_id, programme_id, version"),
    "goals": ("counter_id", "shop_id, counter_id"),
    "entries": ("reverses_id", ""),
}


def upgrade() -> None:
    for table, names in _GONE.items():
        for name in names:
            op.drop_index(name, table_name=table)
    op.add_column("spend_codes", sa.Column("shop_id", BIG, nullable=True))
    op.execute(
        "UPDATE spend_codes SET shop_id = (SELECT shop_id FROM vouchers WHERE vouchers.id = voucher_id)"
    )
    if op.get_bind().dialect.name == "sqlite":
        _make_anew()
    else:
        _alter()
    _index()


def _key(table: str, columns: str) -> str:
    return f"uq_{table}_{columns.replace(', ', '_')}"


# ---- SQLite drops no key that stands in a table: the table is made anew, with the text of the old one

_CODE_SHOP = "shop_id INTEGER"
_OF_A_SHOP = (
    "shop_id INTEGER NOT NULL, CONSTRAINT fk_spend_codes_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id)"
)


def _make_anew() -> None:
    for table, (old, new) in _KEYS.items():
        stood = f"CONSTRAINT {_key(table, old)} UNIQUE ({old})"
        stands = f"CONSTRAINT {_key(table, new)} UNIQUE ({new})"
        _replace(table, stood, stands) if new else _replace(table, f", \n\t{stood}", "")
    _replace("spend_codes", _CODE_SHOP, _OF_A_SHOP)


def _replace(table: str, stood: str, stands: str) -> None:
    tx = op.get_bind()
    made = tx.exec_driver_sql(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL", (table,)
    )
    texts = [(kind, sql) for kind, sql in made]
    [own] = [sql for kind, sql in texts if kind == "table"]
    if own.count(stood) != 1:
        raise LookupError(f"{table} is not as it was made: {stood}")
    new = own.replace(stood, stands).replace(table, f"new_{table}", 1)
    for sql in (
        new,
        f"INSERT INTO new_{table} SELECT * FROM {table}",  # noqa: S608 - names of our own
        f"DROP TABLE {table}",
        f"ALTER TABLE new_{table} RENAME TO {table}",
        *(sql for kind, sql in texts if kind != "table"),
    ):
        tx.exec_driver_sql(sql)


# ---- PostgreSQL


def _alter() -> None:
    for table, (old, new) in _KEYS.items():
        op.drop_constraint(_key(table, old), table, type_="unique")
        if new:
            op.create_unique_constraint(_key(table, new), table, new.split(", "))
    op.alter_column("spend_codes", "shop_id", nullable=False)
    op.create_foreign_key("fk_spend_codes_shop_id", "spend_codes", "shops", ["shop_id"], ["id"])


# ---- both


def _index() -> None:
    _begun_by_shop("counters", "version_id", "balance", also=("last_visit_at",))
    _begun_by_shop("visits", "account_id", "at", also=("undone_at", "amount", "counter_id"))
    _begun_by_shop("visits", "staff_id", "at")
    _begun_by_shop("vouchers", "account_id")
    _begun_by_shop("vouchers", "visit_id", where="visit_id IS NOT NULL")
    _made("uq_vouchers_slot", "vouchers", ("counter_id", "slot"), where="state <> 'withdrawn'", unique=True)
    _begun_by_shop("entries", "counter_id")
    _begun_by_shop("entries", "visit_id")
    _begun_by_shop("entries", "voucher_id", where="voucher_id IS NOT NULL")
    once = "uq_entries_shop_id_reverses_id"
    _made(once, "entries", ("reverses_id",), where="reverses_id IS NOT NULL", unique=True)
    _begun_by_shop("spend_codes", "voucher_id")
    _begun_by_shop("newcomers", "account_id")
    _begun_by_shop("occurrences", "account_id", "kind", also=("expires_at",))
    _begun_by_shop("occurrences", "campaign_id", also=("id",))
    _begun_by_shop("occurrences", "voucher_id", where="voucher_id IS NOT NULL")
    _begun_by_shop("occurrences", "broadcast_id", where="broadcast_id IS NOT NULL")
    on_its_way = "broadcast_id IS NOT NULL AND state IN ('due', 'queued')"
    _made("ix_occurrences_broadcast_open", "occurrences", ("broadcast_id",), where=on_its_way)


def _begun_by_shop(table: str, *columns: str, also: tuple[str, ...] = (), where: str | None = None) -> None:
    _made(f"ix_{table}_shop_id_{'_'.join(columns)}", table, (*columns, *also), where=where)


def _made(
    name: str, table: str, columns: tuple[str, ...], *, where: str | None = None, unique: bool = False
) -> None:
    only = sa.text(where) if where else None
    op.create_index(
        name, table, ["shop_id", *columns], unique=unique, sqlite_where=only, postgresql_where=only
    )
