"""Who is talking to us: the person behind an address, and where they work."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.names import clean_name
from loyalty.records import Account, Member, Person, Shop
from loyalty.roles import Role, highest
from storage.cards import accounts
from storage.engine.statements import Tx
from storage.people import changed_ids, chat_state, persons
from storage.people.persons import KnownAddress
from storage.shop import staff


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

    @property
    def role(self) -> Role | None:
        """Return the highest role this person has anywhere."""
        return highest(Role(place.member.role) for place in self.workplaces)


def recognise(tx: Tx, caller: Caller, *, now: datetime) -> Visitor:
    """Return who wrote; somebody new is remembered by messenger id, name and language."""
    where = (caller.channel, caller.account, caller.external_id)
    known, name = persons.heard_at(tx, *where), clean_name(caller.name)
    if known is None:
        person_id = persons.add(tx, name=name, language=caller.language, now=now)
        address_id = persons.add_address(tx, person_id, *where, now=now)
        return Visitor(persons.by_id(tx, person_id), address_id, (), new=True, known_since=now)
    reach, person = known
    if reach.unreachable_at or now - reach.seen_at > persons.SEEN_EVERY:
        persons.seen(tx, reach.id, now=now)
    if name and name != person.name and not (caller.keeps_name or _is_shared(tx, reach)):
        persons.rename(tx, person.id, name)
        accounts.follow_name(tx, person.id)
        person = persons.by_id(tx, person.id)
    return Visitor(person, reach.id, _workplaces(tx, person.id), new=False, known_since=reach.created_at)


def _is_shared(tx: Tx, reach: KnownAddress) -> bool:
    """Say whether a name there need not be the person's: they have other chats, or somebody moved there."""
    return len(persons.addresses_of(tx, reach.person_id)) > 1 or bool(changed_ids.to(tx, reach.id))


def _workplaces(tx: Tx, person_id: int) -> tuple[Workplace, ...]:
    found = staff.workplaces(tx, person_id)
    return tuple(Workplace(shop, member, branched=branched) for member, shop, branched in found)


def reach_of(tx: Tx, channel: str, account: str, external_id: str) -> KnownAddress | None:
    """Return the address of who writes from there; None where nobody ever wrote."""
    return persons.find_address(tx, channel, account, external_id)


def person_at(tx: Tx, channel: str, account: str, external_id: str) -> int | None:
    """Return whose chat this is now; None where nobody ever wrote."""
    reach = persons.find_address(tx, channel, account, external_id)
    return reach.person_id if reach else None


def works_somewhere(tx: Tx, channel: str, account: str, external_id: str) -> bool:
    """Say whether whoever writes from an address is on any shop's staff."""
    reach = persons.find_address(tx, channel, account, external_id)
    return reach is not None and bool(staff.of_person(tx, reach.person_id))


def mark_unreachable(tx: Tx, channel: str, account: str, external_id: str, *, now: datetime) -> None:
    """Note that a person blocked us."""
    reach = persons.find_address(tx, channel, account, external_id)
    if reach:
        persons.mark_unreachable(tx, reach.id, now=now)


def cards_of(tx: Tx, person_id: int) -> list[Account]:
    """Return a person's cards, the one used last first."""
    return accounts.of_person(tx, person_id)


def already_done(tx: Tx, key: str, *, message: str | None = None, now: datetime) -> bool:
    """Say whether this update had its effect; if not, it has it in this transaction. `message` is what it brought."""
    return not chat_state.record(tx, key, message=message, now=now)
