"""People and the addresses where they are reached."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update

from loyalty.names import findable
from loyalty.records import Person
from loyalty.values import dataclass
from storage.engine.statements import Statement, Tx, together
from storage.locks import HOLDS_CHAT
from storage.tables import (
    BOT_THERE,
    SPEAKS_FOR_SHOP,
    WRITTEN_TO_FIRST,
    WRITTEN_TO_FOR_SHOP,
    addresses,
    bots,
    new_row,
    persons,
    preferences,
)

# When somebody was last seen is kept to within so much: exact enough, and spares a write at each tap.
SEEN_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """Where a person is reached; `unreachable_at` is set while they shut us out."""

    id: int
    person_id: int
    channel: str
    account: str
    external_id: str
    unreachable_at: datetime | None
    seen_at: datetime
    created_at: datetime


# A person as `Person` wants them, for every query that gives one.
COLUMNS = (
    persons.c.id,
    persons.c.name,
    persons.c.language,
    persons.c.birthday,
    persons.c.birthday_set_at,
    persons.c.created_at,
    persons.c.erased_at,
)
_REACH_COLUMNS = (
    addresses.c.id,
    addresses.c.person_id,
    addresses.c.channel,
    addresses.c.account,
    addresses.c.external_id,
    addresses.c.unreachable_at,
    addresses.c.seen_at,
    addresses.c.created_at,
)
_BY_ID = Statement(select(*COLUMNS).where(persons.c.id == bindparam("id")), into=Person)
_ADD = Statement(new_row(persons, "name", "folded_name", "language", "created_at"))
_RENAME = Statement(
    update(persons)
    .where(persons.c.id == bindparam("this"))
    .values(name=bindparam("new_name"), folded_name=bindparam("folded"))
)
_SET_LANGUAGE = Statement(
    update(persons).where(persons.c.id == bindparam("this")).values(language=bindparam("new_language"))
)
_SET_BIRTHDAY = Statement(
    update(persons)
    .where(persons.c.id == bindparam("this"))
    .values(birthday=bindparam("day"), birthday_set_at=bindparam("at"))
)
_ERASE = Statement(
    update(persons)
    .where(persons.c.id == bindparam("this"))
    .values(
        name="",
        folded_name="",
        language="",
        birthday=None,
        birthday_set_at=None,
        erased_at=bindparam("at"),
    )
)
_THERE = (
    addresses.c.channel == bindparam("channel"),
    addresses.c.account == bindparam("account"),
    addresses.c.external_id == bindparam("external_id"),
)
_REACH = Statement(select(*_REACH_COLUMNS).where(*_THERE), into=KnownAddress)
_REACHED = select(*_REACH_COLUMNS, *COLUMNS).join(persons, persons.c.id == addresses.c.person_id)
_HEARD_AT = Statement(
    _REACHED.where(*_THERE).suffix_with(HOLDS_CHAT, dialect="postgresql"),
    into=together(KnownAddress, Person),
)
_REACHED_AT = Statement(
    _REACHED.where(addresses.c.id == bindparam("id")), into=together(KnownAddress, Person)
)
_REACH_BY_ID = Statement(select(*_REACH_COLUMNS).where(addresses.c.id == bindparam("id")), into=KnownAddress)
_REACHES = Statement(
    select(*_REACH_COLUMNS)
    .where(addresses.c.person_id == bindparam("person_id"))
    .order_by(*WRITTEN_TO_FIRST),
    into=KnownAddress,
)
_REACHES_OF_SHOP = Statement(
    select(*_REACH_COLUMNS)
    .outerjoin(*BOT_THERE)
    .where(addresses.c.person_id == bindparam("person_id"), SPEAKS_FOR_SHOP)
    .order_by(*WRITTEN_TO_FOR_SHOP),
    into=KnownAddress,
)
_SHARED_REACHES = Statement(
    select(*_REACH_COLUMNS)
    .outerjoin(*BOT_THERE)
    .where(
        addresses.c.person_id == bindparam("person_id"),
        addresses.c.unreachable_at.is_(None),
        bots.c.id.is_(None),
    )
    .order_by(*WRITTEN_TO_FIRST),
    into=KnownAddress,
)
_LEFT_ALONE = Statement(
    update(addresses)
    .where(
        addresses.c.channel == bindparam("on"),
        addresses.c.account == bindparam("at"),
        addresses.c.unreachable_at.is_(None),
    )
    .values(unreachable_at=bindparam("now"))
)
_ADD_REACH = Statement(
    new_row(addresses, "person_id", "channel", "account", "external_id", "created_at", "seen_at")
)
_SEEN = Statement(
    update(addresses)
    .where(addresses.c.id == bindparam("this"))
    .values(seen_at=bindparam("at"), unreachable_at=None)
)
_SHUT = Statement(
    update(addresses).where(addresses.c.id == bindparam("this")).values(unreachable_at=bindparam("at"))
)
_CHOOSE = Statement(
    update(addresses)
    .where(addresses.c.id == bindparam("this"), addresses.c.person_id == bindparam("person"))
    .values(chosen_at=bindparam("at"))
)
_FORGET_REACH = Statement(
    update(addresses)
    .where(addresses.c.id == bindparam("this"))
    .values(external_id=bindparam("blank"), unreachable_at=bindparam("at"))
)
_KNOWN_SINCE = Statement(select(addresses.c.created_at).where(addresses.c.id == bindparam("this")))
_PREFERENCES = Statement(
    select(preferences.c.kind, preferences.c.frequency).where(
        preferences.c.person_id == bindparam("person_id")
    )
)
_ADD_PREFERENCE = Statement(new_row(preferences, "person_id", "kind", "frequency", "set_at"))
_SET_PREFERENCE = Statement(
    update(preferences)
    .where(preferences.c.person_id == bindparam("person"), preferences.c.kind == bindparam("of_kind"))
    .values(frequency=bindparam("new_frequency"), set_at=bindparam("at"))
)
_CHOSEN_SINCE = Statement(
    select(preferences.c.kind, preferences.c.frequency).where(
        preferences.c.person_id == bindparam("person_id"), preferences.c.set_at > bindparam("since")
    )
)
_DROP_PREFERENCE = Statement(
    delete(preferences).where(
        preferences.c.person_id == bindparam("person_id"), preferences.c.kind == bindparam("kind")
    )
)
_DROP_PREFERENCES = Statement(delete(preferences).where(preferences.c.person_id == bindparam("person_id")))


def by_id(tx: Tx, person_id: int) -> Person:
    """Return a person who surely exists; raises `LookupError` otherwise."""
    person = _BY_ID.one(tx, id=person_id)
    if person is None:
        raise LookupError(f"person {person_id}")
    return person


def add(tx: Tx, *, name: str, language: str, now: datetime) -> int:
    """Remember somebody new: a name and a language are all we keep."""
    return int(_ADD.value(tx, name=name, folded_name=findable(name), language=language, created_at=now))


def rename(tx: Tx, person_id: int, name: str) -> None:
    """Follow a change of name in the messenger."""
    _RENAME.run(tx, this=person_id, new_name=name, folded=findable(name))


def set_language(tx: Tx, person_id: int, language: str) -> None:
    """Speak another language with this person."""
    _SET_LANGUAGE.run(tx, this=person_id, new_language=language)


def set_birthday(tx: Tx, person_id: int, day: str | None, *, now: datetime) -> None:
    """Remember a birthday (MM-DD), or forget it."""
    _SET_BIRTHDAY.run(tx, this=person_id, day=day, at=now if day else None)


def erase(tx: Tx, person_id: int, *, now: datetime) -> None:
    """Blank all that tells who this was; bare ids stay for the ledger."""
    _ERASE.run(tx, this=person_id, at=now)
    _DROP_PREFERENCES.run(tx, person_id=person_id)
    for find_address in addresses_of(tx, person_id):
        _FORGET_REACH.run(tx, this=find_address.id, blank=f"erased:{find_address.id}", at=now)


def find_address(tx: Tx, channel: str, account: str, external_id: str) -> KnownAddress | None:
    """Return the address with this name on a channel."""
    return _REACH.one(tx, channel=channel, account=account, external_id=external_id)


def heard_at(tx: Tx, channel: str, account: str, external_id: str) -> tuple[KnownAddress, Person] | None:
    """Return the address with this name on a channel, and whose it is; nobody else speaks for them until the end."""
    found: tuple[KnownAddress, Person] | None = _HEARD_AT.one(
        tx, channel=channel, account=account, external_id=external_id
    )
    return found


def address_by_id(tx: Tx, address_id: int) -> KnownAddress:
    """Return an address that surely exists; raises `LookupError` otherwise."""
    found = _REACH_BY_ID.one(tx, id=address_id)
    if found is None:
        raise LookupError(f"address {address_id}")
    return found


def reached_at(tx: Tx, address_id: int) -> tuple[KnownAddress, Person]:
    """Return an address that surely exists, and whose it is; raises `LookupError` otherwise."""
    found: tuple[KnownAddress, Person] | None = _REACHED_AT.one(tx, id=address_id)
    if found is None:
        raise LookupError(f"address {address_id}")
    return found


def addresses_of(tx: Tx, person_id: int) -> list[KnownAddress]:
    """Return a person's addresses: first where they asked to be written to, else where they wrote last."""
    return _REACHES.all(tx, person_id=person_id)


def reached_for(tx: Tx, person_id: int, shop_id: int) -> list[KnownAddress]:
    """Return where a shop may write to a person now: first in its own chat; never in that of another shop."""
    return _REACHES_OF_SHOP.all(tx, person_id=person_id, of_shop=shop_id)


def shared_addresses_of(tx: Tx, person_id: int) -> list[KnownAddress]:
    """Return a person's open chats that belong to no shop alone."""
    return _SHARED_REACHES.all(tx, person_id=person_id)


def leave_all(tx: Tx, channel: str, account: str, *, now: datetime) -> None:
    """Note that nothing can be sent any more from an account that is ours no more."""
    _LEFT_ALONE.run(tx, on=channel, at=account, now=now)


def add_address(
    tx: Tx, person_id: int, channel: str, account: str, external_id: str, *, now: datetime
) -> int:
    """Remember where a person is reached."""
    return int(
        _ADD_REACH.value(
            tx,
            person_id=person_id,
            channel=channel,
            account=account,
            external_id=external_id,
            created_at=now,
            seen_at=now,
        )
    )


def seen(tx: Tx, address_id: int, *, now: datetime) -> None:
    """Note that the person wrote: the address is open again."""
    _SEEN.run(tx, this=address_id, at=now)


def mark_unreachable(tx: Tx, address_id: int, *, now: datetime) -> None:
    """Note that nothing can be sent here until the person writes."""
    _SHUT.run(tx, this=address_id, at=now)


def leave(tx: Tx, address_id: int, *, now: datetime) -> None:
    """Note that the person is not here any more: whoever writes from there is somebody new."""
    _FORGET_REACH.run(tx, this=address_id, blank=f"left:{address_id}", at=now)


def known_since(tx: Tx, address_id: int) -> datetime:
    """Return when we first heard from an address."""
    found: datetime = _KNOWN_SINCE.value(tx, this=address_id)
    return found


def choose_address(tx: Tx, person_id: int, address_id: int, *, now: datetime) -> bool:
    """Write to a person here rather than elsewhere from now on; False when this is not where they are."""
    return _CHOOSE.run(tx, this=address_id, person=person_id, at=now) == 1


def preferences_of(tx: Tx, person_id: int) -> dict[str, str]:
    """Return how often a person wants each kind of message, where they said so."""
    return dict(_PREFERENCES.all(tx, person_id=person_id))


def set_preference(tx: Tx, person_id: int, kind: str, frequency: str, *, now: datetime) -> None:
    """Remember how often a person wants a kind of message."""
    if not _SET_PREFERENCE.run(tx, person=person_id, of_kind=kind, new_frequency=frequency, at=now):
        _ADD_PREFERENCE.value(tx, person_id=person_id, kind=kind, frequency=frequency, set_at=now)


def chosen_since(tx: Tx, person_id: int, moment: datetime) -> dict[str, str]:
    """Return how often a person wants what, where they said so after a moment."""
    return dict(_CHOSEN_SINCE.all(tx, person_id=person_id, since=moment))


def drop_preference(tx: Tx, person_id: int, kind: str) -> None:
    """Forget how often a person wants a kind of message."""
    _DROP_PREFERENCE.run(tx, person_id=person_id, kind=kind)
