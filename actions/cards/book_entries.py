"""Write what a card earned: lines in the ledger, the counter's new standing, and the vouchers that it pays."""

from datetime import datetime

from actions.cards.card_state import CardState, open_goal, parts_of
from actions.cards.past import kept_for_others
from loyalty.cards.counter_state import CounterState, LastVisit
from loyalty.cards.endings import balance_ends, lasts
from loyalty.cards.part import EarlierVisit
from loyalty.cards.visits import Earned, NewVoucher
from loyalty.cards.worth import cost_ahead
from loyalty.dates import day_starts
from loyalty.records import Account, Counter, Visit
from loyalty.values import dataclass, replace
from storage.cards import accounts, counters, goals, ledger, voucher_moves, vouchers
from storage.cards.ledger import Cause
from storage.cards.vouchers import VoucherRow
from storage.engine.statements import Tx


@dataclass(frozen=True, slots=True)
class Written:
    """What a booking left behind: the counter, how it stands by the rules, and the vouchers that are new."""

    account: Account
    counter: Counter
    standing: CounterState
    vouchers: tuple[NewVoucher, ...]


def book(tx: Tx, state: CardState, earned: Earned, cause: Cause) -> Written:
    """Write what was earned: lines in the ledger, the counter's new standing, and the vouchers."""
    counter, standing = state.counter, earned.standing
    came = earned.entries[0].kind not in {"head_start", "gift"}
    _append(tx, counter, earned, cause)
    moved = replace(
        counter,
        balance=standing.balance,
        round=standing.round,
        version_id=standing.version.id,
        last_visit_at=cause.at if came else counter.last_visit_at,
        refreshed_at=_refreshed(counter, earned, cause.at),
    )
    counters.move(tx, moved)
    account = state.account
    if came:
        accounts.follow_visits(tx, moved)
        account = replace(account, last_visit_at=_last_visit(tx, account, cause.at))
    # A place may have been paid already, on a printed card whose stamps moved here.
    paid = voucher_moves.slots(tx, counter) if earned.vouchers else set()
    due = tuple(new for new in earned.vouchers if new.slot not in paid)
    for new in due:
        pay(tx, state, new, cause)
    return Written(account, moved, standing, due)


def _last_visit(tx: Tx, account: Account, at: datetime) -> datetime | None:
    """Return the newest visit of an account after one at this moment, which may be earlier than another by its clock."""
    newest = account.last_visit_at is None or at >= account.last_visit_at
    return at if newest else accounts.by_id(tx, account.id).last_visit_at


def _append(tx: Tx, counter: Counter, earned: Earned, cause: Cause) -> None:
    if cause.voucher_id is None:
        ledger.append(tx, counter, earned.entries, cause)
        return
    # A card that is filled is no matter of the voucher that brought stamps to it.
    gained, filled = (
        [line for line in earned.entries if (line.amount > 0) is more] for more in (True, False)
    )
    ledger.append(tx, counter, gained, cause)
    ledger.append(tx, counter, filled, replace(cause, voucher_id=None))


def _refreshed(counter: Counter, earned: Earned, at: datetime) -> datetime | None:
    """Return since when a counter's days run beside its visits.

    A gift on an empty one has its days before it, however long ago somebody came. What lasts longer, as it came from
    another card, does so until the card is full or empty: it has kept its promise then.
    """
    if earned.entries[0].kind == "gift" and counter.balance == 0:
        return at
    anew, refreshed = counter.balance == 0 or earned.standing.round != counter.round, counter.refreshed_at
    return None if anew and refreshed and refreshed > at else refreshed


def pay(tx: Tx, state: CardState, new: NewVoucher, cause: Cause) -> None:
    """Give a card the voucher for a place that it reached."""
    vouchers.add(
        tx,
        VoucherRow(
            account_id=state.account.id,
            counter_id=state.counter.id,
            shop_id=state.account.shop_id,
            visit_id=cause.visit_id,
            slot=new.slot,
            reward_key=new.reward.key,
            reward=new.reward.text,
            cost_minor=cost_ahead(new.reward.worth, new.reward.cost_minor),
            created_at=cause.at,
            expires_at=waits_until(state, new.valid_days, since=cause.at),
            worth=new.reward.worth,
        ),
    )


def waits_until(state: CardState, days: int | None, *, since: datetime) -> datetime | None:
    """Return when a reward ends that waits so many days, longer where a part says so; None: never."""
    if not days:
        return None
    past, at, zone = state.standing.past or (), since.astimezone(state.shop.zone), state.shop.zone
    longer = max((part.longer_days(past, at) for part in parts_of(state.standing, state.current)), default=0)
    return lasts(days + longer, since=since, zone=zone)


def after(tx: Tx, state: CardState, written: Written, visit: Visit, *, now: datetime) -> CardState:
    """Return how a card stands after a visit that was booked in this transaction."""
    counter, waiting, goal = written.counter, state.vouchers, state.goal
    if written.vouchers:
        waiting = tuple(vouchers.usable(tx, state.account, now=now))
        goal = goals.of_counter(tx, counter)
    standing = _after(state, written.standing, visit)
    return replace(
        state,
        account=written.account,
        counter=counter,
        standing=standing,
        vouchers=waiting,
        tally=state.tally + len(written.vouchers),
        goal=open_goal(goal, standing, waiting),
        expires_at=balance_ends(counter, standing.version.programme, state.shop.zone),
    )


def _after(state: CardState, earned: CounterState, visit: Visit) -> CounterState:
    """Let a visit be the last, unless one is later by its clock; what it adds to an earlier day is not today's."""
    last, zone = state.standing.last, state.shop.zone
    if last is None or last.at <= visit.at:
        last = LastVisit(visit.id, visit.at, visit.staff)
    counts = visit.at >= day_starts(state.today, zone)
    given = earned.given_today if counts else state.standing.given_today
    past = earned.past
    if past is not None and all(one.at != visit.at for one in past):  # one more in a visit is no other visit
        past = (*past, EarlierVisit(visit.at, visit.spent_minor))
    kept = kept_for_others(earned.version.programme, parts_of(earned, state.current), past, state.at)
    return replace(earned, last=last, given_today=given, past=past, kept=kept)
