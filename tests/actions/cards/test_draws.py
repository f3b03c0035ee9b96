"""A draw keeps what it promised: fixed as it begins, decided by a seed nobody knew, drawn once, and nobody wins who may not."""

import asyncio
import random
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from runpy import run_path
from zoneinfo import ZoneInfo

import pytest

from actions.access import NotAllowed
from actions.cards.draws import DrawList, DrawSeen, SeedSecret, draw_list
from actions.people.personal_data import everything_held
from actions.shop.draws import (
    ReckonedDraw,
    RunsAlready,
    draw_winners,
    drop_draw,
    open_draw,
    see_shop_draws,
)
from actions.shop.shop_details import MoneyKept, change_shop, propose_change
from actions.till.scan import Scan, scan_card
from actions.till.undo_visit import Undone
from loyalty.actor import ActingPerson
from loyalty.cards.draws import SETTLES, Draw, winners
from loyalty.cards.endings import last_day
from loyalty.cards.visits import Claim
from storage.cards import draws
from storage.engine.database import Database
from storage.shop import shops
from tests.actions.drawing import (
    SCRATCH,
    TICKETS,
    draw_seen,
    drawing_luna,
    let_end,
    newcomer,
    rewards_held,
    scratches,
    takes_part,
)
from tests.actions.overlaps import overlap
from tests.actions.places import DAY, HOUR, MINUTE, NOW, meet

SCRIPT = Path(__file__).parents[3] / "docs" / "check_draw.py"


async def test_a_ticket_a_visit_wins_at_the_end_and_its_seed_says_so(db: Database) -> None:
    luna, draw = await drawing_luna(db)
    ben = await db.write(newcomer, luna, "Ben")
    await takes_part(luna, draw)
    await takes_part(luna, draw, ben)
    for day in range(3):
        await luna.booked(NOW + day * DAY)
    await luna.booked(NOW, card=ben[1])
    own, his = await draw_seen(luna), await draw_seen(luna, card=ben[1])
    assert (len(own.tickets), len(his.tickets), own.all_tickets) == (3, 1, 4)
    at = await let_end(luna, draw)
    found = await db.read(draw_list, luna.cafe.ana, draw.id)
    assert isinstance(found, DrawList)
    assert set(found.tickets) == {*own.tickets, *his.tickets}
    [won] = winners(found.draw.seed, found.tickets, 1)
    card = luna.cafe.card_id if won in own.tickets else ben[1]
    [prize] = await db.read(rewards_held, card, at)
    assert (prize.reward, prize.cost_minor, prize.counter_id) == ("Breakfast for two", 1200, None)
    [told] = await luna.told("won")
    assert told["voucher_id"] == prize.id
    assert [one["draw_id"] for one in await luna.told("draw_over")] == [draw.id]


@pytest.mark.parametrize("number", range(4))
async def test_replayed_by_the_script_from_seed_and_list_the_same_win(db: Database, number: int) -> None:
    dice = random.Random(number)  # noqa: S311 - the same each time
    seed = f"{dice.getrandbits(256):064x}"
    luna, draw = await drawing_luna(db, replace(TICKETS, prizes=3, free=True), seed=seed)
    owns: dict[str, int] = {}
    for name in ("Ben", "Dan", "Kim", "Lea", "Max"):
        person, card = await db.write(newcomer, luna, name)
        await takes_part(luna, draw, (person, card))
        for hours in range(dice.randrange(4)):
            visit = (await luna.booked(NOW + hours * HOUR, card=card)).visit
            if dice.random() < 0.3:
                await luna.undo(visit.id, NOW + hours * HOUR)
        owns |= dict.fromkeys((await draw_seen(luna, card=card)).tickets, card)
    at = await let_end(luna, draw)
    found = await db.read(draw_list, luna.cafe.ana, draw.id)
    assert isinstance(found, DrawList)
    assert set(found.tickets) == owns.keys()
    assert found.draw.seed == seed
    alone = run_path(str(SCRIPT))
    assert alone["sha256"](seed) == draw.commitment
    won = [owns[ticket] for ticket in alone["winners"](seed, list(found.tickets), 3)]
    held = {card: len(await db.read(rewards_held, card, at)) for card in set(owns.values())}
    assert held == {card: won.count(card) for card in held}


@pytest.mark.parametrize("scanned_first", [True, False])
async def test_a_scan_that_runs_as_the_draw_is_closed_has_its_ticket_or_is_told_of_none(
    db: Database, *, scanned_first: bool
) -> None:
    luna, draw = await drawing_luna(db)
    await takes_part(luna, draw)
    await luna.booked()
    at = draw.ends_at + SETTLES
    scan = Scan(ActingPerson(luna.cafe.eva), luna.cafe.card_id, Claim())
    scanned = partial(scan_card, scan=scan, key="late", now=draw.ends_at - timedelta(seconds=1))
    closed = partial(draw_winners, draw_id=draw.id, now=at)
    await overlap(db, *((scanned, closed) if scanned_first else (closed, scanned)))
    found = await db.read(draw_list, luna.cafe.ana, draw.id)
    assert isinstance(found, DrawList)
    assert len(found.tickets) == found.draw.listed == (2 if scanned_first else 1)
    assert set((await draw_seen(luna, at)).tickets) == set(found.tickets)
    assert len(await db.read(rewards_held, luna.cafe.card_id, at)) == 1


async def test_a_visit_before_the_tap_counts_and_a_free_ticket_needs_none(db: Database) -> None:
    luna, draw = await drawing_luna(db, replace(TICKETS, free=True))
    await luna.booked()
    seen = await takes_part(luna, draw)
    assert isinstance(seen, DrawSeen)
    assert len(seen.tickets) == 2
    ben = await db.write(newcomer, luna, "Ben")
    seen = await takes_part(luna, draw, ben)
    assert isinstance(seen, DrawSeen)
    assert len(seen.tickets) == 1


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Honolulu"])
async def test_by_another_clock_it_ends_with_the_day_that_was_told(db: Database, zone: str) -> None:
    luna, draw = await drawing_luna(db)
    cleo, shop = ActingPerson(luna.cafe.cleo), luna.cafe.shop
    await db.write(change_shop, cleo, shop.id, "timezone", zone, was=shop.timezone, now=NOW)
    after = await db.read(draws.by_id, draw.id)
    assert after is not None
    assert after.ends_at != draw.ends_at
    assert last_day(after.ends_at, ZoneInfo(zone)) == last_day(draw.ends_at, shop.zone)


async def test_a_shops_money_stays_once_a_draw_had_a_price_in_it(db: Database) -> None:
    luna, _ = await drawing_luna(db)
    kept = await db.write(propose_change, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, "currency", "HUF")
    assert kept == MoneyKept(await db.read(shops.by_id, luna.cafe.shop.id), "costs")


async def test_an_undo_takes_the_ticket_before_the_draw_and_nothing_after_it(db: Database) -> None:
    luna, draw = await drawing_luna(db)
    await takes_part(luna, draw)
    visit = (await luna.booked()).visit
    assert isinstance(await luna.undo(visit.id), Undone)
    assert (await draw_seen(luna)).tickets == ()
    last = (await luna.booked(draw.ends_at - MINUTE)).visit
    at = await let_end(luna, draw)
    assert len(await db.read(rewards_held, luna.cafe.card_id, at)) == 1
    assert isinstance(await luna.undo(last.id, at), Undone)
    assert len(await db.read(rewards_held, luna.cafe.card_id, at)) == 1
    assert len((await draw_seen(luna, at)).won) == 1


async def test_a_visit_as_the_draw_ends_has_a_ticket_and_one_after_it_has_none(db: Database) -> None:
    luna, draw = await drawing_luna(db)
    await takes_part(luna, draw)
    ben = await db.write(newcomer, luna, "Ben")
    await takes_part(luna, draw, ben)
    await luna.booked(draw.ends_at - timedelta(microseconds=1))
    await luna.booked(draw.ends_at, card=ben[1])
    await let_end(luna, draw)
    found = await db.read(draw_list, luna.cafe.ana, draw.id)
    assert isinstance(found, DrawList)
    assert len(found.tickets) == 1


async def test_two_processes_draw_once(db: Database) -> None:
    luna, draw = await drawing_luna(db, replace(TICKETS, prizes=3))
    await takes_part(luna, draw)
    await luna.booked()
    at = draw.ends_at + SETTLES
    both = await asyncio.gather(*(db.write(draw_winners, draw.id, now=at) for _ in range(2)))
    assert sorted(both, key=str) == [1, None]
    assert len(await db.read(rewards_held, luna.cafe.card_id, at)) == 1


async def test_it_is_not_drawn_before_its_end(db: Database) -> None:
    luna, draw = await drawing_luna(db)
    await takes_part(luna, draw)
    await luna.booked()
    early = draw.ends_at + SETTLES - timedelta(seconds=1)
    assert await db.write(draw_winners, draw.id, now=early) is None


async def test_the_seed_is_nobodys_before_the_draw_and_everybodys_after_it(db: Database) -> None:
    luna, draw = await drawing_luna(db)
    assert isinstance(await db.read(draw_list, luna.cafe.ana, draw.id), SeedSecret)
    assert isinstance(await db.read(draw_list, luna.cafe.cleo, draw.id), SeedSecret)
    await let_end(luna, draw)
    assert isinstance(await db.read(draw_list, luna.cafe.ana, draw.id), DrawList)
    stranger = await db.write(meet, "Zoe")
    assert await db.read(draw_list, stranger, draw.id) is None


async def test_nothing_is_taken_away_once_somebody_takes_part_and_one_runs_at_a_time(db: Database) -> None:
    luna, draw = await drawing_luna(db)
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    assert isinstance(await db.write(open_draw, cleo, shop_id, TICKETS, seed="1", now=NOW), RunsAlready)
    assert isinstance(await db.write(drop_draw, cleo, draw.id, now=NOW), Draw)
    assert isinstance(await db.write(open_draw, cleo, shop_id, TICKETS, seed="1", now=NOW), ReckonedDraw)
    [again] = await db.read(draws.of_shop, shop_id, most=9)
    await takes_part(luna, again)
    assert await db.write(drop_draw, cleo, again.id, now=NOW) == "played"
    assert isinstance(await db.write(drop_draw, ActingPerson(luna.cafe.eva), again.id, now=NOW), NotAllowed)


async def test_all_that_is_held_of_a_draw_is_shown(db: Database) -> None:
    luna, draw = await drawing_luna(db, SCRATCH)
    await takes_part(luna, draw)
    await luna.booked()
    await scratches(luna, draw)
    held = await db.write(everything_held, luna.cafe.ana, now=NOW)
    assert [row["prize"] for row in held.rows["draws"]] == ["Free coffee"]
    [ticket] = held.rows["tickets"]
    assert ticket["ticket"] in {one.ticket for one in (await draw_seen(luna)).results}
    assert draw.seed not in str(held.rows)


@pytest.mark.parametrize("actor", ["eva", "ana"])
async def test_only_an_owner_opens_or_reads_a_shops_draws(db: Database, actor: str) -> None:
    luna, draw = await drawing_luna(db)
    who = ActingPerson(getattr(luna.cafe, actor))
    assert isinstance(await db.read(see_shop_draws, who, luna.cafe.shop.id), NotAllowed)
    await let_end(luna, draw)
    assert isinstance(
        await db.write(open_draw, who, luna.cafe.shop.id, TICKETS, seed="1", now=NOW), NotAllowed
    )
