"""A reward that gives points: a line of the ledger as it is handed out, and back with its undo while nothing stands on it."""

import pytest

from actions.cards.buy_reward import Bought, buy_reward
from actions.cards.card_state import CardState
from actions.shop.side_by_side import NotTakenAway, add_programme, take_away
from actions.till.redeem import Redeemed, redeem
from actions.till.scan import Scan, scan_card
from actions.till.undo_redemption import GivenBack, GivenOn, object_to, take_back_redemption
from actions.till.undo_visit import Undone
from loyalty.actor import ActingPerson
from loyalty.cards.programme import Programme, Reward
from loyalty.cards.programme_check import Invalid
from loyalty.cards.visits import Claim
from loyalty.cards.worth import Counted
from loyalty.units import Unit
from storage.cards import ledger
from storage.engine.database import Database
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, open_luna, stamps
from tests.programmes import points_card, stamp_card
from tests.side_by_side import add, on_each

FIFTY = Counted(50, Unit.POINTS)
PAYS_POINTS = stamp_card((Reward("treat", "Points", 1, worth=FIFTY),))
MENU = points_card((Reward("coffee", "Coffee", 40),))


async def _luna(db: Database, programme: Programme = PAYS_POINTS, beside: Programme | None = MENU) -> Luna:
    luna = await open_luna(db, stamps() if beside is MENU else programme)
    if beside:
        await db.write(add, luna.cafe.shop.id, beside, now=NOW)
    await luna.change(programme)  # what gives points comes once there is a card for them
    return luna


async def _stamped(luna: Luna) -> None:
    first = (await luna.stands()).counter.programme_id
    scan = Scan(ActingPerson(luna.cafe.eva), luna.cafe.card_id, Claim(), first)
    await luna.db.write(scan_card, scan, key=f"stamp:{next(luna.keys)}", now=NOW)


async def _handed_out(luna: Luna) -> Redeemed:
    """Let a stamp of Ana's fill her card, and Eva hand out what that pays."""
    await _stamped(luna)
    voucher = (await luna.stands()).vouchers[-1]
    eva = ActingPerson(luna.cafe.eva)
    outcome = await luna.db.write(redeem, eva, luna.cafe.card_id, voucher.id, shown=True, now=NOW)
    assert isinstance(outcome, Redeemed), outcome
    return outcome


async def _buys_coffee(luna: Luna) -> None:
    [_, points] = await luna.db.write(on_each, luna.cafe.card_id, now=NOW)
    key = points.current.programme.rewards[0].key
    bought = await luna.db.write(buy_reward, luna.cafe.ana, luna.cafe.card_id, key, now=NOW)
    assert isinstance(bought, Bought)


async def _balances(luna: Luna) -> list[int]:
    """Return what is on each counter, and hold it to the ledger."""
    states: tuple[CardState, ...] = await luna.db.write(on_each, luna.cafe.card_id, now=NOW)
    for state in states:
        assert await luna.db.read(ledger.balance, state.counter) == state.counter.balance
    return [state.counter.balance for state in states]


async def test_a_full_stamp_card_puts_points_on_the_points_card(db: Database) -> None:
    luna = await _luna(db)
    await _handed_out(luna)
    assert await _balances(luna) == [0, 50]
    [_, points] = await db.write(on_each, luna.cafe.card_id, now=NOW)
    [line] = await db.read(ledger.latest, points.counter, most=9)
    assert (line.kind, line.amount, line.visit_id) == ("gift", 50, None)
    assert line.voucher_id


async def test_a_reward_gives_to_its_own_card_first(db: Database) -> None:
    menu = (Reward("coffee", "Coffee", 40), Reward("again", "Some back", 30, worth=Counted(10, Unit.POINTS)))
    luna = await _luna(db, points_card(menu), stamp_card((Reward("tea", "Tea", 9),)))
    other = points_card((Reward("cake", "Cake", 9),))
    await db.write(add, luna.cafe.shop.id, other, name="Cakes", now=NOW)
    first = (await luna.stands()).counter.programme_id
    scan = Scan(ActingPerson(luna.cafe.eva), luna.cafe.card_id, Claim(spent_minor=35_00), first)
    await db.write(scan_card, scan, key="points", now=NOW)
    eva = ActingPerson(luna.cafe.eva)
    assert isinstance(await db.write(redeem, eva, luna.cafe.card_id, "again", shown=True, now=NOW), Redeemed)
    assert await _balances(luna) == [15, 0, 0]


async def test_an_undo_takes_the_points_back_and_gives_the_reward_again(db: Database) -> None:
    luna = await _luna(db)
    given = await _handed_out(luna)
    eva = ActingPerson(luna.cafe.eva)
    back = await db.write(take_back_redemption, eva, given.voucher.id, now=NOW + MINUTE)
    assert isinstance(back, GivenBack)
    assert await _balances(luna) == [0, 0]
    again = await db.write(redeem, eva, luna.cafe.card_id, given.voucher.id, shown=True, now=NOW + 2 * MINUTE)
    assert isinstance(again, Redeemed)
    assert await _balances(luna) == [0, 50]
    ana = ActingPerson(luna.cafe.ana)
    assert isinstance(await db.write(object_to, ana, given.voucher.id, now=NOW + HOUR), GivenBack)
    assert await _balances(luna) == [0, 0]


async def test_points_that_were_spent_meanwhile_keep_the_reward_redeemed_and_nothing_is_half_done(
    db: Database,
) -> None:
    luna = await _luna(db)
    given = await _handed_out(luna)
    await _buys_coffee(luna)
    for undo, who in ((take_back_redemption, luna.cafe.eva), (object_to, luna.cafe.ana)):
        stays = await db.write(undo, ActingPerson(who), given.voucher.id, now=NOW + MINUTE)
        assert isinstance(stays, GivenOn)
        assert stays.voucher.used_at == NOW
        assert await _balances(luna) == [0, 10]


async def test_what_was_booked_after_the_points_stays_where_it_is_enough(db: Database) -> None:
    luna = await _luna(db)
    given = await _handed_out(luna)
    second = (await db.write(on_each, luna.cafe.card_id, now=NOW))[1].counter.programme_id
    eva = ActingPerson(luna.cafe.eva)
    scan = Scan(eva, luna.cafe.card_id, Claim(spent_minor=41_00), second)
    await db.write(scan_card, scan, key="points", now=NOW)
    await _buys_coffee(luna)
    back = await db.write(take_back_redemption, eva, given.voucher.id, now=NOW + MINUTE)
    assert isinstance(back, GivenBack)
    assert await _balances(luna) == [0, 1]


async def test_stamps_that_fill_a_card_are_taken_back_with_what_it_paid_unless_that_was_used(
    db: Database,
) -> None:
    programme = stamp_card(
        (Reward("more", "Three stamps", 2, worth=Counted(3, Unit.STAMPS)), Reward("coffee", "Coffee", 4))
    )
    luna = await _luna(db, programme, None)
    await luna.booked(NOW - HOUR)
    await luna.booked(NOW - HOUR + 2 * MINUTE)
    eva = ActingPerson(luna.cafe.eva)
    [more] = (await luna.stands()).vouchers
    given = await db.write(redeem, eva, luna.cafe.card_id, more.id, shown=True, now=NOW)
    assert isinstance(given, Redeemed)
    [coffee] = (await luna.stands()).vouchers
    assert (coffee.reward, await _balances(luna)) == ("Coffee", [1])
    back = await db.write(take_back_redemption, eva, more.id, now=NOW + MINUTE)
    assert isinstance(back, GivenBack)
    stands = await luna.stands()
    assert (stands.standing.balance, stands.standing.round) == (2, 1)
    assert [one.id for one in stands.vouchers] == [more.id]
    await db.write(redeem, eva, luna.cafe.card_id, more.id, shown=True, now=NOW + 2 * MINUTE)
    [coffee] = (await luna.stands()).vouchers
    await db.write(redeem, eva, luna.cafe.card_id, coffee.id, shown=True, now=NOW + 2 * MINUTE)
    stays = await db.write(take_back_redemption, eva, more.id, now=NOW + 3 * MINUTE)
    assert isinstance(stays, GivenOn)
    assert await _balances(luna) == [1]


async def test_the_visit_that_paid_it_can_be_taken_back_once_the_reward_is(db: Database) -> None:
    luna = await _luna(db)
    given = await _handed_out(luna)
    visit = given.voucher.visit_id
    assert visit
    assert not isinstance(await luna.undo(visit), Undone)
    eva = ActingPerson(luna.cafe.eva)
    await db.write(take_back_redemption, eva, given.voucher.id, now=NOW)
    assert isinstance(await luna.undo(visit), Undone)
    assert await _balances(luna) == [0, 0]


async def test_the_card_that_a_reward_gives_to_is_not_taken_away(db: Database) -> None:
    luna = await _luna(db)
    [_, points] = await db.write(on_each, luna.cafe.card_id, now=NOW)
    cleo = ActingPerson(luna.cafe.cleo)
    stays = await db.write(take_away, cleo, luna.cafe.shop.id, points.counter.programme_id, now=NOW)
    assert isinstance(stays, NotTakenAway)
    assert stays.giving == "Points"


async def test_a_reward_that_nothing_in_the_shop_counts_is_refused(db: Database) -> None:
    luna = await _luna(db, stamp_card((Reward("coffee", "Coffee", 9),)), None)
    cleo = ActingPerson(luna.cafe.cleo)
    other = stamp_card((Reward("treat", "Points", 9, worth=FIFTY),))
    bad = await db.write(add_programme, cleo, luna.cafe.shop.id, other, name="Other", now=NOW + DAY)
    assert isinstance(bad, Invalid)
    assert bad.why == "reward_unit"


@pytest.mark.parametrize("gives", [40, 41])
async def test_a_reward_that_gives_what_it_takes_or_more_is_refused(db: Database, gives: int) -> None:
    luna = await _luna(db, stamp_card((Reward("coffee", "Coffee", 9),)), None)
    cleo = ActingPerson(luna.cafe.cleo)
    menu = points_card((Reward("again", "Points", 40, worth=Counted(gives, Unit.POINTS)),))
    bad = await db.write(add_programme, cleo, luna.cafe.shop.id, menu, name="Other", now=NOW)
    assert isinstance(bad, Invalid)
    assert (bad.why, bad.most) == ("reward_gives_more", 40)
