"""A till books, pays and takes back what no preset combines: points for visits, stamps for money."""

from actions.cards.buy_reward import Bought, buy_reward
from actions.till.scan_outcome import Booked
from actions.till.undo_visit import Undone
from loyalty.cards.programme import Automatic, OnRequest, PerMoney, PerVisit, Programme, Reward
from loyalty.cards.visits import AmountNeeded
from loyalty.units import Unit
from storage.engine.database import Database
from tests.actions.places import HOUR, NOW, open_luna

REWARDS = (Reward("cookie", "A cookie", 1), Reward("coffee", "A coffee", 2))
VISITS_ON_REQUEST = Programme(Unit.POINTS, PerVisit(), OnRequest(), REWARDS)
STAMPS_FOR_MONEY = Programme(Unit.STAMPS, PerMoney(), Automatic(), REWARDS)


async def test_points_for_visits_are_spent_when_their_customer_asks(db: Database) -> None:
    luna = await open_luna(db, VISITS_ON_REQUEST)
    booked = await luna.fill(3)
    assert (booked.vouchers, booked.state.counter.balance, booked.state.counter.round) == ((), 3, 1)
    bought = await db.write(buy_reward, luna.cafe.ana, luna.cafe.card_id, "coffee", now=NOW)
    assert isinstance(bought, Bought)
    assert (bought.voucher.reward_key, bought.state.counter.balance) == ("coffee", 1)


async def test_stamps_for_money_fill_a_card_and_an_undo_empties_it_again(db: Database) -> None:
    luna = await open_luna(db, STAMPS_FOR_MONEY)
    assert await luna.refused() == AmountNeeded()
    await luna.booked(NOW - HOUR, spent=100)
    booked = await luna.booked(spent=250)
    assert [new.reward.key for new in booked.vouchers] == ["coffee", "cookie"]
    assert (booked.state.counter.balance, booked.state.counter.round) == (1, 2)
    undone = await luna.undo(booked.visit.id)
    assert isinstance(undone, Undone)
    assert (undone.state.counter.balance, undone.state.counter.round) == (1, 1)
    assert [voucher.reward_key for voucher in undone.state.vouchers] == ["cookie"]


async def test_a_visit_that_earned_points_takes_one_more_as_a_stamp_does(db: Database) -> None:
    luna = await open_luna(db, VISITS_ON_REQUEST)
    booked = await luna.booked()
    more = await luna.more(booked.visit.id, booked.visit.amount)
    assert isinstance(more, Booked)
    assert more.state.counter.balance == 2
