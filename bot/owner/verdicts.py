"""What an owner can't set: whether a campaign works, how sure that is, and whom it learned to miss."""

from actions.access import NotAllowed
from actions.campaigns.impact import CantTell, verdict_of
from actions.campaigns.kinds.win_back import WIN_BACK, rule_of
from actions.campaigns.settings import Campaign
from bot.turn import Turn
from loyalty.campaigns.churn_rule import Hazard
from loyalty.dates import day_of
from loyalty.records import Shop
from words.campaigns.impact import counted_since, learned, word_verdict


def verdict_lines(turn: Turn, shop: Shop, one: Campaign) -> list[str]:
    """Say whether a campaign brings visits and what followed; where all get it, that nobody can know."""
    found = verdict_of(turn.tx, turn.actor, shop.id, one.kind)
    if isinstance(found, NotAllowed):
        return []
    if isinstance(found, CantTell) and one.holdout_percent == 0:
        return [turn.t("⚖ Not measured: everybody gets it.")]
    today = day_of(turn.now, shop.zone)
    return [word_verdict(found, shop, turn.words), *counted_since(one, shop, turn.words, today=today)]


def rule_lines(turn: Turn, one: Campaign) -> list[str]:
    """Say of the win-back that its rule was learned; nothing where the silence that was set holds."""
    rule = rule_of(turn.tx, one) if one.kind == WIN_BACK else None
    return [learned(rule, turn.words, today=turn.now.date())] if isinstance(rule, Hazard) else []
