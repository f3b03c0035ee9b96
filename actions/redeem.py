"""Rewards: buying one with points, showing its one-time code, and spending it once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from actions import fresh
from actions.scan import NotStaff, OwnCard, UnknownCode
from actions.state import CardState, load, tell
from loyalty.endings import lasts
from loyalty.programme import Reward
from loyalty.records import Card, Member, Voucher
from loyalty.visits import NewEntry, affordable
from storage import cards, ledger, shops, staff, vouchers
from storage.statements import Tx

SPEND_CODE_MINUTES = 3


@dataclass(frozen=True, slots=True)
class SpendCode:
    """What the customer shows: it works once, until `expires_at`."""

    code: str
    voucher: Voucher
    state: CardState
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Bought:
    """Points became a voucher."""

    voucher: Voucher
    state: CardState


@dataclass(frozen=True, slots=True)
class PointsMissing:
    """The balance does not reach for it."""

    to_go: int
    state: CardState


@dataclass(frozen=True, slots=True)
class Redeemed:
    """The reward is handed out, now."""

    voucher: Voucher
    state: CardState


@dataclass(frozen=True, slots=True)
class Asked:
    """The customer is asked first, and nothing happens before: the card was not shown, only named."""

    reward: str
    state: CardState


@dataclass(frozen=True, slots=True)
class NotAvailable:
    """The voucher was used, has run out, or was taken back."""

    voucher: Voucher | None
    used_by: str = ""


@dataclass(frozen=True, slots=True)
class NotYours:
    """The reward is on no card of this person's: its card was closed, or is somebody else's."""


@dataclass(frozen=True, slots=True)
class CodeTooOld:
    """The spend code has run out; the customer can show a new one."""


@dataclass(frozen=True, slots=True)
class Unregistered:
    """The card belongs to nobody yet: it collects, and is claimed before it is redeemed."""

    state: CardState


SpendOutcome = Redeemed | NotAvailable | CodeTooOld | NotStaff | OwnCard | UnknownCode
RedeemOutcome = Redeemed | Asked | NotAvailable | PointsMissing | Unregistered | NotStaff | OwnCard


def show_voucher(
    tx: Tx, person_id: int, voucher_id: int, *, now: datetime
) -> SpendCode | NotAvailable | NotYours:
    """Make the code that spends a customer's own voucher within three minutes."""
    voucher = vouchers.by_id(tx, voucher_id)
    card = cards.locked(tx, voucher.card_id) if voucher else None
    if voucher is None or card is None or card.person_id != person_id:
        return NotYours()
    if not voucher.usable(now=now):
        return not_available(tx, voucher)
    code = fresh.short_code()
    while vouchers.code(tx, code) or cards.by_code(tx, code):
        code = fresh.short_code()
    lives = now + timedelta(minutes=SPEND_CODE_MINUTES)
    expires_at = min(lives, voucher.expires_at) if voucher.expires_at else lives
    vouchers.add_code(tx, voucher.id, code, now=now, expires_at=expires_at)
    return SpendCode(code, voucher, load(tx, card, now=now), expires_at)


def buy_reward(
    tx: Tx, person_id: int, card_id: int, reward_key: str, *, had: int | None = None, now: datetime
) -> Bought | PointsMissing | NotAvailable:
    """Turn points into a voucher that waits; `had` is how many waited when the customer was offered it."""
    card = cards.locked(tx, card_id)
    if card.person_id != person_id or card.closed_at:
        return NotAvailable(None)
    has = [one for one in vouchers.usable(tx, card.id, now=now) if one.reward_key == reward_key]
    if had is not None and len(has) > had:
        return Bought(has[-1], load(tx, card, now=now))  # the same button again
    return buy(tx, card, reward_key, staff_id=None, now=now)


def buy(
    tx: Tx, card: Card, reward_key: str, *, staff_id: int | None, now: datetime
) -> Bought | PointsMissing | NotAvailable:
    """Turn a card's points into a voucher; who may is for the caller to know."""
    state = load(tx, card, now=now)
    terms, reward = state.standing.terms, _within_reach(state, reward_key)
    if not isinstance(reward, Reward):
        return reward
    days = terms.programme.voucher_days
    voucher_id = vouchers.add(
        tx,
        card_id=card.id,
        shop_id=card.shop_id,
        visit_id=None,
        slot=None,
        reward_key=reward.key,
        reward=reward.text,
        cost_minor=reward.cost_minor,
        created_at=now,
        expires_at=lasts(days, since=now, zone=state.shop.zone) if days else None,
    )
    line = NewEntry("reward", -reward.at, card.round, terms.id)
    ledger.append(tx, card.id, [line], at=now, voucher_id=voucher_id, staff_id=staff_id)
    # A reward keeps the promise; what is saved from here on is saved under today's rules.
    cards.move(
        tx,
        card.id,
        balance=state.standing.balance - reward.at,
        number=card.round,
        terms_id=state.current.id,
        visited_at=card.last_visit_at,
    )
    return Bought(held(tx, voucher_id), load(tx, cards.locked(tx, card.id), now=now))


def _within_reach(state: CardState, reward_key: str) -> Reward | PointsMissing | NotAvailable:
    reward = state.standing.terms.programme.reward(reward_key)
    if reward is None:
        return NotAvailable(None)
    missing = max(0, reward.at - state.standing.balance)
    return reward if reward in affordable(state.standing) else PointsMissing(missing, state)


def find_spend_code(tx: Tx, person_id: int, code: str) -> int | None:
    """Return the voucher that a typed spend code names, in the shops where this person works."""
    found = vouchers.code(tx, code)
    voucher = vouchers.by_id(tx, found[1]) if found else None
    return voucher.id if voucher and staff.in_shop(tx, person_id, voucher.shop_id) else None


def spend_code(tx: Tx, person_id: int, code: str, *, now: datetime) -> SpendOutcome:
    """Spend the voucher whose one-time code the customer shows."""
    found = vouchers.code(tx, code)
    voucher = vouchers.by_id(tx, found[1]) if found else None
    member = staff.in_shop(tx, person_id, voucher.shop_id) if voucher else None
    if found is None or voucher is None or member is None:
        return UnknownCode() if staff.of_person(tx, person_id) else NotStaff()
    card = cards.locked(tx, voucher.card_id)
    if card.person_id == person_id:
        return OwnCard(load(tx, card, now=now))
    code_id, _, expires_at, used_at = found
    if used_at is not None or not held(tx, voucher.id).usable(now=now):
        return not_available(tx, voucher)
    if now >= expires_at:
        return CodeTooOld()
    if not vouchers.use_code(tx, code_id, at=now):
        return not_available(tx, voucher)
    return spend(tx, voucher, member, now=now, ask_after=False)


def redeem(
    tx: Tx, person_id: int, card_id: int, what: int | str, *, shown: bool, now: datetime
) -> RedeemOutcome:
    """Hand out a voucher (its id) or a reward for points (its key); `shown` says the card itself was scanned.

    The customer hears of it at once and can object; for a card that was only named, they must agree first.
    """
    card = cards.locked(tx, card_id)
    member = staff.in_shop(tx, person_id, card.shop_id)
    if member is None:
        return NotStaff()
    state = load(tx, card, now=now)
    if card.person_id == person_id:
        return OwnCard(state)
    if not card.registered:
        return Unregistered(state)
    if isinstance(what, str):
        return _redeem_points(tx, state, what, member, shown=shown, now=now)
    voucher = next((v for v in state.vouchers if v.id == what), None)
    if voucher is None:
        named = vouchers.by_id(tx, what)
        return not_available(tx, named if named and named.card_id == card.id else None)
    if shown:
        return spend(tx, voucher, member, now=now, ask_after=True)
    return _ask(tx, state, voucher, member, now=now)


def _redeem_points(
    tx: Tx, state: CardState, reward_key: str, member: Member, *, shown: bool, now: datetime
) -> RedeemOutcome:
    card = state.card
    if shown:
        bought = buy(tx, card, reward_key, staff_id=member.id, now=now)
        if not isinstance(bought, Bought):
            return bought
        return spend(tx, bought.voucher, member, now=now, ask_after=True)
    reward = _within_reach(state, reward_key)
    return _ask(tx, state, reward, member, now=now) if isinstance(reward, Reward) else reward


def had_of(tx: Tx, card_id: int, reward_key: str) -> int:
    """Count the vouchers that a card ever had of a reward: who was asked at another count was answered since."""
    return sum(voucher.reward_key == reward_key for voucher in vouchers.of_card(tx, card_id))


def _ask(tx: Tx, state: CardState, wanted: Voucher | Reward, member: Member, *, now: datetime) -> Asked:
    card_id, voucher_id, reward_key, had = 0, 0, "", 0
    if isinstance(wanted, Voucher):
        voucher_id, text = wanted.id, wanted.reward
    else:
        card_id, reward_key, text = state.card.id, wanted.key, wanted.text
        had = had_of(tx, card_id, reward_key)
    if state.holder:
        key = f"{voucher_id or f'{card_id}:{reward_key}'}:{now.isoformat()}"
        tell(
            tx, [state.holder.id], "asked", key, now=now, lives=timedelta(minutes=SPEND_CODE_MINUTES),
            voucher_id=voucher_id, card_id=card_id, reward_key=reward_key, had=had, member_id=member.id,
        )  # fmt: skip
    return Asked(text, state)


def spend(
    tx: Tx, voucher: Voucher, member: Member, *, now: datetime, ask_after: bool
) -> Redeemed | NotAvailable:
    """Hand out a voucher, at most once, and tell its customer; who may is for the caller to know."""
    fresh_voucher = held(tx, voucher.id)
    if not fresh_voucher.usable(now=now) or not vouchers.use(
        tx, voucher.id, by=member.id, branch_id=member.branch_id, at=now
    ):
        return not_available(tx, voucher)
    state = load(tx, cards.locked(tx, voucher.card_id), now=now)
    if state.holder:
        tell(
            tx,
            [state.holder.id],
            "redeemed",
            f"{voucher.id}:{now.isoformat()}",
            now=now,
            voucher_id=voucher.id,
            ask=int(ask_after),
        )
    return Redeemed(held(tx, voucher.id), state)


def not_available(tx: Tx, voucher: Voucher | None) -> NotAvailable:
    """Say why a voucher can't be had: when it was used, and by whom."""
    if voucher is None:
        return NotAvailable(None)
    voucher = held(tx, voucher.id)
    return NotAvailable(voucher, staff.by_id(tx, voucher.used_by).name if voucher.used_by else "")


def held(tx: Tx, voucher_id: int) -> Voucher:
    """Return a voucher that surely exists, as it is now."""
    voucher = vouchers.by_id(tx, voucher_id)
    if voucher is None:
        raise LookupError(f"voucher {voucher_id}")
    return voucher


def redeemable(
    tx: Tx, person_id: int, card_id: int, *, now: datetime
) -> CardState | NotStaff | OwnCard | Unregistered:
    """Return a card with what can be handed out on it, for the shop's staff only."""
    card = cards.locked(tx, card_id)
    if staff.in_shop(tx, person_id, card.shop_id) is None:
        return NotStaff()
    state = load(tx, card, now=now)
    if card.person_id == person_id:
        return OwnCard(state)
    return state if card.registered else Unregistered(state)


def zone_of(tx: Tx, voucher: Voucher) -> ZoneInfo:
    """Return the zone of a voucher's shop."""
    return shops.by_id(tx, voucher.shop_id).zone
