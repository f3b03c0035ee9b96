"""Who is asked for a friend, or told what a good cause was paid: regulars, once, and nobody else."""

from datetime import datetime

import pytest
from sqlalchemy import select

from actions.campaigns.message_facts import occasion
from actions.cards.friends import Met, join_by_friend
from actions.cards.good_causes import choose_cause
from actions.shop.cause_payments import NewPayment, note_payment
from actions.till.redeem import Redeemed, redeem
from loyalty.actor import ActingPerson
from loyalty.cards.parts.cause import GoodCauses, Supported
from loyalty.cards.parts.referral import Referral
from storage.cards import accounts
from storage.engine.database import Database
from storage.engine.statements import Statement
from storage.tables import occurrences
from tests.actions.customers import (
    NOON,
    agree,
    days_told,
    luna_with,
    newcomer,
    tick,
)
from tests.actions.places import DAY, HOUR, MINUTE, Luna, join, meet, stamps
from tests.kinds import (
    BRING_FRIEND,
    CAUSE_PAID,
)

pytestmark = pytest.mark.asks


@pytest.mark.slow
@pytest.mark.walks
async def test_who_gave_to_a_good_cause_hears_once_of_each_payment_to_it(db: Database) -> None:
    part = GoodCauses((Supported("Food bank"), Supported("Animal shelter")), a_visit_minor=10)
    luna = await luna_with(db, stamps(9, parts=(part,)), CAUSE_PAID)
    gave, left, other, late = [await db.write(newcomer, luna, name) for name in ("Rita", "Sam", "Tim", "Uma")]
    rules = (await luna.stands(NOON)).current.id
    await db.write(choose_cause, *other, rules, 1, now=NOON)
    for _, card_id in (gave, left, other):
        await luna.booked(NOON, card=card_id)
    await db.write(choose_cause, *left, rules, 1, now=NOON)
    assert await tick(luna, NOON + HOUR) == 0  # nothing was paid yet
    paid, owner = NewPayment(2, 10, NOON.date()), ActingPerson(luna.cafe.cleo)
    await db.write(note_payment, owner, luna.cafe.shop.id, paid, now=NOON + HOUR)
    await luna.booked(NOON + 2 * HOUR, card=late[1])
    assert await days_told(luna, NOON + 2 * HOUR, 30) == {0: ["cause_paid"] * 2}
    told = await db.read(Statement(select(occurrences.c.account_id)).all)
    assert sorted(told) == [(gave[1],), (left[1],)]
    said = await db.write(occasion, 1, now=NOON + 3 * HOUR)
    assert said is not None
    assert said.paid_to is not None
    assert said.paid_to.name == "Food bank"
    later = NOON + 31 * DAY
    await db.write(note_payment, owner, luna.cafe.shop.id, paid, now=later)
    assert await days_told(luna, later + HOUR, 30) == {0: ["cause_paid"] * 2}  # Rita, and Uma now


async def _enjoys(luna: Luna, card_id: int, visits: int, last: datetime, person_id: int) -> None:
    """Let somebody come once a week, the last time at `last`, and hand a reward out to them then."""
    for week in range(visits - 1, -1, -1):
        await luna.booked(last - 7 * week * DAY, card=card_id, by=luna.cafe.cleo)
    [voucher, *_] = (await luna.stands(last, card=card_id)).vouchers
    done = await luna.db.write(
        redeem, ActingPerson(luna.cafe.cleo), card_id, voucher.id, shown=True, now=last + MINUTE
    )
    assert isinstance(done, Redeemed)
    await luna.db.write(agree, person_id)


async def test_who_came_seldom_works_there_or_brought_somebody_is_not_asked_for_a_friend(
    db: Database,
) -> None:
    luna = await luna_with(db, stamps(4, parts=(Referral(),)), BRING_FRIEND)
    last = NOON + 28 * DAY
    regular, seldom, brought = [await db.write(newcomer, luna, name) for name in ("Rita", "Sam", "Wim")]
    works = (luna.cafe.eva, await db.write(join, luna.cafe.shop, luna.cafe.eva))
    for (person_id, card_id), visits in ((regular, 5), (seldom, 4), (brought, 5), (works, 5)):
        await _enjoys(luna, card_id, visits, last, person_id)
    code = (await db.read(accounts.by_id, brought[1])).code
    met = await db.write(join_by_friend, await db.write(meet, "Ben"), code, now=last)
    assert isinstance(met, Met)
    assert met.new
    assert await days_told(luna, last + HOUR, 10) == {0: ["bring_friend"]}
    [asked] = await db.read(Statement(select(occurrences.c.account_id)).all)
    assert asked == (regular[1],)


@pytest.mark.slow
@pytest.mark.walks
async def test_a_regular_who_had_a_reward_is_asked_for_a_friend_once_and_nobody_else(db: Database) -> None:
    luna = await luna_with(db, stamps(5, parts=(Referral(),)), BRING_FRIEND)
    for week in range(5):
        await luna.booked(NOON + 7 * week * DAY)
        assert await tick(luna, NOON + 7 * week * DAY + HOUR) == 0  # no reward was had yet
    last = NOON + 28 * DAY
    [voucher] = (await luna.stands(last)).vouchers
    await db.write(redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, voucher.id, shown=True, now=last)
    assert await days_told(luna, last + HOUR, 60) == {0: ["bring_friend"]}


@pytest.mark.slow
async def test_where_a_shop_gives_nothing_for_friends_nobody_is_asked_for_one(db: Database) -> None:
    luna = await luna_with(db, stamps(5), BRING_FRIEND)
    for week in range(5):
        await luna.booked(NOON + 7 * week * DAY)
    last = NOON + 28 * DAY
    [voucher] = (await luna.stands(last)).vouchers
    await db.write(redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, voucher.id, shown=True, now=last)
    assert await days_told(luna, last + HOUR, 10) == {}
