"""Being forgotten: whatever tells who somebody was goes, the shops' arithmetic stays."""

from dataclasses import dataclass
from datetime import datetime

from actions.cards.run_out import end_with_holder
from actions.shop.event_seats import awaited_in, free_seats
from loyalty.actor import ActingPerson
from loyalty.records import Shop
from loyalty.roles import Role
from storage import uses
from storage.campaigns import due_to_people
from storage.cards import (
    accounts,
    errands,
    goals,
    good_causes,
    introductions,
    purchases,
    visits,
)
from storage.delivery import outbox, pauses
from storage.engine.statements import Tx
from storage.locks import hold_persons, hold_shop
from storage.people import (
    alerts,
    chat_state,
    customer_facts,
    known_addresses,
    letters,
    likes,
    merges,
    moved_cards,
    persons,
    portraits,
)
from storage.shop import audit, shops, staff
from storage.shop.audit import Act


@dataclass(frozen=True, slots=True)
class Erased:
    """Nobody can tell any more who this was."""


@dataclass(frozen=True, slots=True)
class OnlyOwner:
    """These shops would have no owner left: somebody else must become one first."""

    shops: tuple[Shop, ...]


def only_owner_of(tx: Tx, person_id: int) -> tuple[Shop, ...]:
    """Return the shops that have no other owner than this person."""
    owned = [member.shop_id for member in staff.of_person(tx, person_id) if member.may(Role.OWNER)]
    return tuple(
        shops.by_id(tx, shop_id) for shop_id in owned if set(staff.owners(tx, shop_id)) <= {person_id}
    )


def erase_person(tx: Tx, person_id: int, *, now: datetime) -> Erased | OnlyOwner:
    """Forget a person, and whoever became one with them: if they write again, they are somebody new."""
    hold_persons(tx, person_id)
    gone = merges.gone_into(tx, person_id)
    hold_persons(tx, *gone)
    cards = [account for one in (person_id, *gone) for account in accounts.ever_of(tx, one)]
    work_at = {member.shop_id for member in staff.of_person(tx, person_id)}
    for shop_id in sorted(work_at | awaited_in(tx, cards, now=now)):
        hold_shop(tx, shop_id)
    needed_by = only_owner_of(tx, person_id)
    if needed_by:
        return OnlyOwner(needed_by)
    for one in (person_id, *gone):
        _erase(tx, one, now=now)
    return Erased()


def _erase(tx: Tx, person_id: int, *, now: datetime) -> None:
    _blank_audit(tx, person_id)
    for account in accounts.ever_of(tx, person_id):
        accounts.locked(tx, account.id)
        end_with_holder(tx, account, now=now)
        visits.forget_reasons(tx, account)
        audit.forget_reasons(tx, account)
        errands.forget(tx, account)
        good_causes.forget_choice(tx, account)
        introductions.end_all(tx, account, now=now)
        accounts.let_go(tx, account.id, now=now)
        free_seats(tx, account, now=now)
        goals.forget(tx, account)
        portraits.forget(tx, account)
        likes.forget(tx, account)
        purchases.forget(tx, account)
        customer_facts.forget(tx, account)
        alerts.forget(tx, account)
    for member in staff.of_person(tx, person_id):
        staff.remove(tx, member.id, now=now)
        audit.add(
            tx, ActingPerson(person_id), member.shop_id, Act("removed", subject="…", old=member.role), now=now
        )
    for reach in known_addresses.addresses_of(tx, person_id):
        chat_state.forget_chat(tx, reach.id)
        outbox.drop_for(tx, reach.id, error="erased", now=now)
        pauses.end(tx, reach.channel, reach.account, reach.external_id)
    due_to_people.drop_open(tx, person_id, why="erased", now=now)
    letters.forget(tx, person_id)
    merges.forget_codes(tx, person_id)
    moved_cards.forget_reasons(tx, person_id)
    uses.forget_person(tx, person_id)
    persons.erase(tx, person_id, now=now)


def _blank_audit(tx: Tx, person_id: int) -> None:
    name = persons.by_id(tx, person_id).name
    known_in = {member.shop_id for member in staff.ever_of(tx, person_id)}
    known_in |= {account.shop_id for account in accounts.ever_of(tx, person_id)}
    for shop_id in known_in if name else ():
        audit.forget_name(tx, shop_id, name)
