"""Every night each campaign is judged by everybody it was ever due for, beside the answering."""

import asyncio
from collections import Counter
from datetime import datetime

from actions.campaigns import impact
from actions.campaigns.impact import Evidence, Verdict
from actions.shop.gift_costs import cost_of_booked
from scheduler.database import Storage


async def judge_campaigns(db: Storage, shop_id: int, *, now: datetime) -> None:
    """Judge the campaigns of a shop again, and pause those that are of no use."""
    for campaign in await db.read(impact.to_be_judged, shop_id):
        verdict = await judged(db, impact.of_campaign(campaign, now=now), now=now)
        await db.write(impact.keep_verdict, campaign, verdict, now=now)


async def judged(db: Storage, of: Evidence, *, now: datetime) -> Verdict:
    """Say what was changed, by everybody's outcomes, read a page at a time."""
    seen, spent_minor, after = [], 0, 0
    booked: Counter[int] = Counter()
    while after is not None:
        page = await db.read(impact.evidence, of, after=after, now=now)
        seen += page.outcomes
        booked += page.booked
        spent_minor, after = spent_minor + page.spent_minor, page.next
    if booked:
        spent_minor += await db.read(cost_of_booked, of.measured.shop_id, booked)
    return await asyncio.to_thread(impact.judged, of.kind, seen, spent_minor=spent_minor)
