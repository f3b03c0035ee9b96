"""Somebody has another id on their messenger, mostly a new number: what they had goes with them, and to nobody else.

An id that nobody else has is simply followed. Where somebody was known by the new one already, two people stay two:
whoever writes from there is asked whether both are theirs, and says yes as to a link. An id that was left is never
looked up again: a number goes to a stranger one day, who is somebody new to us.

News comes in any order. Who is said to be at an id that its owner had left before, as is heard only now, is at that id.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from actions.people import link_accounts
from actions.people.link_accounts import Linked, Side
from loyalty.names import fold_name
from storage.delivery import messaging_window, outbox
from storage.delivery.outbox import NewMessage
from storage.engine.statements import Tx
from storage.locks import hold_persons
from storage.people import changed_ids, chat_state, known_addresses, persons
from storage.people.changed_ids import Move
from storage.people.known_addresses import KnownAddress
from storage.shop import bots

__all__ = [
    "Move",
    "MoveQuestion",
    "NothingMoved",
    "ask_of",
    "asked_at",
    "follow",
    "join",
    "keep_apart",
    "open_at",
    "recognise_by",
]

MOVED = "moved"


@dataclass(frozen=True, slots=True)
class MoveQuestion:
    """Who moved, by what the platform says, to where somebody was known already."""

    move_id: int
    own: Side
    other: Side


@dataclass(frozen=True, slots=True)
class NothingMoved:
    """There is nothing to answer: it was answered before, or one of both is gone."""


def follow(
    tx: Tx,
    where: tuple[str, str],
    known_as: Iterable[str],
    external_id: str,
    *,
    told_at: datetime | None,
    now: datetime,
) -> None:
    """Let an address go by its new id; where that one has an owner, leave the old one and ask the owner."""
    left = next(
        filter(None, (known_addresses.find_address(tx, *where, one) for one in known_as if one)), None
    )
    if left is None or left.external_id == external_id:
        return
    if told_at and known_addresses.known_since(tx, left.id) > told_at:
        return  # the news is old: somebody else has that number by now
    came_after = _came_after(tx, left, told_at or now)
    if came_after:
        changed_ids.settle(tx, came_after.id, now=now)  # nobody is to be asked
    new = known_addresses.find_address(tx, *where, external_id)
    if new is None:
        messaging_window.rename(tx, left.id, external_id)
    else:
        _leave_for(tx, left, new, told_at=told_at or now, now=now)
    if came_after:
        messaging_window.rename(tx, came_after.old_id, left.external_id)
        known_addresses.seen(tx, came_after.old_id, now=now)


def _leave_for(tx: Tx, left: KnownAddress, new: KnownAddress, *, told_at: datetime, now: datetime) -> None:
    """Leave an address for one that has an owner, who is asked."""
    known_addresses.leave(tx, left.id, now=now)
    changed_ids.redirect(tx, left.id, new.id)
    chat_state.forget_chat(tx, left.id)
    if new.person_id != left.person_id:
        move_id = changed_ids.add(tx, left.id, new.id, told_at=told_at)
        _ask_soon(tx, move_id, new.id, now=now)


def _came_after(tx: Tx, left: KnownAddress, told_at: datetime) -> Move | None:
    """Return who is said to be at an address since its owner left it, the last of them."""
    since = [one for one in changed_ids.to(tx, left.id) if one.told_at > told_at and not one.settled_at]
    return max(since, key=lambda one: one.told_at, default=None)


def _ask_soon(tx: Tx, move_id: int, address_id: int, *, now: datetime) -> None:
    """Ask at once where that reaches anybody; else when they write next."""
    until = messaging_window.window_until(tx, address_id)
    if until and until > now:
        changed_ids.ask(tx, move_id, now=now)
        key, data = f"moved:{move_id}", {"move_id": move_id}
        outbox.add(tx, address_id, NewMessage(key, MOVED, data, link_accounts.URGENT), now=now)


def recognise_by(tx: Tx, where: tuple[str, str], number: str, external_id: str, name: str) -> None:
    """Let an address go by its owner's lasting id from now on instead of their number.

    Under another name the number has passed on to somebody else, who is new to us: it is left alone then.
    """
    known = known_addresses.find_address(tx, *where, number)
    if known is None or known_addresses.find_address(tx, *where, external_id):
        return
    before = persons.by_id(tx, known.person_id).name
    if not before or not name or fold_name(before) == fold_name(name):
        messaging_window.rename(tx, known.id, external_id)


def asked_at(tx: Tx, address_id: int, *, now: datetime) -> MoveQuestion | None:
    """Return what whoever writes from an address has not been asked yet, and note that they are."""
    move = next((one for one in changed_ids.to(tx, address_id) if one.asked_at is None), None)
    if move is None:
        return None
    changed_ids.ask(tx, move.id, now=now)
    return ask_of(tx, move.id, now=now)


def open_at(tx: Tx, address_id: int, *, now: datetime) -> MoveQuestion | None:
    """Return what whoever writes from an address has not answered yet, asked before or not, and note that they are asked."""
    for move in changed_ids.to(tx, address_id):
        asked = ask_of(tx, move.id, now=now)
        if asked:
            changed_ids.ask(tx, move.id, now=now)
            return asked
    return None


def ask_of(tx: Tx, move_id: int, *, now: datetime) -> MoveQuestion | None:
    """Return both sides of a move that was not answered yet; None where there is nothing to ask any more."""
    move = changed_ids.by_id(tx, move_id)
    if move is None or move.settled_at:
        return None
    there, left = (known_addresses.address_by_id(tx, one) for one in (move.new_id, move.old_id))
    if there.person_id == left.person_id or persons.by_id(tx, left.person_id).erased_at:
        return None
    bot = bots.find(tx, there.channel, there.account)  # in a shop's own chat nothing of another shop is said
    only_shop = bot.shop_id if bot else None
    own, other = (
        link_accounts.side_of(tx, one.person_id, only_shop=only_shop, now=now) for one in (there, left)
    )
    return MoveQuestion(move.id, own, other)


def join(tx: Tx, person_id: int, move_id: int, *, now: datetime) -> Linked | NothingMoved:
    """Make one of who moved and who was known there, by the word of the latter."""
    asked = ask_of(tx, move_id, now=now)
    if asked:
        hold_persons(tx, asked.own.person.id, asked.other.person.id)
        asked = ask_of(tx, move_id, now=now)  # as it is now that neither of both can change
    if asked is None or asked.own.person.id != person_id:
        return NothingMoved()
    changed_ids.settle(tx, move_id, now=now)
    return link_accounts.join(tx, person_id, asked.other.person.id, now=now)


def keep_apart(tx: Tx, person_id: int, move_id: int, *, now: datetime) -> None:
    """Leave them two, by the word of who was known there."""
    asked = ask_of(tx, move_id, now=now)
    if asked and asked.own.person.id == person_id:
        changed_ids.settle(tx, move_id, now=now)
