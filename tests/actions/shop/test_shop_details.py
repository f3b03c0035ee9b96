"""A shop is called, coloured, set and paid otherwise, and no promise that was told changes with it."""

import pytest

from actions.access import NotAllowed
from actions.shop import calculator
from actions.shop.audit import AuditPage, see_audit
from actions.shop.shop_details import BadValue, Field, MoneyKept, Proposed, Same, change_shop, propose_change
from actions.shop.side_by_side import add_programme
from loyalty.actor import ActingPerson
from loyalty.cards.endings import last_day
from loyalty.cards.programme import Reward
from loyalty.cards.worth import AmountOff
from loyalty.shop.basis import Told
from loyalty.units import Unit
from storage.engine.database import Database
from storage.shop import business
from tests.actions.places import NOW, Luna, join, meet, open_luna, points, stamps
from tests.programmes import stamp_card

PRICED = stamp_card((Reward("coffee", "A coffee", 3, cost_minor=90),))


async def changed(luna: Luna, field: Field, was: str, value: str) -> Proposed:
    """Change the shop as Cleo does."""
    cleo, shop_id = luna.cafe.cleo, luna.cafe.shop.id
    done = await luna.db.write(change_shop, ActingPerson(cleo), shop_id, field, value, was=was, now=NOW)
    assert isinstance(done, Proposed), done
    return done


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Honolulu", "Asia/Tokyo"])
async def test_another_zone_keeps_the_last_day_that_was_told(db: Database, zone: str) -> None:
    luna = await open_luna(db, stamps(1, voucher_days=30))
    held = (await luna.booked()).state
    await luna.booked(NOW.replace(hour=23))  # on the next day
    ends = held.vouchers[0].expires_at
    assert ends
    assert last_day(ends, held.shop.zone).isoformat() == "2026-04-01"
    assert (await changed(luna, "timezone", "Europe/Amsterdam", zone)).waiting == 2
    now = await luna.stands()
    told = [last_day(one.expires_at, now.shop.zone).isoformat() for one in now.vouchers if one.expires_at]
    assert (now.shop.timezone, told) == (zone, ["2026-04-01", "2026-04-02"])


async def test_money_is_changed_only_where_no_amount_is_kept(db: Database) -> None:
    luna = await open_luna(db, points())
    cleo, shop_id = luna.cafe.cleo, luna.cafe.shop.id
    await changed(luna, "currency", "EUR", "HUF")
    await luna.booked(spent=6000)
    kept = await db.write(propose_change, ActingPerson(cleo), shop_id, "currency", "EUR")
    assert isinstance(kept, MoneyKept)
    assert kept.why == "spent"
    priced = await open_luna(db, PRICED)
    kept = await db.write(
        propose_change, ActingPerson(priced.cafe.cleo), priced.cafe.shop.id, "currency", "HUF"
    )
    assert isinstance(kept, MoneyKept)
    assert kept.why == "costs"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "\u200b"),
        ("name", "x" * 200),
        ("timezone", "Mars"),
        ("currency", "XXX"),
        ("colour", "#12"),
        ("icon", "coffee"),
        ("icon", "☕ ☕"),
        ("icon", "☕" * 20),
        ("address", "two\nlines"),
        ("address", "x" * 101),
        ("hours", "8-18"),
        ("hours", "0500-1800/0300-0400/////2000-3000"),
        ("hours", "2000-3000/0500-0900/////"),
    ],
)
async def test_what_can_not_be_is_refused(db: Database, field: Field, value: str) -> None:
    luna = await open_luna(db, stamps(3))
    found = await db.write(propose_change, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, field, value)
    assert isinstance(found, BadValue)


async def test_only_an_owner_changes_the_shop_and_only_what_they_saw(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    shop_id = luna.cafe.shop.id
    name: Field = "name"
    args = (shop_id, name, "Bar Sol")
    assert await db.write(propose_change, ActingPerson(luna.cafe.eva), *args) == NotAllowed()
    assert (
        await db.write(change_shop, ActingPerson(luna.cafe.eva), *args, was="Café Luna", now=NOW)
        == NotAllowed()
    )
    stale = await db.write(change_shop, ActingPerson(luna.cafe.cleo), *args, was="Café Lune", now=NOW)
    assert isinstance(stale, Same)
    assert (await changed(luna, "name", "Café Luna", "Bar Sol")).shop.name == "Bar Sol"
    assert isinstance(await db.write(propose_change, ActingPerson(luna.cafe.cleo), *args), Same)


async def test_money_stays_while_any_of_several_programmes_keeps_amounts(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    await luna.booked()  # stamps are no reason to keep the money
    await db.write(add_programme, cleo, shop_id, points(head_start=5), name="", now=NOW)
    found = await db.write(propose_change, cleo, shop_id, "currency", "HUF")
    assert isinstance(found, Proposed)
    assert [one.programme.unit for one in found.programmes] == [Unit.STAMPS, Unit.POINTS]
    await db.write(lambda tx: join(tx, luna.cafe.shop, meet(tx, "Ben")))  # with a head start of points
    kept = await db.write(propose_change, cleo, shop_id, "currency", "HUF")
    assert kept == MoneyKept(luna.cafe.shop, "points")
    costly = await open_luna(db, stamps(3))
    cleo, shop_id = ActingPerson(costly.cafe.cleo), costly.cafe.shop.id
    await db.write(add_programme, cleo, shop_id, PRICED, name="Priced", now=NOW)
    kept = await db.write(propose_change, cleo, shop_id, "currency", "HUF")
    assert kept == MoneyKept(costly.cafe.shop, "costs")


async def test_money_stays_while_somebody_holds_an_amount_that_todays_rules_know_no_more(
    db: Database,
) -> None:
    luna = await open_luna(db, stamp_card((Reward("off", "Three off", 1, worth=AmountOff(300)),)))
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    booked = await luna.booked()
    await luna.change(stamp_card((Reward("treat", "A treat", 1),)))
    assert await db.write(propose_change, cleo, shop_id, "currency", "HUF") == MoneyKept(
        luna.cafe.shop, "costs"
    )
    await luna.undo(booked.visit.id)  # and nobody holds it any more
    assert isinstance(await db.write(propose_change, cleo, shop_id, "currency", "HUF"), Proposed)


async def test_an_average_sale_that_was_told_goes_with_its_money_and_that_is_said_before(
    db: Database,
) -> None:
    luna = await open_luna(db, stamps(3))
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    await db.write(calculator.tell, cleo, shop_id, "average_sale", 480, now=NOW)
    found = await db.write(propose_change, cleo, shop_id, "currency", "HUF")
    assert isinstance(found, Proposed)
    assert found.forgotten_minor == 480
    await changed(luna, "currency", "EUR", "HUF")
    assert await db.read(business.told, shop_id) == Told()


async def test_address_icon_and_hours_are_kept_and_audited(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    new: dict[Field, str] = {
        "icon": "🥐", "address": "<b>Keizersgracht</b> 1", "hours": "0800-1800/////2200-2600/2300-2500"
    }  # fmt: skip
    for field, value in new.items():
        shop = (await changed(luna, field, "", value)).shop
        assert getattr(shop, field) == value
    page = await db.write(see_audit, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, before=None)
    assert isinstance(page, AuditPage)
    told = {change.subject: change.new for change in page.changes if change.what == "shop_changed"}
    assert told == new
