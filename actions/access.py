"""Who may do what in a shop: asked first by every action that is not everybody's."""

from dataclasses import dataclass
from typing import assert_never

from loyalty.actor import ActingPerson, Actor, Clock, Operator, TillKey
from loyalty.records import Account, Member
from loyalty.roles import Role
from storage import card_context
from storage.engine.statements import Tx
from storage.shop import coalitions, guests, staff


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
            member = staff.in_shop(tx, person_id, shop_id) or _let_in(tx, person_id, shop_id)
            return member if member and _in_chat_of(member, only_shop) else None
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
    if member is None and person_id is not None:
        member = _let_in(tx, person_id, account.shop_id)
    return account, member if member and _in_chat_of(member, only_shop) else None


def _in_chat_of(member: Member, only_shop: int | None) -> bool:
    """Say whether a place on a staff is good in a shop's own chat: in that shop, or for it as a guest."""
    return only_shop in (None, member.shop_id) or only_shop == member.guest_of


def _let_in(tx: Tx, person_id: int, shop_id: int) -> Member | None:
    """Let who works in a shop serve the cards of its coalition, from the first that they are shown."""
    partner = coalitions.where_works(tx, person_id, shop_id)
    if partner is None:
        return None
    guests.add(
        tx,
        shop_id=shop_id,
        person_id=person_id,
        branch_id=partner.branch_id,
        guest_of=partner.partner_id,
        now=partner.joined_at,
    )
    return staff.in_shop(tx, person_id, shop_id)


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


def may_see(member: Member, by: int | None) -> bool:
    """Say whether a member may look at what `by` has done, and add to it: a guest only at its own."""
    return not member.guest_of or member.id == by


def may_undo(member: Member, by: int | None) -> bool:
    """Say whether a member may take back what `by`, a member too, has done: colleagues may, a till or a guest only its own."""
    return not (member.is_till or member.guest_of) or member.id == by
