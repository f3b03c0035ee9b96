"""Give the id of a draw, a letter or a picture that went to no other on SQLite: buttons and pictures' names outlive them."""

from alembic import op

revision = "0064"
down_revision = "0074"
branch_labels = None
depends_on = None

_TABLES = ("draws", "letters", "proofs")
_ID = "id INTEGER NOT NULL"
_NEVER_AGAIN = f"{_ID} PRIMARY KEY AUTOINCREMENT"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":  # PostgreSQL counts on by itself
        for table in _TABLES:
            _make_anew(table)


def _make_anew(table: str) -> None:
    tx = op.get_bind()
    made = tx.exec_driver_sql(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL", (table,)
    )
    texts = [(kind, sql) for kind, sql in made]
    [own] = [sql for kind, sql in texts if kind == "table"]
    key = f", \n\tCONSTRAINT pk_{table} PRIMARY KEY (id)"
    if own.count(f"\t{_ID},") != 1 or own.count(key) != 1:
        raise LookupError(f"{table} is not as it was made")
    new = own.replace(key, "").replace(f"\t{_ID},", f"\t{_NEVER_AGAIN},").replace(table, f"new_{table}", 1)
    for sql in (
        new,
        f"INSERT INTO new_{table} SELECT * FROM {table}",  # noqa: S608 - names of our own
        f"DROP TABLE {table}",
        f"ALTER TABLE new_{table} RENAME TO {table}",
        *(sql for kind, sql in texts if kind != "table"),
    ):
        tx.exec_driver_sql(sql)
