"""The stage of a rehearsal: a shop on an empty database, where customers do again what they did."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never

from actions.campaigns import dose
from actions.campaigns import settings as campaign_settings
from actions.campaigns.consents import give_consent, withdraw_consent
from actions.campaigns.filters import SavedFilter, save_filter
from actions.campaigns.gifts import REWARD_KEY
from actions.campaigns.settings import BadSetting
from actions.campaigns.treatments import set_treatment
from actions.campaigns.whom import choose_whom
from actions.cards.card_state import CardState
from actions.cards.friends import Met, join_by_friend
from actions.cards.goals import set_goal, set_goal_date
from actions.cards.join import Joined, join_shop
from actions.people.identify import Caller, mark_unreachable, recognise
from actions.people.lines import draw_line
from actions.people.profile import set_birthday, set_how_often
from actions.rehearsal.recorded_past import (
    Agreed,
    Came,
    Customer,
    DidTask,
    JoinedIn,
    Past,
    PastEvent,
    Saves,
    ShopRules,
    ShutUsOut,
    ToldBirthday,
    ToldUs,
    Took,
    WasSurprised,
    Wished,
)
from actions.shop import invitations, open_shop
from actions.shop.open_shop import BadShop, NewShop
from actions.till.add_to_visit import TappedItem, add_item, items_for
from actions.till.redeem import redeem, redeemable
from actions.till.scan import Scan, scan_card
from actions.till.scan_outcome import Booked, Refused, ScanOutcome
from actions.tx import Tx
from loyalty.actor import ActingPerson, Operator
from loyalty.cards.counter_state import affordable
from loyalty.cards.visits import Claim
from loyalty.records import Account, Shop, Voucher
from loyalty.roles import Role
from scheduler.rehearsal.gifts import do_task, surprise
from words.cards.rules import ProgrammeWording
from words.language import ENGLISH, words
from words.shop.figures import invalid

CHANNEL = "rehearsal"


class BadRules(ValueError):  # noqa: N818 - named like the other refusals
    """Why a shop can't live by these rules; the words name the place."""


@dataclass(slots=True)
class Stage:
    """A shop with its till; `refused` counts the visits that its rules did not let count, by the rule."""

    tx: Tx
    rules: ShopRules
    past: Past
    shop: Shop
    owner: ActingPerson
    till: ActingPerson
    people: dict[int, tuple[int, int]] = field(default_factory=dict)  # a customer's person and card
    holders: dict[int, Customer] = field(default_factory=dict)  # of each card
    codes: dict[int, str] = field(default_factory=dict)  # of a customer's card
    newest: dict[int, int] = field(default_factory=dict)  # the visit that a card had last
    booked: int = 0
    refused: Counter[str] = field(default_factory=Counter)


def open_stage(tx: Tx, rules: ShopRules, past: Past, *, now: datetime) -> Stage:
    """Open the shop with its rules; raises `BadRules` where they can't be."""
    new = NewShop(
        rules.name, rules.programme, rules.timezone, rules.currency, rules.language, told=rules.told
    )
    opened = open_shop.open_shop(tx, Operator(), new, now=now)
    if isinstance(opened, BadShop):
        raise BadRules(_said(opened, new))
    shop = opened.shop
    owner, till = (ActingPerson(_person(tx, who, shop.language, now=now)) for who in ("owner", "till"))
    invitations.accept_invite(tx, owner, opened.owner_token, now=now)
    mark_unreachable(tx, CHANNEL, CHANNEL, "owner", now=now)  # a digest for nobody would only take time
    invitations.accept_invite(
        tx, till, invitations.invite(tx, Operator(), shop.id, Role.CASHIER, now=now), now=now
    )
    dose.set_dose(tx, owner, shop.id, rules.dose, now=now)
    _set_campaigns(tx, owner, shop.id, rules, now=now)
    _treat_customers(tx, owner, shop.id, rules, now=now)
    return Stage(tx, rules, past, shop, owner, till)


def _person(tx: Tx, key: str, language: str, *, name: str = "", now: datetime) -> int:
    return recognise(tx, Caller(CHANNEL, CHANNEL, key, name=name, language=language), now=now).person.id


def _set_campaigns(tx: Tx, owner: ActingPerson, shop_id: int, rules: ShopRules, *, now: datetime) -> None:
    for kind, chosen in rules.campaigns.items():
        for name, value in chosen.items():
            if name == "on":
                campaign_settings.switch_campaign(tx, owner, shop_id, kind, bool(value), now=now)
                continue
            outcome = campaign_settings.change_setting(tx, owner, shop_id, kind, name, str(value), now=now)
            if isinstance(outcome, BadSetting):
                raise BadRules(f"campaigns.{kind}.{name}: {_wanted(outcome)}")


def _treat_customers(tx: Tx, owner: ActingPerson, shop_id: int, rules: ShopRules, *, now: datetime) -> None:
    """Treat each kind of customer, and choose for whom a campaign is, as the shop does."""
    for whom, treatment in rules.treatments.items():
        set_treatment(tx, owner, shop_id, whom, treatment, now=now)
    draw_line(tx, owner, shop_id, "months", rules.lines.months, now=now)
    draw_line(tx, owner, shop_id, "margin", rules.lines.margin_minor, now=now)
    for number, (kind, asks) in enumerate(rules.whom.items()):
        saved = save_filter(tx, owner, shop_id, f"{CHANNEL} {number}", asks, now=now)
        if isinstance(saved, SavedFilter):
            choose_whom(tx, owner, shop_id, kind, saved.id, now=now)


def _wanted(bad: BadSetting) -> str:
    match bad.why:
        case "unknown":
            return "this campaign has no such setting."
        case "too_long":
            return f"{bad.most} letters at most."
        case _:
            return f"a whole number from {bad.least} to {bad.most} is needed."


def _said(bad: BadShop, new: NewShop) -> str:
    if bad.rules is None:
        return f"shop.{bad.why}: “{bad.what}” can't be."
    if bad.rules.why == "limit":
        return f"programme.{bad.what}: a number from 1 to {bad.rules.most:,} is needed."
    place = "head_start" if bad.rules.why == "head_start" else f"rewards {bad.what}".strip()
    return f"programme.{place}: {invalid(bad.rules, ProgrammeWording(words(ENGLISH), new.programme.unit, new.currency))}"


def replay(stage: Stage, event: PastEvent) -> None:
    """Let a customer do again what they did, by the rules of this shop."""
    if isinstance(event.deed, JoinedIn):
        _join(stage, event, event.deed.by)
        return
    now, (person_id, card_id) = event.at, stage.people[event.customer]
    match event.deed:
        case Came() as came:
            _scan(stage, event, came, card_id)
        case Took(key):
            _take(stage, card_id, key, now=now)
        case WasSurprised(amount):
            surprise(stage.tx, stage.owner, card_id, amount, now=now)
        case DidTask(label):
            do_task(stage.tx, stage.owner, person_id, card_id, label, now=now)
        case _:
            _tell(stage, event, event.deed, person_id, card_id)


def _tell(stage: Stage, event: PastEvent, deed: ToldUs, person_id: int, card_id: int) -> None:
    """Let a customer say again what they said of themselves."""
    tx, now = stage.tx, event.at
    match deed:
        case Agreed(purpose, given):
            change = give_consent if given else withdraw_consent
            change(tx, person_id, purpose, channel=CHANNEL, wording=CHANNEL, now=now)
        case Wished(kind, frequency):
            set_how_often(tx, person_id, kind, frequency, now=now)
        case ToldBirthday(day):
            set_birthday(tx, person_id, day, now=now)
        case Saves(what, by):
            set_goal(tx, person_id, card_id, what, now=now)
            set_goal_date(tx, person_id, card_id, by, now=now)
        case ShutUsOut():
            mark_unreachable(tx, CHANNEL, CHANNEL, str(event.customer), now=now)
        case _:
            assert_never(deed)


def _join(stage: Stage, event: PastEvent, by: int | None) -> None:
    who = stage.past.customers[event.customer]
    language = who.language or stage.shop.language
    person_id = _person(stage.tx, str(event.customer), language, name=who.name, now=event.at)
    account = _joined(stage, person_id, by, now=event.at)
    stage.people[event.customer], stage.codes[event.customer] = (person_id, account.id), account.code
    stage.holders[account.id] = who


def _joined(stage: Stage, person_id: int, by: int | None, *, now: datetime) -> Account:
    """Give a card to somebody, as a friend of who brought them."""
    code = stage.codes.get(-1 if by is None else by)
    if code is None:
        joined: object = join_shop(stage.tx, person_id, stage.shop.code, now=now)
    else:
        joined = join_by_friend(stage.tx, person_id, code, now=now)
    if not isinstance(joined, Joined | Met):
        raise TypeError(joined)
    return joined.state.account


def _scan(stage: Stage, event: PastEvent, came: Came, card_id: int) -> None:
    """Book a visit that happened: one within a minute of another was meant as well, as whoever booked it had said."""
    programme, again = stage.rules.programme, stage.newest.get(card_id)
    if programme.needs_amount:
        claim = Claim(spent_minor=came.spent_minor, again=again)
    else:
        claim = Claim(stamps=min(came.stamps, programme.limits.max_per_visit or came.stamps), again=again)
    key = f"rehearsal:{stage.booked + stage.refused.total()}"
    outcome = scan_card(stage.tx, Scan(stage.till, card_id, claim), key=key, now=event.at)
    if isinstance(outcome, Refused):
        stage.refused[type(outcome.why).__name__] += 1
        return
    stage.booked += 1
    if isinstance(outcome, Booked):
        stage.newest[card_id] = outcome.visit.id
        _add_items(stage, outcome, came.items, now=event.at)


def _add_items(stage: Stage, booked: ScanOutcome, labels: tuple[str, ...], *, now: datetime) -> None:
    """Tap what was bought, as far as these rules give more for it."""
    for label in labels:
        if not isinstance(booked, Booked):
            return
        offers = [item.label for item in items_for(booked.state)]
        if label in offers:
            version_id, visit = booked.state.current.id, booked.visit
            tapped = TappedItem(visit.id, offers.index(label), version_id)
            booked = add_item(stage.tx, stage.till, tapped, now=now)


def _take(stage: Stage, card_id: int, key: str | None, *, now: datetime) -> None:
    while isinstance(every := redeemable(stage.tx, stage.till, card_id, now=now), tuple):
        what = _next_taken(every[0], key)
        if what is not None:
            redeem(stage.tx, stage.till, card_id, what, shown=True, now=now)
        if what is None or key is not None:
            return


def _next_taken(state: CardState, key: str | None) -> int | str | None:
    """Choose what they took then, or the nearest to it that these rules have: a voucher, or the cheapest for points."""
    same = [voucher for voucher in state.vouchers if key in (None, voucher.reward_key)]
    held: list[Voucher] = same or [
        voucher for voucher in state.vouchers if REWARD_KEY not in (key, voucher.reward_key)
    ]
    if held:
        return held[0].id
    if key == REWARD_KEY:
        return None
    for_points = affordable(state.standing)
    bought = next((reward for reward in for_points if reward.key == key), None)
    return bought.key if bought else next((reward.key for reward in for_points), None)
