"""What a code would do in somebody's hands, looked at before anything is done: a picture may show several."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from actions.access import member_of
from actions.cards.card_state import CardState, load
from actions.till.scan import Scan, foresee
from actions.till.scan_outcome import CodeExpired, Foreseen, NotStaff, OwnCard, Refused, WhichProgramme
from loyalty.actor import Actor
from loyalty.cards.visits import AmountNeeded, Claim
from loyalty.records import Shop, Voucher
from storage.cards import accounts, spend_codes, vouchers
from storage.engine.statements import Tx
from storage.shop import shops

Worth = Literal["ready", "run_out", "done", "own", "elsewhere", "claimable", "unknown"]


@dataclass(frozen=True, slots=True)
class Sighted:
    """One code: two of the same `subject` are one card or reward, shown twice; `state` is for who may see it.

    `to_be_said` tells that following it asks something first: what was spent, or which programme it is for.
    """

    worth: Worth
    subject: str
    state: CardState | None = None
    voucher: Voucher | None = None
    to_be_said: bool = False


def see_card(tx: Tx, actor: Actor, public_id: int, shown_at: datetime | None, *, now: datetime) -> Sighted:
    """Look at a card's code; `shown_at` is when it was made, None for a printed one."""
    account = accounts.by_public_id(tx, public_id)
    if account is None:
        return Sighted("unknown", f"card:{public_id}")
    subject = f"card:{account.id}"
    match foresee(tx, Scan(actor, account.id, Claim(shown_at=shown_at)), now=now):
        case Foreseen(_, state, _):
            return Sighted("ready", subject, state)
        case WhichProgramme((state, *_)) | Refused(state, AmountNeeded()):
            return Sighted("ready", subject, state, to_be_said=True)
        case CodeExpired(state):
            return Sighted("run_out", subject, state)
        case Refused(state, _):
            return Sighted("done", subject, state)
        case OwnCard(state):
            return Sighted("own", subject, state)
        case NotStaff():
            claimable = shown_at is None and not account.registered
            return Sighted("claimable" if claimable else "elsewhere", subject)
        case _:
            return Sighted("unknown", subject)


def look(tx: Tx, actor: Actor, account_id: int, *, now: datetime) -> CardState | None:
    """Return how a card stands, to the shop's staff alone; it is only read, and locked against nobody."""
    account = accounts.by_id(tx, account_id)
    return load(tx, account, now=now) if member_of(tx, actor, account.shop_id) else None


def see_voucher(tx: Tx, actor: Actor, code: str, *, now: datetime) -> Sighted:
    """Look at the one-time code of a reward."""
    found = spend_codes.find(tx, code)
    voucher = vouchers.by_id(tx, found[1]) if found else None
    if found is None or voucher is None:
        return Sighted("unknown", f"voucher:{code}")
    subject = f"voucher:{voucher.id}"
    member = member_of(tx, actor, voucher.shop_id)
    if member is None:
        return Sighted("elsewhere", subject)
    state = load(tx, accounts.locked(tx, voucher.account_id), now=now)
    if member.is_person(state.account.person_id):
        return Sighted("own", subject, state, voucher)
    _, _, expires_at, used_at = found
    if used_at is not None or not voucher.usable(now=now):
        return Sighted("done", subject, state, voucher)
    return Sighted("ready" if now < expires_at else "run_out", subject, state, voucher)


def see_poster(tx: Tx, shop_code: str) -> Shop | None:
    """Return the shop whose poster this is."""
    return shops.by_code(tx, shop_code)
