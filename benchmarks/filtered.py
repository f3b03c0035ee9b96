"""What saved filters take in a shop of 300,000 customers: `python -m benchmarks.filtered [customers]`.

Each is counted as the owner reads it before she saves it, then a message goes to its customers: all pages of the look
are read beside the answering, and what each found is written while tills wait. Printed are milliseconds; the shares of
what was noted, liked and bought are our guess.
"""

import sqlite3
import sys
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from actions.access import NotAllowed
from actions.campaigns.broadcast import DELAY, order_broadcast
from actions.campaigns.filters import preview_filter
from actions.campaigns.find_due import LookPlace, look, record
from actions.campaigns.kinds.broadcast import BROADCAST
from actions.people.customers import list_customers, see_customers
from actions.people.identify import recognise
from benchmarks.crowd import run
from benchmarks.million import NOW, SHOP, populate
from benchmarks.million_entries import CLEO, let_own
from loyalty.actor import ActingPerson
from loyalty.campaigns.filters import BOUGHT, Filter, cross_selling, item_key, tag_key
from loyalty.shop.basis import Told
from scheduler.campaigns.portraying import portray
from storage.campaigns import filters
from storage.engine.database import Database, open_database
from storage.shop import business

_CUSTOMERS = 300_000
_COFFEE, _CAKE = 1, 2
# Two of three visits have an item, one in five of these a cake; a tenth said what they like; one in six has something noted.
_KNOWN = """
INSERT INTO attributes (id, shop_id, name, created_at) VALUES (1, 1, 'table', 0);
INSERT INTO tags (id, shop_id, name, avoided) VALUES (1, 1, 'meat', 1);
INSERT INTO items (id, shop_id, label) VALUES (1, 1, 'Coffee'), (2, 1, 'Cake');
INSERT INTO purchases (shop_id, account_id, visit_id, item_id, at)
    SELECT 1, account_id, id, CASE WHEN id % 5 = 0 AND account_id % 2 = 0 THEN 2 ELSE 1 END, at
    FROM visits WHERE id % 3 > 0;
INSERT INTO likes (shop_id, account_id, tag_id, answer, at)
    SELECT 1, id, 1, CASE id % 20 WHEN 0 THEN 'no' ELSE 'yes' END, 0 FROM accounts WHERE id % 10 = 0;
INSERT INTO customer_facts (shop_id, account_id, what, value, at)
    SELECT 1, id, 'a1', CASE id % 12 WHEN 0 THEN 'window' ELSE 'bar' END, 0 FROM accounts WHERE id % 6 = 0;
ANALYZE;
"""
_FILTERS = {
    "friends": Filter(quadrant="friend"),
    "regulars who pass": Filter(phase="regular", quadrant="stranger"),
    "at the window": Filter(noted=(("a1", "window"),)),
    "no meat, had cake": Filter(noted=((tag_key(1), "no"), (item_key(_CAKE), BOUGHT))),
    "coffee, never cake": cross_selling(item_key(_COFFEE), item_key(_CAKE)),
    "on the stamp card": Filter(programme_id=1),
}


async def measure(customers: int) -> None:
    """Print what each filter, each message by it and the lists of customers take."""
    with TemporaryDirectory(prefix="stempel-bench-") as folder:
        path = Path(folder) / "shop.db"
        await populate(path, customers)
        with closing(sqlite3.connect(path, isolation_level=None)) as raw:
            raw.executescript(_KNOWN)
        async with open_database(f"sqlite:///{path}") as db:
            await db.write(let_own)
            await db.write(business.tell, SHOP, Told(average_sale_minor=450, margin_permille=650))
            await portray(db, SHOP, now=NOW)
            cleo = ActingPerson((await db.write(recognise, CLEO, now=NOW)).person.id)
            await _overview(db, cleo)
            for day, (name, asks) in enumerate(_FILTERS.items()):
                await _message(db, cleo, name, asks, now=NOW + timedelta(days=7 * day))


async def _overview(db: Database, cleo: ActingPerson) -> None:
    began = perf_counter()
    await db.read(see_customers, cleo, SHOP, now=NOW)
    seen = perf_counter()
    await db.read(list_customers, cleo, SHOP, "quadrant:friend", now=NOW)
    print(
        f"/customers {1000 * (seen - began):.0f} ms, its longest list {1000 * (perf_counter() - seen):.0f} ms"
    )


async def _message(db: Database, cleo: ActingPerson, name: str, asks: Filter, *, now: datetime) -> None:
    began = perf_counter()
    counted = await db.read(preview_filter, cleo, SHOP, asks)
    counted_ms = 1000 * (perf_counter() - began)
    assert not isinstance(counted, NotAllowed)
    saved = await db.write(filters.add, SHOP, name, asks, now=now)
    await db.write(order_broadcast, cleo, SHOP, f"filter:{saved}", "Fresh cake!", now=now)
    reads, writes, chosen = await _chosen(db, now=now + DELAY)
    print(
        f"{name:20} {counted.passing:7,} of {counted.agreed:,} counted in {counted_ms:5.0f} ms; {chosen:7,} chosen:"
        f" {len(reads):4} pages read in {sum(reads):6.0f} ms (longest {max(reads):4.0f}),"
        f" written in {sum(writes):6.0f} ms (longest {max(writes):4.0f})"
    )


async def _chosen(db: Database, *, now: datetime) -> tuple[list[float], list[float], int]:
    """Choose for the ordered message as a round does, and return what each page took to read and to write, and how many were found."""
    reads, writes, chosen = [], [], 0
    place: LookPlace | None = LookPlace()
    while place:
        began = perf_counter()
        page = await db.read(look, SHOP, BROADCAST, place, now=now)
        read = perf_counter()
        chosen += await db.write(record, SHOP, BROADCAST, page, now=now)
        reads.append(1000 * (read - began))
        writes.append(1000 * (perf_counter() - read))
        place = page.next
    return reads, writes, chosen


if __name__ == "__main__":
    run(measure(int(sys.argv[1]) if sys.argv[1:] else _CUSTOMERS))
