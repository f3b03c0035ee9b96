"""What was spent at a visit on a card of stamps: noted once somebody types it, and in every figure from then on."""

from actions.shop.digest import Digest, digest
from actions.shop.export import Exported, export_shop
from actions.shop.stats import Stats, shop_stats
from actions.till.note_amount import AmountDoubted, AmountNoted, NotToNote, note_amount
from loyalty.actor import ActingPerson
from storage.cards import visits
from storage.engine.database import Database
from storage.engine.statements import Tx
from tests.actions.places import DAY, HOUR, MINUTE, NOW, open_luna, points, stamps
from words.language import words
from words.shop.business import business_lines
from words.shop.digest import digest_lines
from words.shop.export import Cell, ledger_rows

_ENGLISH = words("en")


async def test_an_amount_is_noted_beside_the_stamps_and_the_newest_word_holds(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    visit, eva = (await luna.booked()).visit, ActingPerson(luna.cafe.eva)
    for spent in (45_00, 4_50, None, 4_50):
        noted = await db.write(note_amount, eva, visit.id, spent, sure=True, now=NOW + MINUTE)
        assert isinstance(noted, AmountNoted)
        assert noted.visit.spent_minor == spent
    kept = await db.read(visits.by_id, visit.id)
    assert kept
    assert (kept.amount, kept.spent_minor) == (1, 4_50)


async def test_only_a_fresh_visit_of_a_card_that_counts_visits_takes_one(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    visit, eva = (await luna.booked()).visit, ActingPerson(luna.cafe.eva)
    late = await db.write(note_amount, eva, visit.id, 4_50, now=NOW + 16 * MINUTE)
    assert late == NotToNote()
    await luna.undo(visit.id, NOW + MINUTE)
    assert await db.write(note_amount, eva, visit.id, 4_50, now=NOW + 2 * MINUTE) == NotToNote()


async def test_what_counts_by_amounts_is_corrected_and_not_noted(db: Database) -> None:
    luna = await open_luna(db, points())
    visit = (await luna.booked(spent=10_00)).visit
    assert await db.write(note_amount, ActingPerson(luna.cafe.eva), visit.id, 4_50, now=NOW) == NotToNote()


async def test_a_slip_waits_for_a_yes(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    visit, eva = (await luna.booked()).visit, ActingPerson(luna.cafe.eva)
    assert isinstance(await db.write(note_amount, eva, visit.id, 4500_00, now=NOW), AmountDoubted)
    kept = await db.read(visits.by_id, visit.id)
    assert kept
    assert kept.spent_minor is None


async def test_it_stands_in_the_figures_the_digest_and_the_export(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    visit, cleo, shop = (await luna.booked()).visit, ActingPerson(luna.cafe.cleo), luna.cafe.shop
    await db.write(note_amount, ActingPerson(luna.cafe.eva), visit.id, 4_50, now=NOW)

    def exported(tx: Tx) -> list[Cell]:
        found = export_shop(tx, cleo, shop.id, now=NOW + HOUR)
        assert isinstance(found, Exported)
        return [cell for row in ledger_rows(found, _ENGLISH) for cell in row]

    assert "4.50" in map(str, await db.read(exported))
    figures = await db.read(shop_stats, cleo, shop.id, now=NOW + HOUR)
    assert isinstance(figures, Stats)
    assert "€4.50 spent by members, €4.50 a visit" in "\n".join(business_lines(figures, _ENGLISH))
    week = await db.read(digest, cleo, shop.id, "week", now=NOW + 7 * DAY)
    assert isinstance(week, Digest)
    assert "€4.50 spent by members" in "\n".join(digest_lines(week, _ENGLISH))
