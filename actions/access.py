"""Who may do what in a shop: asked first by every action that is not everybody's."""

from dataclasses import dataclass
from typing import assert_never

from loyalty.actor import ActingPerson, Actor, Clock, Operator, TillKey
from loyalty.records import Account, Member
from loyalty.roles import Role
from storage import card_context
from storage.engine.statements import Tx
from storage.shop import staff


@dataclass(frozen=True, slots=True)
class NotAllowed:
    """The person's role does not allow it."""


def may(tx: Tx, actor: Actor, shop_id: int, role: Role) -> Member | None:
    """Return who acts as a member of a shop's staff when that includes `role`; every owner's action asks this first."""
    member = member_of(tx, actor, shop_id)
    return member if member and member.may(role) else None


def member_of(tx: Tx, actor: Actor, shop_id: int) -> Member | None:
    """Return who acts as a member of a shop's staff; the operator and the clock are on nobody's."""
    match actor:
        case ActingPerson(person_id, only_shop):
            elsewhere = only_shop not in (None, shop_id)
            return None if elsewhere else staff.in_shop(tx, person_id, shop_id)
        case TillKey(member_id):
            return staff.till_in_shop(tx, member_id, shop_id)
        case Operator() | Clock():
            return None
        case _:
            assert_never(actor)


def at_card(tx: Tx, actor: Actor, account_id: int) -> tuple[Account, Member | None]:
    """Hold a card until the transaction ends, and return it with who acts as a member of its shop's staff."""
    person_id, till_id, only_shop = None, None, None
    match actor:
        case ActingPerson(this, only):
            person_id, only_shop = this, only
        case TillKey(this):
            till_id = this
        case Operator() | Clock():
            pass
        case _:
            assert_never(actor)
    account, member = card_context.locked_for(tx, account_id, person_id=person_id, till_id=till_id)
    return account, None if only_shop not in (None, account.shop_id) else member


def jobs_of(tx: Tx, actor: Actor) -> list[Member]:
    """Return where who acts is on the staff."""
    match actor:
        case ActingPerson(person_id, only_shop):
            return [one for one in staff.of_person(tx, person_id) if only_shop in (None, one.shop_id)]
        case TillKey(member_id):
            return staff.of_till(tx, member_id)
        case Operator() | Clock():
            return []
        case _:
            assert_never(actor)


def may_undo(member: Member, by: int | None) -> bool:
    """Say whether a member may take back what `by`, a member too, has done: colleagues may, a till only its own."""
    return not member.is_till or member.id == by
