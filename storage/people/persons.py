"""People: who they are, and who is reached where."""

from datetime import datetime

from sqlalchemy import bindparam, select, update

from loyalty.names import findable
from loyalty.records import Person
from storage.engine.statements import Statement, Tx, together
from storage.locks import HOLDS_CHAT
from storage.people.known_addresses import REACH_COLUMNS, THERE, KnownAddress, blank_addresses
from storage.people.preferences import drop_preferences
from storage.tables import addresses, new_row, persons

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
_REACHED = select(*REACH_COLUMNS, *COLUMNS).join(persons, persons.c.id == addresses.c.person_id)
_HEARD_AT = Statement(
    _REACHED.where(*THERE).suffix_with(HOLDS_CHAT, dialect="postgresql"),
    into=together(KnownAddress, Person),
)
_REACHED_AT = Statement(
    _REACHED.where(addresses.c.id == bindparam("id")), into=together(KnownAddress, Person)
)


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
    drop_preferences(tx, person_id)
    blank_addresses(tx, person_id, now=now)


def heard_at(tx: Tx, channel: str, account: str, external_id: str) -> tuple[KnownAddress, Person] | None:
    """Return the address with this name on a channel, and whose it is; nobody else speaks for them until the end."""
    found: tuple[KnownAddress, Person] | None = _HEARD_AT.one(
        tx, channel=channel, account=account, external_id=external_id
    )
    return found


def reached_at(tx: Tx, address_id: int) -> tuple[KnownAddress, Person]:
    """Return an address that surely exists, and whose it is; raises `LookupError` otherwise."""
    found: tuple[KnownAddress, Person] | None = _REACHED_AT.one(tx, id=address_id)
    if found is None:
        raise LookupError(f"address {address_id}")
    return found
