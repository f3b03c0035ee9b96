"""A month's figures in money and people: they are those of the visits and the ledger, whatever happened."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from random import Random

import pytest
from sqlalchemy import select

from actions.people.erasure import erase_person
from actions.shop.branches import NoBranch, add_branch
from actions.shop.money import Money, shop_money
from actions.shop.stats import Stats, shop_stats
from actions.shop.targets import Targets, see_targets, set_target
from actions.shop.team import change_branch
from actions.till.redeem import SpendCode, show_voucher, spend_code
from loyalty.actor import ActingPerson
from loyalty.cards.programme import Reward
from loyalty.shop.money import LOST_AFTER, HandedOut, Period, Takings, same_part
from loyalty.shop.targets import WantedTarget
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.shop import money as figures
from storage.shop import staff
from storage.shop.money import Place
from storage.tables import visits
from tests.actions.places import DAY, HOUR, Luna, join, meet, open_luna, points, stamps
from tests.programmes import stamp_card

pytestmark = pytest.mark.asks

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


async def test_who_was_erased_was_a_customer_until_then_and_is_lost_from_then_on(db: Database) -> None:
    luna = await open_luna(db, points())
    await luna.booked(NOON - 30 * DAY, spent=9_00)
    ben = await db.write(meet, "Ben", now=NOON - 40 * DAY)
    card = await db.write(join, luna.cafe.shop, ben, now=NOON - 40 * DAY)
    await luna.booked(NOON - 20 * DAY, card=card, spent=5_00)
    await db.write(erase_person, ben, now=NOON - 2 * DAY)
    before = await money(luna, NOON - 3 * DAY)
    assert (before.flow.start, before.flow.lost, before.flow.end) == (2, 0, 2)
    since = await money(luna)
    assert (since.flow.start, since.flow.lost, since.flow.end) == (2, 1, 1)
    assert since.last
    assert since.last.takings == Takings(1, 1, 9_00), "by the same day"
    later = await money(luna, NOON + 61 * DAY)
    assert later.last
    assert (later.flow.start, later.flow.lost, later.last.lost) == (1, 1, 0), (
        "lost once, by silence Ana alone"
    )


async def test_a_target_of_customers_and_the_members_agree_when_one_was_erased(db: Database) -> None:
    luna = await open_luna(db, points())
    cleo, shop = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    ben = await db.write(meet, "Ben", now=NOON - DAY)
    card = await db.write(join, luna.cafe.shop, ben, now=NOON - DAY)
    for one in (luna.cafe.card_id, card):
        await luna.booked(NOON - HOUR, card=one, spent=5_00)
    wanted = WantedTarget("customers", 9, NOON.date() + 30 * DAY)
    await db.write(set_target, cleo, shop, wanted, now=NOON)
    await db.write(erase_person, ben, now=NOON + HOUR)
    seen = await db.read(see_targets, cleo, shop, now=NOON + HOUR)
    figures = await db.read(shop_stats, cleo, shop, now=NOON + HOUR)
    assert isinstance(seen, Targets)
    assert isinstance(figures, Stats)
    [told] = seen.progress
    assert (told.target.start, told.reached, figures.members) == (2, 1, 1)


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


@pytest.mark.walks
@pytest.mark.parametrize("seed", range(3))
async def test_whatever_happened_the_figures_are_those_of_the_visits(db: Database, seed: int) -> None:
    luna, life = await open_luna(db, points()), Random(seed)  # noqa: S311
    erased = await _lives(luna, life)
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
                await _adds_up(luna, (rows, erased), period)
        assert found.flow.end == len(_customers(rows, erased, now))
        begins = same_part(now, luna.cafe.shop.zone, 0).begins
        assert found.flow.start == len(_customers(rows, erased, begins))
        if found.stayed:
            then = _customers(rows, erased, now - found.stayed.days * DAY)
            assert found.stayed.customers == len(then)
            assert found.stayed.still == len(then & _customers(rows, erased, now))


async def _lives(luna: Luna, life: Random) -> dict[int, datetime]:
    """Let seven customers come at their own pace for seven months, a few of whose visits are taken back; three are erased."""
    people = [await luna.db.write(meet, f"Guest {n}", now=NOON - 200 * DAY) for n in range(6)]
    cards = [
        luna.cafe.card_id,
        *[await luna.db.write(join, luna.cafe.shop, one, now=NOON - 200 * DAY) for one in people],
    ]
    leave = [NOON + life.randrange(20, 150) * DAY + HOUR // 2 for _ in range(3)]
    erased = dict(zip(cards[1:], leave, strict=False))
    for card in cards:
        until = erased.get(card, NOON + 160 * DAY)
        at, pace = NOON - 60 * DAY + life.randrange(60) * DAY, life.choice((5, 20, 60, 120))
        while at < until:
            visit = (await luna.booked(at, card=card, spent=life.randrange(1_00, 50_00))).visit
            if not life.randrange(6):
                await luna.undo(visit.id, at)
            at += life.randrange(1, 2 * pace) * DAY + life.randrange(24) * HOUR

    for person, at in zip(people, leave, strict=False):
        await luna.db.write(erase_person, person, now=at)
    return erased


async def _adds_up(luna: Luna, lives: tuple[Sequence[Visit], Mapping[int, datetime]], period: Period) -> None:
    """Let new, back and lost lead from the customers of the beginning to those of the end."""
    place = Place(luna.cafe.shop.id)
    seen = await luna.db.read(figures.visitors, place, period)
    lost = await luna.db.read(figures.lost, place, period)
    start, end = len(_customers(*lives, period.begins)), len(_customers(*lives, period.until))
    assert start + seen.new + seen.back - lost == end


def _rows(tx: Tx) -> list[Visit]:
    return [(account, at, spent) for account, at, spent in _VISITS.all(tx)]


def _takings(rows: Sequence[Visit], period: Period) -> Takings:
    seen = [spent for _, at, spent in rows if period.begins <= at < period.until]
    told = [spent for spent in seen if spent is not None]
    return Takings(len(seen), len(told), sum(told))


def _came(rows: Sequence[Visit], period: Period) -> set[int]:
    return {account for account, at, _ in rows if period.begins <= at < period.until}


def _customers(rows: Sequence[Visit], erased: Mapping[int, datetime], at: datetime) -> set[int]:
    gone = {card for card, when in erased.items() if when <= at}
    return _came(rows, Period(at - LOST_AFTER, at)) - gone


def _first(rows: Sequence[Visit], account: int) -> datetime:
    firsts: dict[int, list[datetime]] = defaultdict(list)
    for one, at, _ in rows:
        firsts[one].append(at)
    return min(firsts[account])
