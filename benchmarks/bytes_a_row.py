"""What a row of each large table takes on PostgreSQL, its indexes with it: `python -m benchmarks.bytes_a_row CUSTOMERS`.

The million's customers (`million.py`), fewer of them, with a line of the ledger for each visit, and with what else a
customer leaves behind: a chat, what it shows, and for each visit an update's key, a receipt and now and then a message
of a campaign, each as long as real ones are. What is found by random keys (codes, QR codes) is written in the order of
ids, as in life, so that their indexes are as loose as they get.
"""

import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg

from benchmarks.million import SHOP, populate
from benchmarks.million_entries import BOOKED, on_postgres

_CHOICES = '{"at": 1772445600, "replies": [[["🎁 Rewards", "rewards", "17"], ["⭐ Goal", "goal", "17"], ["📖 History", "history", "17"]]]}'
_LEFT_BEHIND = (
    "INSERT INTO campaigns (shop_id, kind) VALUES ({shop}, 'voucher_waiting')",
    (
        "INSERT INTO addresses (person_id, channel, account, external_id, created_at, seen_at)"
        " SELECT id, 'telegram', '7812345678', 5000000000 + id * 17, created_at, created_at FROM persons ORDER BY id"
    ),
    (
        "INSERT INTO conversations (address_id, step, data, at, shown, earlier)"
        " SELECT id, '', '', seen_at, '{choices}', '{choices}' FROM addresses ORDER BY id"
    ),
    (
        "INSERT INTO views (address_id, card_id, message_id, shown_at)"
        " SELECT addresses.id, accounts.id, addresses.id + 40000, seen_at"
        " FROM addresses JOIN accounts USING (person_id) ORDER BY addresses.id"
    ),
    "INSERT INTO updates (key, at) SELECT 'telegram:7812345678:' || 300000000 + id, at FROM visits ORDER BY id",
    (
        "INSERT INTO outbox (dedup_key, address_id, channel, account, kind, data, urgency, state, created_at, due_at,"
        " expires_at, attempts, lease_until, slot_at, message_id, settled_at, departed)"
        " SELECT 'visit:' || v.id || ':1:' || a.id, a.id, 'telegram', '7812345678', 'visit',"
        " '{{\"visit_id\": ' || v.id || ', \"rewards\": 0}}', 10, 'sent', at, at, at + 43200000000, 1, at, at, v.id + 9000000, at, 1"
        " FROM visits v JOIN addresses a ON a.person_id = v.account_id ORDER BY v.id"
    ),
    (
        "INSERT INTO occurrences (key, campaign_id, shop_id, account_id, person_id, voucher_id, kind, step, state,"
        " holdout_percent, found_at, not_before, expires_at, tries, settled_at)"
        " SELECT 'voucher_waiting:voucher:' || id, 1, shop_id, account_id, account_id, id, 'voucher_waiting', '', 'sent', 10,"
        " created_at, created_at, created_at + 864000000000, 1, created_at FROM vouchers ORDER BY id"
    ),
)
_SIZES = """
SELECT pg_table_size('{table}'), pg_indexes_size('{table}'), (SELECT count(*) FROM {table})
"""
_TABLES = (
    "persons", "addresses", "conversations", "views", "consents", "accounts", "counters", "visits", "entries",
    "vouchers", "goals", "occurrences", "outbox", "updates",
)  # fmt: skip


async def main(customers: int) -> None:
    """Fill a server of this process's own, and print what each table takes."""
    with TemporaryDirectory() as name:
        path = Path(name) / "town.db"
        await populate(path, customers)
        with closing(sqlite3.connect(path, isolation_level=None)) as raw:
            raw.execute(BOOKED)
        async with on_postgres(path, Path(name) / "server") as url:
            await _measure(url)


async def _measure(url: str) -> None:
    tx = await asyncpg.connect(url)
    try:
        for statement in _LEFT_BEHIND:
            await tx.execute(statement.format(shop=SHOP, choices=_CHOICES))
        print(f"{'table':14} {'rows':>10} {'row':>6} {'indexes':>8} {'bytes':>6}")
        for table in _TABLES:
            await tx.execute(f"VACUUM {table}")
            own, indexes, rows = await tx.fetchrow(_SIZES.format(table=table))
            each = (own / rows, indexes / rows, (own + indexes) / rows)
            print(f"{table:14} {rows:10,} {each[0]:6.0f} {each[1]:8.0f} {each[2]:6.0f}")
    finally:
        await tx.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
