"""Where a person is reached: their chats, and the one that they prefer."""

from datetime import datetime

from storage.engine.statements import Tx
from storage.people import known_addresses
from storage.people.known_addresses import KnownAddress


def where_reached(tx: Tx, person_id: int) -> list[KnownAddress]:
    """Return a person's chats, the one they prefer first."""
    return known_addresses.addresses_of(tx, person_id)


def choose_chat(tx: Tx, person_id: int, address_id: int, *, now: datetime) -> bool:
    """Write to a person in this chat from now on, and in another only while it is shut."""
    return known_addresses.choose_address(tx, person_id, address_id, now=now)
