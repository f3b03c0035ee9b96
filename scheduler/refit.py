"""The nightly refit: each shop's win-back rule is learned anew from its own visits, beside the answering."""

import asyncio
from datetime import datetime

from actions import lapsing, shops
from actions.lapsing import Lessons
from loyalty.dates import day_of
from scheduler.campaigns import Storage
from scheduler.learning import Choice, choose_rule


async def refit(db: Storage, *, now: datetime) -> None:
    """Choose every shop's rule again; where nothing better can be learned, the plain one holds."""
    for shop_id in await db.read(shops.every_shop_id):
        seen = await db.read(lapsing.lessons, shop_id)
        choice = await asyncio.to_thread(_chosen, seen, now=now)
        await db.write(lapsing.keep_rule, shop_id, choice.rule)


def _chosen(seen: Lessons, *, now: datetime) -> Choice:
    histories = [[day_of(at, seen.zone) for at in came] for came in seen.came]
    return choose_rule(histories, today=day_of(now, seen.zone), plain=seen.plain)
