"""What will be fetched in the coming fortnight: by the vouchers alone, whatever happened to them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random

import pytest
from sqlalchemy import select

from actions.access import NotAllowed
from actions.shop.redemptions import Weather, redemption_weather
from actions.till.redeem import redeem
from actions.till.undo_redemption import GivenBack, take_back_redemption
from loyalty.actor import ActingPerson
from loyalty.cards.programme import Reward
from loyalty.shop.redemptions import FORTNIGHT, MOST_SEEN, SeenFortnight, coming
from storage.engine.database import Database
from storage.engine.statements import Statement
from storage.tables import vouchers
from tests.actions.places import DAY, HOUR, MINUTE, Luna, join, meet, open_luna
from tests.programmes import stamp_card

pytestmark = pytest.mark.asks

NOW = datetime(2026, 12, 14, 11, 0, tzinfo=UTC)
CARD = stamp_card((Reward("coffee", "Free coffee", 2, 130),), voucher_days=30)
_v = vouchers.c
_ROWS = Statement(select(_v.created_at, _v.used_at, _v.expires_at).where(_v.state != "withdrawn"))
Row = tuple[datetime, datetime | None, datetime | None]


async def _weather(luna: Luna, now: datetime = NOW) -> Weather:
    found = await luna.db.read(redemption_weather, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, now=now)
    assert isinstance(found, Weather)
    return found


async def test_a_new_shop_is_told_that_nothing_is_known_yet(db: Database) -> None:
    luna = await open_luna(db, CARD)
    found = await _weather(luna)
    assert (found.in_all, found.before, found.year_ago, found.waiting) == (None, None, None, 0)
    eva = ActingPerson(luna.cafe.eva)
    assert await db.read(redemption_weather, eva, luna.cafe.shop.id, now=NOW) == NotAllowed()


async def test_three_coffees_a_fortnight_are_about_three_in_the_next_and_cost_as_much(db: Database) -> None:
    luna = await open_luna(db, CARD)
    for number in range(6 * 4):
        booked = await luna.booked(NOW - 84 * DAY + number * 3.5 * DAY)
        await _fetch(luna, booked.state.vouchers, booked.visit.at)
    found = await _weather(luna)
    assert found.in_all
    assert found.in_all.about == 2
    [coffee] = found.rewards
    assert coffee.cost
    assert int(coffee.cost.low) == int(coffee.cost.high) == 2_60
    assert found.before
    assert (found.before.said.about, found.before.came) == (2, 2)


async def test_a_busy_december_is_told_a_year_later(db: Database) -> None:
    luna = await open_luna(db, CARD)
    then = NOW - 364 * DAY
    for day in [*range(-56, 0, 4), *range(14)]:  # four times as busy in that fortnight
        booked = await luna.booked(then + day * DAY + HOUR)
        await _fetch(luna, booked.state.vouchers, booked.visit.at)
    for day in range(56, 0, -4):
        booked = await luna.booked(NOW - day * DAY)
        await _fetch(luna, booked.state.vouchers, booked.visit.at)
    found = await _weather(luna)
    assert found.in_all
    assert found.year_ago
    assert found.as_then
    assert found.as_then == pytest.approx(
        found.in_all.about * found.year_ago.came / found.year_ago.said.about
    )
    assert found.as_then > 3 * found.in_all.about


async def test_what_was_taken_back_waits_again(db: Database) -> None:
    luna = await open_luna(db, CARD)
    await luna.booked(NOW - 60 * DAY)
    await luna.booked(NOW - 2 * HOUR)
    [voucher] = (await luna.stands(NOW - HOUR)).vouchers
    await _fetch(luna, [voucher], NOW - HOUR)
    assert (await _weather(luna)).waiting == 0
    eva = ActingPerson(luna.cafe.eva)
    assert isinstance(
        await db.write(take_back_redemption, eva, voucher.id, now=NOW - HOUR + MINUTE), GivenBack
    )
    assert (await _weather(luna)).waiting == 1


@pytest.mark.walks
@pytest.mark.parametrize("seed", range(2))
async def test_whatever_happened_it_is_what_the_vouchers_say(db: Database, seed: int) -> None:
    luna, life = await open_luna(db, CARD), Random(seed)  # noqa: S311
    people = [await db.write(meet, f"Guest {n}", now=NOW - 150 * DAY) for n in range(5)]
    for person in people:
        card, at = await db.write(join, luna.cafe.shop, person, now=NOW - 150 * DAY), NOW - 120 * DAY
        while at < NOW:
            booked = await luna.booked(at, card=card)
            if not life.randrange(6):
                await luna.undo(booked.visit.id, at)
            elif life.randrange(3):
                await _fetch(luna, booked.state.vouchers, at, card=card)
            at += life.randrange(1, 15) * DAY + HOUR
    rows: list[Row] = [(had, used, ends) for had, used, ends in await db.read(_ROWS.all)]
    found = await _weather(luna)
    seen = [_seen(rows, NOW - number * FORTNIGHT) for number in range(MOST_SEEN + 1)]
    assert found.waiting == seen[0].waited
    assert found.in_all == coming(seen[0].waited, seen[1:])
    assert found.before
    assert found.before.came == seen[1].used
    assert found.before.said == coming(
        seen[1].waited, [_seen(rows, NOW - number * FORTNIGHT) for number in range(2, MOST_SEEN + 2)]
    )


def _seen(rows: Sequence[Row], begins: datetime) -> SeenFortnight:
    ends = begins + FORTNIGHT
    waited = [
        used
        for had, used, over in rows
        if had < begins and (used is None or used >= begins) and (over is None or over > begins)
    ]
    return SeenFortnight(
        len(waited),
        sum(used is not None and used < ends for used in waited),
        sum(had >= begins and used is not None and used < ends for had, used, _ in rows),
    )


async def _fetch(luna: Luna, held: Sequence[object], at: datetime, card: int | None = None) -> None:
    for voucher in held:
        eva, this = ActingPerson(luna.cafe.eva), voucher.id  # type: ignore[attr-defined]
        await luna.db.write(redeem, eva, card or luna.cafe.card_id, this, shown=True, now=at + MINUTE)
