"""The night's lessons, beside the answering.

Each shop's win-back rule is learned, campaigns are judged, bookings looked through, customers portrayed; and of one of them
its owner may hear.
"""

import asyncio
from datetime import datetime

from actions.campaigns import churn_rule
from actions.campaigns.churn_rule import Lessons
from actions.people import alerts
from actions.shop import checks, open_shop
from loyalty.dates import day_of
from scheduler.alone import Failed, alone
from scheduler.campaigns.churn_model import ChosenRule, choose_rule
from scheduler.campaigns.judging import judge_campaigns, judge_experiments
from scheduler.campaigns.portraying import portray
from scheduler.database import Storage


async def refit(db: Storage, *, now: datetime) -> None:
    """Learn and judge in every shop; what failed in one is raised when all had their turn."""
    failed: list[Exception] = []
    for shop_id in await db.read(open_shop.every_shop_id):
        for lesson in (
            _learn_rule,
            judge_campaigns,
            judge_experiments,
            _look_through,
            portray,
            _alert,
        ):
            done = await alone(lesson(db, shop_id, now=now))
            if isinstance(done, Failed):
                done.error.add_note(f"{lesson.__name__}, shop {shop_id}")
                failed.append(done.error)
    if failed:
        raise ExceptionGroup("not everything was learned tonight", failed)


async def _learn_rule(db: Storage, shop_id: int, *, now: datetime) -> None:
    """Choose a shop's rule again; where nothing better can be learned, the plain one holds."""
    seen = await db.read(churn_rule.lessons, shop_id)
    choice = await asyncio.to_thread(_chosen, seen, now=now)
    await db.write(churn_rule.keep_rule, shop_id, choice.rule)


async def _alert(db: Storage, shop_id: int, *, now: datetime) -> None:
    """Look for a customer of whom the owner should hear, by tonight's portraits."""
    found = await db.read(alerts.find_alert, shop_id, now=now)
    if found:
        await db.write(alerts.keep_alert, shop_id, found, now=now)


async def _look_through(db: Storage, shop_id: int, *, now: datetime) -> None:
    """Look through a shop's bookings for what is worth its owner's look."""
    looked = await db.read(checks.look, shop_id, now=now)
    await db.write(checks.keep, shop_id, looked, now=now)


def _chosen(seen: Lessons, *, now: datetime) -> ChosenRule:
    histories = [[day_of(at, seen.zone) for at in came] for came in seen.came]
    return choose_rule(histories, today=day_of(now, seen.zone), plain=seen.plain)
