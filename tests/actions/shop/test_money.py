"""A month's figures in money and people: they are those of the visits and the ledger, whatever happened."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random

import pytest
from sqlalchemy import select

from actions.shop.branches import NoBranch, add_branch
from actions.shop.money import Money, shop_money
from actions.shop.team import change_branch
from actions.till.redeem import SpendCode, show_voucher, spend_code
from loyalty.actor import ActingPerson
from loyalty.cards.programme import Reward
from loyalty.shop.money import LOST_AFTER, HandedOut, Period, Takings, same_part
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.shop import money as figures
from storage.shop import staff
from storage.shop.money import Place
from storage.tables import visits
from tests.actions.places import DAY, HOUR, Luna, join, meet, open_luna, points, stamps
from tests.programmes import stamp_card

pytestmark = pytest.mark.engines

NOON = datetime(2026, 3, 16, 11, 0, tzinfo=UTC)  # 12:00 at Café Luna
_VISITS = Statement(
    select(visits.c.account_id, visits.c.at, visits.c.spent_minor).where(visits.c.undone_at.is_(None))
)
Visit = tuple[int, datetime, int | None]


async def money(luna: Luna, now: datetime = NOON, *, branch: int | None = None) -> Money:
    """Read the month as Cleo does."""
    cleo = ActingPerson(luna.cafe.cleo)
    found = await luna.db.read(shop_money, cleo, luna.cafe.shop.id, branch, now=now)
    assert isinstance(found, Money)
    return found


async def test_the_month_so_far_stands_beside_the_same_part_of_the_last_and_of_a_year_ago(
    db: Database,
) -> None:
    luna = await open_luna(db, points())
    for at, spent in (
        (NOON - 365 * DAY - HOUR, 8_00),
        (NOON - 28 * DAY - HOUR, 10_00),  # 16 February, 11:00
        (NOON - 28 * DAY + HOUR, 9_00),  # the same day, but later than now
        (NOON - 15 * DAY, 12_50),  # 1 March
        (NOON - HOUR, 7_50),
    ):
        await luna.booked(at, spent=spent)
    found = await money(luna)
    assert found.last
    assert found.year_ago
    assert found.this.takings == Takings(2, 2, 20_00)
    assert found.last.takings == Takings(1, 1, 10_00)
    assert found.year_ago.takings == Takings(1, 1, 8_00)


async def test_before_anybody_came_there_is_nothing_to_compare_with(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    found = await money(luna)
    assert (found.last, found.year_ago, found.stayed) == (None, None, None)
    assert (found.this.takings, found.this.visitors.repeat_permille) == (Takings(), None)
    await luna.booked(NOON - HOUR)
    found = await money(luna)
    assert (found.last, found.this.takings, found.flow.new) == (None, Takings(1, 0, 0), 1)


async def test_a_month_in_which_the_shop_was_closed_is_nothing_and_not_unknown(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    await luna.booked(NOON - 60 * DAY)
    await luna.booked(NOON - HOUR)
    found = await money(luna)
    assert found.last
    assert found.last.takings == Takings()
    assert found.year_ago is None


async def test_a_visit_that_was_taken_back_is_in_no_figure(db: Database) -> None:
    luna = await open_luna(db, points())
    visit = (await luna.booked(NOON - HOUR, spent=5_00)).visit
    await luna.undo(visit.id, NOON - HOUR)
    found = await money(luna)
    assert (found.this.takings, found.flow.end, found.this.visitors.all) == (Takings(), 0, 0)


async def test_a_customer_who_is_silent_for_ninety_days_is_lost_and_may_come_back(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    await luna.booked(NOON - 91 * DAY)
    gone = await money(luna)
    assert (gone.flow.start, gone.flow.lost, gone.flow.back, gone.flow.end) == (1, 1, 0, 0)
    await luna.booked(NOON - HOUR)
    back = await money(luna)
    assert (back.flow.lost, back.flow.back, back.flow.new, back.flow.end) == (1, 1, 0, 1)
    assert (back.this.visitors.repeat_permille, back.flow.kept) == (1000, 0)


async def test_rewards_cost_what_is_known_and_those_without_a_price_are_counted_apart(db: Database) -> None:
    priced = stamp_card((Reward("cookie", "Cookie", 1), Reward("coffee", "Coffee", 2, 250)))
    luna = await open_luna(db, priced)
    await luna.booked(NOON - 3 * HOUR)
    state = (await luna.booked(NOON - 2 * HOUR)).state
    for voucher in state.vouchers:
        shown = await db.write(show_voucher, luna.cafe.ana, voucher.id, now=NOON - HOUR)
        assert isinstance(shown, SpendCode)
        await db.write(spend_code, ActingPerson(luna.cafe.eva), shown.code, now=NOON - HOUR)
    assert (await money(luna)).this.handed_out == HandedOut(2, 250, 1)


async def test_a_branch_is_counted_by_its_own_visits(db: Database) -> None:
    luna = await open_luna(db, points())
    cleo, shop = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    await luna.booked(NOON - 100 * DAY, spent=3_00)
    [station] = await db.write(add_branch, cleo, shop, "Station", now=NOON - 2 * DAY)  # type: ignore[misc]
    eva = await db.read(staff.in_shop, luna.cafe.eva, shop)
    assert eva
    await db.write(change_branch, cleo, shop, eva.id, station.id, now=NOON - 2 * DAY)
    await luna.booked(NOON - HOUR, spent=4_00)
    there, everywhere = await money(luna, branch=station.id), await money(luna)
    assert (there.this.takings, there.flow.new, there.last) == (Takings(1, 1, 4_00), 1, None)
    assert (everywhere.this.takings, everywhere.flow.new) == (Takings(1, 1, 4_00), 0)
    assert await db.read(shop_money, cleo, shop, 99, now=NOON) == NoBranch()


async def test_amounts_that_one_cashier_typed_in_cents_are_named(db: Database) -> None:
    luna = await open_luna(db, points())
    for day in range(23, 0, -1):
        await luna.booked(NOON - day * DAY, spent=12_00)
    await luna.booked(NOON - HOUR, spent=1250_00)
    [odd] = (await money(luna)).odd
    assert (odd.name, odd.count, odd.largest_minor) == ("Eva", 1, 1250_00)


async def test_another_shops_visits_are_not_counted(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    other = Luna(db, (await open_luna(db, stamps(10))).cafe, luna.keys)
    await other.booked(NOON - HOUR)
    assert (await money(luna)).this.takings == Takings()


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_happened_the_figures_are_those_of_the_visits(db: Database, seed: int) -> None:
    luna, life = await open_luna(db, points()), Random(seed)  # noqa: S311
    await _lives(luna, life)
    rows: list[Visit] = await db.read(_rows)
    for months_later in range(6):
        now = NOON - life.randrange(5 * 24) * HOUR + 30 * months_later * DAY
        found = await money(luna, now)
        for months_ago, part in ((0, found.this), (1, found.last), (12, found.year_ago)):
            period = same_part(now, luna.cafe.shop.zone, months_ago)
            if part:
                came = _came(rows, period)
                assert part.takings == _takings(rows, period)
                assert part.visitors.all == len(came)
                assert part.visitors.before == sum(_first(rows, one) < period.begins for one in came)
                await _adds_up(luna, rows, period)
        assert found.flow.end == len(_customers(rows, now))
        assert found.flow.start == len(_customers(rows, same_part(now, luna.cafe.shop.zone, 0).begins))
        if found.stayed:
            then = _customers(rows, now - found.stayed.days * DAY)
            assert found.stayed.customers == len(then)
            assert found.stayed.still == len(then & _customers(rows, now))


async def _lives(luna: Luna, life: Random) -> None:
    """Let seven customers come at their own pace for seven months, a few of whose visits are taken back."""
    people = [await luna.db.write(meet, f"Guest {n}", now=NOON - 200 * DAY) for n in range(6)]
    cards = [
        luna.cafe.card_id,
        *[await luna.db.write(join, luna.cafe.shop, one, now=NOON - 200 * DAY) for one in people],
    ]
    for card in cards:
        at, pace = NOON - 60 * DAY + life.randrange(60) * DAY, life.choice((5, 20, 60, 120))
        while at < NOON + 160 * DAY:
            visit = (await luna.booked(at, card=card, spent=life.randrange(1_00, 50_00))).visit
            if not life.randrange(6):
                await luna.undo(visit.id, at)
            at += life.randrange(1, 2 * pace) * DAY + life.randrange(24) * HOUR


async def _adds_up(luna: Luna, rows: Sequence[Visit], period: Period) -> None:
    """Let new, back and lost lead from the customers of the beginning to those of the end."""
    place = Place(luna.cafe.shop.id)
    seen = await luna.db.read(figures.visitors, place, period)
    lost = await luna.db.read(figures.lost, place, period)
    start, end = len(_customers(rows, period.begins)), len(_customers(rows, period.until))
    assert start + seen.new + seen.back - lost == end


def _rows(tx: Tx) -> list[Visit]:
    return [(account, at, spent) for account, at, spent in _VISITS.all(tx)]


def _takings(rows: Sequence[Visit], period: Period) -> Takings:
    seen = [spent for _, at, spent in rows if period.begins <= at < period.until]
    told = [spent for spent in seen if spent is not None]
    return Takings(len(seen), len(told), sum(told))


def _came(rows: Sequence[Visit], period: Period) -> set[int]:
    return {account for account, at, _ in rows if period.begins <= at < period.until}


def _customers(rows: Sequence[Visit], at: datetime) -> set[int]:
    return _came(rows, Period(at - LOST_AFTER, at))


def _first(rows: Sequence[Visit], account: int) -> datetime:
    firsts: dict[int, list[datetime]] = defaultdict(list)
    for one, at, _ in rows:
        firsts[one].append(at)
    return min(firsts[account])
