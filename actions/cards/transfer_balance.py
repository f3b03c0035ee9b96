"""Emptying one card onto another of the same shop by 'moved' lines: nothing lost, nothing doubled, and the way back."""

from dataclasses import dataclass, replace
from datetime import datetime

from actions.cards.card_state import CardState, book, load
from loyalty.cards.visits import NewEntry, earn
from loyalty.records import Card
from storage.cards import cards, ledger, vouchers
from storage.cards.ledger import Entry
from storage.engine.statements import Tx
from storage.people import merges


@dataclass(frozen=True, slots=True)
class Stood:
    """How a card stood; the moment as ISO text, so that it can be written down."""

    balance: int
    round: int
    terms_id: int
    visited_at: str | None


@dataclass(frozen=True, slots=True)
class Poured:
    """What went from one card onto another, by id: all that is needed to bring it back."""

    source_id: int
    target_id: int
    amount: int
    taken: list[int]  # lines on the source, the newest first
    given: list[int]  # lines on the target, the newest first
    places: list[tuple[int, str | None]]  # vouchers that went over, and what each was paid for
    withdrawn: list[int]  # vouchers that had come with a head start
    earned: list[tuple[int, str | None]]  # vouchers that the target earned by it
    goal: tuple[int, int] | None  # that went over, and on which card of the source's row it was
    source: Stood
    target: Stood
    left: Stood  # the target, afterwards


def pour(tx: Tx, source: Card, target: Card, *, spare_gift: bool = False, now: datetime) -> Poured:
    """Move all that is on a card onto another, and retire it; a head start stays behind, unless it is spared."""
    from_, onto = load(tx, source, now=now), load(tx, target, now=now)
    stood, had = _stood(from_.card), vouchers.held(tx, target.id)
    gift = None if spare_gift else _gift(tx, from_)
    withdrawn = _withdraw_gift(tx, from_, gift)
    places = vouchers.held(tx, source.id)
    amount = _take_off(tx, from_.card, gift, now=now)
    if not onto.standing.balance:  # what was begun on the other card keeps its promise
        onto = replace(onto, standing=replace(onto.standing, terms=from_.standing.terms))
    _hand_over(tx, from_, onto)
    lines = _put_on(tx, onto, amount, came_at=from_.card.last_visit_at, now=now)
    goal = _hand_goal(tx, from_, onto)
    cards.close(tx, source.id, now=now)
    new = {this: slot for this, slot in vouchers.held(tx, target.id).items() if this not in had | places}
    return Poured(
        source_id=source.id,
        target_id=target.id,
        amount=amount,
        taken=[line.id for line in ledger.latest(tx, source.id, most=bool(gift) + bool(amount))],
        given=[line.id for line in ledger.latest(tx, target.id, most=lines)],
        places=list(places.items()),
        withdrawn=withdrawn,
        earned=list(new.items()),
        goal=goal,
        source=stood,
        target=_stood(onto.card),
        left=_stood(cards.locked(tx, target.id)),
    )


def _stood(card: Card) -> Stood:
    visited = card.last_visit_at.isoformat() if card.last_visit_at else None
    return Stood(card.balance, card.round, card.terms_id, visited)


def _gift(tx: Tx, state: CardState) -> Entry | None:
    """Return the head start that is still on a card: it is given once to a person."""
    gift, card = ledger.head_start(tx, state.card.id), state.card
    return gift if gift and card.round == gift.round and card.balance >= gift.amount else None


def _withdraw_gift(tx: Tx, state: CardState, gift: Entry | None) -> list[int]:
    """Take back the rewards that came with a head start, and return which."""
    if gift is None:
        return []
    rewards = state.standing.terms.programme.rewards
    paid = {f"{gift.round}:{reward.at}" for reward in rewards if reward.at <= gift.amount}
    came = [this for this, slot in vouchers.held(tx, state.card.id).items() if slot in paid]
    return [this for this in came if vouchers.withdraw(tx, this)]


def _take_off(tx: Tx, card: Card, gift: Entry | None, *, now: datetime) -> int:
    """Empty a card, and count what its visits gave."""
    if gift:
        ledger.reverse(tx, gift, staff_id=None, reason=None, at=now)
    amount = card.balance - (gift.amount if gift else 0)
    if amount:
        ledger.append(tx, card.id, [NewEntry("moved", -amount, card.round, card.terms_id)], at=now)
    _set(tx, card.id, 0, card.round, card.terms_id, card.last_visit_at)
    return amount


def _hand_over(tx: Tx, from_: CardState, onto: CardState) -> None:
    # A milestone that these stamps have paid is not paid again where they come to.
    milestones = onto.standing.terms.programme.rewards[:-1]
    places = {f"{from_.standing.round}:{r.at}": f"{onto.standing.round}:{r.at}" for r in milestones}
    vouchers.hand_over(tx, from_.card.id, onto.card.id, places=places)


def _put_on(tx: Tx, onto: CardState, amount: int, *, came_at: datetime | None, now: datetime) -> int:
    """Give a card what was taken off the other, and count the lines that it took."""
    if amount:
        earned = earn(onto.standing, amount, "moved", current=onto.current)
        book(tx, onto, earned, now=now, visit_id=None, staff_id=None)
        return len(earned.entries)
    card = onto.card
    latest = max((at for at in (card.last_visit_at, came_at) if at), default=None)
    _set(tx, card.id, card.balance, card.round, card.terms_id, latest)
    return 0


def _hand_goal(tx: Tx, from_: CardState, onto: CardState) -> tuple[int, int] | None:
    goal = merges.goal_on(tx, from_.card.id)
    if goal is None or onto.goal:
        return None
    merges.move_goal(tx, goal[0], onto.card.id, onto.card.round)
    return goal


def pour_back(tx: Tx, poured: Poured, *, now: datetime) -> int:
    """Take what was moved back to its card, as far as it is still there, and return how much is not."""
    target = load(tx, cards.locked(tx, poured.target_id), now=now).card
    source = cards.locked(tx, poured.source_id)
    target = _unfill(tx, target, poured, now=now)
    back = min(poured.amount, target.balance)
    _return(tx, poured, target, source, back, now=now)
    gift = poured.source.balance - poured.amount
    if gift:
        ledger.reverse(tx, ledger.line(tx, poured.taken[-1]), staff_id=None, reason=None, at=now)
    for voucher_id in poured.withdrawn:
        vouchers.restore(tx, voucher_id)
    for voucher_id, slot in poured.places:
        vouchers.hand_to(tx, voucher_id, source.id, slot=slot)
    if poured.goal:
        merges.move_goal(tx, poured.goal[0], source.id, poured.goal[1])
    _stand_again(tx, poured, replace(target, balance=target.balance - back))
    visited = _moment(poured.source.visited_at)
    _set(tx, source.id, back + gift, poured.source.round, poured.source.terms_id, visited)
    cards.reopen(tx, source.id)
    return poured.amount - back


def _unfill(tx: Tx, card: Card, poured: Poured, *, now: datetime) -> Card:
    """Take back cards that only what was moved had filled, where their rewards are unused and nothing came after."""
    if card.round != poured.left.round:
        return card
    rewards = {slot: this for this, slot in poured.earned}
    for line in (ledger.line(tx, this) for this in poured.given[:-1]):
        reward = rewards.get(f"{line.round}:{-line.amount}")
        if card.balance >= poured.amount or reward is None or not vouchers.withdraw(tx, reward):
            break
        ledger.reverse(tx, line, staff_id=None, reason=None, at=now)
        card = replace(card, balance=card.balance - line.amount, round=line.round, terms_id=line.terms_id)
    return card


def _return(tx: Tx, poured: Poured, target: Card, source: Card, back: int, *, now: datetime) -> None:
    if not back:
        return
    came, left = ledger.line(tx, poured.given[-1]), ledger.line(tx, poured.taken[0])
    if back == poured.amount and came.round == target.round:
        for line in (came, left):
            ledger.reverse(tx, line, staff_id=None, reason=None, at=now)
    else:  # some of it is gone, or paid for a reward: what goes back is of what came since
        for card, amount in ((target, -back), (source, back)):
            ledger.append(tx, card.id, [NewEntry("moved", amount, card.round, card.terms_id)], at=now)


def _stand_again(tx: Tx, poured: Poured, card: Card) -> None:
    """Let the card that had more stand as it did before, with what came since; what it no longer earns goes."""
    for voucher_id, slot in poured.earned:
        if slot and not _reached(slot, card):
            vouchers.withdraw(tx, voucher_id)
    before, visited = poured.target, card.last_visit_at
    if visited == _moment(poured.left.visited_at):  # nobody came since
        visited = _moment(before.visited_at)
    same = (card.balance, card.round) == (before.balance, before.round)
    _set(tx, card.id, card.balance, card.round, before.terms_id if same else card.terms_id, visited)


def _reached(slot: str, card: Card) -> bool:
    number, place = map(int, slot.split(":"))
    return number < card.round or (number == card.round and place <= card.balance)


def _set(tx: Tx, card_id: int, balance: int, number: int, terms_id: int, visited_at: datetime | None) -> None:
    cards.move(tx, card_id, balance=balance, number=number, terms_id=terms_id, visited_at=visited_at)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
