"""What a shop notes of its customers: attributes by names of its own, a note, and what they answered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select

from loyalty.records import Account
from storage.engine.statements import Statement, Tx, insert
from storage.tables import attributes, customer_facts, new_row

_a, _f = attributes.c, customer_facts.c


@dataclass(frozen=True, slots=True)
class Attribute:
    """A name under which a shop notes something of its customers."""

    id: int
    name: str

    @property
    def key(self) -> str:
        """Name it where a fact is kept."""
        return f"a{self.id}"


_OF_SHOP = Statement(
    select(_a.id, _a.name).where(_a.shop_id == bindparam("shop_id")).order_by(_a.id), into=Attribute
)
_ADD = Statement(new_row(attributes, "shop_id", "name", "created_at"))
_DROP = Statement(delete(attributes).where(_a.shop_id == bindparam("shop_id"), _a.id == bindparam("this")))
_DROP_VALUES = Statement(
    delete(customer_facts).where(_f.shop_id == bindparam("shop_id"), _f.what == bindparam("what"))
)
_ONE = (_f.shop_id == bindparam("shop_id"), _f.account_id == bindparam("account_id"))
_OF_ACCOUNT = Statement(select(_f.what, _f.value).where(*_ONE))
_NEW = insert(customer_facts)
_NAMES = ("shop_id", "account_id", "what", "value")
_PUT = Statement(
    _NEW.values(
        {name: bindparam(name) for name in _NAMES} | {"at": bindparam("at", type_=_f.at.type)}
    ).on_conflict_do_update(
        index_elements=[_f.shop_id, _f.account_id, _f.what],
        set_={"value": _NEW.excluded.value, "at": _NEW.excluded.at},
    )
)
_DROP_ONE = Statement(delete(customer_facts).where(*_ONE, _f.what == bindparam("what")))
_FORGET = Statement(delete(customer_facts).where(*_ONE))
_OF_CARDS = Statement(select(_f.account_id, _f.what, _f.value).where(_f.shop_id == bindparam("shop_id")))
_VALUES = Statement(
    select(_f.value, func.count())
    .where(_f.shop_id == bindparam("shop_id"), _f.what == bindparam("what"))
    .group_by(_f.value)
    .order_by(func.count().desc(), _f.value)
    .limit(bindparam("most"))
)


def attributes_of(tx: Tx, shop_id: int) -> list[Attribute]:
    """Return the names under which a shop notes something, the oldest first."""
    return _OF_SHOP.all(tx, shop_id=shop_id)


def add_attribute(tx: Tx, shop_id: int, name: str, *, now: datetime) -> int:
    """Let a shop note something more, and return the id of its name."""
    return int(_ADD.value(tx, shop_id=shop_id, name=name, created_at=now))


def drop_attribute(tx: Tx, shop_id: int, attribute: Attribute) -> None:
    """Let a shop note something no more: all that stands under the name goes with it."""
    _DROP_VALUES.run(tx, shop_id=shop_id, what=attribute.key)
    _DROP.run(tx, shop_id=shop_id, this=attribute.id)


def of_account(tx: Tx, account: Account) -> dict[str, str]:
    """Return all that is noted of the holder of a card."""
    rows = _OF_ACCOUNT.all(tx, shop_id=account.shop_id, account_id=account.id)
    return {str(what): str(value) for what, value in rows}


def of_cards(tx: Tx, shop_id: int) -> dict[int, dict[str, str]]:
    """Return all that a shop noted, by card: typed by hand, so it is not much."""
    found: dict[int, dict[str, str]] = {}
    for account_id, what, value in _OF_CARDS.each(tx, shop_id=shop_id):
        found.setdefault(int(account_id), {})[str(what)] = str(value)
    return found


def put(tx: Tx, account: Account, what: str, value: str, *, now: datetime) -> None:
    """Note something of the holder of a card, in place of what stood there."""
    _PUT.run(tx, shop_id=account.shop_id, account_id=account.id, what=what, value=value, at=now)


def drop(tx: Tx, account: Account, what: str) -> None:
    """Note something of the holder of a card no more."""
    _DROP_ONE.run(tx, shop_id=account.shop_id, account_id=account.id, what=what)


def forget(tx: Tx, account: Account) -> None:
    """Drop all that is noted of the holder of a card."""
    _FORGET.run(tx, shop_id=account.shop_id, account_id=account.id)


def values_of(tx: Tx, shop_id: int, what: str, *, most: int) -> list[tuple[str, int]]:
    """Return what is noted most often under a name, each with how often."""
    return [(str(value), int(n)) for value, n in _VALUES.all(tx, shop_id=shop_id, what=what, most=most)]
