"""A draw keeps what it promised: fixed as it begins, decided by a seed nobody knew, drawn once, and nobody wins who may not."""

import asyncio
import random
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from runpy import run_path
from zoneinfo import ZoneInfo

import pytest

from actions.access import NotAllowed
from actions.cards.draws import (
    DrawList,
    DrawSeen,
    NoDraw,
    Scratched,
    SeedSecret,
    draw_list,
    scratch,
    see_draws,
    take_part,
)
from actions.people.erasure import erase_person
from actions.people.merge import join_persons, part_persons
from actions.people.personal_data import everything_held
from actions.shop.draws import (
    ReckonedDraw,
    RunsAlready,
    ShopDraws,
    draw_winners,
    drop_draw,
    open_draw,
    reckon_draw,
    see_shop_draws,
)
from actions.shop.shop_details import MoneyKept, change_shop, propose_change
from actions.shop.team import remove_member
from actions.till.redeem import redeem
from actions.till.scan import Scan, scan_card
from actions.till.undo_visit import NotUndone, Undone
from loyalty.actor import ActingPerson
from loyalty.cards.draws import SETTLES, Draw, DrawForm, DrawPlan, TooGenerous, winners
from loyalty.cards.endings import last_day
from loyalty.cards.visits import Claim
from loyalty.records import Voucher
from loyalty.till.undo import RewardUsed
from storage.cards import accounts, draws, vouchers
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.people import merges
from storage.shop import shops, staff
from tests.actions.overlaps import overlap
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, hire, join, meet, open_luna, stamps

SCRIPT = Path(__file__).parents[3] / "docs" / "check_draw.py"
TICKETS = DrawPlan(DrawForm.TICKETS, "Breakfast for two", 1200, 1, 7, free=False)
SCRATCH = DrawPlan(DrawForm.SCRATCH, "Free coffee", 80, 5, 7, 2, free=False)


async def _luna(db: Database, plan: DrawPlan = TICKETS, *, seed: str = "00" * 32) -> tuple[Luna, Draw]:
    luna = await open_luna(db, stamps(10))
    opened = await db.write(
        open_draw, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, plan, seed=seed, now=NOW
    )
    assert isinstance(opened, ReckonedDraw), opened
    [draw] = await db.read(draws.of_shop, luna.cafe.shop.id, most=9)
    return luna, draw


def _newcomer(tx: Tx, luna: Luna, name: str) -> tuple[int, int]:
    person = meet(tx, name)
    return person, join(tx, luna.cafe.shop, person)


async def _plays(
    luna: Luna, draw: Draw, who: tuple[int, int] | None = None, now: datetime = NOW
) -> DrawSeen | NoDraw:
    person, card = who or (luna.cafe.ana, luna.cafe.card_id)
    return await luna.db.write(take_part, person, card, draw.id, now=now)


async def _scratches(luna: Luna, draw: Draw, now: datetime = NOW) -> Scratched | NoDraw:
    return await luna.db.write(scratch, luna.cafe.ana, luna.cafe.card_id, draw.id, now=now)


def _mine(tx: Tx, card_id: int, now: datetime) -> DrawSeen:
    [seen] = see_draws(tx, accounts.by_id(tx, card_id), now=now)
    return seen


async def _seen(luna: Luna, now: datetime = NOW, card: int | None = None) -> DrawSeen:
    return await luna.db.write(_mine, card or luna.cafe.card_id, now)


def _held(tx: Tx, card_id: int, now: datetime) -> list[Voucher]:
    return vouchers.usable(tx, accounts.by_id(tx, card_id), now=now)


async def _ends(luna: Luna, draw: Draw) -> datetime:
    """Let the draw be drawn, and return when."""
    at = draw.ends_at + SETTLES
    assert await luna.db.write(draw_winners, draw.id, now=at) is not None
    return at


async def test_a_ticket_a_visit_wins_at_the_end_and_its_seed_says_so(db: Database) -> None:
    luna, draw = await _luna(db)
    ben = await db.write(_newcomer, luna, "Ben")
    await _plays(luna, draw)
    await _plays(luna, draw, ben)
    for day in range(3):
        await luna.booked(NOW + day * DAY)
    await luna.booked(NOW, card=ben[1])
    own, his = await _seen(luna), await _seen(luna, card=ben[1])
    assert (len(own.tickets), len(his.tickets), own.all_tickets) == (3, 1, 4)
    at = await _ends(luna, draw)
    found = await db.read(draw_list, luna.cafe.ana, draw.id)
    assert isinstance(found, DrawList)
    assert set(found.tickets) == {*own.tickets, *his.tickets}
    [won] = winners(found.draw.seed, found.tickets, 1)
    card = luna.cafe.card_id if won in own.tickets else ben[1]
    [prize] = await db.read(_held, card, at)
    assert (prize.reward, prize.cost_minor, prize.counter_id) == ("Breakfast for two", 1200, None)
    [told] = await luna.told("won")
    assert told["voucher_id"] == prize.id
    assert [one["draw_id"] for one in await luna.told("draw_over")] == [draw.id]


@pytest.mark.parametrize("number", range(4))
async def test_replayed_by_the_script_from_seed_and_list_the_same_win(db: Database, number: int) -> None:
    dice = random.Random(number)  # noqa: S311 - the same each time
    seed = f"{dice.getrandbits(256):064x}"
    luna, draw = await _luna(db, replace(TICKETS, prizes=3, free=True), seed=seed)
    owns: dict[str, int] = {}
    for name in ("Ben", "Dan", "Kim", "Lea", "Max"):
        person, card = await db.write(_newcomer, luna, name)
        await _plays(luna, draw, (person, card))
        for hours in range(dice.randrange(4)):
            visit = (await luna.booked(NOW + hours * HOUR, card=card)).visit
            if dice.random() < 0.3:
                await luna.undo(visit.id, NOW + hours * HOUR)
        owns |= dict.fromkeys((await _seen(luna, card=card)).tickets, card)
    at = await _ends(luna, draw)
    found = await db.read(draw_list, luna.cafe.ana, draw.id)
    assert isinstance(found, DrawList)
    assert set(found.tickets) == owns.keys()
    assert found.draw.seed == seed
    alone = run_path(str(SCRIPT))
    assert alone["sha256"](seed) == draw.commitment
    won = [owns[ticket] for ticket in alone["winners"](seed, list(found.tickets), 3)]
    held = {card: len(await db.read(_held, card, at)) for card in set(owns.values())}
    assert held == {card: won.count(card) for card in held}


@pytest.mark.parametrize("scanned_first", [True, False])
async def test_a_scan_that_runs_as_the_draw_is_closed_has_its_ticket_or_is_told_of_none(
    db: Database, *, scanned_first: bool
) -> None:
    luna, draw = await _luna(db)
    await _plays(luna, draw)
    await luna.booked()
    at = draw.ends_at + SETTLES
    scan = Scan(ActingPerson(luna.cafe.eva), luna.cafe.card_id, Claim())
    scanned = partial(scan_card, scan=scan, key="late", now=draw.ends_at - timedelta(seconds=1))
    closed = partial(draw_winners, draw_id=draw.id, now=at)
    await overlap(db, *((scanned, closed) if scanned_first else (closed, scanned)))
    found = await db.read(draw_list, luna.cafe.ana, draw.id)
    assert isinstance(found, DrawList)
    assert len(found.tickets) == found.draw.listed == (2 if scanned_first else 1)
    assert set((await _seen(luna, at)).tickets) == set(found.tickets)
    assert len(await db.read(_held, luna.cafe.card_id, at)) == 1


async def test_nobody_takes_part_who_did_not_say_that_they_are_of_age(db: Database) -> None:
    luna, draw = await _luna(db)
    await luna.booked()
    await _ends(luna, draw)
    assert await luna.told("won") == []
    seen = await db.read(see_shop_draws, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id)
    assert isinstance(seen, ShopDraws)
    [past] = seen.past
    assert (past.tickets, past.won, seen.running) == (0, 0, None)


async def test_a_visit_before_the_tap_counts_and_a_free_ticket_needs_none(db: Database) -> None:
    luna, draw = await _luna(db, replace(TICKETS, free=True))
    await luna.booked()
    seen = await _plays(luna, draw)
    assert isinstance(seen, DrawSeen)
    assert len(seen.tickets) == 2
    ben = await db.write(_newcomer, luna, "Ben")
    seen = await _plays(luna, draw, ben)
    assert isinstance(seen, DrawSeen)
    assert len(seen.tickets) == 1


async def test_staff_take_no_part_and_who_is_hired_since_wins_nothing(db: Database) -> None:
    luna, draw = await _luna(db, replace(TICKETS, free=True))
    eva = luna.cafe.eva, await db.write(join, luna.cafe.shop, luna.cafe.eva)
    assert await _plays(luna, draw, eva) == "staff"
    await _plays(luna, draw)
    await db.write(hire, luna.cafe.shop.id, luna.cafe.ana, "cashier")
    await _ends(luna, draw)
    assert await luna.told("won") == []


async def test_who_is_dismissed_while_it_runs_takes_no_part_all_the_same(db: Database) -> None:
    luna, draw = await _luna(db, replace(TICKETS, free=True))
    eva = luna.cafe.eva, await db.write(join, luna.cafe.shop, luna.cafe.eva)
    await _plays(luna, draw)
    works = await db.read(staff.in_shop, luna.cafe.eva, luna.cafe.shop.id)
    assert works is not None
    cleo = ActingPerson(luna.cafe.cleo)
    await db.write(remove_member, cleo, luna.cafe.shop.id, works.id, now=draw.begins_at + MINUTE)
    assert await _plays(luna, draw, eva) == "staff"
    await db.write(draws.join, draw, await db.read(accounts.by_id, eva[1]), now=draw.begins_at + MINUTE)
    assert [one.account_id for one in await db.read(draws.players, draw)] == [luna.cafe.card_id]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Honolulu"])
async def test_by_another_clock_it_ends_with_the_day_that_was_told(db: Database, zone: str) -> None:
    luna, draw = await _luna(db)
    cleo, shop = ActingPerson(luna.cafe.cleo), luna.cafe.shop
    await db.write(change_shop, cleo, shop.id, "timezone", zone, was=shop.timezone, now=NOW)
    after = await db.read(draws.by_id, draw.id)
    assert after is not None
    assert after.ends_at != draw.ends_at
    assert last_day(after.ends_at, ZoneInfo(zone)) == last_day(draw.ends_at, shop.zone)


async def test_a_shops_money_stays_once_a_draw_had_a_price_in_it(db: Database) -> None:
    luna, _ = await _luna(db)
    kept = await db.write(propose_change, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, "currency", "HUF")
    assert kept == MoneyKept(await db.read(shops.by_id, luna.cafe.shop.id), "costs")


async def test_an_undo_takes_the_ticket_before_the_draw_and_nothing_after_it(db: Database) -> None:
    luna, draw = await _luna(db)
    await _plays(luna, draw)
    visit = (await luna.booked()).visit
    assert isinstance(await luna.undo(visit.id), Undone)
    assert (await _seen(luna)).tickets == ()
    last = (await luna.booked(draw.ends_at - MINUTE)).visit
    at = await _ends(luna, draw)
    assert len(await db.read(_held, luna.cafe.card_id, at)) == 1
    assert isinstance(await luna.undo(last.id, at), Undone)
    assert len(await db.read(_held, luna.cafe.card_id, at)) == 1
    assert len((await _seen(luna, at)).won) == 1


async def test_a_visit_as_the_draw_ends_has_a_ticket_and_one_after_it_has_none(db: Database) -> None:
    luna, draw = await _luna(db)
    await _plays(luna, draw)
    ben = await db.write(_newcomer, luna, "Ben")
    await _plays(luna, draw, ben)
    await luna.booked(draw.ends_at - timedelta(microseconds=1))
    await luna.booked(draw.ends_at, card=ben[1])
    await _ends(luna, draw)
    found = await db.read(draw_list, luna.cafe.ana, draw.id)
    assert isinstance(found, DrawList)
    assert len(found.tickets) == 1


async def test_two_processes_draw_once(db: Database) -> None:
    luna, draw = await _luna(db, replace(TICKETS, prizes=3))
    await _plays(luna, draw)
    await luna.booked()
    at = draw.ends_at + SETTLES
    both = await asyncio.gather(*(db.write(draw_winners, draw.id, now=at) for _ in range(2)))
    assert sorted(both, key=str) == [1, None]
    assert len(await db.read(_held, luna.cafe.card_id, at)) == 1


async def test_it_is_not_drawn_before_its_end(db: Database) -> None:
    luna, draw = await _luna(db)
    await _plays(luna, draw)
    await luna.booked()
    early = draw.ends_at + SETTLES - timedelta(seconds=1)
    assert await db.write(draw_winners, draw.id, now=early) is None


async def test_the_seed_is_nobodys_before_the_draw_and_everybodys_after_it(db: Database) -> None:
    luna, draw = await _luna(db)
    assert isinstance(await db.read(draw_list, luna.cafe.ana, draw.id), SeedSecret)
    assert isinstance(await db.read(draw_list, luna.cafe.cleo, draw.id), SeedSecret)
    await _ends(luna, draw)
    assert isinstance(await db.read(draw_list, luna.cafe.ana, draw.id), DrawList)
    stranger = await db.write(meet, "Zoe")
    assert await db.read(draw_list, stranger, draw.id) is None


async def test_nothing_is_taken_away_once_somebody_takes_part_and_one_runs_at_a_time(db: Database) -> None:
    luna, draw = await _luna(db)
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    assert isinstance(await db.write(open_draw, cleo, shop_id, TICKETS, seed="1", now=NOW), RunsAlready)
    assert isinstance(await db.write(drop_draw, cleo, draw.id, now=NOW), Draw)
    assert isinstance(await db.write(open_draw, cleo, shop_id, TICKETS, seed="1", now=NOW), ReckonedDraw)
    [again] = await db.read(draws.of_shop, shop_id, most=9)
    await _plays(luna, again)
    assert await db.write(drop_draw, cleo, again.id, now=NOW) == "played"
    assert isinstance(await db.write(drop_draw, ActingPerson(luna.cafe.eva), again.id, now=NOW), NotAllowed)


async def test_odds_are_measured_by_the_visits_of_as_many_days(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    for hours in range(30):
        await luna.booked(NOW + hours * HOUR)
    plan = DrawPlan(DrawForm.SCRATCH, "Free coffee", 80, 2, 7, 10)
    why = await db.read(
        reckon_draw, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, plan, now=NOW + 30 * HOUR
    )
    assert why == TooGenerous(tickets=31, wins=4, one_in=16)  # one of them is free


async def test_a_scratch_wins_what_its_odds_say_and_ends_with_the_prizes(db: Database) -> None:
    luna, draw = await _luna(db, replace(SCRATCH, prizes=2))
    assert await _scratches(luna, draw) == "age"
    await _plays(luna, draw)
    assert await _scratches(luna, draw) == "none"
    won, at = 0, NOW
    for hours in range(40):
        at = NOW + hours * HOUR
        await luna.booked(at)
        done = await _scratches(luna, draw, at)
        if done == "out":
            break
        assert isinstance(done, Scratched)
        assert (done.voucher_id is not None) == draw.wins(done.ticket)
        won += done.voucher_id is not None
        assert await _scratches(luna, draw, at) in {"none", "out"}
    assert won == 2
    assert len(await db.read(_held, luna.cafe.card_id, at)) >= 2


async def _until_it_wins(luna: Luna, draw: Draw) -> tuple[int, Scratched]:
    """Scan and scratch until a ticket wins, and return the visit and it."""
    for hours in range(40):
        at = NOW + hours * HOUR
        visit = (await luna.booked(at)).visit
        done = await _scratches(luna, draw, at)
        assert isinstance(done, Scratched)
        if done.voucher_id:
            return visit.id, done
    raise AssertionError("one in two never won")


async def test_a_scratch_goes_with_its_visit_and_is_the_same_when_it_comes_again(db: Database) -> None:
    luna, draw = await _luna(db, SCRATCH)
    await _plays(luna, draw)
    visit_id, first = await _until_it_wins(luna, draw)
    last = (await luna.stands(NOW + 40 * HOUR)).standing.last
    assert last
    assert isinstance(await luna.undo(visit_id, last.at), Undone)
    assert first.voucher_id
    voucher = await db.read(vouchers.by_id, first.voucher_id)
    assert voucher
    assert voucher.state == "withdrawn"
    await luna.booked(last.at)
    again = await _scratches(luna, draw, last.at)
    assert isinstance(again, Scratched)
    assert again.ticket == first.ticket
    assert again.voucher_id not in {None, first.voucher_id}
    assert len(
        await db.read(draws.results_of, draw, await db.read(accounts.by_id, luna.cafe.card_id))
    ) == len((await _seen(luna)).results)


async def test_a_visit_whose_prize_was_handed_out_is_not_taken_back(db: Database) -> None:
    luna, draw = await _luna(db, SCRATCH)
    await _plays(luna, draw)
    visit_id, done = await _until_it_wins(luna, draw)
    last = (await luna.stands(NOW + 40 * HOUR)).standing.last
    assert last
    assert done.voucher_id
    eva, card = ActingPerson(luna.cafe.eva), luna.cafe.card_id
    await db.write(redeem, eva, card, done.voucher_id, shown=True, now=last.at)
    refused = await luna.undo(visit_id, last.at)
    assert isinstance(refused, NotUndone)
    assert refused.why == RewardUsed()


async def test_two_who_want_the_last_prize_get_one(db: Database) -> None:
    luna, draw = await _luna(db, replace(SCRATCH, prizes=1))
    both = [(luna.cafe.ana, luna.cafe.card_id), await db.write(_newcomer, luna, "Ben")]
    at = NOW + 40 * HOUR
    for person, card in both:
        await _plays(luna, draw, (person, card))
        account = await db.read(accounts.by_id, card)
        first = next(n for n in range(1, 40) if draw.wins(draw.ticket(account.public_id, n)))
        for hours in range(first):
            await luna.booked(NOW + hours * HOUR, card=card)
            if hours < first - 1:  # the next one wins
                await db.write(scratch, person, card, draw.id, now=at)
    one, other = (
        partial(scratch, person_id=person, account_id=card, draw_id=draw.id, now=at) for person, card in both
    )
    done, out = await overlap(db, one, other)
    assert isinstance(done, Scratched)
    assert done.voucher_id
    assert out == "out"


async def test_the_list_of_scratched_tickets_tells_which_won(db: Database) -> None:
    luna, draw = await _luna(db, SCRATCH)
    await _plays(luna, draw)
    _, done = await _until_it_wins(luna, draw)
    await _ends(luna, draw)
    found = await db.read(draw_list, luna.cafe.ana, draw.id)
    assert isinstance(found, DrawList)
    assert [ticket for ticket in found.tickets if found.draw.wins(ticket)] == [done.ticket]
    assert await _scratches(luna, draw, draw.ends_at) == "over"


async def test_who_is_forgotten_is_in_no_draw_and_leaves_a_ticket_that_is_nobodys(db: Database) -> None:
    luna, draw = await _luna(db, replace(TICKETS, free=True))
    ben = await db.write(_newcomer, luna, "Ben")
    await _plays(luna, draw)
    await _plays(luna, draw, ben)
    await db.write(erase_person, luna.cafe.ana, now=NOW)
    at = await _ends(luna, draw)
    assert len(await db.read(_held, ben[1], at)) == 1
    await db.write(erase_person, ben[0], now=at)
    found = await db.read(draw_list, luna.cafe.cleo, draw.id)
    assert isinstance(found, DrawList)
    assert len(found.tickets) == 1
    assert await db.read(_held, ben[1], at) == []


async def test_who_becomes_one_keeps_all_tickets_once_and_parts_with_their_own(db: Database) -> None:
    luna, draw = await _luna(db, replace(TICKETS, free=True))
    other = await db.write(_newcomer, luna, "Ana")
    await _plays(luna, draw)
    await _plays(luna, draw, other)
    await luna.booked()
    await luna.booked(NOW + HOUR, card=other[1])
    this = await db.write(join_persons, luna.cafe.ana, other[0], now=NOW + 2 * HOUR)
    assert len((await _seen(luna)).tickets) == 3  # two visits, and one free ticket: somebody has one
    merge = await db.read(merges.by_id, this)
    assert merge
    await db.write(part_persons, merge, now=NOW + 3 * HOUR)
    assert [len((await _seen(luna, card=card)).tickets) for card in (luna.cafe.card_id, other[1])] == [2, 2]


async def test_who_only_the_other_card_takes_part_with_takes_part(db: Database) -> None:
    luna, draw = await _luna(db)
    other = await db.write(_newcomer, luna, "Ana")
    await _plays(luna, draw, other)
    await luna.booked()
    await db.write(join_persons, luna.cafe.ana, other[0], now=NOW + HOUR)
    assert len((await _seen(luna)).tickets) == 1


async def test_all_that_is_held_of_a_draw_is_shown(db: Database) -> None:
    luna, draw = await _luna(db, SCRATCH)
    await _plays(luna, draw)
    await luna.booked()
    await _scratches(luna, draw)
    held = await db.write(everything_held, luna.cafe.ana, now=NOW)
    assert [row["prize"] for row in held.rows["draws"]] == ["Free coffee"]
    [ticket] = held.rows["tickets"]
    assert ticket["ticket"] in {one.ticket for one in (await _seen(luna)).results}
    assert draw.seed not in str(held.rows)


@pytest.mark.parametrize("actor", ["eva", "ana"])
async def test_only_an_owner_opens_or_reads_a_shops_draws(db: Database, actor: str) -> None:
    luna, draw = await _luna(db)
    who = ActingPerson(getattr(luna.cafe, actor))
    assert isinstance(await db.read(see_shop_draws, who, luna.cafe.shop.id), NotAllowed)
    await _ends(luna, draw)
    assert isinstance(
        await db.write(open_draw, who, luna.cafe.shop.id, TICKETS, seed="1", now=NOW), NotAllowed
    )
