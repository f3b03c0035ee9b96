"""Who takes part in a draw: of age and no staff, and what becomes of tickets where people part, join and go."""

from dataclasses import replace

from actions.cards.draws import DrawList, draw_list
from actions.people.erasure import erase_person
from actions.people.merge import join_persons, part_persons
from actions.shop.draws import ShopDraws, see_shop_draws
from actions.shop.team import remove_member
from loyalty.actor import ActingPerson
from storage.cards import accounts, draw_players
from storage.engine.database import Database
from storage.people import merges
from storage.shop import staff
from tests.actions.drawing import (
    TICKETS,
    draw_seen,
    drawing_luna,
    let_end,
    newcomer,
    rewards_held,
    takes_part,
)
from tests.actions.places import HOUR, MINUTE, NOW, hire, join


async def test_nobody_takes_part_who_did_not_say_that_they_are_of_age(db: Database) -> None:
    luna, draw = await drawing_luna(db)
    await luna.booked()
    await let_end(luna, draw)
    assert await luna.told("won") == []
    seen = await db.read(see_shop_draws, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id)
    assert isinstance(seen, ShopDraws)
    [past] = seen.past
    assert (past.tickets, past.won, seen.running) == (0, 0, None)


async def test_staff_take_no_part_and_who_is_hired_since_wins_nothing(db: Database) -> None:
    luna, draw = await drawing_luna(db, replace(TICKETS, free=True))
    eva = luna.cafe.eva, await db.write(join, luna.cafe.shop, luna.cafe.eva)
    assert await takes_part(luna, draw, eva) == "staff"
    await takes_part(luna, draw)
    await db.write(hire, luna.cafe.shop.id, luna.cafe.ana, "cashier")
    await let_end(luna, draw)
    assert await luna.told("won") == []


async def test_who_is_dismissed_while_it_runs_takes_no_part_all_the_same(db: Database) -> None:
    luna, draw = await drawing_luna(db, replace(TICKETS, free=True))
    eva = luna.cafe.eva, await db.write(join, luna.cafe.shop, luna.cafe.eva)
    await takes_part(luna, draw)
    works = await db.read(staff.in_shop, luna.cafe.eva, luna.cafe.shop.id)
    assert works is not None
    cleo = ActingPerson(luna.cafe.cleo)
    await db.write(remove_member, cleo, luna.cafe.shop.id, works.id, now=draw.begins_at + MINUTE)
    assert await takes_part(luna, draw, eva) == "staff"
    await db.write(
        draw_players.join, draw, await db.read(accounts.by_id, eva[1]), now=draw.begins_at + MINUTE
    )
    assert [one.account_id for one in await db.read(draw_players.players, draw)] == [luna.cafe.card_id]


async def test_who_is_forgotten_is_in_no_draw_and_leaves_a_ticket_that_is_nobodys(db: Database) -> None:
    luna, draw = await drawing_luna(db, replace(TICKETS, free=True))
    ben = await db.write(newcomer, luna, "Ben")
    await takes_part(luna, draw)
    await takes_part(luna, draw, ben)
    await db.write(erase_person, luna.cafe.ana, now=NOW)
    at = await let_end(luna, draw)
    assert len(await db.read(rewards_held, ben[1], at)) == 1
    await db.write(erase_person, ben[0], now=at)
    found = await db.read(draw_list, luna.cafe.cleo, draw.id)
    assert isinstance(found, DrawList)
    assert len(found.tickets) == 1
    assert await db.read(rewards_held, ben[1], at) == []


async def test_who_becomes_one_keeps_all_tickets_once_and_parts_with_their_own(db: Database) -> None:
    luna, draw = await drawing_luna(db, replace(TICKETS, free=True))
    other = await db.write(newcomer, luna, "Ana")
    await takes_part(luna, draw)
    await takes_part(luna, draw, other)
    await luna.booked()
    await luna.booked(NOW + HOUR, card=other[1])
    this = await db.write(join_persons, luna.cafe.ana, other[0], now=NOW + 2 * HOUR)
    assert len((await draw_seen(luna)).tickets) == 3  # two visits, and one free ticket: somebody has one
    merge = await db.read(merges.by_id, this)
    assert merge
    await db.write(part_persons, merge, now=NOW + 3 * HOUR)
    assert [len((await draw_seen(luna, card=card)).tickets) for card in (luna.cafe.card_id, other[1])] == [
        2,
        2,
    ]


async def test_who_only_the_other_card_takes_part_with_takes_part(db: Database) -> None:
    luna, draw = await drawing_luna(db)
    other = await db.write(newcomer, luna, "Ana")
    await takes_part(luna, draw, other)
    await luna.booked()
    await db.write(join_persons, luna.cafe.ana, other[0], now=NOW + HOUR)
    assert len((await draw_seen(luna)).tickets) == 1
