"""A surprise at the till: a few stamps or points without a purchase, within the shop's budget, with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.access import at_card
from actions.cards.book_entries import Written, book
from actions.cards.card_state import CardState, load_counter
from actions.cards.offers import SURPRISE
from actions.tell import tell
from actions.till.booking import EXTRA_MINUTES, at_the_till
from actions.till.scan_outcome import NotStaff, OwnCard, UnknownCode
from loyalty.actor import Actor
from loyalty.cards.parts.surprise import OverBudget, Surprise
from loyalty.cards.visits import NewVoucher, given
from loyalty.dates import day_of, day_starts
from loyalty.records import Account, Member, Shop
from loyalty.roles import Role
from storage.cards import accounts, gifts, ledger
from storage.cards.ledger import Cause, Entry
from storage.engine.statements import Tx
from storage.locks import line_up
from storage.shop import audit, programmes
from storage.shop.audit import Act

MOST_REASON = 60
_NEWS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SurpriseGift:
    """What somebody wants to give, on which card and programme; `seen` is the newest line of the ledger when they were asked."""

    account_id: int
    programme_id: int
    amount: int
    seen: int
    reason: str
    typed: bool = False  # in words of somebody's own, which no line of the ledger keeps: it is never changed


@dataclass(frozen=True, slots=True)
class Budget:
    """How the card stands, and how much the one who asks may give to it now: 0 where nothing is left."""

    state: CardState
    left: int
    this_month: int  # of what the month holds, this much is left for all
    seen: int  # the newest line of the ledger: what is asked by this budget can be given once


@dataclass(frozen=True, slots=True)
class Surprised:
    """It is given; `state` is how the card stands after it."""

    state: CardState
    amount: int
    reason: str
    vouchers: tuple[NewVoucher, ...]
    entry_id: int  # of its line in the ledger


@dataclass(frozen=True, slots=True)
class NoSurprises:
    """The shop has set nothing aside for that."""


@dataclass(frozen=True, slots=True)
class TooMuch:
    """It would pass a budget: nothing is given."""

    state: CardState
    over: OverBudget


@dataclass(frozen=True, slots=True)
class GivenAlready:
    """Something was given or booked since the question was asked: nothing was given twice."""

    state: CardState


Refusal = NoSurprises | OwnCard | NotStaff | UnknownCode


def gives_surprises(tx: Tx, own: Iterable[Shop]) -> bool:
    """Say whether one of these shops set something aside for surprises."""
    rules = (version.programme for shop in own for version in programmes.today(tx, shop.id))
    return any(isinstance(part, Surprise) for programme in rules for part in programme.parts)


def budget(tx: Tx, actor: Actor, account_id: int, programme_id: int, *, now: datetime) -> Budget | Refusal:
    """Say how much somebody of the staff may give to a card now."""
    found = _allowed(tx, at_card(tx, actor, account_id), programme_id, now=now)
    if not isinstance(found, tuple):
        return found
    member, state, part = found
    month, today = _spent(tx, state, member, now=now)
    left = min(part.at_once, part.a_month - month, part.at_once if today is None else part.a_day - today)
    return Budget(state, max(0, left), max(0, part.a_month - month), _newest_line(tx, state))


def give_surprise(
    tx: Tx, actor: Actor, gift: SurpriseGift, *, now: datetime
) -> Surprised | GivenAlready | TooMuch | Refusal:
    """Give it, once: the customer is told, and the owners can read who gave it and why."""
    line_up(tx, accounts.by_id(tx, gift.account_id).shop_id)  # two tills share one budget
    found = _allowed(tx, at_card(tx, actor, gift.account_id), gift.programme_id, now=now)
    if not isinstance(found, tuple):
        return found
    member, state, part = found
    if _newest_line(tx, state) != gift.seen:
        return GivenAlready(state)
    month, today = _spent(tx, state, member, now=now)
    over = part.refuses(gift.amount, this_month=month, today=today)
    if over:
        return TooMuch(state, over)
    written = _book(tx, state, member, gift, now=now)
    act = Act("surprised", subject=state.account.code, new=str(gift.amount), reason=gift.reason)
    audit.add(tx, actor, state.shop.id, act, now=now)
    line = gifts.latest(tx, written.counter)
    _tell(tx, state, line, now=now)
    after = load_counter(tx, written.account, written.counter.id, now=now)
    return Surprised(after, gift.amount, gift.reason, written.vouchers, line)


def surprise_told(tx: Tx, entry_id: int) -> Entry | None:
    """Return the line that a message about a surprise tells of; None where it was taken back since."""
    return gifts.line_that_stands(tx, entry_id)


def reason_told(tx: Tx, account: Account, line: Entry) -> str:
    """Return why a surprise was given: what was typed stands in the audit alone, as long as its customer is known."""
    return line.reason or audit.reason_of(tx, line.shop_id, "surprised", account.code, at=line.at)


def _allowed(
    tx: Tx, held: tuple[Account, Member | None], programme_id: int, *, now: datetime
) -> tuple[Member, CardState, Surprise] | Refusal:
    found = at_the_till(tx, held, now=now)
    if not isinstance(found, tuple):
        return found
    member, states = found
    state = next((one for one in states if one.counter.programme_id == programme_id), None)
    if state is None:
        return UnknownCode()
    part = surprise_of(state)
    return (member, state, part) if part else NoSurprises()


def _newest_line(tx: Tx, state: CardState) -> int:
    lines = ledger.latest(tx, state.counter, most=1)
    return lines[0].id if lines else 0


def surprise_of(state: CardState) -> Surprise | None:
    """Return what a programme sets aside for surprises today, where these suit the holder of the card."""
    if SURPRISE in state.unsuited:
        return None
    return next((part for part in state.current.programme.parts if isinstance(part, Surprise)), None)


def _spent(tx: Tx, state: CardState, member: Member, *, now: datetime) -> tuple[int, int | None]:
    """Count what the shop gave this month, and what a cashier gave today."""
    zone, today = state.shop.zone, day_of(now, state.shop.zone)
    month = gifts.given_since(tx, state.counter, Surprise.name, since=day_starts(today.replace(day=1), zone))
    if member.may(Role.MANAGER):
        return month, None
    since = day_starts(today, zone)
    return month, gifts.given_since(tx, state.counter, Surprise.name, since=since, by=member.id)


def _book(tx: Tx, state: CardState, member: Member, gift: SurpriseGift, *, now: datetime) -> Written:
    last = state.standing.last
    # Given so soon after a scan it belongs to the visit, and goes with it.
    visit_id = last.id if last and now - last.at <= timedelta(minutes=EXTRA_MINUTES) else None
    reason = None if gift.typed else gift.reason
    earned = given(state.standing, gift.amount, Surprise.name, current=state.current)
    return book(tx, state, earned, Cause(now, visit_id=visit_id, staff_id=member.id, reason=reason))


def _tell(tx: Tx, state: CardState, line: int, *, now: datetime) -> None:
    if state.holder is None:
        return
    about = {"card_id": state.account.id, "entry_id": line}
    tell(tx, [state.holder.id], "surprise", f"{line}", of_shop=state.shop.id, now=now, lives=_NEWS, **about)
