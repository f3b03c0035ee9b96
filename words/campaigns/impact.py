"""Whether a campaign works, in words: how sure that is, since when it is counted, and whom it learned to miss."""

from datetime import date
from decimal import Decimal
from typing import assert_never

from actions.campaigns.campaign import Campaign
from actions.campaigns.impact import CantTell, NoUse, Verdict, Works
from loyalty.campaigns.churn_rule import Hazard
from loyalty.dates import day_of
from loyalty.records import Shop
from words.language import Words


def word_verdict(found: Verdict, shop: Shop, say: Words) -> str:
    """Say whether a campaign brings visits, or that nobody can tell yet."""
    match found:
        case Works():
            return _works(found, shop, say)
        case NoUse(per_20=seen):
            low, high = visits_said(say, seen.low), visits_said(say, seen.high)
            return say.t("⚖ No use: {low} to {high} visits more per 20 people.", low=low, high=high)
        case CantTell(people=people):
            if not people:
                return say.t("⚖ Too early to tell: I look how often people came in the four weeks after it.")
            return say.tn(
                "⚖ Too early to tell: only {n} person so far, four weeks after it.",
                "⚖ Too early to tell: only {n} people so far, four weeks after it.",
                people,
            )
        case _:
            assert_never(found)


def counted_since(one: Campaign, shop: Shop, say: Words, *, today: date) -> list[str]:
    """Say since when it is paused, or since when people count."""
    if one.paused_at:
        day = say.date(day_of(one.paused_at, shop.zone), today=today)
        return [say.t("I paused it on {day}. Turned on again, only what comes after that counts.", day=day)]
    if one.judged_from:
        day = say.date(day_of(one.judged_from, shop.zone), today=today)
        return [say.t("Counted since {day}, when you turned it on again.", day=day)]
    return []


def learned(rule: Hazard, say: Words, *, today: date) -> str:
    """Say of the win-back that its rule was learned."""
    day = say.date(rule.learned_on, today=today)
    return say.t(
        "I learned from your customers' visits ({day}) when to miss whom. “Silent for” counts only when I can't.",
        day=day,
    )


def _works(found: Works, shop: Shop, say: Words) -> str:
    seen = found.per_20
    about, low, high = (visits_said(say, visits) for visits in (seen.about, seen.low, seen.high))
    if found.cost_minor is None:
        return say.t(
            "⚖ It works: about +{about} visits per 20 people ({low} to {high} visits).",
            about=about,
            low=low,
            high=high,
        )
    return say.t(
        "⚖ It works: about +{about} visits per 20 people, {cost} each ({low} to {high} visits).",
        about=about,
        low=low,
        high=high,
        cost=say.money(found.cost_minor, shop.currency),
    )


def visits_said(say: Words, visits: float) -> str:
    """Write no more digits than are known."""
    return say.number(Decimal(str(round(visits, 0 if abs(visits) >= 2 else 1) + 0.0)))  # never "-0"
