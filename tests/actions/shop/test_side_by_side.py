"""One more programme in a shop: who may add, name and take it away, and when it stays."""

import pytest

from actions.access import NotAllowed
from actions.shop.audit import AuditPage, see_audit
from actions.shop.programme import CurrentRules, ProgrammePreview, preview, see_rules
from actions.shop.side_by_side import (
    MOST_PROGRAMMES,
    BadProgrammeName,
    NoSuchProgramme,
    NotTakenAway,
    TakenAway,
    TooManyProgrammes,
    WhyNotAdded,
    add_programme,
    rename_programme,
    take_away,
)
from actions.shop.sums import SecondYes
from loyalty.actor import ActingPerson
from loyalty.cards.programme import Programme, ProgrammeVersion
from loyalty.cards.programme_check import Invalid
from storage.engine.database import Database
from storage.shop import programmes
from tests.actions.places import NOW, Luna, join, meet, open_luna, points, stamps
from tests.programmes import stamp_card


async def adds(
    luna: Luna, new: Programme, name: str = ""
) -> ProgrammeVersion | SecondYes | WhyNotAdded | NotAllowed:
    """Add a programme as Cleo does."""
    cafe = luna.cafe
    return await luna.db.write(add_programme, ActingPerson(cafe.cleo), cafe.shop.id, new, name=name, now=NOW)


async def added(luna: Luna, new: Programme, name: str = "") -> int:
    """Add it, and return its id."""
    version = await adds(luna, new, name)
    assert isinstance(version, ProgrammeVersion), version
    return version.programme_id


async def takes_away(luna: Luna, programme_id: int) -> object:
    """Take a programme away as Cleo does."""
    cafe = luna.cafe
    return await luna.db.write(take_away, ActingPerson(cafe.cleo), cafe.shop.id, programme_id, now=NOW)


async def rules(luna: Luna, programme_id: int | None = None) -> object:
    """Read rules as Cleo does."""
    cafe = luna.cafe
    return await luna.db.write(see_rules, ActingPerson(cafe.cleo), cafe.shop.id, programme_id)


async def test_a_name_is_refused_that_another_card_has_or_nobody_can_read(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    await added(luna, points(), "Bakery")
    for name, why in (("bakery", "taken"), ("", "taken"), ("\u200b", "empty"), ("B" * 41, "long")):
        refused = await adds(luna, stamps(4), name)
        assert isinstance(refused, BadProgrammeName)
        assert refused.why == why


async def test_rules_that_can_not_be_and_one_programme_too_many_are_refused(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    assert isinstance(await adds(luna, stamp_card(()), "Tea"), Invalid)
    for number in range(1, MOST_PROGRAMMES):
        await added(luna, stamps(4), f"Card {number}")
    assert await adds(luna, stamps(4), "Tea") == TooManyProgrammes()


async def test_begun_cards_are_counted_for_each_programme_by_itself(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    await luna.booked()
    new = await added(luna, points())
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    first = await db.read(preview, cleo, shop_id, stamps(4), now=NOW)
    second = await db.read(preview, cleo, shop_id, stamps(4), new, now=NOW)
    assert isinstance(first, ProgrammePreview)
    assert isinstance(second, ProgrammePreview)
    assert (first.begun, second.begun) == (1, 0)


async def test_a_programme_goes_while_nothing_is_booked_on_it_and_its_name_is_free_again(
    db: Database,
) -> None:
    luna = await open_luna(db, stamps(3))
    new = await added(luna, points(), "Bakery")
    assert isinstance(await takes_away(luna, new), TakenAway)
    assert await rules(luna, new) == NoSuchProgramme()
    assert await takes_away(luna, new) == NoSuchProgramme()
    assert (await luna.booked()).state.counter.balance == 1
    await luna.db.write(lambda tx: join(tx, luna.cafe.shop, meet(tx, "Ben")))
    await added(luna, points(), "Bakery")


async def test_a_programme_stays_that_has_something_on_a_card_or_is_the_only_one(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    only = await rules(luna)
    assert isinstance(only, CurrentRules)
    stays = await takes_away(luna, only.version.programme_id)
    assert isinstance(stays, NotTakenAway)
    assert stays.cards == 0
    new = await added(luna, points(head_start=5))
    await luna.db.write(lambda tx: join(tx, luna.cafe.shop, meet(tx, "Ben")))
    stays = await takes_away(luna, new)
    assert isinstance(stays, NotTakenAway)
    assert stays.cards == 1


@pytest.mark.parametrize("who", ["eva", "ana"])
async def test_only_an_owner_adds_names_and_takes_away(db: Database, who: str) -> None:
    luna = await open_luna(db, stamps(3))
    new = await added(luna, points())
    actor, shop_id = ActingPerson(getattr(luna.cafe, who)), luna.cafe.shop.id
    for refused in (
        await db.write(add_programme, actor, shop_id, points(), name="Tea", now=NOW),
        await db.write(rename_programme, actor, shop_id, new, "Tea", now=NOW),
        await db.write(take_away, actor, shop_id, new, now=NOW),
    ):
        assert refused == NotAllowed()


async def test_a_card_that_loses_money_or_gives_too_early_is_added_only_knowing_it(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    early = await adds(luna, points(head_start=50))
    assert isinstance(early, SecondYes)
    assert len(await db.read(programmes.today, luna.cafe.shop.id)) == 1
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    done = await db.write(add_programme, cleo, shop_id, points(head_start=50), name="", now=NOW, knowing=True)
    assert isinstance(done, ProgrammeVersion)
    page = await db.read(see_audit, cleo, shop_id, before=None)
    assert isinstance(page, AuditPage)
    assert page.changes[0].what == "free_accepted"
