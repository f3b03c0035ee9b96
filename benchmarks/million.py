"""A shop with a million customers and three years of visits, written by plain `sqlite3` into a migrated file.

The shares are our guess at a chain of cafés, not data. Everybody has a rhythm of their own and, after each visit, one
chance in eight of never coming again: so seven visits each; one in fifteen was here in the last two weeks, one in seven
in the last two months, four in ten in the last year. A cookie at five stamps and a coffee at ten, nine in ten of them
fetched by those who come again. Four in five agreed to reminders and three in five to offers, and one in fifty of those
took it back. Two in five told their birthday; one in twenty of those who were here in the last three months saves for a
goal. Who is due on a day follows from this.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import log
from pathlib import Path
from random import Random

from loyalty.cards.programme import Programme, ProgrammeKind, Reward, composed
from storage.engine.database import open_database
from storage.shop.programme_form import to_json

NOW = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
SHOP, CASHIER = 1, 1
_DAY_US = 86_400 * 10**6
_YEARS = 3
_GAP_DAYS, _GAP_SPREAD = 12, 0.7
_QUITS = 1 / 8
_STAMPS, _HALF = 10, 5
_VOUCHER_DAYS, _IDLE_DAYS = 90, 365
_AT_ONCE = 10_000
_RULES = Programme(
    *composed(ProgrammeKind.STAMPS),
    rewards=(Reward("cookie", "Cookie", _HALF, cost_minor=40), Reward("coffee", "Free coffee", _STAMPS)),
    voucher_days=_VOUCHER_DAYS,
    idle_days=_IDLE_DAYS,
)
_Row = tuple[int | str | None, ...]
_INSERTS = {
    "persons": "(id, name, folded_name, language, birthday, birthday_set_at, created_at) VALUES (?, ?, ?, 'en', ?, ?, ?)",
    "consents": "(person_id, purpose, given, at, channel, wording) VALUES (?, ?, ?, ?, 'telegram', '1:en')",
    "accounts": "(id, shop_id, person_id, public_id, code, origin, created_at, last_visit_at, found_by)"
    f" VALUES (?, {SHOP}, ?, ?, ?, 'joined', ?, ?, ?)",
    "counters": "(id, shop_id, account_id, programme_id, version_id, round, balance, created_at, last_visit_at)"
    f" VALUES (?, {SHOP}, ?, 1, 1, ?, ?, ?, ?)",
    "came": "(account_id, at) VALUES (?, ?)",
    "vouchers": "(account_id, counter_id, shop_id, slot, reward_key, reward, cost_minor, state, created_at, expires_at,"
    f" used_at, used_by) VALUES (?, ?, {SHOP}, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "goals": "(account_id, counter_id, shop_id, target, round, reward_key, by_date, set_at)"
    f" VALUES (?, ?, {SHOP}, ?, ?, 'coffee', ?, ?)",
}


def microseconds(moment: datetime) -> int:
    """Return a moment as it is stored."""
    return int(moment.timestamp()) * 10**6


_NOW_US = microseconds(NOW)


async def populate(path: Path, customers: int) -> None:
    """Make a file of this version's, and fill it; indexes are built when all rows are there."""
    async with open_database(f"sqlite:///{path}"):
        pass
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA synchronous = OFF")
        indexes = raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall()
        raw.execute("CREATE TEMP TABLE came (account_id INTEGER, at INTEGER)")
        raw.execute("BEGIN")
        for name, _ in indexes:
            raw.execute(f"DROP INDEX {name}")
        _open(raw)
        _fill(raw, customers)
        for _, sql in indexes:
            raw.execute(sql)
        raw.execute("COMMIT")


def _open(raw: sqlite3.Connection) -> None:
    opened_at = _NOW_US - _YEARS * 365 * _DAY_US
    raw.execute(
        "INSERT INTO shops (id, code, name, timezone, currency, language, colour, created_at)"
        " VALUES (?, 'luna', 'Café Luna', 'Europe/Amsterdam', 'EUR', 'en', '#1f6f5c', ?)",
        (SHOP, opened_at),
    )
    raw.execute(
        "INSERT INTO programmes (id, shop_id, unit, position, created_at) VALUES (1, ?, 'stamps', 1, ?)",
        (SHOP, opened_at),
    )
    raw.execute(
        "INSERT INTO programme_versions (id, shop_id, programme_id, version, rules, created_at)"
        " VALUES (1, ?, 1, 1, ?, ?)",
        (SHOP, to_json(_RULES), opened_at),
    )
    raw.execute(f"INSERT INTO persons {_INSERTS['persons']}", (CASHIER, "Eva", "eva", None, None, opened_at))
    raw.execute(
        "INSERT INTO staff (id, shop_id, person_id, role, joined_at) VALUES (?, ?, ?, 'cashier', ?)",
        (CASHIER, SHOP, CASHIER, opened_at),
    )


def _fill(raw: sqlite3.Connection, customers: int) -> None:
    random = Random(1)  # noqa: S311 - the same crowd in every run
    for first in range(0, customers, _AT_ONCE):
        rows: dict[str, list[_Row]] = {table: [] for table in _INSERTS}
        for number in range(first, min(first + _AT_ONCE, customers)):
            # In the order in which they joined, as ids are given.
            age_us = int((1 - number / customers) * _YEARS * 365 * _DAY_US)
            customer = _Customer(number + 2, _came(random, _NOW_US - age_us))
            for table, row in customer.rows(random):
                rows[table].append(row)
        for table, insert in _INSERTS.items():
            raw.executemany(f"INSERT INTO {table} {insert}", rows[table])
    # In the order in which they happened, so that one customer's lie far apart.
    raw.execute(
        "INSERT INTO visits (account_id, counter_id, shop_id, staff_id, key, at, amount, spent_minor)"
        " SELECT account_id, account_id, ?, ?, printf('telegram:%09d', row_number() OVER (ORDER BY at)), at, 1, 450"
        " FROM came ORDER BY at",
        (SHOP, CASHIER),
    )


def _came(random: Random, joined_at: int) -> list[int]:
    """Return the moments of somebody's visits: the first when they join, then at a rhythm of their own."""
    gap_us = random.lognormvariate(log(_GAP_DAYS), _GAP_SPREAD) * _DAY_US
    came, at = [], joined_at
    while at < _NOW_US:
        came.append(at)
        if random.random() < _QUITS:
            break
        at += int(random.expovariate(1) * gap_us) + _DAY_US // 4
    return came


@dataclass(frozen=True, slots=True)
class _Customer:
    id: int
    came: list[int]

    def rows(self, random: Random) -> Iterator[tuple[str, _Row]]:
        joined_at, filled, balance = self.came[0], *divmod(len(self.came), _STAMPS)
        day = date(2024, 1, 1) + timedelta(days=random.randrange(366))
        told = (f"{day:%m-%d}", joined_at) if random.random() < 0.4 else (None, None)
        yield "persons", (self.id, f"Ana {self.id}", f"ana {self.id}", *told, joined_at)
        agreed = random.random()
        for purpose in ("reminders",) * (agreed < 0.8) + ("offers",) * (agreed < 0.6):
            yield "consents", (self.id, purpose, 1, joined_at)
            if random.random() < 0.02:
                yield "consents", (self.id, purpose, 0, self.came[-1])
        public_id, code = random.getrandbits(62), f"K{self.id:07}"
        last = self.came[-1]
        named = f" ana {self.id}"
        yield "accounts", (self.id, self.id, public_id, code, joined_at, last, named)
        yield "counters", (self.id, self.id, filled + 1, balance, joined_at, last)
        yield from (("came", (self.id, at)) for at in self.came)
        yield from (("vouchers", row) for row in self._vouchers(random))
        if last > _NOW_US - 90 * _DAY_US and random.random() < 0.05:
            by = f"{NOW.date() + timedelta(days=random.randrange(90))}" if random.random() < 0.5 else None
            set_at = max(joined_at, _NOW_US - random.randrange(90 * _DAY_US))
            yield "goals", (self.id, self.id, _STAMPS, filled + 1, by, set_at)

    def _vouchers(self, random: Random) -> Iterable[_Row]:
        for number in range(_HALF, len(self.came) + 1, _HALF):
            earned_at, following = self.came[number - 1], self.came[number : number + 1]
            full = number % _STAMPS == 0
            what = ("coffee", "Free coffee", None) if full else ("cookie", "Cookie", 40)
            used = (following[0], CASHIER) if following and random.random() < 0.9 else (None, None)
            state = "available" if used[0] is None else "used"
            slot, ends_at = f"{(number - 1) // _STAMPS + 1}:{number}", earned_at + _VOUCHER_DAYS * _DAY_US
            yield self.id, self.id, slot, *what, state, earned_at, ends_at, *used
