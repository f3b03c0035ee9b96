"""A card for somebody who lost their account: the owner moves it to the new one, says why, and can undo it for a week.

The new account must have a card in the shop: what is on the old one goes onto it, as when two chats are linked, but in
this shop alone. The old account is told at once, and can take it back by itself: it may be nobody's wish but a thief's.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from actions.access import NotAllowed, may
from actions.cards.card_state import CardState, load
from actions.cards.transfer_balance import Missing, pour
from actions.people.merge import join_card, part_card
from actions.tell import tell
from loyalty.actor import ActingPerson, Actor
from loyalty.people.linking import may_undo
from loyalty.records import Account, Shop
from loyalty.roles import Role
from storage.cards import accounts, goals
from storage.engine.statements import Tx
from storage.locks import hold_persons, hold_shop
from storage.people import merges, moved_cards, persons
from storage.people.moved_cards import Handover
from storage.shop import audit, shops
from storage.shop.audit import Act

__all__ = ["Handover", "Moved", "MovedBack", "NotMoved", "find_card", "handover_of", "move_card", "undo_move"]


@dataclass(frozen=True, slots=True)
class Moved:
    """All that was on one card is on another."""

    handover_id: int
    state: CardState


@dataclass(frozen=True, slots=True)
class MovedBack:
    """It is on the first card again, but for `missing`, which was spent or ran out since."""

    state: CardState
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class NotMoved:
    """A rule stands in the way: the cards are one, one of them is gone, nobody's or the owner's own, or it is too late."""

    why: str  # "same", "gone", "own", "undone", "late", "nobodys", "later"


def find_card(tx: Tx, actor: Actor, shop_id: int, code: str, *, now: datetime) -> CardState | None:
    """Return the shop's card with this code, and write down who looked; None for anybody but an owner."""
    account = accounts.by_code(tx, code) if may(tx, actor, shop_id, Role.OWNER) else None
    if account is None or account.shop_id != shop_id:
        return None
    audit.add(tx, actor, shop_id, Act("card_seen", subject=account.code), now=now)
    return load(tx, account, now=now)


def move_card(
    tx: Tx, actor: ActingPerson, cards_of: tuple[int, int, int], *, reason: str, now: datetime
) -> Moved | NotMoved | NotAllowed:
    """Put all that is on a card of a shop onto another one there, and tell both holders; `cards_of`: shop, from, to."""
    shop_id, source_id, target_id = cards_of
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    source, target = (accounts.by_id(tx, one) for one in (source_id, target_id))
    hold_persons(tx, *(one.person_id for one in (source, target) if one.person_id))
    hold_shop(tx, shop_id)  # a seat at an event may get free
    source, target = accounts.locked_both(tx, source_id, target_id)
    why = _hinders(source, target, shop_id, actor.person_id)
    if why or target.person_id is None:
        return NotMoved(why or "gone")
    moved = asdict(join_card(tx, source.id, target.id, now=now))
    moved["given"] = _give_occurrences(tx, moved["occurrences"], source.person_id, target.person_id)
    accounts.let_go(tx, source.id, now=now)
    goals.forget(tx, source)
    handover_id = moved_cards.add(
        tx,
        shop_id=shop_id,
        source_id=source.id,
        target_id=target.id,
        giver_id=source.person_id,
        taker_id=target.person_id,
        ordered_by=actor.person_id,
        reason=reason,
        at=now,
        moved=moved,
    )
    facts = {"subject": source.code, "old": source.code, "new": target.code, "reason": reason}
    audit.add(tx, actor, shop_id, Act("card_moved", **facts), now=now)
    _tell(tx, handover_id, source, target, now=now)
    return Moved(handover_id, load(tx, accounts.locked(tx, target.id), now=now))


def _hinders(source: Account, target: Account, shop_id: int, owner_id: int) -> str:
    if source.id == target.id:
        return "same"
    if any(account.shop_id != shop_id or account.closed_at for account in (source, target)):
        return "gone"
    return "own" if owner_id in (source.person_id, target.person_id) else ""


def _give_occurrences(tx: Tx, rows: list[int], giver: int | None, taker: int) -> list[int]:
    """Let what is due about the card be due to its new holder."""
    if giver is None:
        return []
    return [row for row in rows if merges.give(tx, "occurrences", row, giver=giver, taker=taker)]


def _tell(tx: Tx, handover_id: int, source: Account, target: Account, *, now: datetime) -> None:
    for person_id, kind in ((source.person_id, "card_moved"), (target.person_id, "card_came")):
        if person_id:
            key = str(handover_id)
            tell(tx, [person_id], kind, key, of_shop=target.shop_id, now=now, handover_id=handover_id)


def handover_of(tx: Tx, handover_id: int) -> tuple[Shop, Handover] | None:
    """Return a move and the shop that it was made in, to tell of it."""
    one = moved_cards.by_id(tx, handover_id)
    return (shops.by_id(tx, one.shop_id), one) if one else None


def undo_move(
    tx: Tx, actor: ActingPerson, handover_id: int, *, now: datetime
) -> MovedBack | NotMoved | NotAllowed:
    """Put back what was moved, at an owner's word, or at that of who had the card before."""
    one = moved_cards.by_id(tx, handover_id)
    if one is None:
        return NotMoved("gone")
    if actor.person_id != one.giver_id and may(tx, actor, one.shop_id, Role.OWNER) is None:
        return NotAllowed()
    hold_persons(tx, one.taker_id, one.giver_id or one.taker_id)
    accounts.locked_both(tx, one.source_id, one.target_id)
    why = _too_late(tx, one, now=now)
    if why:
        return NotMoved(why)
    if not moved_cards.undo(tx, one.id, now=now):  # while we waited for it
        return NotMoved("undone")
    missing = part_card(tx, one.moved, now=now)
    for row in one.moved["given"]:
        merges.give(tx, "occurrences", row, giver=one.taker_id, taker=one.giver_id or one.taker_id)
    account = _back_to_holder(tx, one, now=now)
    audit.add(tx, actor, one.shop_id, Act("card_moved_back", subject=account.code), now=now)
    if one.giver_id:
        tell(
            tx,
            [one.giver_id],
            "card_came",
            f"{one.id}:back",
            of_shop=one.shop_id,
            now=now,
            handover_id=one.id,
        )
    return MovedBack(load(tx, account, now=now), tuple(missing))


def _too_late(tx: Tx, one: Handover, *, now: datetime) -> str:
    if one.undone_at:
        return "undone"
    if not may_undo(one.at, now=now):
        return "late"
    target = accounts.by_id(tx, one.target_id)
    if target.person_id is None or (one.giver_id and persons.by_id(tx, one.giver_id).erased_at):
        return "nobodys"
    return "later" if target.closed_at or moved_cards.another_since(tx, one) else ""


def _back_to_holder(tx: Tx, one: Handover, *, now: datetime) -> Account:
    """Give the card back to who had it; onto the one that they have by now, where they joined again."""
    own = accounts.in_shop(tx, one.giver_id, one.shop_id) if one.giver_id else None
    if own:
        pour(tx, accounts.locked(tx, one.source_id), accounts.locked(tx, own.id), now=now)
    elif one.giver_id:
        accounts.give(tx, one.source_id, one.giver_id)
    return accounts.locked(tx, own.id if own else one.source_id)
