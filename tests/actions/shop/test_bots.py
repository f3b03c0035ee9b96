"""A bot belongs to one shop; what opens it is kept sealed, renewed and forgotten, and each change is seen by who looks."""

import asyncio
from dataclasses import replace

import pytest

from actions.access import NotAllowed
from actions.delivery.removed_bots import BotRemoved, NoBot, SeenBot, remove_bot
from actions.shop.audit import AuditPage, see_audit
from actions.shop.bots import (
    BotAdded,
    BotTaken,
    HasAnother,
    NewBot,
    Resealed,
    add_bot,
    all_bots,
    bots_state,
    note_refused,
    reseal,
)
from app.token_keys import TokenKeys, WrongKeyError
from loyalty.actor import ActingPerson, Operator
from storage.engine.database import Database, open_database
from tests.actions.places import NOW, open_cafe, open_luna, stamps

pytestmark = pytest.mark.engines
LUNA = NewBot("telegram", "800", "luna_bot", "hook-of-luna", "sealed")
SOL = NewBot("telegram", "900", "sol_bot", "hook-of-sol", "sealed too")


async def test_an_owner_gives_their_shop_a_bot_and_takes_it_away(db: Database) -> None:
    luna = await open_luna(db, stamps())
    owner, shop = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    assert isinstance(await db.write(add_bot, owner, shop, LUNA, now=NOW), BotAdded)
    assert await db.write(add_bot, owner, shop, SOL, now=NOW) == HasAnother("luna_bot")
    assert isinstance(await db.write(remove_bot, owner, shop, "telegram", now=NOW), BotRemoved)
    assert await db.write(remove_bot, owner, shop, "telegram", now=NOW) == NoBot()
    assert await db.read(all_bots) == []
    again = await db.write(add_bot, owner, shop, replace(LUNA, hook="another"), now=NOW)
    assert isinstance(again, BotAdded)
    assert not again.anew
    page = await db.read(see_audit, owner, shop, before=None)
    assert isinstance(page, AuditPage)
    assert [change.what for change in page.changes[:3]] == ["bot_added", "bot_removed", "bot_added"]
    assert "sealed" not in repr(page)


async def test_a_bot_is_taken_away_as_it_was_seen_or_not_at_all(db: Database) -> None:
    luna = await open_luna(db, stamps())
    owner, shop = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    await db.write(add_bot, owner, shop, LUNA, now=NOW)
    [old] = await db.read(all_bots)
    await db.write(add_bot, owner, shop, replace(LUNA, sealed="a new one"), now=NOW)
    [new] = await db.read(all_bots)
    assert await db.write(remove_bot, owner, shop, SeenBot(old.id, old.version), now=NOW) == NoBot()
    assert await db.read(all_bots) == [new]
    assert await db.write(remove_bot, owner, shop, SeenBot(new.id, new.version), now=NOW) == BotRemoved(new)


@pytest.mark.parametrize("who", ["eva", "ana"])
async def test_nobody_but_an_owner_and_the_operator_decides_on_bots(db: Database, who: str) -> None:
    luna = await open_luna(db, stamps())
    somebody, shop = ActingPerson(getattr(luna.cafe, who)), luna.cafe.shop.id
    assert await db.write(add_bot, somebody, shop, LUNA, now=NOW) == NotAllowed()
    await db.write(add_bot, Operator(), shop, LUNA, now=NOW)
    assert await db.write(remove_bot, somebody, shop, "telegram", now=NOW) == NotAllowed()


async def test_of_two_shops_that_add_one_bot_at_once_one_has_it(db_url: str) -> None:
    async with open_database(db_url, migrate=False) as db:
        luna = await open_luna(db, stamps())
        sol = await db.write(open_cafe, stamps(), name="Bar Sol")
        shops = (luna.cafe.shop.id, sol.shop.id)
        outcomes = await asyncio.gather(
            *(
                db.write(add_bot, Operator(), shop, replace(LUNA, hook=f"hook {shop}"), now=NOW)
                for shop in shops
            )
        )
        assert sorted(type(one).__name__ for one in outcomes) == ["BotAdded", "BotTaken"]
        assert BotTaken() in outcomes


async def test_each_change_is_seen_by_a_process_that_looks(db: Database) -> None:
    luna = await open_luna(db, stamps())
    shop, seen = luna.cafe.shop.id, [await db.read(bots_state)]

    async def changed() -> None:
        seen.append(await db.read(bots_state))
        assert seen[-1] > seen[-2]

    await db.write(add_bot, Operator(), shop, LUNA, now=NOW)
    await changed()
    [bot] = await db.read(all_bots)
    assert await db.write(note_refused, bot, "revoked", now=NOW)
    await changed()
    assert not await db.write(note_refused, bot, "revoked", now=NOW)  # by another process, of the same bot
    await db.write(add_bot, Operator(), shop, replace(LUNA, sealed="a new one"), now=NOW)
    await changed()
    assert [one.refused for one in await db.read(all_bots)] == [""]
    await db.write(remove_bot, Operator(), shop, "telegram", now=NOW)
    await changed()


async def test_a_secret_is_sealed_anew_unless_it_was_renewed_meanwhile(db: Database) -> None:
    luna = await open_luna(db, stamps())
    await db.write(add_bot, Operator(), luna.cafe.shop.id, LUNA, now=NOW)
    [bot] = await db.read(all_bots)
    assert await db.write(reseal, [Resealed(bot.id, "sealed", "sealed better")]) == 1
    assert await db.write(reseal, [Resealed(bot.id, "sealed", "too late")]) == 0
    assert [one.sealed for one in await db.read(all_bots)] == ["sealed better"]


def test_the_newest_key_seals_and_older_ones_still_open() -> None:
    old, both, new = TokenKeys((b"old",)), TokenKeys((b"new", b"old")), TokenKeys((b"new",))
    sealed = old.seal({"token": "8:x"})
    assert "8:x" not in sealed
    assert both.read(sealed) == {"token": "8:x"}
    assert new.read(both.reseal(sealed)) == {"token": "8:x"}
    for wrong in (lambda: new.read(sealed), lambda: new.reseal(sealed)):
        with pytest.raises(WrongKeyError, match="STEMPEL_TOKEN_KEYS"):
            wrong()
