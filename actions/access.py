"""Who may do what in a shop: asked first by every action that is not everybody's."""

from dataclasses import dataclass
from typing import assert_never

from loyalty.actor import ActingPerson, Actor, Clock, Operator, TillKey
from loyalty.records import Account, Member
from loyalty.roles import Role
from storage import card_context
from storage.cards import accounts
from storage.engine.statements import Tx
from storage.shop import coalitions, guests, staff

HeldCard = tuple[Account, Member | None]  # nobody else's until the commit, and who serves it


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
            member = staff.in_shop(tx, person_id, shop_id)
            return _in_chat_of(tx, person_id, shop_id, member, only_shop)
        case TillKey(member_id):
            return staff.till_in_shop(tx, member_id, shop_id)
        case Operator() | Clock():
            return None
        case _:
            assert_never(actor)


def at_card(tx: Tx, actor: Actor, account_id: int) -> HeldCard:
    """Hold a card until the transaction ends, and return it with who acts as a member of its shop's staff."""
    who = _on_a_staff(actor)
    return _here(tx, actor, *card_context.locked_for(tx, account_id, **who))


def at_shown_card(tx: Tx, actor: Actor, public_id: int) -> HeldCard | None:
    """Hold the card that a genuine QR code names, or the one that it became; None where there is none any more."""
    held = card_context.locked_shown(tx, public_id, **_on_a_staff(actor))
    if held:
        return _here(tx, actor, *held)
    became = accounts.by_public_id(tx, public_id)
    return at_card(tx, actor, became.id) if became else None


def _on_a_staff(actor: Actor) -> dict[str, int | None]:
    match actor:
        case ActingPerson(person_id):
            return {"person_id": person_id, "till_id": None}
        case TillKey(member_id):
            return {"person_id": None, "till_id": member_id}
        case Operator() | Clock():
            return {"person_id": None, "till_id": None}
        case _:
            assert_never(actor)


def _here(tx: Tx, actor: Actor, account: Account, member: Member | None) -> HeldCard:
    if isinstance(actor, ActingPerson):
        member = _in_chat_of(tx, actor.person_id, account.shop_id, member, actor.only_shop)
    return account, member


def _in_chat_of(
    tx: Tx, person_id: int, shop_id: int, member: Member | None, only_shop: int | None
) -> Member | None:
    """Return somebody's place on a staff as it is good in a chat: in a shop's own one in that shop, or for it as a guest."""
    if member and only_shop in (None, shop_id, member.guest_of):
        return member
    return _as_guest(tx, person_id, shop_id, member, only_shop) if member is None or member.guest_of else None


def _as_guest(
    tx: Tx, person_id: int, shop_id: int, guest: Member | None, only_shop: int | None
) -> Member | None:
    """Let who works in a shop serve the cards of its coalition, for it, from the first that they are shown there."""
    works = coalitions.where_works(tx, person_id, shop_id)
    partner = next((one for one in works if only_shop in (None, one.partner_id)), None)
    if partner is None:
        return None
    branch_id, partner_id = partner.branch_id, partner.partner_id
    if guest:
        guests.stand_for(tx, guest.id, partner_id=partner_id, branch_id=branch_id)
    else:
        guests.add(
            tx, shop_id=shop_id, person_id=person_id, branch_id=branch_id, guest_of=partner_id,
            now=partner.joined_at,
        )  # fmt: skip
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


def serves_as(tx: Tx, actor: Actor) -> list[Member]:
    """Return as whom somebody serves cards: on the staff, and as a guest with those of coalitions."""
    guest = staff.as_guest(tx, actor.person_id) if isinstance(actor, ActingPerson) else []
    only_shop = actor.only_shop if isinstance(actor, ActingPerson) else None
    return [*jobs_of(tx, actor), *(one for one in guest if only_shop in (None, one.guest_of))]


def may_see(member: Member, by: int | None) -> bool:
    """Say whether a member may look at what `by` has done, and add to it: a guest only at its own."""
    return not member.guest_of or member.id == by


def may_undo(member: Member, by: int | None) -> bool:
    """Say whether a member may take back what `by`, a member too, has done: colleagues may, a till or a guest only its own."""
    return not (member.is_till or member.guest_of) or member.id == by
