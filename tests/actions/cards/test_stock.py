"""A stock: the last of a reward is given once, whoever asks; what is given back can be had again."""

import asyncio

import pytest

from actions.cards.buy_reward import Bought, PointsMissing, SoldOut, buy_reward, offer_reward, return_reward
from actions.till.redeem import redeem
from loyalty.actor import ActingPerson
from loyalty.cards.programme import Programme, Reward
from loyalty.cards.programme_check import check
from storage.engine.database import Database
from tests.actions.places import NOW, Luna, join, meet, open_luna
from tests.programmes import points_card, stamp_card


def menu(stock: int | None) -> Programme:
    return points_card((Reward("cake", "A cake", 5, stock=stock),))


async def opened(db: Database, stock: int | None = 1) -> tuple[Luna, int, int]:
    """Open the café with Ana and Ben, both of whom have points for three cakes."""
    luna = await open_luna(db, menu(stock))
    ben = await db.write(meet, "Ben")
    card = await db.write(join, luna.cafe.shop, ben)
    for this in (luna.cafe.card_id, card):
        await luna.booked(card=this, spent=1500)
    return luna, ben, card


async def test_the_last_one_is_given_once_and_nothing_is_spent_for_none(db: Database) -> None:
    luna, ben, card = await opened(db)
    asked = [
        db.write(buy_reward, who, this, "cake", now=NOW)
        for who, this in ((luna.cafe.ana, luna.cafe.card_id), (ben, card))
    ]
    outcomes = await asyncio.gather(*asked)
    assert sorted(type(one).__name__ for one in outcomes) == ["Bought", "SoldOut"]
    balances = [(await luna.stands(card=this)).counter.balance for this in (luna.cafe.card_id, card)]
    assert sorted(balances) == [10, 15]


async def test_what_is_gone_is_neither_offered_nor_handed_out(db: Database) -> None:
    luna, ben, card = await opened(db)
    assert isinstance(await db.write(buy_reward, luna.cafe.ana, luna.cafe.card_id, "cake", now=NOW), Bought)
    assert isinstance(await db.write(offer_reward, ben, card, "cake", now=NOW), SoldOut)
    eva = ActingPerson(luna.cafe.eva)
    assert isinstance(await db.write(redeem, eva, card, "cake", shown=True, now=NOW), SoldOut)
    assert isinstance(await db.write(redeem, eva, card, "cake", shown=False, now=NOW), SoldOut)
    assert (await luna.stands(card=card)).standing.gone == {"cake"}


async def test_one_that_is_given_back_can_be_had_again(db: Database) -> None:
    luna, ben, card = await opened(db)
    bought = await db.write(buy_reward, luna.cafe.ana, luna.cafe.card_id, "cake", now=NOW)
    assert isinstance(bought, Bought)
    await db.write(return_reward, luna.cafe.ana, bought.voucher.id, now=NOW)
    assert isinstance(await db.write(buy_reward, ben, card, "cake", now=NOW), Bought)


async def test_a_shelf_that_is_filled_again_is_filled_for_cards_that_were_begun(db: Database) -> None:
    luna, ben, card = await opened(db)
    await db.write(buy_reward, luna.cafe.ana, luna.cafe.card_id, "cake", now=NOW)
    await luna.change(menu(2))
    assert isinstance(await db.write(buy_reward, ben, card, "cake", now=NOW), Bought)
    assert isinstance(await db.write(buy_reward, ben, card, "cake", now=NOW), SoldOut)
    await luna.change(menu(None))
    assert isinstance(await db.write(buy_reward, ben, card, "cake", now=NOW), Bought)
    assert isinstance(await db.write(buy_reward, ben, card, "cake", now=NOW), PointsMissing | Bought)


@pytest.mark.parametrize("before", [None, 2])
async def test_a_stock_that_is_set_or_lowered_later_takes_nothing_from_cards_that_were_begun(
    db: Database, before: int | None
) -> None:
    luna, ben, card = await opened(db, before)
    await luna.change(menu(1))
    assert isinstance(await db.write(buy_reward, luna.cafe.ana, luna.cafe.card_id, "cake", now=NOW), Bought)
    assert (await luna.stands(card=card)).standing.gone == frozenset()
    assert isinstance(await db.write(buy_reward, ben, card, "cake", now=NOW), Bought)
    dan = await db.write(meet, "Dan")
    new = await db.write(join, luna.cafe.shop, dan)
    await luna.booked(card=new, spent=1500)
    assert isinstance(await db.write(buy_reward, dan, new, "cake", now=NOW), SoldOut)


@pytest.mark.parametrize(
    "programme", [menu(0), menu(10**9), stamp_card((Reward("cake", "A cake", 5, stock=3),))]
)
def test_a_stock_is_for_menus_and_more_than_nothing(programme: Programme) -> None:
    bad = check(programme, "EUR")
    assert bad
    assert bad.why == "reward_stock"
