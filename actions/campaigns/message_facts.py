"""Everything that is needed to word one occurrence, read when it is sent: what it says is true at that moment."""

from dataclasses import dataclass
from datetime import datetime

from actions.campaigns import settings as campaign_settings
from actions.campaigns.arms import as_sent
from actions.campaigns.campaign_kind import Fact
from actions.campaigns.case import row_told_of
from actions.campaigns.consents import to_ask
from actions.campaigns.improvements import told_now
from actions.campaigns.kinds import BY_KIND, kind_named
from actions.campaigns.questions import AskedVisit, asked_visit
from actions.cards import offers
from actions.cards.card_state import CardState, load_every
from actions.cards.goals import outlook_of
from loyalty.campaigns.frequency_cap import Gift, MessageKind, Purpose
from loyalty.cards.endings import last_day
from loyalty.cards.giving import KnownCause
from loyalty.cards.memberships import HeldMembership
from loyalty.cards.pace import Outlook
from loyalty.dates import day_of
from loyalty.records import Account, Person, Shop, Voucher
from loyalty.units import Unit
from storage.campaigns import broadcasts, occurrences
from storage.campaigns.occurrences import Due
from storage.cards import accounts, gifts, good_causes, memberships, vouchers
from storage.engine.statements import Tx
from storage.people import persons
from storage.shop import cause_payments, events, programmes
from storage.shop.events import Event


@dataclass(frozen=True, slots=True)
class Explanation:
    """For "why this?": the rule, and the data that it used."""

    rule: MessageKind
    last_visit_at: datetime | None
    silent_days: int | None
    birthday: str | None
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class GivenAmount:
    """Stamps or points that a message tells of."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Occasion:
    """One message's facts: `wording` is the shop's own in the person's language, `text` what its owner wrote for this message."""

    id: int
    key: str
    kind: MessageKind
    step: str
    shop: Shop
    person: Person
    to_ask: tuple[Purpose, ...]  # for which yes it may ask
    state: CardState
    outlook: Outlook | None  # of the goal
    voucher: Voucher | None  # that it is about, or that it brings
    booked: GivenAmount | None  # what it put on the card
    days_left: int | None  # of the voucher or the balance
    wording: str | None
    text: str
    why: Explanation
    membership: HeldMembership | None = None  # that ends
    paid_to: KnownCause | None = None  # what it was given to
    asked: AskedVisit | None = None  # what is asked about the newest visit
    discreet: bool = False  # its first line, which a locked screen shows, names nothing that somebody likes
    event: Event | None = None  # that it invites to, or tells of

    @property
    def gift(self) -> str:
        """Return what the message brings; "" where it only greets."""
        brings = self.kind.policy.gift is not Gift.NONE
        return self.voucher.reward if brings and self.voucher else ""


def occasion(tx: Tx, occurrence_id: int, *, now: datetime) -> Occasion | None:
    """Return what a message is about; None when the card, its programme, the person or the question is not there any more."""
    one = occurrences.by_id(tx, occurrence_id)
    account = accounts.locked(tx, one.account_id) if one else None
    if one is None or account is None or account.closed_at or account.person_id != one.person_id:
        return None
    state, person = _state(tx, one, account, now=now), persons.by_id(tx, one.person_id)
    asked = asked_visit(tx, account, one.step) if _tells(one, Fact.QUESTION) else None
    if state is None or (asked is None and _tells(one, Fact.QUESTION)):
        return None
    campaign = as_sent(tx, campaign_settings.kept(tx, one.shop_id, kind_named(one.kind)), one)
    voucher = vouchers.by_id(tx, one.voucher_id) if one.voucher_id else None
    if voucher and kind_named(one.kind).policy.gift is not Gift.NONE and not voucher.usable(now=now):
        voucher = None  # used before its message went, which only greets now
    return Occasion(
        id=one.id,
        key=one.key,
        kind=kind_named(one.kind),
        step=one.step,
        shop=state.shop,
        person=person,
        to_ask=to_ask(tx, person.id, one.key, now=now) if _tells(one, Fact.CONSENTS) else (),
        state=state,
        outlook=_outlook(tx, one, state, now=now),
        voucher=voucher,
        booked=_booked(tx, one),
        days_left=_days_left(one, state, voucher, now=now),
        wording=campaign.words(person.language, one.step),
        text=_text(tx, one, account, now=now),
        why=_why(one, state, person, now=now),
        membership=memberships.by_id(tx, row_told_of(one.key)) if _tells(one, Fact.MEMBERSHIP) else None,
        paid_to=_paid_to(tx, one, account),
        asked=asked,
        discreet=_discreet(tx, one, state, voucher),
        event=events.by_id(tx, row_told_of(one.key)) if _tells(one, Fact.EVENT) else None,
    )


def _text(tx: Tx, one: Due, account: Account, *, now: datetime) -> str:
    if one.broadcast_id:
        ordered = broadcasts.by_id(tx, one.broadcast_id)
        return ordered.text if ordered else ""
    improved = told_now(tx, account, now=now) if _tells(one, Fact.IMPROVEMENT) else None
    return improved.text if improved else ""


def _state(tx: Tx, one: Due, account: Account, *, now: datetime) -> CardState | None:
    """Return how the counter stands that a message is about, the first where it is about none; None: taken away."""
    every = load_every(tx, account, now=now)
    return next((each for each in every if one.counter_id in (None, each.counter.id)), None)


def _booked(tx: Tx, one: Due) -> GivenAmount | None:
    line = gifts.line_that_stands(tx, one.entry_id) if one.entry_id else None
    if line is None:
        return None
    return GivenAmount(line.amount, programmes.version(tx, one.shop_id, line.version_id).programme.unit)


def _paid_to(tx: Tx, one: Due, account: Account) -> KnownCause | None:
    payment = cause_payments.by_id(tx, row_told_of(one.key)) if _tells(one, Fact.PAID_CAUSE) else None
    known = good_causes.known(tx, account) if payment else []
    return next((cause for cause in known if payment and cause.name == payment.cause), None)


def _discreet(tx: Tx, one: Due, state: CardState, voucher: Voucher | None) -> bool:
    """Say whether it goes by what somebody likes, or may name something that somebody may refuse."""
    tagged = offers.tagged(tx, state.shop)
    named = {offers.of_campaign(one.kind), offers.of_broadcast(one.broadcast_id or 0)}
    keys = {state.progress.next_reward.key, *(held.reward_key for held in (voucher, *state.vouchers) if held)}
    return not tagged.keys().isdisjoint(named | {offers.of_reward(key) for key in keys})


def _tells(one: Due, fact: Fact) -> bool:
    return fact in BY_KIND[kind_named(one.kind)].facts


def _outlook(tx: Tx, one: Due, state: CardState, *, now: datetime) -> Outlook | None:
    if not _tells(one, Fact.OUTLOOK) or state.goal is None:
        return None
    return outlook_of(tx, state, now=now)


def _days_left(one: Due, state: CardState, voucher: Voucher | None, *, now: datetime) -> int | None:
    ends = state.expires_at if _tells(one, Fact.BALANCE_END) else voucher and voucher.expires_at
    zone = state.shop.zone
    return (last_day(ends, zone) - day_of(now, zone)).days if ends else None


def _why(one: Due, state: CardState, person: Person, *, now: datetime) -> Explanation:
    kind, last, zone = kind_named(one.kind), state.account.last_visit_at, state.shop.zone
    return Explanation(
        rule=kind,
        last_visit_at=last,
        silent_days=(day_of(now, zone) - day_of(last, zone)).days if last else None,
        birthday=person.birthday,
        joined_at=state.account.created_at,
    )
