"""Becoming a customer: by the poster, or by claiming a printed card with all that is on it."""

from actions.cards.join import (
    Claimed,
    Joined,
    NoShop,
    TakenCard,
    claim_card,
    join_shop,
    print_cards,
    works_at,
)
from actions.till.redeem import Redeemed, Unregistered, redeem
from actions.till.scan_outcome import Booked
from loyalty.actor import ActingPerson
from loyalty.records import Account
from storage.engine.database import Database
from tests.actions.places import DAY, HOUR, NOW, Luna, meet, open_luna, points, stamps


async def printed(luna: Luna, visits: int = 0) -> Account:
    """Print a card and stamp it an hour apart, the last time at NOW."""
    card = (await luna.db.write(print_cards, luna.cafe.shop, 1, now=NOW - DAY))[0]
    for hours in range(visits - 1, -1, -1):
        await luna.booked(NOW - hours * HOUR, card=card.id)
    return card


async def claimed(luna: Luna, person_id: int, card: Account) -> Claimed:
    outcome = await luna.db.write(claim_card, person_id, card.public_id, now=NOW)
    assert isinstance(outcome, Claimed), outcome
    return outcome


async def test_a_posters_link_gives_one_card_however_often_it_is_followed(db: Database) -> None:
    luna = await open_luna(db, stamps(10, head_start=2))
    again = await db.write(join_shop, luna.cafe.ana, luna.cafe.shop.code, now=NOW)
    assert isinstance(again, Joined)
    assert (again.new, again.state.account.id, again.state.counter.balance) == (False, luna.cafe.card_id, 2)
    assert await db.write(join_shop, luna.cafe.ana, "nowhere", now=NOW) == NoShop()


async def test_a_printed_card_collects_and_cannot_be_redeemed(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    card = await printed(luna, 3)
    state = await luna.stands(card=card.id)
    assert (state.name, len(state.vouchers)) == ("", 1)
    outcome = await db.write(
        redeem, ActingPerson(luna.cafe.eva), card.id, state.vouchers[0].id, shown=True, now=NOW
    )
    assert isinstance(outcome, Unregistered)
    assert await luna.told("visit") == []


async def test_one_tap_makes_a_printed_card_somebodys(db: Database) -> None:
    luna = await open_luna(db, stamps(5, head_start=1))
    card = await printed(luna, 2)
    ben = await db.write(meet, "Ben")
    outcome = await claimed(luna, ben, card)
    assert (outcome.state.account.id, outcome.state.name, outcome.state.counter.balance) == (
        card.id,
        "Ben",
        3,
    )
    assert await db.write(claim_card, ben, card.public_id, now=NOW) == TakenCard(own=True)
    assert await db.write(claim_card, luna.cafe.ana, card.public_id, now=NOW) == TakenCard(own=False)


async def test_what_is_on_a_printed_card_moves_onto_the_card_one_has(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    await luna.booked()
    card = await printed(luna, 3)
    outcome = await claimed(luna, luna.cafe.ana, card)
    assert (outcome.moved, outcome.state.account.id, outcome.state.counter.balance) == (
        3,
        luna.cafe.card_id,
        4,
    )
    assert (await luna.stands(card=card.id)).account.closed_at == NOW
    ben = await db.write(meet, "Ben")
    assert await db.write(claim_card, luna.cafe.ana, card.public_id, now=NOW) == TakenCard(own=True)
    assert await db.write(claim_card, ben, card.public_id, now=NOW) == TakenCard(own=False)


async def test_a_moved_card_may_fill_the_one_it_comes_to(db: Database) -> None:
    luna = await open_luna(db, stamps(4))
    await luna.fill(3)
    outcome = await claimed(luna, luna.cafe.ana, await printed(luna, 3))
    assert (outcome.state.counter.balance, outcome.state.counter.round) == (2, 2)
    assert [voucher.reward_key for voucher in outcome.state.vouchers] == ["coffee"]


async def test_rewards_come_along_and_are_redeemed_on_the_new_card(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    outcome = await claimed(luna, luna.cafe.ana, await printed(luna, 3))
    assert outcome.moved == 0
    voucher = outcome.state.vouchers[0]
    spent = await db.write(
        redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, voucher.id, shown=True, now=NOW
    )
    assert isinstance(spent, Redeemed)
    await luna.fill(3, NOW + 5 * HOUR)  # its own first place 3 is paid as well


async def test_a_milestone_is_not_paid_twice_for_stamps_that_move(db: Database) -> None:
    luna = await open_luna(db, stamps(10, milestone=5))
    await luna.fill(3)
    outcome = await claimed(luna, luna.cafe.ana, await printed(luna, 6))
    assert outcome.state.counter.balance == 9
    assert [voucher.reward_key for voucher in outcome.state.vouchers] == ["cookie"]
    full = await luna.booked(NOW + HOUR)
    assert [new.reward.key for new in full.vouchers] == ["coffee"]


async def test_two_milestones_that_were_both_earned_are_both_kept(db: Database) -> None:
    luna = await open_luna(db, stamps(10, milestone=2))
    await luna.fill(2)
    outcome = await claimed(luna, luna.cafe.ana, await printed(luna, 2))
    assert [voucher.reward_key for voucher in outcome.state.vouchers] == ["cookie", "cookie"]


async def test_a_head_start_is_given_once_to_a_person(db: Database) -> None:
    luna = await open_luna(db, stamps(10, head_start=2))
    assert (await claimed(luna, luna.cafe.ana, await printed(luna))).state.counter.balance == 2
    outcome = await claimed(luna, luna.cafe.ana, await printed(luna, 3))
    assert (outcome.moved, outcome.state.counter.balance) == (3, 5)


async def test_a_claim_onto_an_empty_card_keeps_the_printed_cards_promise(db: Database) -> None:
    luna = await open_luna(db, stamps(4))
    card = await printed(luna, 2)
    await luna.change(stamps(9))
    outcome = await claimed(luna, luna.cafe.ana, card)
    assert outcome.state.progress.to_go == 2


async def test_stamps_that_move_onto_a_card_long_unused_do_not_run_out_at_once(db: Database) -> None:
    luna = await open_luna(db, stamps(10, idle_days=90))
    later = NOW + 100 * DAY
    card = (await db.write(print_cards, luna.cafe.shop, 1, now=later))[0]
    await luna.booked(later, card=card.id)
    outcome = await db.write(claim_card, luna.cafe.ana, card.public_id, now=later)
    assert isinstance(outcome, Claimed)
    assert outcome.state.counter.balance == 1


async def test_points_move_too(db: Database) -> None:
    luna = await open_luna(db, points())
    card = await printed(luna)
    await luna.booked(card=card.id, spent=1500)
    await luna.booked(spent=1000)
    assert (await claimed(luna, luna.cafe.ana, card)).state.counter.balance == 25


async def test_the_printed_code_still_stamps_a_claimed_card(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    card = await printed(luna, 1)
    ben = await db.write(meet, "Ben")
    await claimed(luna, ben, card)
    assert isinstance(await luna.scan(NOW + HOUR, card=card.id), Booked)


async def test_staff_are_told_apart_from_those_who_claim(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    card = await printed(luna)
    assert await db.write(works_at, luna.cafe.eva, card.public_id)
    assert not await db.write(works_at, luna.cafe.ana, card.public_id)


async def test_a_code_of_no_card_is_no_card(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    assert await db.write(claim_card, luna.cafe.ana, 12345, now=NOW) == NoShop()


async def test_what_came_with_a_head_start_goes_with_it(db: Database) -> None:
    luna = await open_luna(db, stamps(10, milestone=2, head_start=2))
    outcome = await claimed(luna, luna.cafe.ana, await printed(luna))
    assert [voucher.reward_key for voucher in outcome.state.vouchers] == ["cookie"]


async def test_a_place_that_a_moved_card_paid_is_passed_without_paying_it_again(db: Database) -> None:
    luna = await open_luna(db, stamps(10, milestone=3))
    await luna.change(stamps(10, milestone=3, head_start=2))
    outcome = await claimed(luna, luna.cafe.ana, await printed(luna, 1))
    assert (outcome.state.counter.balance, len(outcome.state.vouchers)) == (1, 1)
    await luna.booked(NOW + HOUR)
    passed = await luna.booked(NOW + 2 * HOUR)
    assert (passed.state.counter.balance, passed.vouchers, len(passed.state.vouchers)) == (3, (), 1)
