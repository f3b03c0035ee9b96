"""Who counts as lapsed in a shop: the silence its owner chose, or a rule learned from the shop's own visits."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from actions.campaigns.kinds.win_back import WIN_BACK
from actions.campaigns.settings import campaign_of, kept
from loyalty.campaigns.churn_rule import FixedSilence, Hazard, Rule, to_json
from storage.campaigns import settings as campaign_settings
from storage.cards import visit_patterns
from storage.engine.statements import Tx
from storage.shop import shops

MOST_VISITS = 100_000  # of a shop with more, every second, third, … customer is enough to learn from


@dataclass(frozen=True, slots=True)
class Lessons:
    """What a shop's rule is learned from: when each customer came; and the rule to fall back on."""

    came: Sequence[Sequence[datetime]]
    zone: ZoneInfo
    plain: FixedSilence


def lessons(tx: Tx, shop_id: int, *, most: int = MOST_VISITS) -> Lessons:
    """Return what can be learned from in a shop."""
    came: dict[int, list[datetime]] = defaultdict(list)
    for account_id, at in visit_patterns.visits_by_card(tx, shop_id, most=most):
        came[account_id].append(at)
    plain = FixedSilence(campaign_of(tx, shop_id, WIN_BACK).number("days"))
    return Lessons(list(came.values()), shops.by_id(tx, shop_id).zone, plain)


def keep_rule(tx: Tx, shop_id: int, rule: Rule) -> None:
    """Go by a learned rule from now on, or again by the silence that the owner chooses."""
    learned = to_json(rule) if isinstance(rule, Hazard) else None
    campaign_settings.keep_rule(tx, kept(tx, shop_id, WIN_BACK).id, learned)
