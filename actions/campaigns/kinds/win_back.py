"""Win-back: a ladder of steps for who stays away."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile

from actions.campaigns.campaign import VOUCHER, Campaign, Setting
from actions.campaigns.campaign_kind import A_MONTH, CampaignKind
from actions.campaigns.case import CandidateSearch, EligibilityCase, earlier
from actions.cards.rhythm import days_visited
from loyalty.campaigns import due_rules as rules
from loyalty.campaigns.churn_rule import (
    KNOWN_VISITS,
    LATEST_DAYS,
    SOONEST_DAYS,
    FixedSilence,
    Rule,
    from_json,
    is_lapsed,
    rhythm,
)
from loyalty.campaigns.due_rules import LADDER, OFFERS, Timing
from loyalty.campaigns.frequency_cap import Gift, MessageKind, MessagePolicy, Purpose
from loyalty.dates import day_of, day_starts
from loyalty.records import Account, UnreadableRowError
from storage.campaigns import candidates, how_many
from storage.campaigns import settings as campaign_settings
from storage.campaigns.segment import Slice
from storage.cards import visit_patterns
from storage.engine.statements import Tx

WIN_BACK = MessageKind(
    "win_back",
    MessagePolicy(
        Purpose.OFFERS,
        rank=100,
        gift=Gift.WITH_MESSAGE,
        places=frozenset({"gift", "date", "reward", "to_go"}),
    ),
)

_DAY = timedelta(days=1)
# Rewards that cost more than this part of what was spent leave nothing to a shop.
_MARGIN = 0.3


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    if isinstance(look.rule, FixedSilence):
        # Beyond the ladder's end they are left alone, also where it never began.
        ladder = (len(LADDER) + 1) * rules.STEP_EVERY_DAYS
        least, longest = look.rule.days, look.rule.days + ladder
    else:
        least, longest = min(SOONEST_DAYS, *look.rule.newcomer_days), LATEST_DAYS
    rests = day_of(look.now, look.shop.zone) - (rules.STEP_EVERY_DAYS - 1) * _DAY
    yield look.ago(
        candidates.SILENT_ON_LADDER,
        longest=longest,
        least=least,
        rests_since=day_starts(rests, look.shop.zone),
        top=_top(look.campaign),
    )


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    visited = days_visited(tx, case.account, case.shop.zone)
    if not visited:
        return None
    known = rhythm([visit.day for visit in visited])
    rule, zone = case.look.rule, case.shop.zone
    steps = [one for one in earlier(tx, case) if day_of(one.found_at, zone) > known.last_on]
    lapsed = bool(steps) or is_lapsed(rule, known, case.today)  # a learned chance may rise again
    if not lapsed:
        return None
    chance = None
    if not isinstance(rule, FixedSilence) and known.visits >= KNOWN_VISITS:
        chance = rule.chance_of_return(known, max(0, (case.today - known.last_on).days))
    last_step = max((one.settled_at or one.found_at for one in steps), default=None)
    facts = rules.SilentFacts(
        lapsed=lapsed,
        last_visit_on=known.last_on,
        chance=chance,
        steps=len(steps),
        last_step_on=day_of(last_step, zone) if last_step else None,
        pays=_pays(tx, case.account),
    )
    found = rules.due_step(facts, now=case.now, zone=zone)
    nothing_to_offer = found and found.step in OFFERS and not case.look.campaign.gift(found.step)
    return None if nothing_to_offer else found


def _pays(tx: Tx, account: Account) -> bool:
    spent, cost = visit_patterns.money_of(tx, account)
    return spent == 0 or cost <= spent * _MARGIN


def _top(campaign: Campaign) -> str:
    """Return the last step of the ladder that this campaign has something for."""
    climbed = takewhile(lambda step: step not in OFFERS or campaign.gift(step), LADDER)
    return list(climbed)[-1]


def _with_rule(tx: Tx, look: CandidateSearch) -> CandidateSearch:
    return replace(look, rule=rule_of(tx, look.campaign))


def rule_of(tx: Tx, campaign: Campaign) -> Rule:
    """Return the rule that is in force for a win-back campaign."""
    learned = campaign_settings.by_id(tx, campaign.id).rule if campaign.id else None
    try:
        return from_json(learned) if learned else FixedSilence(campaign.number("days"))
    except (ValueError, TypeError, LookupError) as error:
        raise UnreadableRowError(campaign.shop_id, "learned rule") from error


def _gone(tx: Tx, campaign: Campaign, now: datetime) -> int:
    """Count who fell silent within the last month, had it been by the days that are set."""
    until = now - campaign.number("days") * _DAY
    return how_many.last_here(tx, campaign.shop_id, since=until - A_MONTH, until=until)


KIND = CampaignKind(
    WIN_BACK,
    slices=_slices,
    due=_due,
    prepare=_with_rule,
    settings={
        "days": Setting(60, 14, 365),
        **VOUCHER,
        "bigger_gift": Setting(""),
        "bigger_gift_cost_minor": Setting(0),
    },
    steps=LADDER,
    questions=frozenset({"ask"}),
    gifts={"offer": "gift", "bigger_offer": "bigger_gift"},
    most_changed=1,  # of silent people one visit is news; who comes back often teaches that more may be
    gifts_a_month=_gone,
)
