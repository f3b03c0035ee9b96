"""How a card stands, with all that a screen or a rule needs to know about it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from loyalty.amounts import minor_per_unit
from loyalty.cards.endings import balance_ends, lasts
from loyalty.cards.goals import Goal, is_over
from loyalty.cards.visits import (
    Earned,
    LastVisit,
    NewEntry,
    NewVoucher,
    ProgrammeVersion,
    Progress,
    Standing,
    progress,
)
from loyalty.dates import birthday, day_of, day_starts, next_kept
from loyalty.records import Card, Person, Shop, Visit, Voucher
from storage import card_context
from storage.cards import cards, ledger, vouchers
from storage.delivery import outbox
from storage.delivery.outbox import NewMessage
from storage.engine.statements import Tx
from storage.people import persons
from storage.shop import shops

_BIRTHDAY_NEAR_DAYS = 7

# Who goes first when much is waiting: an answer to something that happened, then what can wait.
URGENT, SOON, LATER = 10, 20, 30


@dataclass(frozen=True, slots=True)
class CardState:
    """A card as it stands now, under the rules in force for it."""

    card: Card
    shop: Shop
    holder: Person | None
    standing: Standing
    current: ProgrammeVersion
    progress: Progress
    vouchers: tuple[Voucher, ...]
    goal: Goal | None
    expires_at: datetime | None  # of the balance
    birthday_near: bool
    today: date  # in the shop

    @property
    def name(self) -> str:
        """Return the holder's name; "" for an unregistered card."""
        return self.holder.name if self.holder else ""


@dataclass(frozen=True, slots=True)
class Written:
    """What a booking left behind: the card, how it stands by the rules, and the vouchers that are new."""

    card: Card
    standing: Standing
    vouchers: tuple[NewVoucher, ...]


def load(tx: Tx, card: Card, *, now: datetime) -> CardState:
    """Return how a card stands, after what ran out has run out."""
    beside = card_context.card(tx, card.id)
    shop, current = beside.shop, beside.current
    # A begun card keeps its promise, an empty one takes today's rules.
    kept = card.balance and card.terms_id != current.id
    begun = shops.terms(tx, card.terms_id) if kept else current
    card = _expire(tx, card, begun, shop, now=now)
    standing = _standing(tx, card, begun if card.balance else current, shop, now=now)
    waiting = tuple(vouchers.usable(tx, card.id, now=now))
    return CardState(
        card=card,
        shop=shop,
        holder=beside.holder,
        standing=standing,
        current=current,
        progress=progress(standing),
        vouchers=waiting,
        goal=_open_goal(beside.goal, standing, waiting),
        expires_at=balance_ends(card, standing.terms.programme, shop.zone),
        birthday_near=_birthday_near(beside.holder, shop, now),
        today=day_of(now, shop.zone),
    )


def after(tx: Tx, state: CardState, written: Written, visit: Visit, *, now: datetime) -> CardState:
    """Return how a card stands after a visit that was booked in this transaction."""
    card, waiting, goal = written.card, state.vouchers, state.goal
    if written.vouchers:
        waiting, goal = tuple(vouchers.usable(tx, card.id, now=now)), cards.goal(tx, card.id)
    standing = _after(state, written.standing, visit)
    return replace(
        state,
        card=card,
        standing=standing,
        progress=progress(standing),
        vouchers=waiting,
        goal=_open_goal(goal, standing, waiting),
        expires_at=balance_ends(card, standing.terms.programme, state.shop.zone),
    )


def _after(state: CardState, earned: Standing, visit: Visit) -> Standing:
    """Let a visit be the last, unless one is later by its clock; what it adds to an earlier day is not today's."""
    last, zone = state.standing.last, state.shop.zone
    if last is None or last.at <= visit.at:
        last = LastVisit(visit.id, visit.at, visit.staff)
    counts = visit.at >= day_starts(state.today, zone)
    given = earned.given_today if counts else state.standing.given_today
    return replace(earned, last=last, given_today=given)


def _open_goal(goal: Goal | None, standing: Standing, waiting: Sequence[Voucher]) -> Goal | None:
    over = goal is not None and is_over(goal, standing, {voucher.reward_key for voucher in waiting})
    return None if over else goal


def _standing(tx: Tx, card: Card, terms: ProgrammeVersion, shop: Shop, *, now: datetime) -> Standing:
    last = ledger.last_visit(tx, card.id)
    today = day_starts(day_of(now, shop.zone), shop.zone)
    return Standing(
        balance=card.balance,
        round=card.round,
        terms=terms,
        given_today=ledger.given_since(tx, card.id, since=today) if last and last.at >= today else 0,
        last=LastVisit(last.id, last.at, last.staff) if last else None,
    )


def _expire(tx: Tx, card: Card, begun: ProgrammeVersion, shop: Shop, *, now: datetime) -> Card:
    ends = balance_ends(card, begun.programme, shop.zone)
    if ends is None or now < ends:
        return card
    # Noticed only now, it is written down for when it happened.
    ledger.append(tx, card.id, [NewEntry("expired", -card.balance, card.round, card.terms_id)], at=ends)
    # A new round, so that a milestone can be earned again.
    return _moved(tx, replace(card, balance=0, round=card.round + 1))


def _moved(tx: Tx, card: Card) -> Card:
    cards.move(
        tx,
        card.id,
        balance=card.balance,
        number=card.round,
        terms_id=card.terms_id,
        visited_at=card.last_visit_at,
    )
    return card


def _birthday_near(holder: Person | None, shop: Shop, now: datetime) -> bool:
    if holder is None or holder.birthday is None:
        return False
    today = day_of(now, shop.zone)
    return next_kept(birthday(holder.birthday), today=today) - today < timedelta(days=_BIRTHDAY_NEAR_DAYS)


def book(
    tx: Tx, state: CardState, earned: Earned, *, now: datetime, visit_id: int | None, staff_id: int | None
) -> Written:
    """Write what was earned: lines in the ledger, the card's new standing, and the vouchers."""
    card, standing = state.card, earned.standing
    came = earned.entries[0].kind != "head_start"
    ledger.append(tx, card.id, earned.entries, at=now, visit_id=visit_id, staff_id=staff_id)
    moved = replace(
        card,
        balance=standing.balance,
        round=standing.round,
        terms_id=standing.terms.id,
        last_visit_at=now if came else card.last_visit_at,
    )
    _moved(tx, moved)
    # A place may have been paid already, on a printed card whose stamps moved here.
    paid = vouchers.slots(tx, card.id) if earned.vouchers else set()
    due = tuple(new for new in earned.vouchers if new.slot not in paid)
    for new in due:
        vouchers.add(
            tx,
            card_id=card.id,
            shop_id=card.shop_id,
            visit_id=visit_id,
            slot=new.slot,
            reward_key=new.reward.key,
            reward=new.reward.text,
            cost_minor=new.reward.cost_minor,
            created_at=now,
            expires_at=lasts(new.valid_days, since=now, zone=state.shop.zone) if new.valid_days else None,
        )
    return Written(moved, standing, due)


def tell(
    tx: Tx,
    person_ids: Sequence[int],
    kind: str,
    key: str,
    *,
    now: datetime,
    urgency: int = URGENT,
    lives: timedelta | None = None,
    **data: int | str,
) -> None:
    """Put a message to each person into the outbox, where they wrote last; `key` makes it happen once."""
    for person_id in person_ids:
        reach = next((r for r in persons.addresses_of(tx, person_id) if r.unreachable_at is None), None)
        if reach:
            dedup_key, expires_at = f"{kind}:{key}:{person_id}", now + lives if lives else None
            outbox.add(tx, NewMessage(dedup_key, reach.id, kind, data, urgency, expires_at), now=now)


def money_scale(shop: Shop) -> int:
    """Return how many minor units make one of the shop's money."""
    return minor_per_unit(shop.currency)
