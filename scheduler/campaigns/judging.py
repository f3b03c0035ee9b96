"""Every night each campaign is judged by everybody it was ever due for, beside the answering."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime

from actions.campaigns import impact, judged_experiments
from actions.campaigns.impact import Evidence, ImpactPage, Observation, Verdict
from actions.shop.gift_costs import cost_of_booked
from scheduler.database import Storage


async def judge_campaigns(db: Storage, shop_id: int, *, now: datetime) -> None:
    """Judge the campaigns of a shop again, and pause those that are of no use."""
    for campaign in await db.read(impact.to_be_judged, shop_id):
        verdict = await judged(db, impact.of_campaign(campaign, now=now), now=now)
        await db.write(impact.keep_verdict, campaign, verdict, now=now)


async def judge_experiments(db: Storage, shop_id: int, *, now: datetime) -> None:
    """Judge a shop's experiments again, and tell its owners of those whose question is answered."""
    for one, of in await db.read(judged_experiments.to_be_judged, shop_id):
        pages = [page async for page in _pages(db, of, now=now)]
        found = await asyncio.to_thread(judged_experiments.found_in, one, pages)
        await db.write(judged_experiments.keep_found, one, found, now=now)


async def judged(db: Storage, of: Evidence, *, now: datetime) -> Verdict:
    """Say what was changed, by everybody's outcomes."""
    seen: list[Observation] = []
    spent_minor, booked = 0, Counter[int]()
    async for page in _pages(db, of, now=now):
        seen += page.outcomes
        booked += page.booked
        spent_minor += page.spent_minor
    if booked:
        spent_minor += await db.read(cost_of_booked, of.measured.shop_id, booked)
    return await asyncio.to_thread(impact.judged, of.kind, seen, spent_minor=spent_minor)


async def _pages(db: Storage, of: Evidence, *, now: datetime) -> AsyncIterator[ImpactPage]:
    """Read what became of everybody, a page at a time."""
    after: int | None = 0
    while after is not None:
        page: ImpactPage = await db.read(impact.evidence, of, after=after, now=now)
        yield page
        after = page.next
