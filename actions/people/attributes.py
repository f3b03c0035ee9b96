"""What a shop notes of a customer: its owner names up to five attributes, its managers fill them in, and a note beside."""

from dataclasses import dataclass
from datetime import datetime

from actions.access import NotAllowed, at_card, may
from loyalty.actor import Actor
from loyalty.names import names_something
from loyalty.people.attributes import (
    MOST_ATTRIBUTES,
    MOST_NAME,
    MOST_NOTE,
    MOST_VALUE,
    NOTE,
    BadNote,
    problem,
    tidy,
)
from loyalty.people.firewall import Delicate
from loyalty.records import Account, Shop
from loyalty.roles import Role
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.people import customer_facts
from storage.people.customer_facts import Attribute
from storage.shop import audit, shops
from storage.shop.audit import Act

__all__ = ["Attribute"]


@dataclass(frozen=True, slots=True)
class Attributes:
    """The names under which a shop notes something of its customers."""

    shop: Shop
    names: tuple[Attribute, ...]


@dataclass(frozen=True, slots=True)
class TooMany:
    """A shop has as many as it may have."""

    most: int


@dataclass(frozen=True, slots=True)
class NamedAlready:
    """There is one of that name."""

    name: str


@dataclass(frozen=True, slots=True)
class NothingThere:
    """The card is another one's since, or the attribute was taken away."""


def see_attributes(tx: Tx, actor: Actor, shop_id: int) -> Attributes | NotAllowed:
    """Show what a shop notes of its customers."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    return Attributes(shops.by_id(tx, shop_id), tuple(customer_facts.attributes_of(tx, shop_id)))


def add_attribute(
    tx: Tx, actor: Actor, shop_id: int, name: str, *, now: datetime
) -> Attributes | TooMany | NamedAlready | BadNote | Delicate | NotAllowed:
    """Let a shop note something more of its customers, under a name of its own."""
    hold_shop(tx, shop_id)
    found = see_attributes(tx, actor, shop_id)
    if isinstance(found, NotAllowed):
        return found
    name = tidy(name)
    if bad := problem(name if names_something(name) else "", MOST_NAME):
        return bad
    if any(one.name.casefold() == name.casefold() for one in found.names):
        return NamedAlready(name)
    if len(found.names) >= MOST_ATTRIBUTES:
        return TooMany(MOST_ATTRIBUTES)
    customer_facts.add_attribute(tx, shop_id, name, now=now)
    audit.add(tx, actor, shop_id, Act("attribute_added", subject=name), now=now)
    return Attributes(found.shop, tuple(customer_facts.attributes_of(tx, shop_id)))


def drop_attribute(
    tx: Tx, actor: Actor, shop_id: int, attribute_id: int, *, now: datetime
) -> Attributes | NotAllowed:
    """Let a shop note something no more; what it noted under that name is gone."""
    hold_shop(tx, shop_id)
    found = see_attributes(tx, actor, shop_id)
    if isinstance(found, NotAllowed):
        return found
    for one in found.names:
        if one.id == attribute_id:
            customer_facts.drop_attribute(tx, shop_id, one)
            audit.add(tx, actor, shop_id, Act("attribute_dropped", subject=one.name), now=now)
    return Attributes(found.shop, tuple(customer_facts.attributes_of(tx, shop_id)))


def note_fact(
    tx: Tx, actor: Actor, account_id: int, what: str, value: str, *, now: datetime
) -> Account | BadNote | Delicate | NothingThere | NotAllowed:
    """Note something of a customer under an attribute, or as the note; an empty text takes it away."""
    account, member = at_card(tx, actor, account_id)
    if member is None or not member.may(Role.MANAGER):
        return NotAllowed()
    known = {NOTE, *(one.key for one in customer_facts.attributes_of(tx, account.shop_id))}
    if account.closed_at or account.person_id is None or what not in known:
        return NothingThere()
    value = tidy(value)
    bad = problem(value, MOST_NOTE if what == NOTE else MOST_VALUE) if value else None
    if bad:
        return bad
    if value:
        customer_facts.put(tx, account, what, value, now=now)
    else:
        customer_facts.drop(tx, account, what)
    audit.add(tx, actor, account.shop_id, Act("customer_noted", subject=account.code), now=now)
    return account
