"""Why a campaign is due to a customer: their facts as they are now, asked of the rules in loyalty/campaigns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from actions.campaigns.candidate_ranges import OFFERS, CandidateSearch, search_candidates, within
from actions.campaigns.consents import consents_of
from actions.campaigns.gifts import is_gift
from actions.campaigns.settings import kept
from actions.cards.rhythm import days_visited, goal_outlook
from loyalty.campaigns import due_rules as rules
from loyalty.campaigns.churn_rule import KNOWN_VISITS, FixedSilence, is_lapsed, rhythm
from loyalty.campaigns.frequency_cap import MessageKind, Occurrence, Purpose, how_often
from loyalty.cards.endings import balance_ends
from loyalty.cards.pace import usual_gap_days
from loyalty.cards.visits import Standing, progress, terms_in_force
from loyalty.dates import birthday, day_of
from loyalty.records import Card, Shop
from storage.campaigns import broadcasts, occurrences
from storage.campaigns.occurrences import Due
from storage.cards import cards, visit_patterns, vouchers
from storage.engine.statements import Tx
from storage.people import persons
from storage.shop import shops

# Rewards that cost more than this part of what was spent leave nothing to a shop.
_MARGIN = 0.3


@dataclass(frozen=True, slots=True)
class EligibilityCase:
    """A card that a campaign may be due to; `besides` is the occurrence that is asked about once more."""

    look: CandidateSearch
    card: Card
    voucher_id: int | None = None
    besides: int | None = None

    @property
    def shop(self) -> Shop:
        """Return the shop."""
        return self.look.shop

    @property
    def now(self) -> datetime:
        """Return the moment that is asked about."""
        return self.look.now

    @property
    def today(self) -> date:
        """Return the day it is in the shop."""
        return day_of(self.look.now, self.shop.zone)


def due(tx: Tx, case: EligibilityCase) -> Occurrence | None:
    """Say what is due to a customer for one campaign, or nothing."""
    return _KINDS[case.look.campaign.kind](tx, case)


def reason_holds(tx: Tx, one: Due, *, now: datetime) -> bool:
    """Say whether what made an occurrence due is still so: the goal not reached, the customer not back."""
    card = cards.locked(tx, one.card_id)
    if card.closed_at or card.person_id != one.person_id:
        return False
    kind = MessageKind(one.kind)
    campaign = kept(tx, one.shop_id, kind)
    if kind is MessageKind.BROADCAST or not campaign.on:
        return campaign.on and not _called_off(tx, one)
    look = search_candidates(tx, shops.by_id(tx, one.shop_id), campaign, now=now)
    found = due(tx, EligibilityCase(look, card, one.voucher_id, besides=one.id))
    return found is not None and found.key == one.key


def _called_off(tx: Tx, one: Due) -> bool:
    ordered = broadcasts.by_id(tx, one.broadcast_id) if one.broadcast_id else None
    return ordered is not None and ordered.cancelled_at is not None


def standing_of(tx: Tx, case: EligibilityCase) -> Standing | None:
    """Return how a card stands by the rules in force, or nothing when its balance has run out."""
    card, current = case.card, case.look.terms[-1]
    begun = next((terms for terms in case.look.terms if terms.id == card.terms_id), None)
    standing = Standing(card.balance, card.round, begun or shops.terms(tx, card.terms_id), 0, None)
    ends = balance_ends(card, standing.terms.programme, case.shop.zone)
    if ends and ends <= case.now:
        return None
    return replace(standing, terms=terms_in_force(standing, current))


def _welcome(tx: Tx, case: EligibilityCase) -> Occurrence | None:
    first = visit_patterns.first_visit_at(tx, case.card.id)
    return rules.due_welcome(case.card.id, first_visit_at=first, now=case.now) if first else None


def _goal(tx: Tx, case: EligibilityCase) -> Occurrence | None:
    goal, set_at = cards.goal(tx, case.card.id), visit_patterns.goal_set_at(tx, case.card.id)
    standing = standing_of(tx, case)
    if goal is None or set_at is None or standing is None or case.card.person_id is None:
        return None
    visited = days_visited(tx, case.card.id, case.shop.zone)
    last_on = visited[-1].day if visited else day_of(case.card.created_at, case.shop.zone)
    facts = rules.GoalFacts(
        set_on=day_of(set_at, case.shop.zone),
        by=goal.by,
        every=how_often(MessageKind.GOAL, persons.preferences_of(tx, case.card.person_id)),
        outlook=goal_outlook(goal, standing, visited, today=case.today),
        silent_days=(case.today - last_on).days,
        usual_gap_days=usual_gap_days(visited),
    )
    return rules.due_goal(case.card.id, facts, now=case.now, zone=case.shop.zone)


def _almost_there(tx: Tx, case: EligibilityCase) -> Occurrence | None:
    standing, last = standing_of(tx, case), case.card.last_visit_at
    if standing is None or last is None:
        return None
    ahead = progress(standing)
    usual = usual_gap_days(days_visited(tx, case.card.id, case.shop.zone))
    facts = rules.AlmostFacts(
        round=standing.round,
        to_go=ahead.to_go,
        last_visit_on=day_of(last, case.shop.zone),
        usual_gap_days=usual if usual is not None else case.look.usual_gap_days,
        within=within(standing.terms.programme, ahead.next_reward.at, case.look.campaign),
    )
    return rules.due_almost_there(case.card.id, facts, now=case.now, zone=case.shop.zone)


def _voucher_waiting(tx: Tx, case: EligibilityCase) -> Occurrence | None:
    voucher = vouchers.by_id(tx, case.voucher_id) if case.voucher_id else None
    # Of a gift people were told when they got it: only its end is worth a second word.
    if voucher is None or voucher.card_id != case.card.id or is_gift(voucher):
        return None
    return rules.due_voucher_waiting(voucher, now=case.now, zone=case.shop.zone)


def _voucher_expiring(tx: Tx, case: EligibilityCase) -> Occurrence | None:
    voucher = vouchers.by_id(tx, case.voucher_id) if case.voucher_id else None
    if voucher is None or voucher.card_id != case.card.id:
        return None
    found = rules.due_voucher_expiring(voucher, now=case.now, zone=case.shop.zone)
    early = found is not None and found.step != "last"
    return None if early and is_gift(voucher) else found


def _balance_expiring(tx: Tx, case: EligibilityCase) -> Occurrence | None:
    standing = standing_of(tx, case)
    until = balance_ends(case.card, standing.terms.programme, case.shop.zone) if standing else None
    if until is None:
        return None
    since = case.card.last_visit_at or case.card.created_at
    return rules.due_balance_expiring(
        case.card.id, since=since, until=until, now=case.now, zone=case.shop.zone
    )


def _birthday(tx: Tx, case: EligibilityCase) -> Occurrence | None:
    facts = birthday_facts(tx, case.card, case.shop.zone, besides=case.besides)
    if facts is None or not _worth_finding(tx, case):
        return None
    numbers = case.look.campaign.number
    rule = rules.BirthdayRule(numbers("lead_days"), numbers("late_days"))
    return rules.due_birthday(case.card.id, facts, rule, now=case.now, zone=case.shop.zone)


def birthday_facts(
    tx: Tx, card: Card, zone: ZoneInfo, *, besides: int | None = None
) -> rules.BirthdayFacts | None:
    """Return what the birthday rule asks about a card's holder; nothing where no birthday was told."""
    person = persons.by_id(tx, card.person_id or 0)
    if person.birthday is None or person.birthday_set_at is None:
        return None
    ever = occurrences.of_card(tx, card.id, MessageKind.BIRTHDAY)
    before = [one for one in ever if besides is None or one.id < besides]
    paid = [
        one.settled_at or one.found_at for one in before if one.voucher_id or one.state in {"queued", "sent"}
    ]
    return rules.BirthdayFacts(
        day=birthday(person.birthday),
        set_on=day_of(person.birthday_set_at, zone),
        paid_on=day_of(max(paid), zone) if paid else None,
    )


def _worth_finding(tx: Tx, case: EligibilityCase) -> bool:
    """Say whether a day brings a gift, which needs no consent, or else a greeting that may be sent."""
    return bool(case.look.campaign.gift("")) or Purpose.OFFERS in consents_of(tx, case.card.person_id or 0)


def _anniversary(tx: Tx, case: EligibilityCase) -> Occurrence | None:
    if not _worth_finding(tx, case):
        return None
    joined = day_of(case.card.created_at, case.shop.zone)
    return rules.due_anniversary(case.card.id, joined, now=case.now, zone=case.shop.zone)


def _win_back(tx: Tx, case: EligibilityCase) -> Occurrence | None:
    visited = days_visited(tx, case.card.id, case.shop.zone)
    if not visited:
        return None
    known = rhythm([visit.day for visit in visited])
    rule, zone = case.look.rule, case.shop.zone
    steps = [one for one in _before(tx, case) if day_of(one.found_at, zone) > known.last_on]
    lapsed = bool(steps) or is_lapsed(rule, known, case.today)  # a learned chance may rise again
    if not lapsed:
        return None
    chance = None
    if not isinstance(rule, FixedSilence) and known.visits >= KNOWN_VISITS:
        chance = rule.chance_of_return(known, max(0, (case.today - known.last_on).days))
    last_step = max((one.settled_at or one.found_at for one in steps), default=None)
    facts = rules.WinBackFacts(
        lapsed=lapsed,
        last_visit_on=known.last_on,
        chance=chance,
        steps=len(steps),
        last_step_on=day_of(last_step, zone) if last_step else None,
        pays=_pays(tx, case.card.id),
    )
    found = rules.due_win_back(case.card.id, facts, now=case.now, zone=zone)
    nothing_to_offer = found and found.step in OFFERS and not case.look.campaign.gift(found.step)
    return None if nothing_to_offer else found


def _pays(tx: Tx, card_id: int) -> bool:
    spent, cost = visit_patterns.money_of(tx, card_id)
    return spent == 0 or cost <= spent * _MARGIN


def _before(tx: Tx, case: EligibilityCase) -> list[Due]:
    """Return what this campaign had for the card before the occurrence that is asked about."""
    ever = occurrences.of_card(tx, case.card.id, case.look.campaign.kind)
    return [one for one in ever if case.besides is None or one.id < case.besides]


_KINDS: Mapping[MessageKind, Callable[[Tx, EligibilityCase], Occurrence | None]] = {
    MessageKind.WELCOME: _welcome,
    MessageKind.GOAL: _goal,
    MessageKind.ALMOST_THERE: _almost_there,
    MessageKind.VOUCHER_WAITING: _voucher_waiting,
    MessageKind.VOUCHER_EXPIRING: _voucher_expiring,
    MessageKind.BALANCE_EXPIRING: _balance_expiring,
    MessageKind.BIRTHDAY: _birthday,
    MessageKind.ANNIVERSARY: _anniversary,
    MessageKind.WIN_BACK: _win_back,
}
