"""Whatever many do at once, in whichever order it falls out: what must always hold holds afterwards, on both engines alike."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from actions.cards.join import join_shop
from actions.cards.own_cards import own_cards
from actions.people.erasure import erase_person
from actions.people.identify import Caller, person_at, recognise
from actions.people.link_accounts import make_link_code, undo_link, use_link_code
from actions.shop.programme import change_rules
from actions.shop.side_by_side import add_programme, take_away
from actions.shop.team import change_role, remove_member
from actions.till.redeem import redeem
from actions.till.scan import Scan, scan_card
from actions.till.undo_visit import undo_visit
from loyalty.actor import ActingPerson
from loyalty.cards.visits import Claim
from loyalty.roles import Role
from storage.cards import accounts, vouchers
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.people import merges
from storage.shop import programmes, staff
from tests.actions.places import NOW, Cafe, hire, join, meet, open_cafe, points, stamps

pytestmark = pytest.mark.engines
_numbers = count(1)

# What must always hold: each query finds what breaks it.
_BROKEN = {
    "a counter is not the sum of its entries": """
        SELECT counters.id FROM counters LEFT JOIN entries ON entries.counter_id = counters.id
        GROUP BY counters.id, counters.balance HAVING counters.balance <> coalesce(sum(entries.amount), 0)""",
    "an account lacks a counter of a programme that the shop still has": """
        SELECT accounts.id FROM accounts
        JOIN programmes ON programmes.shop_id = accounts.shop_id AND programmes.closed_at IS NULL
        LEFT JOIN counters ON counters.account_id = accounts.id AND counters.programme_id = programmes.id
        WHERE counters.id IS NULL""",
    "a shop is without an owner": """
        SELECT shops.id FROM shops WHERE NOT EXISTS (SELECT 1 FROM staff
        WHERE staff.shop_id = shops.id AND staff.role = 'owner' AND staff.removed_at IS NULL)""",
    "something was booked on a programme that was taken away": """
        SELECT programmes.id FROM programmes JOIN counters ON counters.programme_id = programmes.id
        JOIN entries ON entries.counter_id = counters.id WHERE programmes.closed_at IS NOT NULL""",
    "an undone visit still counts, or another one does not": """
        SELECT visits.id FROM visits JOIN entries ON entries.visit_id = visits.id
        GROUP BY visits.id, visits.undone_at, visits.amount
        HAVING sum(CASE WHEN entries.kind IN ('visit', 'extra') THEN entries.amount ELSE 0 END)
        <> visits.amount OR (visits.undone_at IS NOT NULL AND sum(entries.amount) <> 0)""",
    "a person has two cards in a shop": """
        SELECT person_id FROM accounts WHERE person_id IS NOT NULL AND closed_at IS NULL
        GROUP BY person_id, shop_id HAVING count(*) > 1""",
    "a reward stands on a visit that was undone": """
        SELECT vouchers.id FROM vouchers JOIN visits ON visits.id = vouchers.visit_id
        WHERE visits.undone_at IS NOT NULL AND vouchers.state <> 'withdrawn'""",
    "a line was taken back twice": """
        SELECT reverses_id FROM entries WHERE reverses_id IS NOT NULL GROUP BY reverses_id HAVING count(*) > 1""",
}


@dataclass(frozen=True, slots=True)
class _Choice:
    cafe: Cafe
    person: int
    number: int


@dataclass(slots=True)
class _World:
    """Two shops with two owners each, and people with cards there; each deed is one transaction."""

    db: Database
    cafes: list[Cafe]
    others: list[int]  # the second owners
    people: list[Caller]

    def deed(self, what: int, who: int, where: int) -> Callable[[Tx], Any]:
        """Choose one of the deeds by numbers; as in a turn, who speaks is recognised first."""
        deeds = (self._scan, self._scan, self._scan, self._undo, self._hand_out, self._link, self._unlink)
        every = (*deeds, self._rules, self._programme, self._team, self._join, self._forget, self._look)

        def act(tx: Tx) -> object:
            speaker = recognise(tx, self.people[who], now=NOW).person.id
            return every[what](tx, _Choice(self.cafes[where % 2], speaker, who + 7 * where))

        return act

    def _scan(self, tx: Tx, at: _Choice) -> object:
        account = accounts.in_shop(tx, at.person, at.cafe.shop.id)
        first = programmes.first(tx, at.cafe.shop.id).programme_id
        if account is None:
            return None
        scan = Scan(ActingPerson(at.cafe.eva), account.id, Claim(again=None), first)
        return scan_card(tx, scan, key=f"scan:{at.number % 5}:{account.id}", now=NOW)

    def _undo(self, tx: Tx, at: _Choice) -> object:
        row = tx.exec_driver_sql("SELECT max(id) FROM visits").first()
        return (
            undo_visit(tx, ActingPerson(at.cafe.eva), row[0], reason=None, now=NOW)
            if row and row[0]
            else None
        )

    def _hand_out(self, tx: Tx, at: _Choice) -> object:
        account = accounts.in_shop(tx, at.person, at.cafe.shop.id)
        held = vouchers.usable(tx, account, now=NOW) if account else []
        if account is None or not held:
            return None
        return redeem(tx, ActingPerson(at.cafe.eva), account.id, held[0].id, shown=True, now=NOW)

    def _link(self, tx: Tx, at: _Choice) -> object:
        other = self.people[(at.number + 1) % len(self.people)]
        maker = person_at(tx, other.channel, other.account, other.external_id)
        return (
            use_link_code(tx, at.person, make_link_code(tx, maker, now=NOW).code, now=NOW) if maker else None
        )

    def _unlink(self, tx: Tx, at: _Choice) -> object:
        newest = next(iter(merges.of_person(tx, at.person)), None)
        return undo_link(tx, at.person, newest.id, now=NOW) if newest else None

    def _rules(self, tx: Tx, at: _Choice) -> object:
        on = programmes.first(tx, at.cafe.shop.id).id
        return change_rules(
            tx, ActingPerson(at.cafe.cleo), at.cafe.shop.id, stamps(2 + at.number % 3), on=on, now=NOW
        )

    def _programme(self, tx: Tx, at: _Choice) -> object:
        every = programmes.today(tx, at.cafe.shop.id)
        if len(every) > 1:
            return take_away(tx, ActingPerson(at.cafe.cleo), at.cafe.shop.id, every[-1].programme_id, now=NOW)
        return add_programme(tx, ActingPerson(at.cafe.cleo), at.cafe.shop.id, points(), name="", now=NOW)

    def _team(self, tx: Tx, at: _Choice) -> object:
        by = (at.cafe.cleo, self.others[self.cafes.index(at.cafe)])[at.number % 2]
        owners = [
            one
            for one in staff.of_shop(tx, at.cafe.shop.id)
            if one.role == Role.OWNER and one.person_id != by
        ]
        if not owners:
            return None
        if at.number % 3:
            return change_role(tx, ActingPerson(by), at.cafe.shop.id, owners[0].id, Role.CASHIER, now=NOW)
        return remove_member(tx, ActingPerson(by), at.cafe.shop.id, owners[0].id, now=NOW)

    def _join(self, tx: Tx, at: _Choice) -> object:
        return join_shop(tx, at.person, at.cafe.shop.code, now=NOW)

    def _forget(self, tx: Tx, at: _Choice) -> object:
        return (
            erase_person(tx, (at.person, at.cafe.cleo)[at.number % 2], now=NOW)
            if at.number % 5 == 0
            else None
        )

    def _look(self, tx: Tx, at: _Choice) -> object:
        return own_cards(tx, at.person, now=NOW)


def _opened(tx: Tx) -> tuple[list[Cafe], list[int], list[Caller]]:
    cafes = [open_cafe(tx, stamps(2), name=name) for name in ("Café Luna", "Sol")]
    others = [meet(tx, "Dora") for _ in cafes]
    for cafe, dora in zip(cafes, others, strict=True):
        hire(tx, cafe.shop.id, dora, "owner")
    people = [
        Caller(channel, "luna", f"{channel}:{next(_numbers)}", name=name, language="en")
        for name, channel in (
            ("Ana", "telegram"),
            ("Ben", "whatsapp"),
            ("Kim", "telegram"),
            ("Lou", "whatsapp"),
        )
    ]
    for caller in people:
        for cafe in cafes:
            join(tx, cafe.shop, recognise(tx, caller, now=NOW).person.id)
    return cafes, others, people


def _broken(tx: Tx) -> list[str]:
    return [what for what, query in _BROKEN.items() if tx.execute(text(query)).first()]


_DEEDS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 3), st.integers(0, 9)), min_size=4, max_size=14
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=_DEEDS)
async def test_what_must_hold_holds_after_anything_at_once(
    db: Database, deeds: list[tuple[int, int, int]]
) -> None:
    world = _World(db, *await db.write(_opened))
    done = await asyncio.gather(*(db.write(world.deed(*deed)) for deed in deeds))
    assert len(done) == len(deeds)
    assert await db.read(_broken) == []
