"""Rewards handed out: shown as a one-time code, or picked by the cashier, and spent once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from actions import random_codes
from actions.access import at_card, jobs_of, may_see, member_of
from actions.cards.buy_reward import Bought, NotHad, buy, within_reach
from actions.cards.card_state import CardState, load, load_every, load_reward
from actions.cards.held_reward import NotAvailable, held, not_available
from actions.cards.running_out import few_left
from actions.tell import tell
from actions.till.bill import bill_just_typed, note_bill
from actions.till.counted_reward import put_on
from actions.till.scan_outcome import NotStaff, OwnCard, UnknownCode
from loyalty.actor import Actor
from loyalty.cards.programme import Reward
from loyalty.cards.worth import needs_bill
from loyalty.records import Account, Member, Voucher
from storage.cards import accounts, spend_codes, vouchers
from storage.engine.statements import Tx

SPEND_CODE_MINUTES = 3


@dataclass(frozen=True, slots=True)
class SpendCode:
    """What the customer shows: it works once, until `expires_at`."""

    code: str
    voucher: Voucher
    state: CardState
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Redeemed:
    """The reward is handed out, now."""

    voucher: Voucher
    state: CardState
    few_left: int | None = None  # of the same, where nearly none is


@dataclass(frozen=True, slots=True)
class Asked:
    """The customer is asked first, and nothing happens before: the card was not shown, only named."""

    reward: str
    state: CardState


@dataclass(frozen=True, slots=True)
class NotYours:
    """The reward is on no card of this person's: its card was closed, or is somebody else's."""


@dataclass(frozen=True, slots=True)
class CodeTooOld:
    """The spend code has run out; the customer can show a new one."""


@dataclass(frozen=True, slots=True)
class UsedBefore:
    """The reward was handed out by somebody else than this guest, who learns no more of it than that."""

    reward: str


@dataclass(frozen=True, slots=True)
class Unregistered:
    """The card belongs to nobody yet: it collects, and is claimed before it is redeemed."""

    state: CardState


SpendOutcome = Redeemed | NotAvailable | UsedBefore | CodeTooOld | NotStaff | OwnCard | UnknownCode
RedeemOutcome = Redeemed | Asked | NotAvailable | NotHad | Unregistered | NotStaff | OwnCard


def show_voucher(
    tx: Tx, person_id: int, voucher_id: int, *, now: datetime
) -> SpendCode | NotAvailable | NotYours:
    """Make the code that spends a customer's own voucher within three minutes."""
    voucher = vouchers.by_id(tx, voucher_id)
    account = accounts.locked(tx, voucher.account_id) if voucher else None
    if voucher is None or account is None or account.person_id != person_id:
        return NotYours()
    voucher = held(tx, voucher_id)  # read again: the card is ours now
    if not voucher.usable(now=now):
        return not_available(tx, voucher)
    code = random_codes.short_code()
    while spend_codes.find(tx, code) or accounts.by_code(tx, code):
        code = random_codes.short_code()
    lives = now + timedelta(minutes=SPEND_CODE_MINUTES)
    expires_at = min(lives, voucher.expires_at) if voucher.expires_at else lives
    spend_codes.add(tx, voucher, code, now=now, expires_at=expires_at)
    return SpendCode(code, voucher, load(tx, account, now=now), expires_at)


def find_spend_code(tx: Tx, actor: Actor, code: str) -> int | None:
    """Return the voucher that a typed spend code names, in the shops where this person works."""
    found = spend_codes.find(tx, code)
    voucher = vouchers.by_id(tx, found[1]) if found else None
    return voucher.id if voucher and member_of(tx, actor, voucher.shop_id) else None


def spend_code(tx: Tx, actor: Actor, code: str, *, now: datetime) -> SpendOutcome:
    """Spend the voucher whose one-time code the customer shows."""
    found = spend_codes.find(tx, code)
    voucher = vouchers.by_id(tx, found[1]) if found else None
    member = member_of(tx, actor, voucher.shop_id) if voucher else None
    if found is None or voucher is None or member is None:
        return UnknownCode() if jobs_of(tx, actor) else NotStaff()
    account = accounts.locked(tx, voucher.account_id)
    if member.is_person(account.person_id):
        return OwnCard(load(tx, account, now=now))
    code_id, _, expires_at, used_at = found
    if used_at is not None or not held(tx, voucher.id).usable(now=now):
        return _gone(tx, voucher, member)
    if now >= expires_at:
        return CodeTooOld()
    if not spend_codes.use(tx, code_id, at=now):
        return _gone(tx, voucher, member)
    return spend(tx, voucher, member, now=now, ask_after=False)


def _gone(tx: Tx, voucher: Voucher, member: Member) -> NotAvailable | UsedBefore:
    """Say why a voucher that is shown can't be had; when and by whom it was used is its own shop's to know."""
    gone = held(tx, voucher.id)
    if gone.used_at and not may_see(member, gone.used_by):
        return UsedBefore(gone.reward)
    return not_available(tx, gone)


def redeem(
    tx: Tx, actor: Actor, account_id: int, what: int | str, *, shown: bool, now: datetime
) -> RedeemOutcome:
    """Hand out a voucher (its id) or a reward for points (its key); `shown` says the card itself was scanned.

    The customer hears of it at once and can object; for a card that was only named, they must agree first.
    """
    account, member = at_card(tx, actor, account_id)
    if (
        member is None or member.guest_of
    ):  # of a coalition's card they learn no more than its customer shows: a code
        return NotStaff()
    key = what if isinstance(what, str) else ""
    state = load_reward(tx, account, key, now=now)
    if member.is_person(account.person_id):
        return OwnCard(state)
    if not account.registered:
        return Unregistered(state)
    if isinstance(what, str):
        return _redeem_points(tx, state, what, member, shown=shown, now=now)
    voucher = next((v for v in state.vouchers if v.id == what), None)
    if voucher is None:
        named = vouchers.by_id(tx, what)
        return not_available(tx, named if named and named.account_id == account.id else None)
    if shown:
        return spend(tx, voucher, member, now=now, ask_after=True)
    return _ask(tx, state, voucher, member, now=now)


def _redeem_points(
    tx: Tx, state: CardState, reward_key: str, member: Member, *, shown: bool, now: datetime
) -> RedeemOutcome:
    account = state.account
    if shown:
        bought = buy(tx, account, reward_key, staff_id=member.id, now=now)
        if not isinstance(bought, Bought):
            return bought
        return spend(tx, bought.voucher, member, now=now, ask_after=True)
    reward = within_reach(state, reward_key)
    return _ask(tx, state, reward, member, now=now) if isinstance(reward, Reward) else reward


def had_of(tx: Tx, account: Account, reward_key: str) -> int:
    """Count the vouchers that a card ever had of a reward: who was asked at another count was answered since."""
    return sum(voucher.reward_key == reward_key for voucher in vouchers.of_account(tx, account))


def _ask(tx: Tx, state: CardState, wanted: Voucher | Reward, member: Member, *, now: datetime) -> Asked:
    account_id, voucher_id, reward_key, had = 0, 0, "", 0
    if isinstance(wanted, Voucher):
        voucher_id, text = wanted.id, wanted.reward
    else:
        account_id, reward_key, text = state.account.id, wanted.key, wanted.text
        had = had_of(tx, state.account, reward_key)
    if state.holder:
        key = f"{voucher_id or f'{account_id}:{reward_key}'}:{now.isoformat()}"
        tell(
            tx, [state.holder.id], "asked", key, of_shop=state.shop.id, now=now, lives=timedelta(minutes=SPEND_CODE_MINUTES),
            voucher_id=voucher_id, card_id=account_id, reward_key=reward_key, had=had, member_id=member.id,
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
    account = accounts.locked(tx, voucher.account_id)
    if needs_bill(voucher.worth) and (bill := bill_just_typed(tx, account, member, now=now)):
        note_bill(tx, voucher, bill)
    put_on(tx, account, fresh_voucher, member, now=now)
    state = load_reward(tx, account, voucher.reward_key, now=now)
    if state.holder:
        tell(
            tx,
            [state.holder.id],
            "redeemed",
            f"{voucher.id}:{now.isoformat()}",
            of_shop=voucher.shop_id,
            now=now,
            voucher_id=voucher.id,
            ask=int(ask_after),
        )
    return Redeemed(held(tx, voucher.id), state, few_left(tx, state, voucher.reward_key))


def redeemable(
    tx: Tx, actor: Actor, account_id: int, *, now: datetime
) -> tuple[CardState, ...] | NotStaff | OwnCard | Unregistered:
    """Return each counter of a card with what can be handed out on it, for the shop's staff only."""
    account, member = at_card(tx, actor, account_id)
    if member is None or member.guest_of:
        return NotStaff()
    every = load_every(tx, account, now=now)
    if member.is_person(account.person_id):
        return OwnCard(every[0])
    return every if account.registered else Unregistered(every[0])
