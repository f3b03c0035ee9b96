"""What a friend's first visit brings to both: in the visit's own transaction, and with its id, so that it goes with its undo."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from actions.campaigns.consents import consents_of
from actions.cards.book_entries import book
from actions.cards.card_state import CardState, load_every
from actions.cards.friends import came_this_month, not_two, referral_of
from actions.tell import tell
from loyalty.campaigns.frequency_cap import Purpose
from loyalty.cards.parts.referral import Referral
from loyalty.cards.visits import NewVoucher, given
from loyalty.records import Account, Counter, Visit
from storage.cards import accounts, counters, ledger, referrals, visits, vouchers
from storage.cards.ledger import Cause, Entry
from storage.cards.referrals import Brought
from storage.delivery import outbox
from storage.engine.statements import Tx
from storage.people import persons
from storage.shop import programmes

_NEWS = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class FriendGift:
    """What the friend got on top of a first visit, and the rewards that this reached."""

    amount: int
    vouchers: tuple[NewVoucher, ...]


def give(tx: Tx, state: CardState, visit: Visit, *, now: datetime) -> FriendGift | None:
    """Give both what they were told when the friend joined; None for whom nobody brought."""
    brought = referrals.waiting(tx, state.account)
    if brought is None:
        return None
    # After the friend's: nobody else takes the cards of two customers in the other order but who joins these two.
    inviter = _inviter(tx, brought)
    if state.holder is None or not_two(tx, state.holder.id, inviter) in {"same", "staff"}:
        return None
    version = programmes.version(tx, brought.shop_id, brought.version_id)
    part = referral_of(version) or Referral()
    own = _counting(tx, state.account, version.programme_id, now=now)
    if own is None:
        return None
    vouchers = _book(tx, own, part.for_friend, visit)
    if not_two(tx, state.holder.id, inviter) is None:
        full = came_this_month(tx, inviter, state.shop, now=visit.at) >= part.most_a_month
        amount = part.to_inviter(wants_news=Purpose.OFFERS in consents_of(tx, state.holder.id))
        _thank(tx, inviter, version.programme_id, 0 if full else amount, visit, now=now)
    referrals.came(tx, brought, visit)
    return FriendGift(part.for_friend, vouchers)


def _inviter(tx: Tx, brought: Brought) -> Account:
    """Return the card of who invited, or the one that it became, held until the commit."""
    known = accounts.by_id(tx, brought.inviter_id)
    now = accounts.by_code(tx, known.code) if known.closed_at else known
    return accounts.locked(tx, (now or known).id)


def _thank(tx: Tx, inviter: Account, programme_id: int, amount: int, visit: Visit, *, now: datetime) -> None:
    """Give it to who invited, and tell them; `amount` is 0 where the month's friends were many already."""
    state = _counting(tx, inviter, programme_id, now=now)
    if state is None:
        return
    if amount:
        _book(tx, state, amount, visit)
    if inviter.person_id:
        about = {
            "card_id": inviter.id,
            "counter_id": state.counter.id,
            "friend_id": visit.account_id,
            "by_visit": visit.id,
            "given": amount,
        }
        tell(
            tx,
            [inviter.person_id],
            "friend",
            f"{visit.id}",
            of_shop=visit.shop_id,
            now=now,
            lives=_NEWS,
            **about,
        )


def _counting(tx: Tx, account: Account, programme_id: int, *, now: datetime) -> CardState | None:
    """Return how an account's counter of a programme stands; None where the programme is no more."""
    states = load_every(tx, account, now=now)
    return next((one for one in states if one.counter.programme_id == programme_id), None)


def _book(tx: Tx, state: CardState, amount: int, visit: Visit) -> tuple[NewVoucher, ...]:
    """Write what one of the two gets."""
    earned = given(state.standing, amount, Referral.name, current=state.current)
    return book(tx, state, earned, Cause(visit.at, visit_id=visit.id, staff_id=visit.staff_id)).vouchers


def elsewhere(tx: Tx, visit: Visit) -> dict[int, list[Entry]]:
    """Return what a visit brought to other counters than its own, by counter: gifts, and the cards that they filled."""
    found: dict[int, list[Entry]] = {}
    lines = ledger.of_visit(tx, visit)
    for line in lines:
        if line.counter_id != lines[0].counter_id:
            found.setdefault(line.counter_id, []).append(line)
    return found


def spent(tx: Tx, visit: Visit) -> bool:
    """Say whether something of what a first visit brought elsewhere can't go back: spent, or on a card that is closed."""
    return any(_is_spent(tx, visit, counter_id, lines) for counter_id, lines in elsewhere(tx, visit).items())


def _is_spent(tx: Tx, visit: Visit, counter_id: int, lines: list[Entry]) -> bool:
    counter = counters.by_id(tx, counter_id)
    earned = (one for one in vouchers.of_visit(tx, visit) if one.counter_id == counter.id)
    if accounts.by_id(tx, counter.account_id).closed_at or any(one.state == "used" for one in earned):
        return True
    filled = sum(line.kind == "reward" for line in lines)
    places = programmes.version(tx, visit.shop_id, lines[0].version_id).programme.places
    left = counter.balance - sum(line.amount for line in lines)
    return counter.round != lines[0].round + filled or left < 0 or bool(places and left >= places)


def take_back(tx: Tx, visit: Visit, cause: Cause) -> None:
    """Take back what a first visit brought elsewhere, a welcome too, and let a friend be one who has not come yet."""
    for counter_id, lines in elsewhere(tx, visit).items():
        counter, first = counters.by_id(tx, counter_id), lines[0]
        for line in reversed(lines):
            ledger.reverse(tx, line, staff_id=cause.staff_id, reason=cause.reason, at=cause.at)
        counters.move(tx, _without(counter, lines))
        if counter.account_id != visit.account_id:
            _tell_back(tx, counter, visit, first.amount, now=cause.at)
    referrals.not_yet(tx, visit)


def _without(counter: Counter, lines: list[Entry]) -> Counter:
    """Return a counter without these lines; one that is empty then has no days of a gift before it any more."""
    left, first = counter.balance - sum(line.amount for line in lines), lines[0]
    days_from = counter.refreshed_at if left else None
    return replace(
        counter, balance=left, round=first.round, version_id=first.version_id, refreshed_at=days_from
    )


def _tell_back(tx: Tx, counter: Counter, visit: Visit, amount: int, *, now: datetime) -> None:
    inviter = accounts.by_id(tx, counter.account_id)
    if inviter.person_id:
        about = {"card_id": inviter.id, "counter_id": counter.id, "taken": amount, "by_visit": visit.id}
        tell(
            tx,
            [inviter.person_id],
            "friend_undone",
            f"{visit.id}",
            of_shop=visit.shop_id,
            now=now,
            lives=_NEWS,
            **about,
        )


@dataclass(frozen=True, slots=True)
class FriendCame:
    """Who came by an invitation, and what that brought to who invited: nothing where the month's friends were complete."""

    name: str
    given: int


def friend_came(tx: Tx, data: Mapping[str, Any]) -> FriendCame | None:
    """Return what a message about a friend tells; None where the visit was taken back since, or who invited knows."""
    visit = visits.by_id(tx, data["by_visit"])
    if visit is None or visit.undone_at or _was_told(tx, visit, data):
        return None
    holder = accounts.by_id(tx, data["friend_id"]).person_id
    name = persons.by_id(tx, holder).name if holder else ""
    return FriendCame(name, data["given"])


def _was_told(tx: Tx, visit: Visit, data: Mapping[str, Any]) -> bool:
    """Say whether the same was told of the visit in whose place this one stands: its amount was wrong, no more."""
    inviter = accounts.by_id(tx, data["card_id"]).person_id
    before = (outbox.left_with(tx, f"friend:{this}:{inviter}") for this in visits.stood_here(tx, visit))
    newest = next(filter(None, before), None)
    return newest is not None and newest["given"] == data["given"]


def gift_went(tx: Tx, data: Mapping[str, Any]) -> bool:
    """Say whether a gift that was taken back did not come again with the visit's right amount."""
    visit = visits.by_id(tx, data["by_visit"]) if "by_visit" in data else None
    after = visits.in_place_of(tx, visit) if visit else None
    return after is None or data["counter_id"] not in elsewhere(tx, after)
