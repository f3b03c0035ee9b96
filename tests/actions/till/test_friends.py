"""A friend who is brought along gets what was told with the first visit, and so does who brought them: once, and taken back with it."""

import asyncio
from dataclasses import replace

import pytest

from actions.campaigns.consents import give_consent, withdraw_consent
from actions.cards.friends import Invitation, Met, NoInvitation, invitation, join_by_friend
from actions.people.erasure import Erased, erase_person
from actions.people.identify import Caller, recognise
from actions.till.friend_gifts import friend_came
from actions.till.scan_outcome import Booked
from actions.till.undo_visit import NotUndone, Undone
from loyalty.campaigns.frequency_cap import Purpose
from loyalty.cards.part import BadPart
from loyalty.cards.parts.referral import MOST_A_MONTH, Referral
from loyalty.till.undo import GiftSpent
from storage.cards import accounts, referrals, vouchers
from storage.cards.referrals import Friends
from storage.engine.database import Database
from storage.people import merges
from storage.shop import staff
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, hire, join, meet, open_luna, stamps

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


@pytest.mark.parametrize(("said", "brought"), [("yes", 3 + 4), ("", 3), ("yes and no", 3)])
async def test_a_friends_own_yes_to_news_brings_more_as_long_as_it_stands_at_the_first_visit(
    db: Database, said: str, brought: int
) -> None:
    luna = await _luna(db, replace(PART, for_news=4))
    met = await _follows(luna, ben := await db.write(meet, "Ben"))
    how = {"channel": "telegram", "wording": "2"}
    if said:
        await db.write(give_consent, ben, Purpose.OFFERS, now=NOW, **how)
    if said == "yes and no":
        await db.write(withdraw_consent, ben, Purpose.OFFERS, now=NOW, **how)
    booked = await luna.booked(card=met.state.account.id)
    assert booked.gift is not None
    assert booked.gift.amount == PART.for_friend  # the same, whatever they say
    assert (await luna.stands()).standing.balance == 1 + brought
    [told] = await luna.told("friend")
    assert told["given"] == brought
    undone = await luna.undo(booked.visit.id, NOW + HOUR, by=luna.cafe.cleo, reason="a slip")
    assert isinstance(undone, Undone)
    assert (await luna.stands()).standing.balance == 1


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


async def test_the_undo_of_the_first_visit_takes_both_gifts_back_and_the_next_brings_them_again(
    db: Database,
) -> None:
    luna = await _luna(db, size=4)  # Ana's gift fills her card
    ben = await _brings(luna)
    booked = await luna.booked(card=ben)
    assert ((await luna.stands()).counter.round, (await luna.stands()).standing.balance) == (2, 0)
    assert [one.reward_key for one in (await luna.stands()).vouchers] == ["coffee"]
    undone = await luna.undo(booked.visit.id, NOW + MINUTE)
    assert isinstance(undone, Undone)
    assert undone.state.standing.balance == 0
    ana = await luna.stands()
    assert (ana.counter.round, ana.standing.balance, ana.vouchers) == (1, 1, ())
    assert [one["taken"] for one in await luna.told("friend_undone")] == [3]
    assert await db.read(friend_came, (await luna.told("friend"))[0]) is None
    assert await _friends(luna) == Friends(joined=1, came=0, again=0)
    again = await luna.booked(NOW + HOUR, card=ben)
    assert again.gift is not None
    assert await _friends(luna) == Friends(joined=1, came=1, again=0)


async def test_what_came_on_top_of_the_gift_stays_when_the_gift_goes(db: Database) -> None:
    luna = await _luna(db)
    booked = await luna.booked(card=await _brings(luna))
    await luna.booked(NOW + HOUR)  # Ana comes once more
    assert isinstance(await luna.undo(booked.visit.id, NOW + HOUR, by=luna.cafe.cleo, reason="slip"), Undone)
    assert (await luna.stands()).standing.balance == 2


async def test_an_undo_after_the_gift_was_spent_is_refused_and_nothing_goes(db: Database) -> None:
    luna = await _luna(db, size=4)
    booked = await luna.booked(card=await _brings(luna))
    [voucher] = (await luna.stands()).vouchers
    eva = (await db.read(staff.in_shop, luna.cafe.eva, luna.cafe.shop.id)).id  # type: ignore[union-attr]
    await db.write(vouchers.use, voucher.id, by=eva, branch_id=None, at=NOW)
    refused = await luna.undo(booked.visit.id, NOW + MINUTE)
    assert isinstance(refused, NotUndone)
    assert refused.why == GiftSpent()
    assert (await luna.stands(card=booked.visit.account_id)).standing.balance == 3


async def test_nobody_is_their_own_friend_nor_new_where_they_had_a_card_or_work(db: Database) -> None:
    luna = await _luna(db)
    assert (await _follows(luna, luna.cafe.ana)).why == "own"
    ben = await db.write(meet, "Ben")
    await db.write(join, luna.cafe.shop, ben)
    assert (await _follows(luna, ben)).why == "customer"
    assert (await _follows(luna, luna.cafe.eva)).why == "staff"
    assert await _friends(luna) == Friends(0, 0, 0)


async def test_one_person_over_two_chats_is_no_friend_of_themselves(db: Database) -> None:
    luna = await _luna(db)
    twice, other = Caller("telegram", "luna_bot", "700", name="Ana", language="en"), "another_bot"
    first = (await db.write(recognise, twice, now=NOW)).person.id
    second = (await db.write(recognise, replace(twice, account=other), now=NOW)).person.id
    card = await db.write(join, luna.cafe.shop, first)
    await luna.booked(card=card)
    code = (await db.read(accounts.by_id, card)).code
    met = await db.write(join_by_friend, second, code, now=NOW)
    assert isinstance(met, Met)
    assert met.why == "same"
    linked = await db.write(meet, "Ana elsewhere")
    await db.write(merges.add, first, linked, {}, now=NOW)
    met = await db.write(join_by_friend, linked, code, now=NOW)
    assert isinstance(met, Met)
    assert met.why == "same"


async def test_who_turns_out_to_be_the_one_who_invited_gets_nothing_at_the_first_visit(db: Database) -> None:
    luna = await _luna(db)
    ben = await _brings(luna)
    [person] = [one.person_id for one in [await db.read(accounts.by_id, ben)]]
    assert person is not None
    await db.write(merges.add, luna.cafe.ana, person, {}, now=NOW)
    assert (await luna.booked(card=ben)).gift is None
    assert (await luna.stands()).standing.balance == 1


async def test_a_household_brings_five_a_day_and_a_month_pays_for_so_many(db: Database) -> None:
    luna = await _luna(db)
    cards = [await _brings(luna, f"Friend {n}") for n in range(5)]
    assert (await _follows(luna, await db.write(meet, "Sixth"))).why == "many"
    for card in cards[:3]:
        assert (await luna.booked(card=card)).gift is not None  # the friends get theirs
    assert (await luna.stands()).standing.balance == 1 + 2 * 3
    assert [one["given"] for one in await luna.told("friend")] == [3, 3, 0]
    found = await db.write(
        invitation, luna.cafe.ana, await db.read(accounts.by_id, luna.cafe.card_id), now=NOW
    )
    assert isinstance(found, Invitation)
    assert (found.this_month, found.friends) == (3, Friends(joined=5, came=3, again=0))


async def test_a_friend_of_somebody_who_was_erased_gets_what_was_told_and_nothing_breaks(
    db: Database,
) -> None:
    luna = await _luna(db)
    ben, clara = await _brings(luna), await _brings(luna, "Clara")
    holder = (await db.read(accounts.by_id, clara)).person_id
    code = (await db.read(accounts.by_id, luna.cafe.card_id)).code
    assert holder is not None
    for person in (luna.cafe.ana, holder):
        assert await db.write(erase_person, person, now=NOW) == Erased()
    booked = await luna.booked(card=ben)
    assert booked.gift is not None
    assert booked.gift.amount == 2
    assert await luna.told("friend") == []
    met = await db.write(join_by_friend, await db.write(meet, "Dora"), code, now=NOW)
    assert isinstance(met, Met)
    assert (met.new, met.why) == (True, "gone")
    assert isinstance(await luna.undo(booked.visit.id, NOW + MINUTE), Undone)


async def test_two_tills_at_once_give_once(db: Database) -> None:
    luna = await _luna(db)
    ben = await _brings(luna)
    outcomes = await asyncio.gather(*(luna.scan(card=ben, by=by) for by in (luna.cafe.eva, luna.cafe.cleo)))
    assert [type(one).__name__ for one in outcomes].count(Booked.__name__) == 1
    assert (await luna.stands()).standing.balance == 4
    assert (await luna.stands(card=ben)).standing.balance == 3


async def test_who_works_there_or_never_came_has_nothing_to_pass_on(db: Database) -> None:
    luna = await _luna(db)
    ben = await db.write(meet, "Ben")
    card = await db.write(join, luna.cafe.shop, ben)
    account = await db.read(accounts.by_id, card)
    found = await db.write(invitation, ben, account, now=NOW)
    assert isinstance(found, NoInvitation)
    assert found.why == "early"
    await db.write(hire, luna.cafe.shop.id, ben, "cashier")
    found = await db.write(invitation, ben, account, now=NOW)
    assert isinstance(found, NoInvitation)
    assert found.why == "staff"


async def test_what_was_told_holds_when_the_shop_gives_nothing_for_friends_any_more(db: Database) -> None:
    luna = await _luna(db)
    ben = await _brings(luna)
    await luna.change(stamps(10))
    assert (await luna.booked(card=ben)).gift is not None
    assert (await _follows(luna, await db.write(meet, "Clara"))).why == "over"


@pytest.mark.parametrize(
    ("part", "why"),
    [
        (Referral(0, 1, 1), "friend"),
        (Referral(1, 0, 1), "inviter"),
        (Referral(1, 1, 0), "month"),
        (Referral(1, 1, MOST_A_MONTH + 1), "month"),
    ],
)
def test_nothing_for_one_of_the_two_and_crowds_are_refused(part: Referral, why: str) -> None:
    bad = part.problem(takes_amounts=False)
    assert isinstance(bad, BadPart)
    assert bad.why == why
