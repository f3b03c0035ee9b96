"""Two owners of a shop act at the same moment: whoever comes second decides by what the first one left."""

from collections.abc import Callable
from functools import partial

import pytest

from actions.access import NotAllowed
from actions.allowances import TooOften
from actions.campaigns.broadcast import Broadcast, order_broadcast
from actions.delivery.removed_bots import BotRemoved, remove_bot
from actions.people.erasure import Erased, OnlyOwner, erase_person
from actions.shop import calculator
from actions.shop.bots import BotAdded, HasAnother, NewBot, add_bot, all_bots
from actions.shop.logos import put_logo, take_logo
from actions.shop.team import Changed, LastOwner, change_role, remove_member
from loyalty.actor import ActingPerson
from loyalty.allowances import BROADCASTS
from loyalty.roles import Role
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.shop import staff
from tests.actions.overlaps import overlap
from tests.actions.places import (
    NOW,
    Luna,
    hire,
    meet,
    open_luna,
    stamps,
)

pytestmark = pytest.mark.engines


async def two_owners(db: Database) -> tuple[Luna, int, int]:
    """Open Café Luna with Cleo and Dora as its owners, and return their places on the staff."""
    luna = await open_luna(db, stamps(3))
    dora = await db.write(meet, "Dora")
    await db.write(hire, luna.cafe.shop.id, dora, "owner")
    places = {one.person_id: one.id for one in await db.read(staff.of_shop, luna.cafe.shop.id)}
    return luna, places[luna.cafe.cleo], places[dora]


async def owners(luna: Luna) -> int:
    return len(await luna.db.read(staff.owners, luna.cafe.shop.id))


async def test_of_two_owners_who_dismiss_each_other_one_stays(db: Database) -> None:
    luna, cleo, dora = await two_owners(db)
    shop_id = luna.cafe.shop.id
    dora_id = (await db.read(staff.by_id, dora)).person_id or 0
    done = await overlap(
        db,
        lambda tx: remove_member(tx, ActingPerson(luna.cafe.cleo), shop_id, dora, now=NOW),
        lambda tx: remove_member(tx, ActingPerson(dora_id), shop_id, cleo, now=NOW),
    )
    assert isinstance(done[0], Changed)
    assert isinstance(done[1], NotAllowed)
    assert await owners(luna) == 1


@pytest.mark.parametrize(
    "change",
    [
        partial(put_logo, png=b"\x89PNG\r\n\x1a\n"),
        take_logo,
        partial(calculator.tell, what="margin", value=650),
    ],
)
async def test_an_owner_who_is_dismissed_changes_nothing_more(
    db: Database, change: Callable[..., object]
) -> None:
    luna, _, dora = await two_owners(db)
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    other = ActingPerson((await db.read(staff.by_id, dora)).person_id or 0)
    _, changed = await overlap(
        db,
        partial(remove_member, actor=cleo, shop_id=shop_id, member_id=dora, now=NOW),
        partial(change, actor=other, shop_id=shop_id, now=NOW),
    )
    assert changed == NotAllowed()


async def test_of_two_owners_one_steps_down_while_the_other_is_forgotten(db: Database) -> None:
    luna, cleo, dora = await two_owners(db)
    dora_id = (await db.read(staff.by_id, dora)).person_id or 0
    forgotten, stepped = await overlap(
        db,
        lambda tx: erase_person(tx, dora_id, now=NOW),
        lambda tx: change_role(
            tx, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, cleo, Role.CASHIER, now=NOW
        ),
    )
    assert (forgotten, stepped) == (Erased(), LastOwner())
    assert await owners(luna) == 1


async def test_an_owner_is_not_forgotten_while_the_other_one_steps_down(db: Database) -> None:
    luna, cleo, dora = await two_owners(db)
    dora_id = (await db.read(staff.by_id, dora)).person_id or 0
    _, forgotten = await overlap(
        db,
        lambda tx: change_role(
            tx, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, cleo, Role.CASHIER, now=NOW
        ),
        lambda tx: erase_person(tx, dora_id, now=NOW),
    )
    assert isinstance(forgotten, OnlyOwner)
    assert await owners(luna) == 1


async def test_of_two_owners_who_use_a_limit_at_once_one_has_the_last_of_it(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    shop_id = luna.cafe.shop.id
    dora = await db.write(meet, "Dora")
    await db.write(hire, shop_id, dora, "owner")
    ordering = [
        partial(
            order_broadcast, actor=ActingPerson(one), shop_id=shop_id, to="everyone", text="Soup!", now=NOW
        )
        for one in (luna.cafe.cleo, dora)
    ]
    for _ in range(BROADCASTS.most - 1):
        await db.write(ordering[0])
    assert [type(one) for one in await overlap(db, *ordering)] == [Broadcast, TooOften]


async def test_of_two_bots_that_a_shop_adds_at_once_it_has_one(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    added = await overlap(db, *[adds_bot(luna, account) for account in ("800", "900")])
    assert [type(one) for one in added] == [BotAdded, HasAnother]


async def test_a_bot_that_is_taken_away_while_its_token_is_renewed_is_gone_or_there_whole(
    db: Database,
) -> None:
    luna = await open_luna(db, stamps(3))
    await db.write(adds_bot(luna, "800"))
    removing = partial(
        remove_bot, actor=ActingPerson(luna.cafe.cleo), shop_id=luna.cafe.shop.id, which="telegram", now=NOW
    )
    removed, added = await overlap(db, removing, adds_bot(luna, "800", "another hook"))
    assert isinstance(removed, BotRemoved)
    assert isinstance(added, BotAdded)
    assert not added.anew
    assert [bot.sealed for bot in await db.read(all_bots)] == ["sealed"]


def adds_bot(luna: Luna, account: str, hook: str = "hook") -> Callable[[Tx], object]:
    bot = NewBot("telegram", account, f"bot_{account}", f"{hook} {account}", "sealed")
    return partial(add_bot, actor=ActingPerson(luna.cafe.cleo), shop_id=luna.cafe.shop.id, new=bot, now=NOW)
