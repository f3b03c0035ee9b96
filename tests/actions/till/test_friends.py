"""A friend who is brought along gets what was told with the first visit, and so does who brought them: once, and taken back with it."""

from actions.cards.friends import Met, join_by_friend
from actions.till.friend_gifts import friend_came
from loyalty.cards.parts.referral import Referral
from storage.cards import accounts, referrals
from storage.cards.referrals import Friends
from storage.engine.database import Database
from tests.actions.places import DAY, NOW, Luna, meet, open_luna, stamps

PART = Referral(for_friend=2, for_inviter=3, most_a_month=2)


async def _luna(db: Database, part: Referral = PART, size: int = 10) -> Luna:
    """Open Café Luna, where Ana has been once."""
    luna = await open_luna(db, stamps(size, parts=(part,)))
    await luna.booked(NOW - DAY)
    return luna


async def _follows(luna: Luna, person_id: int) -> Met:
    card = await luna.db.read(accounts.by_id, luna.cafe.card_id)
    met = await luna.db.write(join_by_friend, person_id, card.code, now=NOW)
    assert isinstance(met, Met)
    return met


async def _brings(luna: Luna, name: str = "Ben") -> int:
    """Let a friend of Ana follow her link, and return the friend's card."""
    met = await _follows(luna, await luna.db.write(meet, name))
    assert (met.new, met.why) == (True, None)
    return met.state.account.id


async def _friends(luna: Luna) -> Friends:
    return await luna.db.read(referrals.of_shop, luna.cafe.shop.id)


async def test_both_get_theirs_with_the_friends_first_visit_and_who_invited_is_told(db: Database) -> None:
    luna = await _luna(db)
    ben = await _brings(luna)
    assert (await luna.stands(card=ben)).standing.balance == 0
    booked = await luna.booked(card=ben)
    assert booked.gift is not None
    assert (booked.gift.amount, booked.state.standing.balance, booked.visit.amount) == (2, 3, 1)
    assert (await luna.stands()).standing.balance == 1 + 3
    [told] = await luna.told("friend")
    came = await db.read(friend_came, told)
    assert came is not None
    assert (came.name, came.given) == ("Ben", 3)
    [visit] = [one for one in await luna.told("visit") if one["visit_id"] == booked.visit.id]
    assert visit["friend"] == 2


async def test_a_second_visit_brings_nothing_more_and_is_counted(db: Database) -> None:
    luna = await _luna(db)
    ben = await _brings(luna)
    await _brings(luna, "Clara")
    await luna.booked(card=ben)
    assert await _friends(luna) == Friends(joined=2, came=1, again=0)
    again = await luna.booked(NOW + DAY, card=ben)
    assert (again.gift, again.state.standing.balance) == (None, 4)
    assert await _friends(luna) == Friends(joined=2, came=1, again=1)
