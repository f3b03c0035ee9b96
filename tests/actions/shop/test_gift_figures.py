"""What is given without a visit stands beside what visits gave, in every figure of a shop, and in none of theirs."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from actions.cards.own_donations import OwnGiven, give_own
from actions.shop.digest import Digest, digest
from actions.shop.money import Money, shop_money
from actions.shop.stats import Stats, shop_stats
from actions.till.surprise import Budget, Surprised, SurpriseGift, budget, give_surprise
from actions.till.undo_surprise import undo_surprise
from loyalty.actor import ActingPerson
from loyalty.cards.parts.cause import GoodCauses, Supported
from loyalty.cards.parts.surprise import Surprise
from loyalty.cards.programme import Reward
from storage.cards import gifts
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.rehearsal import results
from storage.shop import stats
from tests.actions.places import DAY, HOUR, MINUTE, Luna, open_luna
from tests.plans import plan
from tests.programmes import stamp_card

pytestmark = pytest.mark.asks

WEDNESDAY = datetime(2026, 3, 18, 11, 0, tzinfo=UTC)
_CARD = stamp_card((Reward("coffee", "Coffee", 20, 80),), parts=(Surprise(a_month=30, a_day=20, at_once=9),))
_CAUSES = GoodCauses((Supported("Food bank"),), a_visit_minor=10, units=2, worth_minor=30)


async def _give(luna: Luna, amount: int, now: datetime) -> Surprised:
    eva, about = ActingPerson(luna.cafe.eva), (luna.cafe.card_id, 1)
    found = await luna.db.write(budget, eva, *about, now=now)
    assert isinstance(found, Budget)
    gift = SurpriseGift(*about, amount, found.seen, "Just because")
    given = await luna.db.write(give_surprise, eva, gift, now=now)
    assert isinstance(given, Surprised)
    return given


async def _figures(luna: Luna, now: datetime) -> tuple[Stats, Money, Digest]:
    cleo, shop = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    seen = await luna.db.read(shop_stats, cleo, shop, now=now)
    month = await luna.db.read(shop_money, cleo, shop, None, now=now)
    week = await luna.db.read(digest, cleo, shop, "week", now=now)
    assert isinstance(seen, Stats)
    assert isinstance(month, Money)
    assert isinstance(week, Digest)
    return seen, month, week


async def test_gifts_are_counted_apart_and_without_those_that_were_taken_back(db: Database) -> None:
    luna = await open_luna(db, _CARD)
    await _give(luna, 2, WEDNESDAY - 7 * DAY - HOUR)
    await luna.booked(WEDNESDAY - 2 * HOUR)
    await _give(luna, 3, WEDNESDAY - HOUR)
    taken_back = await _give(luna, 5, WEDNESDAY - 30 * MINUTE)
    line = await db.read(gifts.latest, taken_back.state.counter)
    await db.write(
        undo_surprise, ActingPerson(luna.cafe.cleo), line, reason="a slip", now=WEDNESDAY - 29 * MINUTE
    )
    seen, month, week = await _figures(luna, WEDNESDAY)
    assert (seen.this_week.gifts, seen.last_week.gifts) == ({1: 3}, {1: 2})
    assert (seen.this_week.given, week.this.gifts, week.before.gifts) == ({1: 1}, {1: 2}, {})
    assert (month.this.gifts, month.unit_costs) == ({1: 5}, {})  # what a visit brings is not known


async def test_what_a_customer_gives_to_a_good_cause_is_no_gift_of_the_shop_and_takes_none_away(
    db: Database,
) -> None:
    luna = await open_luna(db, replace(_CARD, parts=(*_CARD.parts, _CAUSES)))
    await _give(luna, 3, WEDNESDAY - 2 * HOUR)
    taken_back = await _give(luna, 5, WEDNESDAY - HOUR)
    line = await db.read(gifts.latest, taken_back.state.counter)
    await db.write(undo_surprise, ActingPerson(luna.cafe.cleo), line, reason="a slip", now=WEDNESDAY - HOUR)
    read = ((await luna.stands(WEDNESDAY - HOUR)).current.id, 3)
    given = await db.write(give_own, luna.cafe.ana, luna.cafe.card_id, read, 1, now=WEDNESDAY - 30 * MINUTE)
    assert isinstance(given, OwnGiven)
    seen, month, week = await _figures(luna, WEDNESDAY + 7 * DAY)
    assert (seen.last_week.gifts, month.this.gifts, week.this.gifts) == ({1: 3}, {1: 3}, {1: 3})
    on_top = await db.read(results.on_top, luna.cafe.shop.id, since=WEDNESDAY - DAY)
    assert on_top == {"surprise": 3}


async def test_gifts_are_found_by_an_index_of_their_own(sqlite_db: Database) -> None:
    def steps(tx: Tx) -> str:
        return plan(tx, stats._GIFTS, shop_id=1, since=WEDNESDAY, until=WEDNESDAY)

    assert "ix_entries_gifts" in await sqlite_db.read(steps)
