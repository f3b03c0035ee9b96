"""What is put right later moves the figures of the month it belongs to, and they stay those of `/stats`, digest and export."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest

from actions.cards.join import claim_card, print_cards
from actions.people.erasure import Erased, erase_person
from actions.shop.digest import Digest, digest
from actions.shop.export import Exported, export_shop
from actions.shop.money import Money
from actions.shop.stats import Sales, Stats, shop_stats
from actions.till.correct_amount import Amended, amend
from actions.till.redeem import Redeemed, redeem
from actions.till.scan_outcome import Booked
from actions.till.undo_redemption import GivenBack, take_back_redemption
from loyalty.actor import ActingPerson
from loyalty.cards.programme import Reward
from loyalty.dates import day_starts, months_later
from loyalty.shop.money import HandedOut, Takings
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.people import card_pasts
from storage.people.card_pasts import CardsOf
from tests.actions.links import card_of, linked, twin, unlinked
from tests.actions.places import DAY, HOUR, MINUTE, Luna, hire, join, meet, open_luna, points
from tests.actions.shop.test_money import NOON, money
from tests.programmes import points_card, stamp_card

pytestmark = pytest.mark.asks


async def test_a_corrected_amount_counts_once_as_it_was_corrected(db: Database) -> None:
    luna = await open_luna(db, points())
    visit = (await luna.booked(NOON - HOUR, spent=1250_00)).visit
    await _amended(luna, visit.id, 12_50, NOON - HOUR + MINUTE)
    assert (await money(luna)).this.takings == Takings(1, 1, 12_50)


async def test_a_redemption_that_was_taken_back_costs_nothing(db: Database) -> None:
    luna = await open_luna(db, stamp_card((Reward("coffee", "Coffee", 1, 250),)))
    await luna.booked(NOON - 2 * HOUR)
    [voucher] = (await luna.stands(NOON - 2 * HOUR)).vouchers
    eva = ActingPerson(luna.cafe.eva)
    done = await db.write(redeem, eva, luna.cafe.card_id, voucher.id, shown=True, now=NOON - HOUR)
    assert isinstance(done, Redeemed)
    assert (await money(luna)).this.handed_out == HandedOut(1, 250, 0)
    back = await db.write(take_back_redemption, eva, voucher.id, now=NOON - HOUR + MINUTE)
    assert isinstance(back, GivenBack)
    assert (await money(luna)).this.handed_out == HandedOut()


async def test_visits_on_a_printed_card_are_those_of_who_puts_it_onto_their_own(db: Database) -> None:
    luna = await open_luna(db, points())
    [printed] = await db.write(print_cards, luna.cafe.shop, 1, now=NOON - 60 * DAY)
    await luna.booked(NOON - 50 * DAY, spent=5_00)
    await luna.booked(NOON - 2 * HOUR, card=printed.id, spent=4_00)
    await db.write(claim_card, luna.cafe.ana, printed.public_id, now=NOON - HOUR)
    flow = (await money(luna)).flow
    assert (flow.start, flow.new, flow.lost, flow.end) == (1, 0, 0, 1)
    page = await db.read(card_pasts.page, CardsOf(luna.cafe.shop.id, NOON - 90 * DAY, 0), after=0, most=9)
    assert [len(past.days) for past in page.pasts] == [2]


async def test_two_cards_that_become_one_are_one_customer_and_two_again_once_parted(db: Database) -> None:
    luna = await open_luna(db, points())
    other = await twin(luna, now=NOON - 60 * DAY)
    card = (await card_of(luna, other)).account.id
    await luna.booked(NOON - 50 * DAY, card=card, spent=4_00)
    await luna.booked(NOON - 2 * HOUR, spent=5_00)
    two = await money(luna)
    assert (two.flow.start, two.flow.new, two.flow.end) == (1, 1, 2)
    done = await linked(luna, other, NOON - HOUR)
    one = await money(luna)
    assert (one.this.takings, one.flow.start, one.flow.new, one.flow.end) == (two.this.takings, 1, 0, 1)
    await unlinked(luna, done, NOON - HOUR)
    assert (await money(luna)).flow == two.flow


async def test_who_is_forgotten_takes_no_figure_along_and_is_lost_from_then_on(db: Database) -> None:
    luna = await open_luna(db, points())
    await luna.booked(NOON - 40 * DAY, spent=4_00)
    await luna.booked(NOON - HOUR, spent=5_00)
    before = await money(luna)
    assert await db.write(erase_person, luna.cafe.ana, now=NOON) == Erased()
    after = await money(luna)
    assert after.last == before.last
    assert after.this == replace(before.this, lost=before.this.lost + 1)
    assert after.flow == replace(before.flow, lost=before.flow.lost + 1)


async def test_one_who_usually_types_cents_is_named_though_half_of_all_amounts_are_hers(db: Database) -> None:
    luna = await open_luna(db, points())
    fay = await db.write(meet, "Fay")
    await db.write(hire, luna.cafe.shop.id, fay, "cashier")
    for day in range(25, 0, -1):
        await luna.booked(NOON - day * DAY, spent=12_00)
        await luna.booked(NOON - day * DAY + HOUR, by=fay, spent=1100_00)
    names = {one.name: (one.usual_minor, one.others_minor) for one in (await money(luna)).typists}
    assert names == {"Eva": (12_00, 1100_00), "Fay": (1100_00, 12_00)}


async def test_a_shop_of_three_and_one_whale_is_told_without_a_fault(db: Database) -> None:
    luna = await open_luna(db, points_card((Reward("coffee", "Coffee", 50, 90_00),)))
    people = [await db.write(meet, name, now=NOON - 400 * DAY) for name in ("Ben", "Cas")]
    cards = [await db.write(join, luna.cafe.shop, one, now=NOON - 400 * DAY) for one in people]
    for card, spent in zip((*cards, luna.cafe.card_id), (3_00, 4_00, 900_00), strict=True):
        await luna.booked(NOON - 380 * DAY, card=card, spent=spent)
        await luna.booked(NOON - HOUR, card=card, spent=spent)
    eva = ActingPerson(luna.cafe.eva)
    await db.write(redeem, eva, luna.cafe.card_id, "coffee", shown=True, now=NOON - MINUTE)
    found = await money(luna)
    assert found.this.takings == Takings(3, 3, 907_00)
    assert found.this.handed_out == HandedOut(1, 90_00, 0)
    assert found.stayed
    loss = found.stayed.yearly_loss
    assert loss.low <= loss.about <= loss.high


@pytest.mark.walks
@pytest.mark.parametrize("seed", range(3))
async def test_whatever_happened_stats_digest_and_export_tell_of_the_same_sums(
    db: Database, seed: int
) -> None:
    luna, life = await open_luna(db, points()), Random(seed)  # noqa: S311
    typed = await _lives(luna, life)
    cleo, shop = ActingPerson(luna.cafe.cleo), luna.cafe.shop
    today = NOON.astimezone(shop.zone).date()
    starts = [day_starts(months_later(today.replace(day=1), n), shop.zone) for n in (-1, 0)]
    found = await money(luna)
    stats = await db.read(shop_stats, cleo, shop.id, now=NOON)
    told = await db.read(digest, cleo, shop.id, "month", now=NOON)
    exported = await db.read(_exported, cleo, shop.id, now=NOON)
    assert isinstance(stats, Stats)
    assert isinstance(told, Digest)
    this = _sum(typed, starts[1], NOON)
    assert found.this.takings == Takings(this.visits, this.visits, this.spent_minor)
    assert (stats.this_month, stats.last_month) == (this, _sum(typed, *starts))
    assert told.this.sales == _sum(typed, *starts)
    assert sum(exported) == sum(typed.values())
    assert _net(found)


async def _lives(luna: Luna, life: Random) -> dict[datetime, int]:
    """Let Ana come for four months, some of whose amounts are taken back or corrected; return what stands in the end."""
    stands, at = {}, NOON - 120 * DAY
    while at < NOON - DAY:
        visit = (await luna.booked(at, spent=life.randrange(1_00, 50_00))).visit
        stands[at] = visit.spent_minor or 0
        match life.randrange(5):
            case 0:
                await luna.undo(visit.id, at)
                del stands[at]
            case 1:
                del stands[at]
                stands[at + MINUTE] = life.randrange(1_00, 50_00)
                await _amended(luna, visit.id, stands[at + MINUTE], at + MINUTE)
        at += timedelta(hours=life.randrange(5, 200))
    return stands


async def _amended(luna: Luna, visit_id: int, spent: int, now: datetime) -> None:
    done = await luna.db.write(
        amend, ActingPerson(luna.cafe.eva), visit_id, spent, key=f"a{visit_id}", now=now
    )
    assert isinstance(done, Amended)
    assert isinstance(done.outcome, Booked)


def _sum(typed: dict[datetime, int], begins: datetime, ends: datetime) -> Sales:
    inside = [spent for at, spent in typed.items() if begins <= at < ends]
    return Sales(sum(inside), len(inside))


def _exported(tx: Tx, actor: ActingPerson, shop_id: int, *, now: datetime) -> Sequence[int]:
    exported = export_shop(tx, actor, shop_id, now=now)
    assert isinstance(exported, Exported)
    return [line.spent_minor or 0 for line in exported.ledger]


def _net(found: Money) -> bool:
    return found.flow.start + found.flow.net == found.flow.end
