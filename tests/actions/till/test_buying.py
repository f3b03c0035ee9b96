"""What points buy: at the counter, by their customer, and given back unused."""

from dataclasses import replace

import pytest

from actions.cards.buy_reward import (
    Bought,
    Offer,
    PointsMissing,
    Returned,
    TooLate,
    buy_reward,
    offer_reward,
    return_reward,
)
from actions.cards.held_reward import NotAvailable
from actions.till.redeem import Redeemed, redeem
from loyalty.actor import ActingPerson
from loyalty.cards.programme import Reward
from storage.engine.database import Database
from tests.actions.places import DAY, HOUR, MIDNIGHT, NOW, SECOND, meet, open_luna, points, stamps
from tests.programmes import points_card


async def test_points_buy_a_reward_that_waits(db: Database) -> None:
    luna = await open_luna(db, points(voucher_days=10))
    await luna.booked(spent=6000)
    bought = await db.write(buy_reward, luna.cafe.ana, luna.cafe.card_id, "coffee", now=NOW)
    assert isinstance(bought, Bought)
    assert (bought.state.counter.balance, bought.voucher.expires_at) == (10, MIDNIGHT + 10 * DAY)
    short = await db.write(buy_reward, luna.cafe.ana, luna.cafe.card_id, "coffee", now=NOW)
    assert isinstance(short, PointsMissing)
    assert short.to_go == 40
    assert (await luna.stands()).counter.balance == 10


async def test_a_reward_that_was_bought_is_given_back_unused_within_a_day_and_once(db: Database) -> None:
    luna = await open_luna(db, points())
    await luna.booked(spent=6000)
    ana, card_id = luna.cafe.ana, luna.cafe.card_id
    offer = await db.write(offer_reward, ana, card_id, "coffee", now=NOW)
    assert isinstance(offer, Offer)
    assert (offer.reward.at, offer.had, (await luna.stands()).counter.balance) == (50, 0, 60)
    bought = await db.write(buy_reward, ana, card_id, "coffee", had=0, now=NOW)
    assert isinstance(bought, Bought)
    dearer = replace(points(), rewards=(replace(points().rewards[0], at=60),))
    await luna.change(dearer)
    this, back = bought.voucher.id, NOW + DAY
    assert isinstance(await db.write(return_reward, luna.cafe.eva, this, now=back), NotAvailable)
    assert isinstance(await db.write(return_reward, ana, this, now=back + SECOND), TooLate)
    returned = await db.write(return_reward, ana, this, now=back)
    assert isinstance(returned, Returned)
    assert (returned.points, (await luna.stands()).counter.balance, returned.state.vouchers) == (50, 60, ())
    assert isinstance(await db.write(return_reward, ana, this, now=back), NotAvailable)
    assert isinstance(await db.write(buy_reward, ana, card_id, "coffee", had=0, now=back), NotAvailable)
    again = await db.write(buy_reward, ana, card_id, "coffee", had=1, now=back)
    assert isinstance(again, Bought)  # at the price under which the points were saved
    assert again.state.counter.balance == 10


async def test_a_reward_that_was_used_or_earned_is_not_given_back(db: Database) -> None:
    luna = await open_luna(db, stamps(2))
    voucher = (await luna.fill(2)).state.vouchers[0]
    assert isinstance(await db.write(return_reward, luna.cafe.ana, voucher.id, now=NOW), TooLate)
    await db.write(redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, voucher.id, shown=True, now=NOW)
    assert isinstance(await db.write(return_reward, luna.cafe.ana, voucher.id, now=NOW), NotAvailable)


async def test_only_its_customer_buys_with_a_cards_points(db: Database) -> None:
    luna = await open_luna(db, points())
    await luna.booked(spent=6000)
    stranger = await db.write(meet, "Ben")
    for who, what in ((stranger, "coffee"), (luna.cafe.ana, "yacht")):
        outcome = await db.write(buy_reward, who, luna.cafe.card_id, what, now=NOW)
        assert isinstance(outcome, NotAvailable)


async def test_staff_hand_out_a_reward_for_points_in_one_tap(db: Database) -> None:
    luna = await open_luna(db, points())
    await luna.booked(spent=6000)
    outcome = await db.write(
        redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, "coffee", shown=True, now=NOW
    )
    assert isinstance(outcome, Redeemed)
    assert outcome.state.counter.balance == 10
    again = await db.write(
        redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, "coffee", shown=True, now=NOW
    )
    assert isinstance(again, PointsMissing)


async def test_a_begun_points_card_keeps_its_prices_until_its_reward(db: Database) -> None:
    luna = await open_luna(db, points())
    await luna.booked(spent=6000)
    await luna.change(points_card((Reward("coffee", "A free coffee", 500),)))
    await luna.booked(NOW + HOUR, spent=1000)
    bought = await db.write(buy_reward, luna.cafe.ana, luna.cafe.card_id, "coffee", now=NOW + HOUR)
    assert isinstance(bought, Bought)
    assert (bought.state.counter.balance, bought.state.progress.to_go) == (20, 480)


@pytest.mark.parametrize("promised", [None, 60])
async def test_what_is_left_after_a_reward_lasts_as_long_as_was_told_whatever_the_rules_are_now(
    db: Database, promised: int | None
) -> None:
    luna = await open_luna(db, points(idle_days=promised))
    await luna.booked(spent=20_000)
    later = NOW + 20 * DAY
    await luna.change(points(idle_days=5), later)
    before = await luna.stands(later)
    bought = await db.write(buy_reward, luna.cafe.ana, luna.cafe.card_id, "coffee", now=later)
    assert isinstance(bought, Bought)
    assert bought.state.counter.balance == before.counter.balance - 50
    assert bought.state.expires_at == before.expires_at
    assert (await luna.stands(later + DAY)).counter.balance == before.counter.balance - 50
