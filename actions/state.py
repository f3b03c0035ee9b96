"""How a card stands, with all that a screen or a rule needs to know about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from loyalty.amounts import minor_per_unit
from loyalty.dates import birthday, day_of, day_starts, next_kept
from loyalty.endings import balance_ends, lasts
from loyalty.goals import Goal, is_over
from loyalty.records import Card, Person, Shop, Voucher
from loyalty.visits import (
    Earned,
    LastVisit,
    NewEntry,
    NewVoucher,
    Progress,
    Standing,
    Terms,
    progress,
)
from storage import cards, ledger, outbox, persons, shops, vouchers
from storage.statements import Tx

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
    current: Terms
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


def load(tx: Tx, card: Card, *, now: datetime) -> CardState:
    """Return how a card stands, after what ran out has run out."""
    shop = shops.by_id(tx, card.shop_id)
    holder = persons.by_id(tx, card.person_id) if card.person_id else None
    return _state(tx, card, shop, holder, shops.current_terms(tx, shop.id), now=now)


def reload(tx: Tx, state: CardState, *, now: datetime) -> CardState:
    """Return how a card stands after a booking in this transaction, which changes neither shop nor holder."""
    card = cards.locked(tx, state.card.id)
    return _state(tx, card, state.shop, state.holder, state.current, now=now)


def _state(
    tx: Tx, card: Card, shop: Shop, holder: Person | None, current: Terms, *, now: datetime
) -> CardState:
    card = _expire(tx, card, shop, now=now)
    # A begun card keeps its promise, an empty one takes today's rules.
    kept = card.balance and card.terms_id != current.id
    in_force = shops.terms(tx, card.terms_id) if kept else current
    standing = _standing(tx, card, in_force, shop, now=now)
    waiting = tuple(vouchers.usable(tx, card.id, now=now))
    goal = cards.goal(tx, card.id)
    over = goal is not None and is_over(goal, standing, {voucher.reward_key for voucher in waiting})
    return CardState(
        card=card,
        shop=shop,
        holder=holder,
        standing=standing,
        current=current,
        progress=progress(standing),
        vouchers=waiting,
        goal=None if over else goal,
        expires_at=balance_ends(card, in_force.programme, shop.zone),
        birthday_near=_birthday_near(holder, shop, now),
        today=day_of(now, shop.zone),
    )


def _standing(tx: Tx, card: Card, terms: Terms, shop: Shop, *, now: datetime) -> Standing:
    last = ledger.last_visit(tx, card.id)
    today = day_starts(day_of(now, shop.zone), shop.zone)
    return Standing(
        balance=card.balance,
        round=card.round,
        terms=terms,
        given_today=ledger.given_since(tx, card.id, since=today) if last and last.at >= today else 0,
        last=LastVisit(last.id, last.at, last.staff) if last else None,
    )


def _expire(tx: Tx, card: Card, shop: Shop, *, now: datetime) -> Card:
    begun = shops.terms(tx, card.terms_id) if card.balance else None
    ends = balance_ends(card, begun.programme, shop.zone) if begun else None
    if ends is None or now < ends:
        return card
    # Noticed only now, it is written down for when it happened.
    ledger.append(tx, card.id, [NewEntry("expired", -card.balance, card.round, card.terms_id)], at=ends)
    # A new round, so that a milestone can be earned again.
    cards.move(
        tx,
        card.id,
        balance=0,
        number=card.round + 1,
        terms_id=card.terms_id,
        visited_at=card.last_visit_at,
    )
    return cards.locked(tx, card.id)


def _birthday_near(holder: Person | None, shop: Shop, now: datetime) -> bool:
    if holder is None or holder.birthday is None:
        return False
    today = day_of(now, shop.zone)
    return next_kept(birthday(holder.birthday), today=today) - today < timedelta(days=_BIRTHDAY_NEAR_DAYS)


def book(
    tx: Tx, state: CardState, earned: Earned, *, now: datetime, visit_id: int | None, staff_id: int | None
) -> tuple[NewVoucher, ...]:
    """Write what was earned: lines in the ledger, the card's new standing, and the vouchers, which it returns."""
    card = state.card
    came = earned.entries[0].kind != "head_start"
    ledger.append(tx, card.id, earned.entries, at=now, visit_id=visit_id, staff_id=staff_id)
    cards.move(
        tx,
        card.id,
        balance=earned.standing.balance,
        number=earned.standing.round,
        terms_id=earned.standing.terms.id,
        visited_at=now if came else card.last_visit_at,
    )
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
    return due


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
        reach = next((r for r in persons.reaches(tx, person_id) if r.unreachable_at is None), None)
        if reach:
            outbox.add(
                tx,
                f"{kind}:{key}:{person_id}",
                address_id=reach.id,
                kind=kind,
                data=data,
                urgency=urgency,
                now=now,
                expires_at=now + lives if lives else None,
            )


def money_scale(shop: Shop) -> int:
    """Return how many minor units make one of the shop's money."""
    return minor_per_unit(shop.currency)
