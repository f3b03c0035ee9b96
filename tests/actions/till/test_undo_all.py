"""Whatever a visit brought, by whichever part of the programme, its undo takes it all back, and the next one brings it again."""

from actions.cards.friends import Met, join_by_friend
from actions.till.add_to_visit import TappedItem, add_item
from actions.till.scan_outcome import Booked
from actions.till.surprise import Budget, Surprised, SurpriseGift, budget, give_surprise
from actions.till.undo_visit import Undone
from loyalty.actor import ActingPerson
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.bonus_time import BonusTime
from loyalty.cards.parts.referral import Referral
from loyalty.cards.parts.surprise import Surprise
from storage.cards import accounts, gifts
from storage.engine.database import Database
from tests.actions.customers import luna_with, setting, tick
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, meet, stamps
from tests.kinds import WELCOME

PARTS = (BonusTime(times=2), BonusItem("Cake", 3), Surprise(), Referral(for_friend=4, for_inviter=5))


async def _friend(luna: Luna) -> int:
    """Let Ben come by the link of Ana, who was here before, and return his card."""
    code = (await luna.db.read(accounts.by_id, luna.cafe.card_id)).code
    met = await luna.db.write(join_by_friend, await luna.db.write(meet, "Ben"), code, now=NOW)
    assert isinstance(met, Met)
    return met.state.account.id


async def _comes(luna: Luna, card: int) -> Booked:
    """Let Ben's visit bring all that a visit can: twice the stamp, a friend's gift, a cake, a surprise, a welcome."""
    eva, now = ActingPerson(luna.cafe.eva), NOW
    booked = await luna.booked(card=card)
    state = await luna.stands(card=card)
    cake = await luna.db.write(add_item, eva, TappedItem(booked.visit.id, 0, state.current.id), now=now)
    assert isinstance(cake, Booked)
    about = (card, state.counter.programme_id)
    asked = await luna.db.write(budget, eva, *about, now=now)
    assert isinstance(asked, Budget)
    gift = SurpriseGift(*about, 1, asked.seen, "Just because")
    assert isinstance(await luna.db.write(give_surprise, eva, gift, now=now), Surprised)
    await tick(luna, NOW + MINUTE)
    return booked


async def test_an_undo_takes_back_all_that_its_visit_brought_on_both_cards(db: Database) -> None:
    luna = await luna_with(db, stamps(30, parts=PARTS), WELCOME)
    await setting(luna, WELCOME, "gift_amount", "2")
    await luna.booked(NOW - DAY)
    await tick(luna, NOW - DAY + MINUTE)
    before = (await luna.stands()).counter.balance
    ben = await _friend(luna)
    booked = await _comes(luna, ben)
    later = NOW + 2 * MINUTE
    state = await luna.stands(later, card=ben)
    assert state.counter.balance == (1 + 1) + 4 + 3 + 1 + 2
    assert (await luna.stands(later)).counter.balance == before + 5

    assert isinstance(await luna.undo(booked.visit.id, later), Undone)

    assert (await luna.stands(later, card=ben)).counter.balance == 0
    assert (await luna.stands(later)).counter.balance == before
    assert await db.read(gifts.given_since, state.counter, "surprise", since=NOW - DAY) == 0
    again = await luna.booked(NOW + HOUR, card=ben)
    assert again.gift is not None
    assert again.state.counter.balance == (1 + 1) + 4
