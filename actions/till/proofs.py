"""Proofs of tasks: looked at by who leads the shop, who says yes or no, and may take a yes back."""

from datetime import datetime, timedelta
from typing import Literal

from actions.access import NotAllowed, at_card, may
from actions.cards.book_entries import book
from actions.cards.card_state import CardState, load_counter, load_every
from actions.cards.take_out import adds_or_buys, foresee, take_out
from actions.cards.tasks import promised
from actions.tell import tell
from loyalty.actor import Actor
from loyalty.cards.parts.task import Task
from loyalty.cards.proofs import look_alike
from loyalty.cards.visits import NewVoucher, given
from loyalty.records import Member
from loyalty.roles import Role
from loyalty.values import dataclass
from storage.cards import accounts, errands, gifts
from storage.cards.errands import Errand, content
from storage.cards.ledger import Cause
from storage.engine.statements import Tx
from storage.shop import audit, staff
from storage.shop.audit import Act

__all__ = ["Declined", "Given", "NotNow", "ShownProof", "YesTakenBack", "approve", "content", "decline", "open_proofs", "see_proof",
           "take_back", "what_became"]  # fmt: skip

MOST_REASON = 120
_NEWS = timedelta(days=7)
_COMPARED = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class ShownProof:
    """What a customer shows: a link or a picture, and what it would give; `alike` says that it looks like another one."""

    errand: Errand
    state: CardState
    part: Task
    picture: int | None
    alike: bool
    by: str = ""  # who decided, once somebody did


@dataclass(frozen=True, slots=True)
class OpenProofs:
    """Those that wait longest, and how many wait in all."""

    shown: tuple[ShownProof, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Given:
    """It is given; `state` is how the card stands after it."""

    errand: Errand
    state: CardState
    part: Task
    vouchers: tuple[NewVoucher, ...]


@dataclass(frozen=True, slots=True)
class Declined:
    """The customer is told why not, and may show something else."""

    state: CardState
    task: str


@dataclass(frozen=True, slots=True)
class YesTakenBack:
    """What was given went back, and the proof waits again."""

    state: CardState
    amount: int


@dataclass(frozen=True, slots=True)
class NotNow:
    """Nothing was changed: it was decided on ("decided"), dropped or its customer forgotten ("gone"), is one's own, or spent."""

    why: Literal["decided", "gone", "own", "spent"]
    shown: ShownProof | None = None


def open_proofs(tx: Tx, actor: Actor, shop_id: int, *, most: int, now: datetime) -> OpenProofs | NotAllowed:
    """List what waits in a shop for somebody to look at it, what waits longest first."""
    if may(tx, actor, shop_id, Role.MANAGER) is None:
        return NotAllowed()
    every = errands.waiting(tx, shop_id)
    found = (_shown(tx, errand, now=now) for errand in every[:most])
    return OpenProofs(tuple(one for one in found if one), len(every))


def see_proof(tx: Tx, actor: Actor, errand_id: int, *, now: datetime) -> ShownProof | NotNow | NotAllowed:
    """Show a proof to who leads the shop."""
    errand = errands.by_id(tx, errand_id)
    if errand is None or may(tx, actor, errand.shop_id, Role.MANAGER) is None:
        return NotAllowed()
    shown = _shown(tx, errand, now=now)
    return shown if shown and errand.state in {"sent", "approved", "refused"} else NotNow("gone")


def approve(tx: Tx, actor: Actor, errand_id: int, *, now: datetime) -> Given | NotNow | NotAllowed:
    """Give what was promised for a task, once."""
    held = _held(tx, actor, errand_id, now=now)
    if not isinstance(held, tuple):
        return held
    member, shown = held
    state, part = shown.state, shown.part
    earned = given(state.standing, part.gives, Task.name, current=state.current)
    written = book(tx, state, earned, Cause(now, staff_id=member.id, reason=part.label))
    line = gifts.latest(tx, state.counter)
    errands.decide(tx, shown.errand, "approved", by=member.id, now=now, entry_id=line)
    act = Act("task_approved", subject=state.account.code, old=part.label, new=str(part.gives))
    audit.add(tx, actor, state.shop.id, act, now=now)
    _tell(tx, shown.errand, state, now=now)
    after = load_counter(tx, written.account, written.counter.id, now=now)
    return Given(shown.errand, after, part, written.vouchers)


def decline(
    tx: Tx, actor: Actor, errand_id: int, reason: str, *, now: datetime
) -> Declined | NotNow | NotAllowed:
    """Give nothing, and say why; the place of the month is free again."""
    held = _held(tx, actor, errand_id, now=now)
    if not isinstance(held, tuple):
        return held
    member, shown = held
    errands.decide(tx, shown.errand, "refused", by=member.id, now=now, reason=reason)
    act = Act("task_declined", subject=shown.state.account.code, old=shown.part.label, reason=reason)
    audit.add(tx, actor, shown.state.shop.id, act, now=now)
    _tell(tx, shown.errand, shown.state, now=now)
    return Declined(shown.state, shown.part.label)


def take_back(tx: Tx, actor: Actor, errand_id: int, *, now: datetime) -> YesTakenBack | NotNow | NotAllowed:
    """Take a yes back, unless what it gave is spent or more was built on it: the proof waits again."""
    held = _held(tx, actor, errand_id, now=now, state="approved")
    if not isinstance(held, tuple):
        return held
    member, shown = held
    errand = shown.errand
    line = gifts.line_that_stands(tx, errand.entry_id) if errand.entry_id else None
    here = line and line.counter_id == shown.state.counter.id
    out = foresee(tx, shown.state, [line], may_stay=adds_or_buys) if line and here else "later"
    if line is None or isinstance(out, str):
        return NotNow("spent", shown)
    counter = take_out(tx, out, Cause(now, staff_id=member.id))
    errands.reopen(tx, errand)
    act = Act("task_undone", subject=shown.state.account.code, old=errand.task, new=str(line.amount))
    audit.add(tx, actor, shown.state.shop.id, act, now=now)
    _tell(tx, errand, shown.state, now=now)
    after = load_counter(tx, shown.state.account, counter.id, now=now)
    return YesTakenBack(after, line.amount)


def _held(
    tx: Tx, actor: Actor, errand_id: int, *, now: datetime, state: str = "sent"
) -> tuple[Member, ShownProof] | NotNow | NotAllowed:
    """Hold the card that a proof is about, and say who decides on it; only what is in this `state` can be."""
    known = errands.by_id(tx, errand_id)
    if known is None:
        return NotAllowed()
    account, member = at_card(tx, actor, known.account_id)
    if member is None or not member.may(Role.MANAGER):
        return NotAllowed()
    errand = errands.by_id(tx, errand_id)  # read again: the card is ours now
    shown = _shown(tx, errand, now=now) if errand and errand.account_id == account.id else None
    if shown is None or shown.errand.state == "withdrawn":
        return NotNow("gone")
    if member.is_person(account.person_id):
        return NotNow("own")
    return (member, shown) if shown.errand.state == state else NotNow("decided", shown)


def _shown(tx: Tx, errand: Errand, *, now: datetime) -> ShownProof | None:
    account, part = accounts.by_id(tx, errand.account_id), promised(tx, errand)
    if part is None or account.closed_at or account.person_id is None:
        return None
    states = load_every(tx, account, now=now)
    state = next((one for one in states if one.counter.id == errand.counter_id), None)
    if state is None:  # the programme was taken away before anything was booked by it
        return None
    by = staff.by_id(tx, errand.decided_by).name if errand.decided_by else ""
    return ShownProof(errand, state, part, errands.picture_of(tx, errand), _alike(tx, errand, now=now), by)


def _alike(tx: Tx, errand: Errand, *, now: datetime) -> bool:
    """Say whether a picture looks like another one that was shown in the shop."""
    if not errand.likeness:
        return False
    others = errands.with_pictures(tx, errand.shop_id, since=now - _COMPARED)
    return any(one.id != errand.id and look_alike(one.likeness or "", errand.likeness) for one in others)


def _tell(tx: Tx, errand: Errand, state: CardState, *, now: datetime) -> None:
    """Tell the customer how it stands; each decision once."""
    if state.holder is None:
        return
    about = {"card_id": state.account.id, "counter_id": state.counter.id, "errand_id": errand.id}
    key = f"{errand.id}:{round(now.timestamp() * 1_000_000)}"
    tell(tx, [state.holder.id], "task", key, of_shop=state.shop.id, now=now, lives=_NEWS, **about)


def what_became(tx: Tx, errand_id: int) -> tuple[Errand, Task] | None:
    """Return how a task stands that a message tells its customer of; None where it was dropped since."""
    errand = errands.by_id(tx, errand_id)
    part = promised(tx, errand) if errand else None
    return (errand, part) if errand and part and errand.state != "withdrawn" else None
