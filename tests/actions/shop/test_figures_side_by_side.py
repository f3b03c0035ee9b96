"""What an owner sees of two programmes side by side: each by itself, and nobody twice."""

from collections.abc import Sequence

from actions.shop.digest import Digest, digest
from actions.shop.export import Exported, export_shop
from actions.shop.side_by_side import add_programme
from actions.shop.stats import Stats, shop_stats
from actions.till.today import Today, todays_bookings
from loyalty.actor import ActingPerson
from loyalty.cards.programme import ProgrammeVersion
from loyalty.units import Unit
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.till.day import Sum
from tests.actions.places import DAY, HOUR, NOW, Luna, join, meet, open_luna, points, stamps
from tests.actions.second_card import spends_on_second
from words.language import words
from words.shop.business import business_lines
from words.shop.digest import digest_lines
from words.shop.export import Cell, customer_rows, ledger_rows
from words.till.day import day_lines

_ENGLISH = words("en")


async def two(db: Database) -> tuple[Luna, ProgrammeVersion]:
    """Give Café Luna a points card beside its stamp card; Ana has a visit on each, and Ben joined with a head start."""
    luna = await open_luna(db, stamps(3))
    cafe = luna.cafe
    await luna.booked(NOW)
    new = points(head_start=5)
    added = await db.write(add_programme, ActingPerson(cafe.cleo), cafe.shop.id, new, name="Bakery", now=NOW)
    assert isinstance(added, ProgrammeVersion)
    await db.write(lambda tx: join(tx, cafe.shop, meet(tx, "Ben")))
    await db.write(spends_on_second, cafe, 4000)
    return luna, added


async def test_each_programme_has_its_line_and_nobody_is_a_member_twice(db: Database) -> None:
    luna, added = await two(db)
    found = await db.write(shop_stats, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, now=NOW + HOUR)
    assert isinstance(found, Stats)
    assert (found.members, found.active, found.this_week.visits) == (2, 1, 2)
    assert found.this_week.given[added.programme_id] == 40
    assert found.takes_amounts
    lines = "\n".join(business_lines(found, _ENGLISH))
    assert "➕ Stamp card: 1 stamp given (last week by now: 0)" in lines
    assert "➕ Bakery: 40 points given (last week by now: 0)" in lines
    assert "€40.00 spent by members, as typed at 1 visit of 2" in lines


async def test_a_digest_counts_people_once_and_knows_that_one_card_takes_amounts(db: Database) -> None:
    luna, _ = await two(db)
    week_later = NOW + 7 * DAY
    found = await db.write(digest, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, "week", now=week_later)
    assert isinstance(found, Digest)
    assert (found.members, found.this.visits, found.takes_amounts) == (2, 2, True)
    assert "➕ Bakery: 40 points given (the week before: 0)" in digest_lines(found, _ENGLISH)


async def test_a_day_is_summed_up_in_each_unit(db: Database) -> None:
    luna, _ = await two(db)
    day = await db.write(todays_bookings, ActingPerson(luna.cafe.eva), luna.cafe.shop.id, most=20, now=NOW)
    assert isinstance(day, Today)
    assert day.sums == (Sum(None, 2, {Unit.STAMPS: 1, Unit.POINTS: 40}, 4000, 0),)
    assert "2 visits · 1 stamp · 40 points · €40.00" in "\n".join(day_lines(day, _ENGLISH))


async def test_an_export_has_a_line_for_each_card_and_a_column_for_each_programme(db: Database) -> None:
    luna, _ = await two(db)

    def tables(tx: Tx) -> tuple[list[Sequence[Cell]], list[Sequence[Cell]]]:
        found = export_shop(tx, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, now=NOW)
        assert isinstance(found, Exported)
        return list(customer_rows(found, _ENGLISH)), list(ledger_rows(found, _ENGLISH))

    (head, *rows), ledger = await db.read(tables)
    assert head[3:5] == ("Stamp card", "Bakery")
    assert {row[0]: row[3:5] for row in rows} == {"Ana": (1, 0), "Ben": (0, 5)}
    head, *lines = ledger
    assert head[2] == "kind of card"
    assert [(line[2], line[3]) for line in lines] == [("Stamp card", "visit"), ("Bakery", "head start")]
