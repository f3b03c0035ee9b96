"""Whatever becomes of a staff: who is named in a letter does not read it while an owner is left whom it does not name."""

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from actions.people.inbox import Inbox, inbox, post
from actions.people.letters import LetterSent, send_letter
from actions.people.merge import join_persons
from actions.shop.team import change_role, remove_member
from loyalty.actor import ActingPerson
from loyalty.roles import Role
from storage.engine.statements import Tx
from storage.people import letters
from storage.shop import staff
from storage.tables import letters as written
from tests.actions.cards.test_ledger_machine import running
from tests.actions.places import HOUR, NOW, Cafe, hire, meet, open_cafe, stamps

NAMES = ("Eva", "Jo", "Max", "Zoë")
LATER = NOW + HOUR


@dataclass(frozen=True)
class Place:
    """Somebody's place on the staff, and what becomes of it after the letter."""

    name: str
    role: Role
    then: str  # "stays", "rises", "comes back" as an owner, "writes from another chat" of an owner


places = st.lists(
    st.builds(
        Place,
        st.sampled_from(NAMES),
        st.sampled_from([Role.CASHIER, Role.MANAGER, Role.OWNER]),
        st.sampled_from(["stays", "rises", "comes back", "writes from another chat"]),
    ),
    max_size=4,
    unique_by=lambda one: one.name,
)


def _becomes(tx: Tx, cafe: Cafe, one: Place, person_id: int) -> int:
    """Let what becomes of somebody happen, and return who they are then."""
    shop_id, cleo = cafe.shop.id, ActingPerson(cafe.cleo)
    member = staff.in_shop(tx, person_id, shop_id)
    assert member
    if one.then == "rises":
        change_role(tx, cleo, shop_id, member.id, Role.OWNER, now=LATER)
    elif one.then == "comes back":
        remove_member(tx, cleo, shop_id, member.id, now=LATER)
        hire(tx, shop_id, person_id, Role.OWNER, now=LATER)
    elif one.then == "writes from another chat":
        other = meet(tx, one.name, now=LATER)
        hire(tx, shop_id, other, Role.OWNER, now=LATER)
        join_persons(tx, other, person_id, now=LATER)
        return other
    return person_id


def _reaches_nobody_it_names(tx: Tx, team: list[Place], named: set[str]) -> None:
    cafe = open_cafe(tx, stamps(10), now=NOW)
    people = {one.name: meet(tx, one.name, now=NOW) for one in team}
    for one in team:
        hire(tx, cafe.shop.id, people[one.name], one.role, now=NOW)
    text = f"The coffee was cold. {', '.join(sorted(named))} laughed."
    assert isinstance(send_letter(tx, cafe.ana, cafe.shop.id, text, now=NOW), LetterSent)
    people |= {one.name: _becomes(tx, cafe, one, people[one.name]) for one in team}
    letter = letters.by_id(tx, tx.execute(select(func.max(written.c.id))).scalar_one())
    assert letter
    owners = set(staff.owners(tx, cafe.shop.id))
    unnamed = owners - {person_id for name, person_id in people.items() if name in named}
    unnamed -= {cafe.cleo} if "Cleo" in named else set()
    may_read = unnamed or owners
    assert set(letters.readers(tx, letter)) == may_read
    for person_id in {*people.values(), cafe.cleo, cafe.eva}:
        actor = ActingPerson(person_id)
        assert (post(tx, actor, letter.id, now=LATER) is not None) == (person_id in may_read)
        listed = inbox(tx, actor, cafe.shop.id)
        assert (isinstance(listed, Inbox) and bool(listed.letters)) == (person_id in may_read)


def search(url: str, *, most: int) -> None:
    """Try `most` teams."""
    with running(url) as run:

        @settings(max_examples=most, suppress_health_check=[HealthCheck.too_slow])
        @given(places, st.sets(st.sampled_from([*NAMES, "Cleo"])))
        def holds(team: list[Place], named: set[str]) -> None:
            run(_reaches_nobody_it_names, team, named)

        holds()


@pytest.mark.slow
def test_a_letter_reaches_nobody_it_names_on_sqlite(sqlite_url: str) -> None:
    search(sqlite_url, most=settings().max_examples)


@pytest.mark.slow
def test_a_letter_reaches_nobody_it_names_on_postgresql(postgres_url: str) -> None:
    search(postgres_url, most=20)
