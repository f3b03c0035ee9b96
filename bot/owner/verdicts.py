"""What an owner can't set: whether a campaign works, how sure that is, and whom it learned to miss."""

from decimal import Decimal
from typing import assert_never

from actions.access import NotAllowed
from actions.campaigns.impact import CantTell, NoUse, Verdict, Works, verdict_of
from actions.campaigns.kinds.win_back import WIN_BACK, rule_of
from actions.campaigns.settings import Campaign
from bot.turn import Turn
from loyalty.campaigns.churn_rule import Hazard
from loyalty.dates import day_of
from loyalty.records import Shop
from words.language import Words


def verdict_lines(turn: Turn, shop: Shop, one: Campaign) -> list[str]:
    """Say whether a campaign brings visits and what followed; where all get it, that nobody can know."""
    found = verdict_of(turn.tx, turn.actor, shop.id, one.kind)
    if isinstance(found, NotAllowed):
        return []
    if isinstance(found, CantTell) and one.holdout_percent == 0:
        return [turn.t("⚖ Not measured: everybody gets it.")]
    return [_said(turn, shop, found), *_since(turn, shop, one)]


def _said(turn: Turn, shop: Shop, found: Verdict) -> str:
    match found:
        case Works():
            return _works(turn, shop, found)
        case NoUse(per_20=seen):
            low, high = _visits(turn.words, seen.low), _visits(turn.words, seen.high)
            return turn.t("⚖ No use: {low} to {high} visits more per 20 people.", low=low, high=high)
        case CantTell(people=people):
            if not people:
                return turn.t("⚖ Too early to tell: I look how often people came in the four weeks after it.")
            return turn.tn(
                "⚖ Too early to tell: only {n} person so far, four weeks after it.",
                "⚖ Too early to tell: only {n} people so far, four weeks after it.",
                people,
            )
        case _:
            assert_never(found)


def _since(turn: Turn, shop: Shop, one: Campaign) -> list[str]:
    """Say since when it is paused, or since when people count."""
    today = day_of(turn.now, shop.zone)
    if one.paused_at:
        day = turn.words.date(day_of(one.paused_at, shop.zone), today=today)
        return [turn.t("I paused it on {day}. Turned on again, only what comes after that counts.", day=day)]
    if one.judged_from:
        day = turn.words.date(day_of(one.judged_from, shop.zone), today=today)
        return [turn.t("Counted since {day}, when you turned it on again.", day=day)]
    return []


def rule_lines(turn: Turn, one: Campaign) -> list[str]:
    """Say of the win-back that its rule was learned; nothing where the silence that was set holds."""
    rule = rule_of(turn.tx, one) if one.kind == WIN_BACK else None
    if not isinstance(rule, Hazard):
        return []
    day = turn.words.date(rule.learned_on, today=turn.now.date())
    return [
        turn.t(
            "I learned from your customers' visits ({day}) when to miss whom. “Silent for” counts only when I can't.",
            day=day,
        )
    ]


def _works(turn: Turn, shop: Shop, found: Works) -> str:
    say, seen = turn.words, found.per_20
    about, low, high = (_visits(say, visits) for visits in (seen.about, seen.low, seen.high))
    if found.cost_minor is None:
        return turn.t(
            "⚖ It works: about +{about} visits per 20 people ({low} to {high} visits).",
            about=about,
            low=low,
            high=high,
        )
    return turn.t(
        "⚖ It works: about +{about} visits per 20 people, {cost} each ({low} to {high} visits).",
        about=about,
        low=low,
        high=high,
        cost=say.money(found.cost_minor, shop.currency),
    )


def _visits(say: Words, visits: float) -> str:
    """Write no more digits than are known."""
    return say.number(Decimal(str(round(visits, 0 if abs(visits) >= 2 else 1) + 0.0)))  # never "-0"
