"""What belonged to a visit besides its amount, given again to the one that takes its place: items, gifts, a scratched ticket."""

from dataclasses import dataclass, replace
from datetime import datetime

from actions.cards.book_entries import book
from actions.cards.card_state import load_counter
from actions.till import challenge_gifts
from actions.till.scan_outcome import Booked
from actions.till.undo_visit import prizes_of
from loyalty.cards.part import Bonus
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.challenge import Challenge
from loyalty.cards.parts.referral import Referral
from loyalty.cards.visits import earn, given
from loyalty.records import Account, Visit, Voucher
from storage.campaigns import occurrences
from storage.cards import accounts, draws, gifts, ledger, visits, voucher_moves, vouchers
from storage.cards.ledger import Cause, Entry
from storage.engine.statements import Tx

_BY_THEMSELVES = {Referral.name, Challenge.name}  # come with the visit that is booked anew


@dataclass(frozen=True, slots=True)
class KeptGifts:
    """What a visit brought that no amount decides; what friends and challenges bring comes with the visit by itself."""

    visit: Visit
    lines: tuple[Entry, ...]
    prizes: tuple[Voucher, ...]  # that its ticket won


def kept_of(tx: Tx, visit: Visit) -> KeptGifts:
    """Return what a visit brought, before it is taken back."""
    lines = (line for line in ledger.of_visit(tx, visit) if _is_item(line) or _is_gift(line))
    return KeptGifts(visit, tuple(lines), tuple(prizes_of(tx, visit)))


def _is_item(line: Entry) -> bool:
    return line.kind == "bonus" and line.part == BonusItem.name


def _is_gift(line: Entry) -> bool:
    return line.kind == "gift" and line.part not in _BY_THEMSELVES


def give_again(tx: Tx, booked: Booked, kept: KeptGifts, *, now: datetime) -> Booked:
    """Put it on the visit that was booked in place of the other, and return how that stands."""
    account, visit = booked.state.account, booked.visit
    for line in kept.lines:
        booked = _item(tx, booked, line, now=now) if _is_item(line) else _with(tx, booked, line, now=now)
    then = load_counter(tx, accounts.locked(tx, account.id), visit.counter_id, now=visit.at)
    _, won = challenge_gifts.give(tx, then, visit, at=visit.at)  # by the items that are back
    _keep_ticket(tx, kept, visit)
    state = load_counter(tx, accounts.locked(tx, account.id), visit.counter_id, now=now)
    return replace(
        booked, visit=visits.by_id(tx, visit.id) or visit, state=state, vouchers=booked.vouchers + won
    )


def _keep_ticket(tx: Tx, kept: KeptGifts, visit: Visit) -> None:
    """Let a ticket that was scratched stay so, with what it won."""
    draws.follow_visit(tx, kept.visit, visit)
    for prize in kept.prizes:
        vouchers.restore(tx, prize.id)
        voucher_moves.follow_visit(tx, prize.id, visit)


def give_alone(tx: Tx, account: Account, kept: KeptGifts, *, now: datetime) -> None:
    """Give what was a gift without a visit, where a rule refused the right amount: it was no matter of the amount."""
    for line in filter(_is_gift, kept.lines):
        _gift(tx, account, line, None, now=now)


def _item(tx: Tx, booked: Booked, line: Entry, *, now: datetime) -> Booked:
    visit = booked.visit
    state = load_counter(tx, accounts.locked(tx, visit.account_id), visit.counter_id, now=now)
    earned = earn(state.standing, line.amount, "bonus", current=state.current, part=line.part)
    visits.grow(tx, visit.id, line.amount, bonus=line.amount)
    written = book(tx, state, earned, _cause(line, visit.id))
    more = Bonus(BonusItem.name, line.amount)
    return replace(booked, vouchers=booked.vouchers + written.vouchers, bonuses=(*booked.bonuses, more))


def _with(tx: Tx, booked: Booked, line: Entry, *, now: datetime) -> Booked:
    _gift(tx, booked.state.account, line, booked.visit.id, now=now)
    return booked


def _gift(tx: Tx, account: Account, line: Entry, visit_id: int | None, *, now: datetime) -> None:
    state = load_counter(tx, accounts.locked(tx, account.id), line.counter_id, now=now)
    earned = given(state.standing, line.amount, line.part, current=state.current)
    book(tx, state, earned, _cause(line, visit_id))
    occurrences.follow_line(tx, account, line.id, gifts.latest(tx, state.counter))


def _cause(line: Entry, visit_id: int | None) -> Cause:
    """Book it as it was: what a day or a month may give is of when it was given."""
    return Cause(line.at, visit_id=visit_id, staff_id=line.staff_id, reason=line.reason)
