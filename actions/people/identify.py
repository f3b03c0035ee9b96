"""Who is talking to us: the person behind an address, and where they work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from loyalty.names import clean_name
from loyalty.records import Account, Member, Person, Shop
from loyalty.roles import Role, highest
from storage import chat_context
from storage.cards import accounts
from storage.chat_context import AroundChat
from storage.engine.statements import Tx
from storage.locks import hold_persons
from storage.people import changed_ids, chat_state, known_addresses, persons
from storage.people.chat_state import Conversation
from storage.people.known_addresses import KnownAddress
from storage.shop import bots, staff


@dataclass(frozen=True, slots=True)
class Caller:
    """Who writes, as their messenger tells it: from where, and what they are called there.

    Whose id may be another's one day `keeps_name`: another name there may be another person's.
    """

    channel: str
    account: str
    external_id: str
    name: str
    language: str
    keeps_name: bool = False
    only_shop: int | None = None  # whose own chat it is
    shared: tuple[str, ...] = ()  # our accounts there that serve every shop


@dataclass(frozen=True, slots=True)
class Workplace:
    """A shop where a person works, and as what."""

    shop: Shop
    member: Member
    branched: bool = False  # whether the shop has branches


@dataclass(frozen=True, slots=True)
class Visitor:
    """The person who wrote, at which address."""

    person: Person
    address_id: int
    workplaces: tuple[Workplace, ...]
    new: bool
    known_since: datetime  # when they first wrote from there
    only_shop: int | None = None  # whose own chat it is: nothing of another shop is said or done there
    conversation: Conversation | None = None  # what the chat remembers from the message before

    @property
    def role(self) -> Role | None:
        """Return the highest role this person has anywhere."""
        return highest(Role(place.member.role) for place in self.workplaces)


@dataclass(frozen=True, slots=True)
class Known:
    """Who was known to write from somewhere before they wrote now, with what stands around them."""

    reach: KnownAddress
    person: Person
    around: AroundChat


def find(tx: Tx, caller: Caller, *, update: str = "") -> Known | None:
    """Return who is known at an address, for whom nobody else speaks until the end; None where nobody ever wrote."""
    found = persons.heard_at(tx, caller.channel, caller.account, caller.external_id)
    return Known(*found, chat_context.of_chat(tx, found[0].id, update=update)) if found else None


def recognise(tx: Tx, caller: Caller, *, now: datetime) -> Visitor:
    """Return who wrote; somebody new is remembered by messenger id, name and language."""
    return welcome(tx, caller, find(tx, caller), now=now)


def welcome(tx: Tx, caller: Caller, known: Known | None, *, now: datetime) -> Visitor:
    """Return who wrote, as they were found; somebody new is remembered."""
    name = clean_name(caller.name)
    if known is None:
        where = (caller.channel, caller.account, caller.external_id)
        there = _known_elsewhere(tx, caller)
        person_id = there or persons.add(tx, name=name, language=caller.language, now=now)
        address_id = known_addresses.add_address(tx, person_id, *where, now=now)
        jobs = _workplaces(chat_context.of_chat(tx, address_id).workplaces, caller.only_shop)
        person = persons.by_id(tx, person_id)
        return Visitor(person, address_id, jobs, new=True, known_since=now, only_shop=caller.only_shop)
    reach, person, around = known.reach, known.person, known.around
    if reach.unreachable_at or now - reach.seen_at > known_addresses.SEEN_EVERY:
        known_addresses.seen(tx, reach.id, now=now)
    if name and name != person.name and _follows(tx, person.id, reach.id, keeps_name=caller.keeps_name):
        persons.rename(tx, person.id, name)
        accounts.follow_name(tx, person.id)
        person = persons.by_id(tx, person.id)
    return Visitor(
        person,
        reach.id,
        _workplaces(around.workplaces, caller.only_shop),
        new=False,
        known_since=reach.created_at,
        only_shop=caller.only_shop,
        conversation=around.conversation,
    )


def _known_elsewhere(tx: Tx, caller: Caller) -> int | None:
    """Return who it is that is new in a chat, where we surely know: by an id that is nobody else's, and as a shop has it.

    A shop's own chat knows whom the shop knew at a shared one: they have its card, or work there. A shared chat knows whom
    we know from the own chat of a shop that has it no more.
    """
    if caller.keeps_name:  # a number may be somebody else's by now
        return None
    shop_id = caller.only_shop
    others = caller.shared if shop_id else bots.former_accounts(tx, caller.channel)
    for account in others:
        reach = known_addresses.find_address(tx, caller.channel, account, caller.external_id)
        if reach and (shop_id is None or _is_of_shop(tx, reach.person_id, shop_id)):
            hold_persons(tx, reach.person_id)
            return reach.person_id
    return None


def _is_of_shop(tx: Tx, person_id: int, shop_id: int) -> bool:
    has_card = accounts.in_shop(tx, person_id, shop_id) is not None
    return has_card or staff.in_shop(tx, person_id, shop_id) is not None


def is_of_others(tx: Tx, person_id: int, shop_id: int) -> bool:
    """Say whether a person has a card, or works, in another shop than this one too."""
    cards = (account.shop_id for account in accounts.of_person(tx, person_id))
    jobs = (member.shop_id for member in staff.of_person(tx, person_id))
    return any(one != shop_id for one in (*cards, *jobs))


def follows_name(tx: Tx, visitor: Visitor, *, may_pass_on: bool) -> bool:
    """Say whether who writes is called as their messenger says, whatever they say themselves."""
    return _follows(tx, visitor.person.id, visitor.address_id, keeps_name=may_pass_on)


def _follows(tx: Tx, person_id: int, address_id: int, *, keeps_name: bool) -> bool:
    """Say whether a name there is surely the person's: not where a number is another's one day, they have other chats, or somebody moved there."""
    return not (
        keeps_name
        or len(known_addresses.addresses_of(tx, person_id)) > 1
        or bool(changed_ids.to(tx, address_id))
    )


def _workplaces(places: Sequence[tuple[Member, Shop, bool]], only_shop: int | None) -> tuple[Workplace, ...]:
    return tuple(
        Workplace(shop, member, branched=branched)
        for member, shop, branched in places
        if only_shop in (None, shop.id)
    )


def reach_of(tx: Tx, channel: str, account: str, external_id: str) -> KnownAddress | None:
    """Return the address of who writes from there; None where nobody ever wrote."""
    return known_addresses.find_address(tx, channel, account, external_id)


def person_at(tx: Tx, channel: str, account: str, external_id: str) -> int | None:
    """Return whose chat this is now; None where nobody ever wrote."""
    reach = known_addresses.find_address(tx, channel, account, external_id)
    return reach.person_id if reach else None


def language_at(tx: Tx, channel: str, account: str, external_id: str) -> str | None:
    """Return the language that whoever writes from an address is answered in; None where nobody ever wrote."""
    person_id = person_at(tx, channel, account, external_id)
    return persons.by_id(tx, person_id).language if person_id else None


def works_somewhere(tx: Tx, channel: str, account: str, external_id: str) -> bool:
    """Say whether whoever writes from an address is on any shop's staff."""
    reach = known_addresses.find_address(tx, channel, account, external_id)
    return reach is not None and bool(staff.of_person(tx, reach.person_id))


def mark_unreachable(tx: Tx, channel: str, account: str, external_id: str, *, now: datetime) -> None:
    """Note that a person blocked us."""
    reach = known_addresses.find_address(tx, channel, account, external_id)
    if reach:
        known_addresses.mark_unreachable(tx, reach.id, now=now)


def cards_of(tx: Tx, person_id: int, *, only_shop: int | None = None) -> list[Account]:
    """Return a person's cards, or that of one shop; the one used last first."""
    return accounts.of_person(tx, person_id, only_shop=only_shop)


def was_done(tx: Tx, key: str) -> bool:
    """Say whether this update had its effect."""
    return chat_state.is_recorded(tx, key)


def note_done(tx: Tx, key: str, *, message: str | None, now: datetime) -> None:
    """Remember that this update, which had no effect before, has it in this transaction; `message` is what it brought."""
    chat_state.note(tx, key, message=message, now=now)


def already_done(tx: Tx, key: str, *, now: datetime) -> bool:
    """Say whether this update had its effect; if not, it has it in this transaction."""
    return not chat_state.record(tx, key, now=now)
