"""The addresses where people are reached: told, seen, shut, chosen, left."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update

from loyalty.values import dataclass
from storage.engine.statements import Statement, Tx
from storage.tables import (
    BOT_THERE,
    SPEAKS_FOR_SHOP,
    WRITTEN_TO_FIRST,
    WRITTEN_TO_FOR_SHOP,
    addresses,
    bots,
    new_row,
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


REACH_COLUMNS = (
    addresses.c.id,
    addresses.c.person_id,
    addresses.c.channel,
    addresses.c.account,
    addresses.c.external_id,
    addresses.c.unreachable_at,
    addresses.c.seen_at,
    addresses.c.created_at,
)
THERE = (
    addresses.c.channel == bindparam("channel"),
    addresses.c.account == bindparam("account"),
    addresses.c.external_id == bindparam("external_id"),
)
_REACH = Statement(select(*REACH_COLUMNS).where(*THERE), into=KnownAddress)
_REACH_BY_ID = Statement(select(*REACH_COLUMNS).where(addresses.c.id == bindparam("id")), into=KnownAddress)
_REACHES = Statement(
    select(*REACH_COLUMNS).where(addresses.c.person_id == bindparam("person_id")).order_by(*WRITTEN_TO_FIRST),
    into=KnownAddress,
)
_REACHES_OF_SHOP = Statement(
    select(*REACH_COLUMNS)
    .outerjoin(*BOT_THERE)
    .where(addresses.c.person_id == bindparam("person_id"), SPEAKS_FOR_SHOP)
    .order_by(*WRITTEN_TO_FOR_SHOP),
    into=KnownAddress,
)
_SHARED_REACHES = Statement(
    select(*REACH_COLUMNS)
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


def find_address(tx: Tx, channel: str, account: str, external_id: str) -> KnownAddress | None:
    """Return the address with this name on a channel."""
    return _REACH.one(tx, channel=channel, account=account, external_id=external_id)


def address_by_id(tx: Tx, address_id: int) -> KnownAddress:
    """Return an address that surely exists; raises `LookupError` otherwise."""
    found = _REACH_BY_ID.one(tx, id=address_id)
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


def blank_addresses(tx: Tx, person_id: int, *, now: datetime) -> None:
    """Forget where somebody was reached; bare ids stay."""
    for address in addresses_of(tx, person_id):
        _FORGET_REACH.run(tx, this=address.id, blank=f"erased:{address.id}", at=now)
