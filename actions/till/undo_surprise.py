"""A surprise taken back by itself, whether it came with a visit or without one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.access import may_undo, member_of
from actions.cards.card_state import CardState, load_every
from actions.cards.take_out import Out, WhyStays, adds_or_buys, foresee, take_out
from actions.tell import tell
from actions.till.scan_outcome import NotStaff, UnknownCode
from loyalty.actor import Actor
from loyalty.cards.parts.surprise import Surprise
from loyalty.records import Account
from loyalty.roles import Role
from loyalty.till.undo import BookedVisit, NotNewest, UndoRefusal, refuses_undo
from storage.cards import accounts, counters, gifts, ledger
from storage.cards.ledger import Cause, Entry
from storage.engine.statements import Tx
from storage.shop import audit
from storage.shop.audit import Act

_NEWS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SurpriseUndone:
    """It is taken back; `state` is how the card stands after it."""

    state: CardState
    amount: int


@dataclass(frozen=True, slots=True)
class SurpriseStays:
    """A rule stands in the way."""

    entry_id: int
    state: CardState
    why: UndoRefusal


def undo_surprise(
    tx: Tx, actor: Actor, entry_id: int, *, reason: str | None, now: datetime
) -> SurpriseUndone | SurpriseStays | NotStaff | UnknownCode:
    """Take a surprise back, as long as a visit could be; what it gave is in the budget again."""
    line = ledger.line(tx, entry_id)
    member = member_of(tx, actor, line.shop_id)
    if member is None or not may_undo(member, line.staff_id):
        return NotStaff()
    if line.part != Surprise.name or line.reverses_id:
        return UnknownCode()
    account = accounts.locked(tx, counters.by_id(tx, line.counter_id).account_id)
    every = load_every(tx, account, now=now)
    state = next((one for one in every if one.counter.id == line.counter_id), every[0])
    out = _foresee(tx, state, account, line)
    stood = gifts.line_that_stands(tx, entry_id) is not None
    booked = BookedVisit(line.at, undone=not stood, newest=out != "later", reward_used=out == "spent")
    why = refuses_undo(booked, role=Role(member.role), reason=reason, now=now)
    if why or isinstance(out, str):
        return SurpriseStays(entry_id, state, why or NotNewest())
    take_out(tx, out, Cause(now, staff_id=member.id))  # the reason is in the audit: it can be forgotten there
    act = Act("surprise_undone", subject=account.code, old=str(line.amount), reason=reason or "")
    audit.add(tx, actor, line.shop_id, act, now=now)
    _tell(tx, state, line, now=now)
    after = load_every(tx, account, now=now)
    return SurpriseUndone(next(one for one in after if one.counter.id == line.counter_id), line.amount)


def _foresee(tx: Tx, state: CardState, account: Account, line: Entry) -> Out | WhyStays:
    here = account.closed_at is None and state.counter.id == line.counter_id
    return foresee(tx, state, [line], may_stay=adds_or_buys) if here else "later"


def _tell(tx: Tx, state: CardState, line: Entry, *, now: datetime) -> None:
    if state.holder:
        about = {"card_id": state.account.id, "counter_id": state.counter.id, "taken": line.amount}
        tell(
            tx,
            [state.holder.id],
            "surprise_undone",
            f"{line.id}",
            of_shop=line.shop_id,
            now=now,
            lives=_NEWS,
            **about,
        )
