"""A shop has one logo at most, and of one that is gone nothing is kept."""

import pytest
from sqlalchemy import func, select

from actions.access import NotAllowed
from actions.shop.logos import MOST_BYTES, LogoChanged, Unfit, content, put_logo, take_logo
from bot.emblems import emblem_of, fetch
from loyalty.actor import ActingPerson
from storage.engine.database import Database
from storage.engine.statements import Statement
from storage.tables import logos
from tests.actions.places import NOW, Luna, open_luna, stamps

pytestmark = pytest.mark.asks

ONE, OTHER = (b"\x89PNG\r\n\x1a\n" + letter * 100 for letter in (b"a", b"b"))
KEPT = Statement(select(func.count()).select_from(logos))


async def given(luna: Luna, png: bytes) -> LogoChanged:
    """Give the shop a logo, as Cleo does."""
    done = await luna.db.write(put_logo, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, png, now=NOW)
    assert isinstance(done, LogoChanged), done
    return done


async def test_another_logo_takes_the_place_of_the_one_before_and_has_another_name(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    shop_id = luna.cafe.shop.id
    first = (await given(luna, ONE)).shop
    again = (await given(luna, ONE)).shop
    second = (await given(luna, OTHER)).shop
    assert first.logo == again.logo
    assert emblem_of(first) != emblem_of(second), "no picture with the old one is sent again"
    assert await db.read(content, shop_id, second.logo) == OTHER
    assert await db.read(content, shop_id, first.logo) == b""
    assert await db.read(fetch, emblem_of(second).logo) == OTHER
    assert await db.read(KEPT.value) == 1


async def test_of_a_logo_that_is_taken_away_nothing_is_kept(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    await given(luna, ONE)
    done = await db.write(take_logo, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, now=NOW)
    assert isinstance(done, LogoChanged)
    assert done.shop.logo == emblem_of(done.shop).logo == ""
    assert await db.read(KEPT.value) == 0


async def test_what_was_not_made_small_is_not_kept(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    for bad in (b"GIF89a", ONE + bytes(MOST_BYTES), b""):
        cleo = ActingPerson(luna.cafe.cleo)
        assert await db.write(put_logo, cleo, luna.cafe.shop.id, bad, now=NOW) == Unfit()
    eva = ActingPerson(luna.cafe.eva)
    assert await db.write(put_logo, eva, luna.cafe.shop.id, ONE, now=NOW) == NotAllowed()
