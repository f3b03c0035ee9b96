"""Tasks from the customer's side: what there is to do, taken on, shown, and dropped again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from actions import allowances
from actions.allowances import TooOften
from actions.cards.card_state import CardState, load_every
from actions.tell import tell
from loyalty.allowances import PROOFS
from loyalty.cards.endings import lasts
from loyalty.cards.parts.task import Task
from loyalty.cards.programme import ProgrammeVersion
from loyalty.cards.proofs import Proof
from loyalty.dates import day_of, day_starts
from loyalty.records import Account, Shop
from loyalty.roles import Role
from loyalty.values import dataclass
from storage.cards import accounts, errands
from storage.cards.errands import Errand
from storage.engine.statements import Tx
from storage.locks import line_up
from storage.shop import programmes, shops, staff

HELD_DAYS = 7  # that a place of the month is kept for who took a task on
_NEWS = timedelta(days=7)
_COUNTS = frozenset({"sent", "approved"})

# Why a task can't be taken on: it is not there or was changed, they have done it as often as one may, the month's are
# complete, they work there, or nobody is there who could look at it.
NoTask = Literal["changed", "each", "month", "staff", "nobody"]
# Why a proof is not taken: the task was dropped or its place went to others, something was shown for it already, they showed
# this before, or somebody else did.
NoProof = Literal["gone", "late", "sent", "again", "others"]


@dataclass(frozen=True, slots=True)
class Offered:
    """A task of a programme, and how it stands for one customer: `why` it can't be taken on, `errand` what is under way."""

    state: CardState
    place: int  # among the parts of today's rules
    part: Task
    errand: Errand | None
    left: int  # how often they may do it
    why: NoTask | None

    @property
    def until(self) -> datetime | None:
        """Return until when its place is kept; None where it needs none."""
        begun = self.errand and self.errand.state == "begun"
        return held_until(self.errand, self.state.shop) if begun and self.errand else None


@dataclass(frozen=True, slots=True)
class ProofSent:
    """Somebody of the shop is told, and looks at it."""

    state: CardState
    task: str


def tasks_of(version: ProgrammeVersion) -> list[tuple[int, Task]]:
    """Return the tasks of a programme with their places; of one name the first counts."""
    named: dict[str, tuple[int, Task]] = {}
    for place, part in enumerate(version.programme.parts):
        if isinstance(part, Task):
            named.setdefault(part.label, (place, part))
    return list(named.values())


def held_until(errand: Errand, shop: Shop) -> datetime:
    """Return until when a place of the month is kept for who took a task on."""
    return lasts(HELD_DAYS, since=errand.begun_at, zone=shop.zone)


def offered(tx: Tx, person_id: int, account: Account, *, now: datetime) -> list[Offered]:
    """List what the holder of a card can do for the shop, and what is under way by rules that were changed since."""
    states = load_every(tx, account, now=now)
    own = errands.of_account(tx, account)
    works = staff.in_shop(tx, person_id, account.shop_id) is not None
    today = [
        _offered(tx, state, place, part, own, works=works, now=now)
        for state in states
        for place, part in tasks_of(state.current)
    ]
    shown = {one.errand.id for one in today if one.errand}
    kept = [
        _kept(tx, states, one)
        for one in own
        if one.id not in shown and _under_way(one, states[0].shop, now=now)
    ]
    return [*today, *(one for one in kept if one)]


def _offered(
    tx: Tx, state: CardState, place: int, part: Task, own: Sequence[Errand], *, works: bool, now: datetime
) -> Offered:
    of_it = [one for one in own if one.counter_id == state.counter.id and one.task == part.label]
    open_ = next((one for one in of_it if _under_way(one, state.shop, now=now)), None)
    left = part.each - sum(one.state in _COUNTS for one in of_it)
    why: NoTask | None = "staff" if works else None
    if not why and not open_:
        why = "each" if left <= 0 else "month" if _taken(tx, state, part, now=now) >= part.a_month else None
    return Offered(state, place, part, open_, max(0, left), why)


def _under_way(errand: Errand, shop: Shop, *, now: datetime) -> bool:
    return errand.state == "sent" or (errand.state == "begun" and now < held_until(errand, shop))


def _kept(tx: Tx, states: Sequence[CardState], errand: Errand) -> Offered | None:
    """Return a task that is under way and in today's rules no more: what was begun keeps its promise."""
    state = next((one for one in states if one.counter.id == errand.counter_id), None)
    part = promised(tx, errand)
    return Offered(state, -1, part, errand, 0, None) if state and part else None


def promised(tx: Tx, errand: Errand) -> Task | None:
    """Return the task as it was when it was taken on."""
    version = programmes.version(tx, errand.shop_id, errand.version_id)
    return next((part for _, part in tasks_of(version) if part.label == errand.task), None)


def _taken(tx: Tx, state: CardState, part: Task, *, now: datetime) -> int:
    """Count how many did it this month, or are about to."""
    today, zone = day_of(now, state.shop.zone), state.shop.zone
    alive = day_starts(today - timedelta(days=HELD_DAYS), zone)
    return errands.held(
        tx, state.counter, part.label, since=day_starts(today.replace(day=1), zone), alive=alive
    )


def take_on(
    tx: Tx, person_id: int, account_id: int, version_id: int, place: int, *, now: datetime
) -> Offered | NoTask:
    """Let a customer take a task on as they read it; from here on it keeps its promise, and a place of the month."""
    line_up(tx, accounts.by_id(tx, account_id).shop_id)  # two customers share one month
    account = accounts.locked(tx, account_id)
    if account.person_id != person_id or account.closed_at:
        return "changed"
    found = next(
        (
            one
            for one in offered(tx, person_id, account, now=now)
            if one.place == place and one.state.current.id == version_id
        ),
        None,
    )
    if found is None or found.why:
        return found.why if found and found.why else "changed"
    if found.errand:
        return found
    if not deciders(tx, account):
        return "nobody"
    this = errands.add(tx, found.state.counter, version_id, found.part.label, now=now)
    errand = errands.by_id(tx, this)
    return Offered(found.state, place, found.part, errand, found.left, None)


def under_way(tx: Tx, person_id: int, errand_id: int, *, now: datetime) -> Offered | None:
    """Return a task that a person has taken on; None where it is over, or somebody else's."""
    errand = errands.by_id(tx, errand_id)
    account = accounts.by_id(tx, errand.account_id) if errand else None
    if account is None or account.person_id != person_id:
        return None
    every = offered(tx, person_id, account, now=now)
    return next((one for one in every if one.errand and one.errand.id == errand_id), None)


def send_proof(
    tx: Tx, person_id: int, errand_id: int, proof: Proof, *, now: datetime
) -> ProofSent | NoProof | TooOften:
    """Show what was done to the shop; one and the same proof counts once there, whoever sends it."""
    errand = errands.by_id(tx, errand_id)
    if errand is None:
        return "gone"
    line_up(tx, errand.shop_id)  # two send one picture
    account = accounts.locked(tx, errand.account_id)
    errand = errands.by_id(tx, errand_id)
    if errand is None or account.person_id != person_id or errand.state not in {"begun", "sent"}:
        return "gone"
    states = load_every(tx, account, now=now)
    state = next((one for one in states if one.counter.id == errand.counter_id), None)
    if state is None:  # the programme was taken away
        return "gone"
    why = _refuses(tx, errand, account, proof, now=now)
    if why:
        return why
    often = allowances.take(tx, PROOFS, person_id, now=now)
    if often:
        return often
    errands.send(tx, errand, proof, now=now)
    about = {"errand_id": errand.id, "card_id": account.id}
    tell(
        tx,
        deciders(tx, account),
        "proof",
        f"{errand.id}",
        of_shop=errand.shop_id,
        now=now,
        lives=_NEWS,
        **about,
    )
    return ProofSent(state, errand.task)


def _refuses(tx: Tx, errand: Errand, account: Account, proof: Proof, *, now: datetime) -> NoProof | None:
    if errand.state == "sent":
        return "sent"
    if now >= held_until(errand, shops.by_id(tx, errand.shop_id)):
        return "late"
    before = errands.by_proof(tx, errand.shop_id, proof.key)
    if before:
        return "again" if before.account_id == account.id else "others"
    return None


def deciders(tx: Tx, account: Account) -> list[int]:
    """Return who may say yes to what the holder of a card shows: who leads the shop, and is not themselves."""
    leading = (one for one in staff.of_shop(tx, account.shop_id) if one.may(Role.MANAGER))
    return [one.person_id for one in leading if one.person_id and not one.is_person(account.person_id)]


def drop(tx: Tx, person_id: int, errand_id: int) -> bool:
    """Drop a task that was taken on, with its proof; False where it is decided on, or somebody else's."""
    errand = errands.by_id(tx, errand_id)
    account = accounts.locked(tx, errand.account_id) if errand else None
    if errand is None or account is None or account.person_id != person_id:
        return False
    errand = errands.by_id(tx, errand_id)
    return bool(errand and errand.state in {"begun", "sent"} and errands.withdraw(tx, errand))
