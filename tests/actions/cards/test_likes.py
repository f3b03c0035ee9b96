"""What a shop knows of its customers' likes: tapped at the till, said by them, taken back, joined, forgotten."""

from datetime import datetime

import pytest

from actions.cards.likes import likes_of, usual_of
from actions.people.likes import OwnLikes, own_likes, say_like, share_card
from actions.people.merge import join_persons
from actions.shop.items import ShopItems, add_item, avoid
from actions.till.note_purchase import Till, TooLateToTap, note_purchase
from actions.till.scan_outcome import OwnCard
from loyalty.actor import ActingPerson
from loyalty.people.likes import Answer, Inferred, Likes
from storage.cards import accounts
from storage.engine.database import Database
from tests.actions.places import DAY, MINUTE, NOW, Luna, join, meet, open_luna, stamps

pytestmark = pytest.mark.asks
MEAT, HOT = 1, 2
HAM, TEA = 1, 2


async def with_items(db: Database) -> Luna:
    """Open a café that sells ham sandwiches and tea, and learns from who never takes meat."""
    luna = await open_luna(db, stamps(30))
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    for text in ("Ham sandwich: meat", "Tea: hot"):
        assert isinstance(await db.write(add_item, cleo, shop_id, text, now=NOW), ShopItems)
    await db.write(avoid, cleo, shop_id, MEAT, avoided=True, now=NOW)
    return luna


async def buys(luna: Luna, item: int, at: datetime = NOW) -> int:
    """Scan Ana's card and tap what she bought; return the visit."""
    visit = (await luna.booked(at)).visit
    assert isinstance(await tapped(luna, visit.id, item, at), Till)
    return visit.id


async def tapped(luna: Luna, visit: int, item: int, at: datetime, *, bought: bool = True) -> object:
    eva = ActingPerson(luna.cafe.eva)
    return await luna.db.write(note_purchase, eva, visit, item, bought=bought, now=at)


async def known(luna: Luna, now: datetime = NOW) -> Likes:
    account = await luna.db.read(accounts.by_id, luna.cafe.card_id)
    return await luna.db.read(likes_of, account, now=now)


async def test_ten_teas_and_no_meat_are_told_and_corrected_with_a_tap(db: Database) -> None:
    luna = await with_items(db)
    for day in range(9):
        await buys(luna, TEA, NOW + day * DAY)
    assert (await known(luna, NOW + 9 * DAY)).refused() == frozenset()
    await buys(luna, TEA, NOW + 9 * DAY)
    now = NOW + 10 * DAY
    [own] = await db.read(own_likes, luna.cafe.ana, now=now)
    assert own.likes.inferred == {MEAT: Inferred(Answer.NO, 0, 10), HOT: Inferred(Answer.YES, 10, 10)}
    done = await db.write(say_like, luna.cafe.ana, luna.cafe.card_id, MEAT, Answer.EITHER, now=now)
    assert isinstance(done, OwnLikes)
    assert done.likes.refused() == frozenset()


async def test_a_visit_that_is_taken_back_takes_what_was_bought_with_it(db: Database) -> None:
    luna = await with_items(db)
    visits = [await buys(luna, TEA, NOW + day * DAY) for day in range(10)]
    assert (await known(luna, NOW + 9 * DAY)).refused() == {MEAT}
    await luna.undo(visits[-1], NOW + 9 * DAY)
    assert (await known(luna, NOW + 9 * DAY)).inferred == {}


async def test_a_double_tap_counts_once_and_a_slip_is_taken_off(db: Database) -> None:
    luna = await with_items(db)
    visit = await buys(luna, TEA)
    again = await tapped(luna, visit, TEA, NOW)
    assert isinstance(again, Till)
    assert again.bought == {TEA}
    gone = await tapped(luna, visit, TEA, NOW, bought=False)
    assert isinstance(gone, Till)
    assert gone.bought == frozenset()
    assert isinstance(await tapped(luna, visit, TEA, NOW + 16 * MINUTE), TooLateToTap)


async def test_nobody_taps_for_themselves(db: Database) -> None:
    luna = await with_items(db)
    eva = await db.write(join, luna.cafe.shop, luna.cafe.eva)
    visit = (await luna.booked(card=eva, by=luna.cafe.cleo)).visit
    assert isinstance(await tapped(luna, visit.id, TEA, NOW), OwnCard)


async def test_the_usual_is_what_was_bought_thrice_unless_several_use_the_card(db: Database) -> None:
    luna = await with_items(db)
    account = await db.read(accounts.by_id, luna.cafe.card_id)
    for day in range(3):
        assert await db.read(usual_of, account, now=NOW + 2 * DAY) is None
        await buys(luna, TEA, NOW + day * DAY)
    usual = await db.read(usual_of, account, now=NOW + 2 * DAY)
    assert usual
    assert usual.label == "Tea"
    await db.write(share_card, luna.cafe.ana, luna.cafe.card_id, shared=True, now=NOW)
    assert await db.read(usual_of, account, now=NOW + 2 * DAY) is None


async def test_a_card_of_several_people_infers_nothing_and_what_was_said_still_holds(db: Database) -> None:
    luna = await with_items(db)
    for day in range(10):
        await buys(luna, TEA, NOW + day * DAY)
    await db.write(share_card, luna.cafe.ana, luna.cafe.card_id, shared=True, now=NOW)
    await db.write(say_like, luna.cafe.ana, luna.cafe.card_id, HOT, Answer.NO, now=NOW)
    assert await known(luna, NOW + 9 * DAY) == Likes({HOT: Answer.NO}, {}, shared=True)
    await db.write(share_card, luna.cafe.ana, luna.cafe.card_id, shared=False, now=NOW)
    assert (await known(luna, NOW + 9 * DAY)).refused() == {MEAT, HOT}


async def test_two_cards_that_become_one_keep_every_no_and_every_purchase(db: Database) -> None:
    luna = await with_items(db)
    await buys(luna, TEA)
    other = await db.write(meet, "Ana")
    card = await db.write(join, luna.cafe.shop, other)
    await db.write(say_like, luna.cafe.ana, luna.cafe.card_id, MEAT, Answer.YES, now=NOW)
    await db.write(say_like, other, card, MEAT, Answer.NO, now=NOW)
    await db.write(say_like, other, card, HOT, Answer.YES, now=NOW)
    visit = (await luna.booked(NOW + DAY, card=card)).visit
    await tapped(luna, visit.id, HAM, NOW + DAY)
    await db.write(join_persons, luna.cafe.ana, other, now=NOW + DAY)
    assert (await known(luna)).said == {MEAT: Answer.NO, HOT: Answer.YES}


async def test_nobody_elses_likes_are_said(db: Database) -> None:
    luna = await with_items(db)
    ben = await db.write(meet, "Ben")
    await db.write(say_like, ben, luna.cafe.card_id, MEAT, Answer.NO, now=NOW)
    assert (await known(luna)).said == {}
