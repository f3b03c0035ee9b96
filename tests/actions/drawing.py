"""A café that draws, and who takes part."""

from datetime import datetime

from actions.cards.draws import DrawSeen, NoDraw, Scratched, scratch, see_draws, take_part
from actions.shop.draws import ReckonedDraw, draw_winners, open_draw
from loyalty.actor import ActingPerson
from loyalty.cards.draws import SETTLES, Draw, DrawForm, DrawPlan
from loyalty.records import Voucher
from storage.cards import accounts, draws, vouchers
from storage.engine.database import Database
from storage.engine.statements import Tx
from tests.actions.places import NOW, Luna, join, meet, open_luna, stamps

TICKETS = DrawPlan(DrawForm.TICKETS, "Breakfast for two", 1200, 1, 7, free=False)
SCRATCH = DrawPlan(DrawForm.SCRATCH, "Free coffee", 80, 5, 7, 2, free=False)


async def drawing_luna(db: Database, plan: DrawPlan = TICKETS, *, seed: str = "00" * 32) -> tuple[Luna, Draw]:
    luna = await open_luna(db, stamps(10))
    opened = await db.write(
        open_draw, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, plan, seed=seed, now=NOW
    )
    assert isinstance(opened, ReckonedDraw), opened
    [draw] = await db.read(draws.of_shop, luna.cafe.shop.id, most=9)
    return luna, draw


def newcomer(tx: Tx, luna: Luna, name: str) -> tuple[int, int]:
    person = meet(tx, name)
    return person, join(tx, luna.cafe.shop, person)


async def takes_part(
    luna: Luna, draw: Draw, who: tuple[int, int] | None = None, now: datetime = NOW
) -> DrawSeen | NoDraw:
    person, card = who or (luna.cafe.ana, luna.cafe.card_id)
    return await luna.db.write(take_part, person, card, draw.id, now=now)


async def scratches(luna: Luna, draw: Draw, now: datetime = NOW) -> Scratched | NoDraw:
    return await luna.db.write(scratch, luna.cafe.ana, luna.cafe.card_id, draw.id, now=now)


def see_mine(tx: Tx, card_id: int, now: datetime) -> DrawSeen:
    [seen] = see_draws(tx, accounts.by_id(tx, card_id), now=now)
    return seen


async def draw_seen(luna: Luna, now: datetime = NOW, card: int | None = None) -> DrawSeen:
    return await luna.db.write(see_mine, card or luna.cafe.card_id, now)


def rewards_held(tx: Tx, card_id: int, now: datetime) -> list[Voucher]:
    return vouchers.usable(tx, accounts.by_id(tx, card_id), now=now)


async def let_end(luna: Luna, draw: Draw) -> datetime:
    """Let the draw be drawn, and return when."""
    at = draw.ends_at + SETTLES
    assert await luna.db.write(draw_winners, draw.id, now=at) is not None
    return at
