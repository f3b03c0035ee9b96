"""Who sees whose customers came a second time, and what is counted of it in a database."""

import pytest

from actions.access import NotAllowed
from actions.shop.league import League, LeaguePlace, see_league
from actions.shop.switches import switch
from actions.till.own_figures import OwnBookings, OwnFigures, OwnSpan, own_figures_of
from loyalty.actor import ActingPerson
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.shop import second_times
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, hire, join, meet, open_luna, stamps
from tests.plans import plan

pytestmark = pytest.mark.asks


async def _several(db: Database) -> tuple[Luna, int, int, int]:
    """Open a shop with Eva, Kai and two more customers; return it with who Kai is and their cards."""
    luna = await open_luna(db, stamps(10))
    kai = await db.write(meet, "Kai")
    await db.write(hire, luna.cafe.shop.id, kai, "cashier")
    zita, lili = [
        await db.write(join, luna.cafe.shop, await db.write(meet, name)) for name in ("Zita", "Lili")
    ]
    return luna, kai, zita, lili


async def test_own_figures_count_today_and_the_month_and_who_came_again(db: Database) -> None:
    luna, kai, zita, lili = await _several(db)
    await luna.booked(NOW)
    await luna.booked(NOW + MINUTE, card=zita)
    await luna.booked(NOW + DAY, by=kai)
    await luna.booked(NOW + DAY + MINUTE, card=zita)
    slip = await luna.booked(NOW + DAY + HOUR, card=lili)
    await luna.undo(slip.visit.id, NOW + DAY + HOUR + MINUTE)
    shop_id, now = luna.cafe.shop.id, NOW + DAY + 2 * HOUR
    found = await db.read(own_figures_of, ActingPerson(luna.cafe.eva), shop_id, now=now)
    assert isinstance(found, OwnFigures)
    assert found.today == OwnSpan(OwnBookings(1, 1, 0, 1), 0, 2)
    assert found.month == OwnSpan(OwnBookings(3, 2, 2, 1), 0, 2)
    theirs = await db.read(own_figures_of, ActingPerson(kai), shop_id, now=now)
    assert isinstance(theirs, OwnFigures)
    assert theirs.month == OwnSpan(OwnBookings(1, 1, 0, 0), 0, 0)


async def test_a_league_is_the_owners_until_she_shows_it_and_counts_second_times_alone(db: Database) -> None:
    luna, kai, zita, lili = await _several(db)
    await luna.booked(NOW, by=kai)
    await luna.booked(NOW + DAY)
    await luna.booked(NOW + MINUTE, card=zita)
    await luna.booked(NOW + HOUR + MINUTE, card=zita)
    await luna.booked(NOW, card=lili)
    shop_id, now = luna.cafe.shop.id, NOW + 2 * DAY
    eva, cleo = ActingPerson(luna.cafe.eva), ActingPerson(luna.cafe.cleo)
    assert await db.read(see_league, eva, shop_id, now=now) == NotAllowed()
    seen = await db.read(see_league, cleo, shop_id, now=now)
    assert isinstance(seen, League)
    assert seen.standings == (LeaguePlace("Kai", 1, 0, 0),), "twice on one evening is one time"
    await db.write(switch, cleo, shop_id, "league_open", on=True, now=now)
    for_staff = await db.read(see_league, eva, shop_id, now=now)
    assert isinstance(for_staff, League)
    assert (for_staff.standings, for_staff.for_owner) == (seen.standings, False)


async def test_what_was_taken_back_is_no_first_time(db: Database) -> None:
    luna, kai, *_ = await _several(db)
    slip = await luna.booked(NOW)
    await luna.undo(slip.visit.id, NOW + MINUTE)
    await luna.booked(NOW + DAY, by=kai)
    assert not await db.read(
        second_times.between, luna.cafe.shop.id, NOW, NOW + 3 * DAY, joined_since=NOW - DAY
    )


async def test_second_times_are_read_by_indexes(db: Database) -> None:
    def planned(tx: Tx) -> str:
        if tx.dialect.name == "postgresql":
            tx.exec_driver_sql("SET LOCAL enable_seqscan = off")
        span = {"since": NOW - DAY, "until": NOW, "joined_since": NOW - DAY}
        return plan(tx, second_times._SECOND_TIMES, shop_id=1, **span)

    lines = (await db.read(planned)).splitlines()
    assert not [
        one
        for one in lines
        if one.startswith(("SCAN visits", "SCAN accounts")) or "Seq Scan on visits" in one
    ]
