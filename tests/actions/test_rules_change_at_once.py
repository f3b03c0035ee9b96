"""A shop's programmes and rules change while somebody joins, books or changes them too."""

from functools import partial
from zoneinfo import ZoneInfo

import pytest

from actions.shop.programme import NewRules, Overtaken, change_rules
from actions.shop.shop_details import change_shop
from actions.shop.side_by_side import BadProgrammeName, NotTakenAway, TakenAway, add_programme, take_away
from actions.till.scan_outcome import Booked, UnknownCode
from loyalty.actor import ActingPerson
from loyalty.cards.programme import ProgrammeVersion
from storage.cards import accounts, counters
from storage.engine.database import Database
from storage.shop import programmes
from tests.actions.overlaps import overlap, scans
from tests.actions.places import (
    NOW,
    join,
    meet,
    open_luna,
    points,
    stamps,
)

pytestmark = pytest.mark.engines


@pytest.mark.parametrize("joins_first", [True, False])
async def test_who_joins_while_a_programme_is_added_counts_in_both(
    db: Database, *, joins_first: bool
) -> None:
    luna = await open_luna(db, stamps(3))
    ben = await db.write(meet, "Ben")
    joining = partial(join, shop=luna.cafe.shop, person_id=ben)
    adding = partial(
        add_programme,
        actor=ActingPerson(luna.cafe.cleo),
        shop_id=luna.cafe.shop.id,
        new=points(),
        name="",
        now=NOW,
    )
    both = (joining, adding) if joins_first else (adding, joining)
    done = await overlap(db, *both)
    card_id = next(one for one in done if isinstance(one, int))
    assert len(await db.read(counters.of_account, await db.read(accounts.by_id, card_id))) == 2


async def test_of_two_programmes_of_one_name_one_is_added(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    adding = partial(
        add_programme,
        actor=ActingPerson(luna.cafe.cleo),
        shop_id=luna.cafe.shop.id,
        new=points(),
        name="",
        now=NOW,
    )
    added, refused = await overlap(db, adding, adding)
    assert isinstance(added, ProgrammeVersion)
    assert isinstance(refused, BadProgrammeName)


@pytest.mark.parametrize("booked_first", [True, False])
async def test_a_programme_is_not_taken_away_under_what_is_being_booked(
    db: Database, *, booked_first: bool
) -> None:
    luna = await open_luna(db, stamps(3))
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    second = await db.write(add_programme, cleo, shop_id, stamps(4), name="Lunch", now=NOW)
    assert isinstance(second, ProgrammeVersion)
    booking = scans(luna, NOW, programme_id=second.programme_id)
    taking = partial(take_away, actor=cleo, shop_id=shop_id, programme_id=second.programme_id, now=NOW)
    done = await overlap(db, *((booking, taking) if booked_first else (taking, booking)))
    assert {type(one) for one in done} == (
        {Booked, NotTakenAway} if booked_first else {TakenAway, UnknownCode}
    )


async def test_two_changes_of_the_same_rules_are_one_after_the_other(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    on = (await db.read(programmes.first, luna.cafe.shop.id)).id
    done = await overlap(
        db,
        lambda tx: change_rules(
            tx, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, stamps(4), on=on, now=NOW
        ),
        lambda tx: change_rules(
            tx, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, stamps(5), on=on, now=NOW
        ),
    )
    assert [type(one) for one in done] == [NewRules, Overtaken]


async def test_a_reward_that_is_booked_while_the_shop_moves_ends_with_the_day_there(db: Database) -> None:
    luna = await open_luna(db, stamps(1, voucher_days=30))
    await overlap(
        db,
        scans(luna, NOW),
        lambda tx: change_shop(
            tx,
            ActingPerson(luna.cafe.cleo),
            luna.cafe.shop.id,
            "timezone",
            "America/New_York",
            was="Europe/Amsterdam",
            now=NOW,
        ),
    )
    [voucher] = (await luna.stands()).vouchers
    assert voucher.expires_at
    assert voucher.expires_at.astimezone(ZoneInfo("America/New_York")).hour == 0
