"""One person on two messengers: a code made in one chat and typed in the other makes them one, for seven days undoably.

Both sides must act: who makes a code asks for it and is told to give it to nobody, who types it sees what will be
joined and says yes. Two chats on the same messenger are not joined while both are open: a card is for one person, and
two accounts there are mostly two people (friends who pool their stamps, or somebody talked out of a code). Whoever has
a new account has lost the old one: once that one is shut, or where it never was, nothing stands in the way.
See actions/people/merge.py for what goes over.
"""

from dataclasses import dataclass
from datetime import datetime

from actions import random_codes
from actions.cards.card_state import CardState
from actions.cards.own_cards import own_counters
from actions.cards.transfer_balance import Missing
from actions.people.merge import join_persons, part_persons
from actions.tell import URGENT
from loyalty.allowances import LINK_CODES, UNKNOWN_LINK_CODES
from loyalty.codes import read_code
from loyalty.people.linking import CODE_LIVES, elder_first, may_undo
from loyalty.records import Person
from loyalty.tokens import digest
from storage import uses
from storage.delivery import outbox
from storage.delivery.outbox import NewMessage
from storage.engine.statements import Tx
from storage.locks import hold_persons
from storage.people import known_addresses, merges, persons
from storage.people.known_addresses import KnownAddress
from storage.people.merges import Merge

__all__ = [
    "URGENT",
    "AlreadyUndone",
    "CodeExpired",
    "CodeUsed",
    "KnownAddress",
    "LaterLink",
    "LinkCode",
    "LinkOutcome",
    "Linkable",
    "Linked",
    "Missing",
    "NoLink",
    "OwnCode",
    "SameChannel",
    "Side",
    "TooLate",
    "TooManyTries",
    "UnknownCode",
    "Unlinked",
    "awaited",
    "find_link",
    "join",
    "links_of",
    "make_link_code",
    "side_of",
    "stands",
    "undo_link",
    "use_link_code",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class LinkCode:
    """A code to be typed in one's other chat, once."""

    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Side:
    """One of two persons who may be one: where they are reached, and their cards."""

    person: Person
    reaches: tuple[KnownAddress, ...]
    cards: tuple[tuple[CardState, ...], ...]  # each with all its counters


@dataclass(frozen=True, slots=True)
class Linkable:
    """The code is good; this is what would be joined."""

    own: Side
    other: Side


@dataclass(frozen=True, slots=True)
class Linked:
    """Two persons are one, who is `person_id` from now on."""

    merge_id: int
    person_id: int
    cards: tuple[tuple[CardState, ...], ...]  # each with all its counters


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """Nobody has made this code; five of them within an hour are enough."""


@dataclass(frozen=True, slots=True)
class TooManyTries:
    """So many wrong codes that no other is looked at until then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class CodeExpired:
    """The code was good once."""


@dataclass(frozen=True, slots=True)
class CodeUsed:
    """The code has done its work."""


@dataclass(frozen=True, slots=True)
class OwnCode:
    """The code was typed where it was made, or by who is one with its maker already."""


@dataclass(frozen=True, slots=True)
class SameChannel:
    """Both have an open chat on one messenger: most likely they are two people."""

    channel: str


LinkOutcome = UnknownCode | TooManyTries | CodeExpired | CodeUsed | OwnCode | SameChannel


@dataclass(frozen=True, slots=True)
class Unlinked:
    """Two persons are two again; `missing` could not go back."""

    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class NoLink:
    """There is no such link of this person."""


@dataclass(frozen=True, slots=True)
class AlreadyUndone:
    """It was undone before."""


@dataclass(frozen=True, slots=True)
class TooLate:
    """Seven days are over."""


@dataclass(frozen=True, slots=True)
class LaterLink:
    """Another link was made since: that one goes first."""


def make_link_code(tx: Tx, person_id: int, *, now: datetime) -> LinkCode:
    """Make a code that joins whoever types it within a quarter of an hour; an earlier one stops working."""
    while merges.code(tx, digest(code := random_codes.short_code())):
        pass
    merges.add_code(tx, person_id, digest(code), now=now, expires_at=now + CODE_LIVES)
    return LinkCode(code, now + CODE_LIVES)


def awaited(tx: Tx, text: str, *, address: str, now: datetime) -> bool | None:
    """Say whether a code that somebody unknown brings to an address waits to be typed; None where they guess too often.

    Whoever has been forgotten and opens a link of before does not become somebody again by it.
    """
    where = digest(address)
    if uses.used_up_until(tx, UNKNOWN_LINK_CODES, where, now=now):
        return None
    code = read_code(text)
    found = merges.code(tx, digest(code)) if code else None
    if found and not found.used_at and now < found.expires_at:
        return True
    uses.add(tx, UNKNOWN_LINK_CODES, where, now=now)
    return False


def find_link(tx: Tx, person_id: int, text: str, *, now: datetime) -> Linkable | LinkOutcome:
    """Look at what a typed code would join; nothing is joined yet."""
    found = _live(tx, person_id, text, now=now)
    if not isinstance(found, merges.IssuedCode):
        return found
    return Linkable(side_of(tx, person_id, now=now), side_of(tx, found.person_id, now=now))


def use_link_code(tx: Tx, person_id: int, text: str, *, now: datetime) -> Linked | LinkOutcome:
    """Make one person of who typed a code and who made it: the one we know longer stays."""
    found = _live(tx, person_id, text, now=now)
    if isinstance(found, merges.IssuedCode):
        hold_persons(tx, person_id, found.person_id)
        found = _live(tx, person_id, text, now=now)  # as it is now that neither of both can change
    if not isinstance(found, merges.IssuedCode):
        return found
    if not merges.use_code(tx, found.id, now=now):
        return CodeUsed()
    return join(tx, person_id, found.person_id, now=now)


def join(tx: Tx, person_id: int, other_id: int, *, now: datetime) -> Linked:
    """Make one of two persons, by the word of the first, and tell the other: the one we know longer stays."""
    hold_persons(tx, person_id, other_id)
    kept, gone = elder_first(persons.by_id(tx, person_id), persons.by_id(tx, other_id))
    merges.forget_codes(tx, person_id)
    uses.forget_person(tx, person_id)  # who has typed the right one guesses no more
    told_at = known_addresses.addresses_of(tx, other_id)
    merge_id = join_persons(tx, kept.id, gone.id, now=now)
    _tell(tx, told_at, merge_id, now=now)
    return Linked(merge_id, kept.id, tuple(own_counters(tx, kept.id, now=now)))


def _tell(tx: Tx, reaches: list[KnownAddress], merge_id: int, *, now: datetime) -> None:
    """Say it where the other was: what was stolen must not go unnoticed."""
    reach = next((one for one in reaches if one.unreachable_at is None), None)
    if reach:
        data, key = {"merge_id": merge_id}, f"linked:{merge_id}"
        outbox.add(tx, reach.id, NewMessage(key, "linked", data, URGENT), now=now)


def _live(tx: Tx, person_id: int, text: str, *, now: datetime) -> merges.IssuedCode | LinkOutcome:
    until = uses.used_up_until(tx, LINK_CODES, person_id, now=now)
    if until:
        return TooManyTries(until)
    code = read_code(text)
    found = merges.code(tx, digest(code)) if code else None
    if found is None:
        if code:  # what can be no code is a slip, not a guess
            uses.add(tx, LINK_CODES, person_id, now=now)
        return UnknownCode()
    if found.used_at:
        return CodeUsed()
    if now >= found.expires_at:
        return CodeExpired()
    if found.person_id in (person_id, *merges.gone_into(tx, person_id)):
        return OwnCode()
    shared = _shared_account(
        known_addresses.addresses_of(tx, person_id), known_addresses.addresses_of(tx, found.person_id)
    )
    return SameChannel(shared) if shared else found


def _shared_account(one: list[KnownAddress], other: list[KnownAddress]) -> str | None:
    """Return on which channel both write to the same account of ours, and so are two people there."""
    open_here = {(reach.channel, reach.account) for reach in one if reach.unreachable_at is None}
    open_there = {(reach.channel, reach.account) for reach in other if reach.unreachable_at is None}
    return next((channel for channel, _ in sorted(open_here & open_there)), None)


def side_of(tx: Tx, person_id: int, *, only_shop: int | None = None, now: datetime) -> Side:
    """Return one of two who may be one; where a shop's own chat asks, with the card of that shop alone."""
    return Side(
        persons.by_id(tx, person_id),
        tuple(known_addresses.addresses_of(tx, person_id)),
        tuple(own_counters(tx, person_id, only_shop=only_shop, now=now)),
    )


def undo_link(
    tx: Tx, person_id: int, merge_id: int, *, now: datetime
) -> Unlinked | NoLink | AlreadyUndone | TooLate | LaterLink:
    """Make two persons of one again; what was earned or spent since stays with who was known longer."""
    merge = merges.by_id(tx, merge_id)
    if merge is None or person_id not in (merge.kept_id, merge.gone_id):
        return NoLink()
    hold_persons(tx, merge.kept_id, merge.gone_id)
    if not stands(tx, merge_id):
        return AlreadyUndone()
    if not may_undo(merge.at, now=now):
        return TooLate()
    if any(other.id > merge.id and not other.undone_at for other in merges.of_person(tx, merge.kept_id)):
        return LaterLink()
    merges.undo(tx, merge.id, now=now)
    return Unlinked(tuple(part_persons(tx, merge, now=now)))


def stands(tx: Tx, merge_id: int) -> bool:
    """Say whether a link was not undone."""
    merge = merges.by_id(tx, merge_id)
    return merge is not None and merge.undone_at is None


def links_of(tx: Tx, person_id: int) -> list[Merge]:
    """Return each time that this person became one with somebody, the newest first, undone ones included."""
    return merges.of_person(tx, person_id)
