"""A membership is sold once a tap, gives each thing once whatever two tills do, and holds as it was bought."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from actions.access import NotAllowed
from actions.cards.pause_membership import NotPaused, TermChanged, pause_membership, resume_membership
from actions.people.erasure import erase_person
from actions.people.merge import join_persons, part_persons
from actions.people.personal_data import everything_held
from actions.shop.shop_details import MoneyKept, change_shop, propose_change
from actions.till.give_benefit import (
    BenefitBack,
    BenefitGiven,
    BenefitStays,
    NotGiven,
    WantedBenefit,
    due,
    give_benefit,
    take_back,
)
from actions.till.scan_outcome import OwnCard
from actions.till.sell_membership import (
    MembershipOffer,
    NotRefunded,
    NotSold,
    Refundable,
    Refunded,
    Sale,
    Sold,
    offer,
    refund,
    see_refund,
    sell,
    undo_sale,
)
from loyalty.actor import ActingPerson
from loyalty.cards.endings import last_day
from loyalty.cards.memberships import HeldMembership
from loyalty.cards.parts.membership import Membership
from storage.cards import accounts, memberships
from storage.engine.database import Database
from storage.people import merges
from storage.shop import audit, shops
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, hire, join, meet, open_luna, stamps
from tests.actions.till.test_concurrency import MANY, at_once

pytestmark = pytest.mark.engines

COFFEE = Membership("A coffee a day", 3900, months=1, item="Coffee")
CLUB = Membership("Club", 2500, months=6, percent=10)
TEN = Membership("Ten classes", 12_000, days=90, item="Class", cuts=2)


async def _luna(db: Database, *parts: Membership) -> Luna:
    return await open_luna(db, stamps(10, parts=parts or (COFFEE,)))


async def _offer(luna: Luna, now: datetime = NOW, *, card: int | None = None) -> MembershipOffer:
    found = await luna.db.write(offer, ActingPerson(luna.cafe.eva), card or luna.cafe.card_id, now=now)
    assert isinstance(found, MembershipOffer), found
    return found


def _sale(found: MembershipOffer, place: int = 0) -> Sale:
    one = found.every[place]
    return Sale(one.state.account.id, one.state.current.id, one.place, found.seen)


async def _sold(
    luna: Luna, now: datetime = NOW, *, place: int = 0, card: int | None = None
) -> HeldMembership:
    sale = _sale(await _offer(luna, now, card=card), place)
    outcome = await luna.db.write(sell, ActingPerson(luna.cafe.eva), sale, now=now)
    assert isinstance(outcome, Sold), outcome
    return outcome.held


async def _give(
    luna: Luna, held: HeldMembership, seen: int = 0, now: datetime = NOW, *, bill: int | None = None
) -> object:
    wanted = WantedBenefit(held.id, seen, bill)
    return await luna.db.write(give_benefit, ActingPerson(luna.cafe.eva), wanted, now=now)


async def _given(
    luna: Luna, held: HeldMembership, seen: int = 0, now: datetime = NOW, *, bill: int | None = None
) -> BenefitGiven:
    outcome = await _give(luna, held, seen, now, bill=bill)
    assert isinstance(outcome, BenefitGiven), outcome
    return outcome


async def _all(luna: Luna, *, card: int | None = None) -> list[HeldMembership]:
    account = await luna.db.read(accounts.by_id, card or luna.cafe.card_id)
    return await luna.db.read(memberships.of_account, account)


async def test_it_is_sold_told_written_down_and_stands_on_the_card(db: Database) -> None:
    luna = await _luna(db)
    held = await _sold(luna)
    assert (held.price_minor, held.had, held.ended_at) == (3900, 0, None)
    assert held.begins_at == NOW
    assert held.ends_at == datetime(2026, 4, 1, 22, tzinfo=held.ends_at.tzinfo)
    assert [one.id for one in (await luna.stands()).memberships] == [held.id]
    assert [told["membership_id"] for told in await luna.told("membership")] == [held.id]
    [line, *_] = await db.read(audit.page, luna.cafe.shop.id, before=None, most=1)
    assert (line.what, line.old, line.new) == ("membership_sold", "A coffee a day", "3900")


@pytest.mark.slow
async def test_twenty_taps_on_one_button_sell_one(db: Database) -> None:
    luna = await _luna(db)
    sale = _sale(await _offer(luna))
    outcomes = await at_once(
        [db.write(sell, ActingPerson(luna.cafe.eva), sale, now=NOW) for _ in range(MANY)]
    )
    assert sum(isinstance(one, Sold) and not one.again for one in outcomes) == 1
    assert all(isinstance(one, Sold) for one in outcomes)
    assert len(await _all(luna)) == 1


async def test_nobody_sells_to_themselves_and_a_changed_offer_is_not_sold(db: Database) -> None:
    luna = await _luna(db)
    eva = luna.cafe.eva
    own = await db.write(join, luna.cafe.shop, eva)
    assert isinstance(await db.write(offer, ActingPerson(eva), own, now=NOW), OwnCard)
    sale = _sale(await _offer(luna))
    await luna.change(stamps(10, parts=(replace(COFFEE, price_minor=4500),)))
    outcome = await db.write(sell, ActingPerson(eva), sale, now=NOW)
    assert isinstance(outcome, NotSold)
    assert outcome.why == "changed"
    assert not await _all(luna)


async def test_a_tap_on_what_was_given_back_or_on_another_than_was_paid_is_no_sale_from_before(
    db: Database,
) -> None:
    luna = await _luna(db, COFFEE, TEN)
    eva = ActingPerson(luna.cafe.eva)
    found = await _offer(luna)
    undone = await db.write(sell, eva, _sale(found), now=NOW)
    assert isinstance(undone, Sold)
    await db.write(undo_sale, eva, undone.held.id, now=NOW)
    old_tap = await db.write(sell, eva, _sale(found), now=NOW + MINUTE)
    assert isinstance(old_tap, NotSold)
    assert old_tap.why == "changed"
    held = await _sold(luna, NOW + MINUTE, place=1)
    other = await db.write(sell, eva, _sale(found), now=NOW + MINUTE)
    assert isinstance(other, NotSold)
    again = await db.write(sell, eva, _sale(found, 1), now=NOW + MINUTE)
    assert isinstance(again, Sold)
    assert (again.again, again.held.id) == (True, held.id)


@pytest.mark.slow
async def test_what_was_bought_holds_whatever_the_shop_changes_or_takes_away(db: Database) -> None:
    luna = await _luna(db, TEN)
    held = await _sold(luna)
    await luna.change(stamps(10, parts=(replace(TEN, cuts=1, price_minor=1),)))
    await luna.change(stamps(10))
    [kept] = (await luna.stands()).memberships
    assert (kept.price_minor, kept.cuts, kept.ends_at) == (held.price_minor, 2, held.ends_at)
    first = await _given(luna, held)
    assert first.held.left == 1
    second = await _given(luna, held, first.benefit.id, NOW + HOUR)
    assert second.held.left == 0


async def test_it_is_had_once_a_day_by_the_shops_clock_and_taken_back_once(db: Database) -> None:
    luna = await _luna(db)
    held = await _sold(luna)
    first = await _given(luna, held)
    again = await _given(luna, held)  # the same tap, brought twice
    assert again.again
    assert again.benefit.id == first.benefit.id
    refused = await _give(luna, held, first.benefit.id, NOW + HOUR)
    assert isinstance(refused, NotGiven)
    assert refused.why == "today"
    back = await db.write(take_back, ActingPerson(luna.cafe.eva), first.benefit.id, now=NOW + MINUTE)
    assert isinstance(back, BenefitBack)
    assert back.held.had == 0
    twice = await db.write(take_back, ActingPerson(luna.cafe.eva), first.benefit.id, now=NOW + MINUTE)
    assert twice == BenefitStays("undone")
    assert (await _given(luna, held, first.benefit.id, NOW + HOUR)).held.had == 1
    [(one, _)] = await _due(luna, NOW + DAY)
    assert one.id == held.id
    assert await _due(luna, NOW + 2 * HOUR) == []


async def _moves(luna: Luna, zone: str, now: datetime) -> None:
    cleo, shop = ActingPerson(luna.cafe.cleo), await luna.db.read(shops.by_id, luna.cafe.shop.id)
    await luna.db.write(change_shop, cleo, shop.id, "timezone", zone, was=shop.timezone, now=now)


async def test_each_day_gives_its_own_though_the_clock_of_the_shop_is_changed(db: Database) -> None:
    luna = await _luna(db)
    at = NOW + 5 * MINUTE
    held = await _sold(luna, at)
    first = await _given(luna, held, 0, at)
    await _moves(luna, "Pacific/Kiritimati", at)  # where the next day has come
    second = await _given(luna, held, first.benefit.id, at + MINUTE)
    await _moves(luna, "Pacific/Honolulu", at + 2 * MINUTE)  # where it is the day before once more
    for hours in (1, 23, 24, 47):
        refused = await _give(luna, held, second.benefit.id, at + hours * HOUR)
        assert isinstance(refused, NotGiven), hours
        assert refused.why == "today"
    assert isinstance(await _give(luna, held, second.benefit.id, at + 48 * HOUR), BenefitGiven)


async def test_a_pass_that_is_used_up_is_held_by_nobody(db: Database) -> None:
    luna = await _luna(db, TEN)
    held = await _sold(luna)
    first = await _given(luna, held)
    assert await db.read(memberships.running, luna.cafe.shop.id, now=NOW) == 1
    await _given(luna, held, first.benefit.id)
    assert await db.read(memberships.running, luna.cafe.shop.id, now=NOW) == 0


async def _due(luna: Luna, now: datetime) -> list[tuple[HeldMembership, int]]:
    state = await luna.stands(now)
    return await luna.db.read(due, state)


@pytest.mark.slow
async def test_of_a_last_cut_at_twenty_tills_one_gets_it(db: Database) -> None:
    luna = await _luna(db, TEN)
    held = await _sold(luna)
    first = await _given(luna, held)
    outcomes = await at_once([_give(luna, held, first.benefit.id, NOW + HOUR) for _ in range(MANY)])
    given = [one for one in outcomes if isinstance(one, BenefitGiven)]
    assert sum(not one.again for one in given) == 1
    assert len(given) == MANY  # the others read that it was counted
    late = await _give(luna, held, given[0].benefit.id, NOW + 2 * HOUR)
    assert isinstance(late, NotGiven)
    assert late.why == "empty"
    assert [told["benefit_id"] for told in await luna.told("cut")] == [first.benefit.id, given[0].benefit.id]


async def test_of_a_bill_the_share_comes_off_to_the_cent_and_as_often_as_there_is_one(db: Database) -> None:
    luna = await _luna(db, CLUB)
    held = await _sold(luna)
    first = await _given(luna, held, bill=1255)
    assert (first.benefit.bill_minor, first.benefit.off_minor) == (1255, 126)
    second = await _given(luna, held, first.benefit.id, NOW + MINUTE)
    assert (second.benefit.off_minor, second.held.had) == (None, 2)


async def test_bought_again_it_adds_on_and_the_first_is_used_first(db: Database) -> None:
    luna = await _luna(db, COFFEE)
    first = await _sold(luna)
    second = await _sold(luna, NOW + 20 * DAY)
    assert second.begins_at == first.ends_at
    assert [one.id for one, _ in await _due(luna, NOW + 20 * DAY)] == [first.id]
    later = await _give(luna, second, 0, NOW + 20 * DAY)
    assert isinstance(later, NotGiven)
    assert later.why == "later"
    assert [one.id for one, _ in await _due(luna, first.ends_at)] == [second.id]
    assert await _due(luna, second.ends_at) == []


async def test_what_follows_one_that_is_given_back_begins_in_its_stead_and_keeps_its_days(
    db: Database,
) -> None:
    luna = await _luna(db, COFFEE)
    eva, cleo = ActingPerson(luna.cafe.eva), ActingPerson(luna.cafe.cleo)
    first, second, third = await _sold(luna), await _sold(luna), await _sold(luna)
    await db.write(undo_sale, eva, second.id, now=NOW + MINUTE)
    moved = (await _all(luna))[2]
    assert moved.begins_at == first.ends_at
    assert moved.ends_at - first.ends_at == pytest.approx(third.ends_at - third.begins_at, abs=HOUR)
    later = NOW + 5 * DAY
    await db.write(refund, cleo, first.id, 1000, 0, now=later)
    ended, _, last = await _all(luna)
    zone = luna.cafe.shop.zone
    assert ended.ends_at == first.ends_at
    assert last.begins_at.astimezone(zone).date() == later.astimezone(zone).date()
    assert last.ends_at - last.begins_at == pytest.approx(third.ends_at - third.begins_at, abs=HOUR)
    assert isinstance(await _give(luna, last, now=later), BenefitGiven)


async def test_a_slip_is_taken_back_by_its_seller_and_what_was_used_by_who_leads_the_shop(
    db: Database,
) -> None:
    luna = await _luna(db, TEN)
    eva, cleo = ActingPerson(luna.cafe.eva), ActingPerson(luna.cafe.cleo)
    slip = await _sold(luna)
    undone = await db.write(undo_sale, eva, slip.id, now=NOW + MINUTE)
    assert isinstance(undone, Refunded)
    assert undone.held.refunded_minor == slip.price_minor
    assert await db.write(undo_sale, eva, slip.id, now=NOW + MINUTE) == NotRefunded("ended")
    assert isinstance(await _give(luna, slip), NotGiven)
    held = await _sold(luna, NOW + HOUR)
    assert await db.write(undo_sale, eva, held.id, now=NOW + 2 * DAY) == NotRefunded("manager")
    await _given(luna, held, now=NOW + HOUR)
    assert await db.write(undo_sale, eva, held.id, now=NOW + HOUR) == NotRefunded("used")
    assert await db.write(refund, eva, held.id, 100, 1, now=NOW + HOUR) == NotAllowed()
    seen = await db.write(see_refund, cleo, held.id, now=NOW + HOUR)
    assert isinstance(seen, Refundable)
    assert (seen.held.had, seen.left_minor) == (1, 6000)
    before = await db.write(
        refund, cleo, held.id, held.price_minor, 0, now=NOW + HOUR
    )  # asked when nothing was had
    assert before == NotRefunded("used")
    ended = await db.write(refund, cleo, held.id, seen.left_minor, seen.held.had, now=NOW + HOUR)
    assert isinstance(ended, Refunded)
    assert ended.held.refunded_minor == 6000
    assert await db.write(refund, cleo, held.id, 6000, 1, now=NOW + HOUR) == NotRefunded("ended")
    assert len(await luna.told("membership_ended")) == 2


async def test_nobody_is_paid_back_more_than_they_paid(db: Database) -> None:
    luna = await _luna(db)
    held = await _sold(luna)
    ended = await db.write(refund, ActingPerson(luna.cafe.cleo), held.id, 99_999, 0, now=NOW)
    assert isinstance(ended, Refunded)
    assert ended.held.refunded_minor == held.price_minor


async def test_it_goes_with_its_card_when_two_persons_become_one_and_comes_back(db: Database) -> None:
    luna = await _luna(db)
    other = await db.write(meet, "Ana again")
    card = await db.write(join, luna.cafe.shop, other)
    held = await _sold(luna, card=card)
    this = await db.write(join_persons, luna.cafe.ana, other, now=NOW + HOUR)
    assert [one.id for one in (await luna.stands(NOW + HOUR)).memberships] == [held.id]
    assert isinstance(await _give(luna, held, now=NOW + HOUR), BenefitGiven)
    merge = await db.read(merges.by_id, this)
    assert merge
    await db.write(part_persons, merge, now=NOW + 2 * HOUR)
    assert (await luna.stands(NOW + 2 * HOUR)).memberships == ()
    assert [one.id for one in await _all(luna, card=card)] == [held.id]


async def test_who_is_forgotten_leaves_the_arithmetic_and_their_pass_gives_nothing(db: Database) -> None:
    luna = await _luna(db, TEN)
    held = await _sold(luna)
    rows = (await db.write(everything_held, luna.cafe.ana, now=NOW)).rows
    assert [row["price_minor"] for row in rows["memberships"]] == [12_000]
    assert await db.read(memberships.running, luna.cafe.shop.id, now=NOW + HOUR) == 1
    await db.write(erase_person, luna.cafe.ana, now=NOW + HOUR)
    [kept] = await _all(luna)
    assert kept.price_minor == 12_000
    assert await db.read(memberships.running, luna.cafe.shop.id, now=NOW + HOUR) == 0
    assert not isinstance(await _give(luna, held, now=NOW + 2 * HOUR), BenefitGiven)


async def test_a_manager_takes_back_later_than_a_cashier(db: Database) -> None:
    luna = await _luna(db)
    held = await _sold(luna)
    benefit = (await _given(luna, held)).benefit
    late = NOW + timedelta(hours=3)
    assert await db.write(take_back, ActingPerson(luna.cafe.eva), benefit.id, now=late) == BenefitStays(
        "late"
    )
    boss = await db.write(meet, "Max")
    await db.write(hire, luna.cafe.shop.id, boss, "manager")
    assert isinstance(await db.write(take_back, ActingPerson(boss), benefit.id, now=late), BenefitBack)


async def test_its_holder_and_nobody_else_sets_it_aside_and_it_gives_nothing_meanwhile(db: Database) -> None:
    luna = await _luna(db)
    held = await _sold(luna)
    assert await db.write(pause_membership, luna.cafe.eva, held.id, 14, now=NOW) == NotPaused("over")
    rests = await db.write(pause_membership, luna.cafe.ana, held.id, 14, now=NOW)
    assert isinstance(rests, TermChanged)
    assert await db.write(pause_membership, luna.cafe.ana, held.id, 14, now=NOW) == NotPaused("paused")
    assert isinstance(await _give(luna, held), BenefitGiven)  # today is not set aside
    refused = await _give(luna, held, 1, NOW + 2 * DAY)
    assert isinstance(refused, NotGiven)
    assert refused.why == "paused"
    goes_on = await db.write(resume_membership, luna.cafe.ana, held.id, now=NOW + 11 * DAY)
    assert isinstance(goes_on, TermChanged)
    assert goes_on.held.ends_at == held.ends_at + 10 * DAY
    assert isinstance(await _give(luna, held, 1, NOW + 11 * DAY), BenefitGiven)


async def test_another_zone_keeps_the_last_day_and_another_money_is_refused(db: Database) -> None:
    luna = await _luna(db)
    held = await _sold(luna)
    following = await _sold(luna, NOW + DAY)
    cleo, shop = ActingPerson(luna.cafe.cleo), luna.cafe.shop
    await db.write(change_shop, cleo, shop.id, "timezone", "Asia/Tokyo", was=shop.timezone, now=NOW + DAY)
    first, second = await _all(luna)
    tokyo = ZoneInfo("Asia/Tokyo")
    for new, old in ((first, held), (second, following)):
        assert last_day(new.ends_at, tokyo) == last_day(old.ends_at, shop.zone)
    assert (first.begins_at, second.begins_at) == (held.begins_at, first.ends_at)
    assert isinstance(await db.write(propose_change, cleo, shop.id, "currency", "USD"), MoneyKept)
