"""A round asks only the shops that have something due, and misses nothing that asking every shop each minute would find.

The plain way stands here, to compare with: every shop, every campaign, each round.
"""

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from actions.campaigns import find_due
from actions.campaigns.broadcast import order_broadcast
from actions.campaigns.find_due import LookPlace
from actions.campaigns.settings import change_setting, switch_campaign
from actions.cards.draws import take_part
from actions.people.profile import set_birthday
from actions.shop.digest import order_digests
from actions.shop.draws import open_draw
from actions.shop.shop_details import change_shop
from actions.till.scan import Scan, scan_card
from actions.till.scan_outcome import Booked
from actions.till.undo_visit import undo_visit
from loyalty.actor import ActingPerson
from loyalty.cards.draws import DrawForm, DrawPlan
from loyalty.cards.visits import Claim
from loyalty.dates import Birthday, day_of
from scheduler.campaigns.rounds import tick
from storage.campaigns import broadcasts, occurrences
from storage.campaigns import settings as campaign_settings
from storage.cards import draws, shop_vouchers
from storage.engine.database import Database, open_database
from storage.engine.statements import Tx
from storage.shop import shops
from tests.actions.customers import agree, hold_nobody_out
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Cafe, join, meet, open_cafe, stamps
from tests.kinds import BIRTHDAY, WELCOME, WIN_BACK

# With half hours, quarters, a midnight that summer time leaves out, and days that begin a day apart.
ZONES = (
    "Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Pacific/Kiritimati", "Asia/Kathmandu",
    "Africa/Cairo", "America/Havana",
)  # fmt: skip
BEGINS = (
    datetime(2026, 3, 27, 20, 7, tzinfo=UTC),
    datetime(2026, 10, 24, 21, 53, tzinfo=UTC),
    datetime(2026, 6, 1, 6, 58, tzinfo=UTC),
)
_LENGTHS = (MINUTE, 7 * MINUTE, HOUR, 9 * HOUR, DAY, 3 * DAY, 15 * DAY, -3 * DAY)
_WHAT = (
    "comes",
    "comes",
    "again",
    "undo",
    "switch",
    "set",
    "zone",
    "birthday",
    "writes",
    "nothing",
    "nothing",
)


@dataclass(frozen=True)
class Step:
    """What happens in a shop, after so long, and whether a round follows."""

    what: str
    shop: int
    after: timedelta
    chosen: int
    round: bool


steps = st.lists(
    st.builds(
        Step,
        what=st.sampled_from(_WHAT),
        shop=st.integers(0, 1),
        after=st.sampled_from(_LENGTHS),
        chosen=st.integers(0, 6),
        round=st.sampled_from([True, True, False]),
    ),
    min_size=4,
    max_size=14,
)


@pytest.mark.slow
def test_what_every_shop_would_be_asked_for_is_found(sqlite_template: Path, tmp_path: Path) -> None:
    number = count()

    @given(steps, st.sampled_from(BEGINS))
    def lived(life: list[Step], begins: datetime) -> None:
        file = shutil.copy(sqlite_template, tmp_path / f"{next(number)}.db")
        asyncio.run(_live(f"sqlite:///{file}", life, begins))

    lived()


async def _live(url: str, life: list[Step], now: datetime) -> None:
    async with open_database(url, migrate=False) as db:
        cafes = [
            await db.write(open_cafe, stamps(2), name=name, now=now - 9 * DAY) for name in ("Luna", "Sol")
        ]
        for cafe in cafes:
            await db.write(hold_nobody_out, cafe.shop.id)
            await db.write(agree, cafe.ana, now=now - 9 * DAY)
        for number, step in enumerate(life):
            now += step.after
            await db.write(happens, cafes[step.shop], step, number, now)
            if step.round or step.after < timedelta():
                await tick(db, now=now)
                assert await missed(db, now) == []


async def missed(db: Database, now: datetime) -> list[object]:
    """Return all that the plain way would still look through or tell after a round."""

    class BackError(Exception):
        def __init__(self, found: list[object]) -> None:
            self.found = found

    def look(tx: Tx) -> None:
        raise BackError([this for shop in shops.everyone(tx) for this in _plain(tx, shop.id, now)])

    try:
        await db.write(look)
    except BackError as back:
        return back.found
    raise AssertionError


def _plain(tx: Tx, shop_id: int, now: datetime) -> list[object]:
    zone = shops.by_id(tx, shop_id).zone
    rows = campaign_settings.of_shop(tx, shop_id).values()
    unseen = [
        row.kind
        for row in rows
        if row.on
        and row.kind != "broadcast"
        and (row.looked_at is None or day_of(row.looked_at, zone) != day_of(now, zone))
    ]
    page = find_due.look(tx, shop_id, WELCOME, LookPlace(), now=now, afresh=True)
    greeted = [one.occurrence.key for one in page.found if not occurrences.exists(tx, one.occurrence.key)]
    begun = broadcasts.started(tx, shop_id, now=now)
    told = _count(tx)
    order_digests(tx, shop_id, now=now)
    return [*unseen, *greeted, *begun, *range(_count(tx) - told)]


def _count(tx: Tx) -> int:
    return int(tx.execute(text("SELECT COUNT(*) FROM outbox")).scalar_one())


def happens(tx: Tx, cafe: Cafe, step: Step, number: int, now: datetime) -> None:
    """Let a step's deed be done."""
    cleo, shop_id, chosen = ActingPerson(cafe.cleo), cafe.shop.id, step.chosen
    match step.what:
        case "comes":
            person_id = meet(tx, f"Lea {number}", now=now)
            agree(tx, person_id, now=now)
            scanned(tx, cafe, join(tx, cafe.shop, person_id, now=now), number, now)
        case "again":
            scanned(tx, cafe, cafe.card_id, number, now)
        case "undo":
            visit_id = scanned(tx, cafe, cafe.card_id, number, now)
            if visit_id:
                undo_visit(tx, ActingPerson(cafe.eva), visit_id, reason=None, now=now + MINUTE)
        case "switch":
            kind = (WELCOME, BIRTHDAY, WIN_BACK)[chosen % 3]
            switch_campaign(tx, cleo, shop_id, kind, chosen > 2, now=now)
        case "set":
            change_setting(tx, cleo, shop_id, BIRTHDAY, "lead_days", str(chosen), now=now)
        case "zone":
            was = shops.by_id(tx, shop_id).timezone
            change_shop(tx, cleo, shop_id, "timezone", ZONES[chosen], was=was, now=now)
        case "birthday":
            day = (now + (6 + chosen) * DAY).date()
            set_birthday(tx, cafe.ana, Birthday(day.month, day.day), now=now)
        case "writes":
            order_broadcast(tx, cleo, shop_id, "everyone", "Soup!", now=now)


def scanned(tx: Tx, cafe: Cafe, card_id: int, number: int, now: datetime) -> int | None:
    """Let Eva scan a card, and return the visit that was booked."""
    done = scan_card(tx, Scan(ActingPerson(cafe.eva), card_id, Claim()), key=f"scan:{number}", now=now)
    return done.visit.id if isinstance(done, Booked) else None


class Counted:
    """A database that counts what is asked of it."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.reads, self.writes = 0, 0

    async def read(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self.reads += 1
        return await self._db.read(fn, *args, **kwargs)

    async def write(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self.writes += 1
        return await self._db.write(fn, *args, **kwargs)


@pytest.mark.slow
async def test_a_round_that_finds_nothing_asks_the_same_few_questions_however_many_shops_there_are(
    db: Database,
) -> None:
    noon = datetime(2026, 3, 4, 11, 0, tzinfo=UTC)
    asked = []
    for shops_more in (1, 7):
        for _ in range(shops_more):
            await db.write(open_cafe, stamps(2), now=noon - 9 * DAY)
        await tick(db, now=noon)
        counted = Counted(db)
        await tick(counted, now=noon + MINUTE)
        asked.append((counted.reads, counted.writes))
    assert asked[0] == asked[1]
    assert asked[0] == (6, 0)


async def test_a_shop_that_was_missed_for_days_is_looked_at_first_and_the_round_says_how_long_it_waited(
    db: Database,
) -> None:
    noon = datetime(2026, 3, 4, 11, 0, tzinfo=UTC)  # 12:00 in Amsterdam
    await db.write(open_cafe, stamps(2), now=noon - 9 * DAY)
    assert (await tick(db, now=noon)).waited == timedelta()
    midnight = datetime(2026, 3, 4, 23, 0, tzinfo=UTC)
    assert (await tick(db, now=midnight + 2 * MINUTE)).waited == 2 * MINUTE
    assert (await tick(db, now=midnight + 3 * DAY)).waited == 3 * DAY - 9 * HOUR  # since nine in the morning


async def test_a_round_that_takes_its_minute_leaves_the_rest_to_the_next(db: Database) -> None:
    noon = datetime(2026, 3, 4, 11, 0, tzinfo=UTC)
    for _ in range(3):
        await db.write(open_cafe, stamps(2), now=noon - 9 * DAY)
    left = iter([timedelta(), *[timedelta(minutes=1)] * 99])
    await tick(db, now=noon, spent=lambda: next(left))
    assert len(await db.read(shops.rounds_due, now=noon)) == 2
    await tick(db, now=noon + MINUTE)
    assert await db.read(shops.rounds_due, now=noon + MINUTE) == []


async def test_a_shop_that_lives_by_another_clock_is_looked_through_by_its_new_day(db: Database) -> None:
    noon = datetime(2026, 3, 4, 11, 0, tzinfo=UTC)
    cafe = await db.write(open_cafe, stamps(2), now=noon - 9 * DAY)
    await tick(db, now=noon - 2 * HOUR)
    far = Step("zone", 0, MINUTE, ZONES.index("Pacific/Kiritimati"), round=True)
    await db.write(happens, cafe, far, 1, noon + MINUTE)  # where the next day has begun
    await tick(db, now=noon + MINUTE)
    assert await missed(db, noon + MINUTE) == []


async def test_a_draw_is_drawn_by_the_first_round_after_its_end_however_late_that_is(db: Database) -> None:
    cafe = await db.write(open_cafe, stamps(2), now=NOW)
    plan = DrawPlan(DrawForm.TICKETS, "Breakfast", 900, 1, 2)
    await db.write(open_draw, ActingPerson(cafe.cleo), cafe.shop.id, plan, seed="5eed", now=NOW)
    await db.write(take_part, cafe.ana, cafe.card_id, 1, now=NOW)
    [draw] = await db.read(draws.of_shop, cafe.shop.id, most=1)
    for at in (NOW, NOW + DAY, draw.ends_at, draw.ends_at + MINUTE):
        assert await db.read(shop_vouchers.given, cafe.shop.id, draw.reward_key) == 0
        await tick(db, now=at)
    assert await db.read(shop_vouchers.given, cafe.shop.id, draw.reward_key) == 1
    assert (await db.read(shops.by_id, cafe.shop.id)).draw_id is None
    await tick(db, now=draw.ends_at + 2 * MINUTE)
    assert await db.read(shop_vouchers.given, cafe.shop.id, draw.reward_key) == 1
