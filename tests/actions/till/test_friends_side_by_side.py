"""A friend, or somebody new, whose first visit counts on another card than the gift lies on: it goes with the visit's undo."""

from actions.cards.card_state import load_every
from actions.cards.friends import Met, join_by_friend
from actions.delivery.notices import load_notice
from actions.shop.side_by_side import add_programme
from actions.till.correct_amount import Amended, amend
from actions.till.scan_outcome import Booked
from actions.till.undo_visit import NotUndone, Undone
from loyalty.actor import ActingPerson
from loyalty.cards.parts.referral import Referral
from loyalty.cards.programme import Programme, ProgrammeVersion
from loyalty.till.undo import GiftSpent
from loyalty.units import Unit
from storage.cards import accounts, referrals, vouchers
from storage.cards.referrals import Friends
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.shop import staff
from tests.actions.customers import luna_with, setting, tick
from tests.actions.places import DAY, MINUTE, NOW, Luna, meet, open_luna, points, stamps
from tests.kinds import WELCOME

PART = Referral(for_friend=2, for_inviter=3, most_a_month=2)


def _balances(tx: Tx, account_id: int) -> dict[Unit, int]:
    states = load_every(tx, accounts.by_id(tx, account_id), now=NOW)
    return {state.current.programme.unit: state.counter.balance for state in states}


async def _beside(luna: Luna, programme: Programme, name: str) -> None:
    cafe = luna.cafe
    added = await luna.db.write(
        add_programme, ActingPerson(cafe.cleo), cafe.shop.id, programme, name=name, now=NOW - DAY
    )
    assert isinstance(added, ProgrammeVersion)


async def _brings(luna: Luna) -> int:
    """Let Ben follow Ana's link, and return his card."""
    code = (await luna.db.read(accounts.by_id, luna.cafe.card_id)).code
    met = await luna.db.write(join_by_friend, await luna.db.write(meet, "Ben"), code, now=NOW)
    assert isinstance(met, Met)
    assert met.why is None
    return met.state.account.id


async def test_an_amended_first_visit_brings_both_their_gifts_again(db: Database) -> None:
    luna = await open_luna(db, stamps(10, parts=(PART,)))
    await _beside(luna, points(), "Points")
    ben = await _brings(luna)
    booked = await luna.booked(card=ben, spent=2000)
    assert booked.gift is not None
    eva = ActingPerson(luna.cafe.eva)
    amended = await db.write(amend, eva, booked.visit.id, 1500, key="update:amend", now=NOW + MINUTE)
    assert isinstance(amended, Amended)
    assert isinstance(amended.outcome, Booked)
    assert amended.outcome.gift is not None
    assert await db.read(_balances, ben) == {Unit.STAMPS: 2, Unit.POINTS: 15}
    assert await db.read(_balances, luna.cafe.card_id) == {Unit.STAMPS: 3, Unit.POINTS: 0}
    assert await db.read(referrals.of_shop, luna.cafe.shop.id) == Friends(joined=1, came=1, again=0)


async def test_a_gift_on_the_second_card_is_told_of_that_card(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    await _beside(luna, points(parts=(PART,)), "Points")
    booked = await luna.booked(card=await _brings(luna), spent=2000)
    assert isinstance(await luna.undo(booked.visit.id, NOW + MINUTE), Undone)
    for kind in ("friend", "friend_undone"):
        [told] = await luna.told(kind)
        notice = await db.write(load_notice, told["address_id"], told, now=NOW + MINUTE)
        assert notice is not None
        assert notice.state is not None
        assert notice.state.current.programme.unit is Unit.POINTS, kind


async def _welcomed(db: Database, amount: int, programme: Programme) -> tuple[Luna, int]:
    """Let Ana's first visit count on the second card, and welcome her on the first; return the visit."""
    luna = await luna_with(db, programme, WELCOME)
    await _beside(luna, points(), "Points")
    await setting(luna, WELCOME, "gift_amount", str(amount))
    visit = (await luna.booked(NOW, spent=2000)).visit
    await tick(luna, NOW + MINUTE)
    return luna, visit.id


async def test_a_welcome_goes_with_a_first_visit_on_another_card(db: Database) -> None:
    luna, visit_id = await _welcomed(db, 2, stamps(10))
    assert await db.read(_balances, luna.cafe.card_id) == {Unit.STAMPS: 2, Unit.POINTS: 20}
    assert isinstance(await luna.undo(visit_id, NOW + 2 * MINUTE), Undone)
    assert await db.read(_balances, luna.cafe.card_id) == {Unit.STAMPS: 0, Unit.POINTS: 0}
    assert (await db.read(accounts.by_id, luna.cafe.card_id)).last_visit_at is None


async def test_a_welcome_that_was_spent_keeps_the_first_visit(db: Database) -> None:
    luna, visit_id = await _welcomed(db, 3, stamps(3))
    [voucher] = (await luna.stands()).vouchers
    eva = await db.read(staff.in_shop, luna.cafe.eva, luna.cafe.shop.id)
    assert eva is not None
    await db.write(vouchers.use, voucher.id, by=eva.id, branch_id=None, at=NOW + MINUTE)
    refused = await luna.undo(visit_id, NOW + 2 * MINUTE)
    assert isinstance(refused, NotUndone)
    assert refused.why == GiftSpent()
