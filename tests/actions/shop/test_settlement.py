"""A month is settled once, to the cent, and marked as paid by who was paid; both engines."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.access import NotAllowed
from actions.cards.buy_reward import buy_reward, return_reward
from actions.cards.card_state import load
from actions.cards.join import Joined, join_shop
from actions.people.erasure import erase_person
from actions.people.link_accounts import undo_link
from actions.people.merge import join_persons
from actions.shop import coalition_terms
from actions.shop.coalition_books import booked, open_points
from actions.shop.settlement import (
    CoalitionBooks,
    NotTheCreditor,
    Owing,
    PaidBefore,
    mark_paid,
    owing_in,
    owing_of,
    see_account,
    settle,
    work_out,
)
from actions.till.redeem import Redeemed, SpendCode, show_voucher, spend_code
from actions.till.scan import Scan, scan_card
from actions.till.scan_outcome import Booked
from actions.till.undo_visit import undo_visit
from loyalty.actor import ActingPerson
from loyalty.cards.visits import Claim
from loyalty.shop.lots import LotLine, Lots, Place, by_place
from loyalty.shop.settlement import balances
from storage.cards import accounts, counters, vouchers
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.shop import coalition_books, debts
from storage.shop.coalition_books import LedgerSpan
from tests.actions.cards.test_ledger_machine import running
from tests.actions.places import DAY, MINUTE, NOW, meet, waiting
from tests.actions.together import Street, open_both, open_street
from words.language import words
from words.shop.coalition import settlement_rows

pytestmark = pytest.mark.engines
THIRD_OF_APRIL = datetime(2026, 4, 2, 22, 0, tzinfo=UTC)  # midnight in Amsterdam


def settle_due(tx: Tx, coalition_id: int, *, now: datetime) -> None:
    """Settle all that is due in one transaction."""
    settle(tx, coalition_id, work_out(tx, coalition_id, now=now), now=now)


async def a_month(db: Database) -> Street:
    """Let Ana collect 120 points at Luna, and take 5.00 off a bill at Sol."""
    street = await open_street(db)
    await street.booked(street.luna, 12_000)
    assert isinstance(await street.redeemed(street.sol, now=NOW + MINUTE), Redeemed)
    return street


async def owing(street: Street, now: datetime = THIRD_OF_APRIL) -> tuple[Owing, ...]:
    seen = await street.db.read(see_account, ActingPerson(street.sol.cleo), street.sol.shop.id, now=now)
    assert isinstance(seen, CoalitionBooks)
    return seen.owing


async def test_the_shop_that_gave_owes_the_shop_that_handed_out(db: Database) -> None:
    street = await a_month(db)
    await db.write(settle_due, street.shop.id, now=THIRD_OF_APRIL)
    [one] = await owing(street)
    assert (one.debtor.name, one.creditor.name) == ("Café Luna", "Bakery Sol")
    assert (one.debt.month, one.debt.minor, one.debt.paid_at) == ("2026-03", 500, None)


async def test_a_month_is_settled_once_and_not_before_it_can_change_no_more(db: Database) -> None:
    street = await a_month(db)
    await db.write(settle_due, street.shop.id, now=THIRD_OF_APRIL - MINUTE)
    assert await owing(street) == ()
    for _ in range(2):
        await db.write(settle_due, street.shop.id, now=THIRD_OF_APRIL)
    assert len(await owing(street)) == 1
    told = await db.write(waiting, "settlement")
    assert len(told) == 2  # an owner of each shop


async def test_a_debt_is_paid_once_as_its_creditor_says(db: Database) -> None:
    street = await a_month(db)
    await db.write(settle_due, street.shop.id, now=THIRD_OF_APRIL)
    [one] = await owing(street)
    luna, sol = ActingPerson(street.luna.cleo), ActingPerson(street.sol.cleo)
    assert await db.write(mark_paid, luna, one.debt.id, now=THIRD_OF_APRIL) == NotTheCreditor(one)
    eva = ActingPerson(street.sol.eva)
    assert await db.write(mark_paid, eva, one.debt.id, now=THIRD_OF_APRIL) == NotAllowed()
    paid = await db.write(mark_paid, sol, one.debt.id, now=THIRD_OF_APRIL)
    assert isinstance(paid, Owing)
    assert paid.debt.paid_at == THIRD_OF_APRIL
    again = await db.write(mark_paid, sol, one.debt.id, now=THIRD_OF_APRIL + DAY)
    assert isinstance(again, PaidBefore)
    assert again.owing.debt.paid_at == THIRD_OF_APRIL
    assert await db.write(mark_paid, sol, 99, now=THIRD_OF_APRIL) == NotAllowed()


async def test_the_table_of_debts_says_the_day_of_a_payment_by_the_coalitions_clock(db: Database) -> None:
    street = await a_month(db)
    await db.write(settle_due, street.shop.id, now=THIRD_OF_APRIL)
    [one] = await owing(street)
    paid = await db.write(mark_paid, ActingPerson(street.sol.cleo), one.debt.id, now=THIRD_OF_APRIL)
    assert isinstance(paid, Owing)
    _, row = settlement_rows([paid], "EUR", words("en"))
    assert row[-1] == "2026-04-03"  # in UTC it is the second still


async def test_an_owner_sees_what_the_own_shop_gave_and_handed_out_and_not_what_others_did(
    db: Database,
) -> None:
    street = await a_month(db)
    await street.booked(street.sol, 3_000, NOW + 2 * MINUTE)
    seen = await db.write(see_account, ActingPerson(street.luna.cleo), street.luna.shop.id, now=NOW + DAY)
    assert isinstance(seen, CoalitionBooks)
    ledger = seen.ledger
    assert (ledger.given, ledger.handed_out_minor, ledger.owes_minor, ledger.open) == (120, 0, 500, 20)
    seen = await db.write(see_account, ActingPerson(street.sol.cleo), street.sol.shop.id, now=NOW + DAY)
    assert isinstance(seen, CoalitionBooks)
    ledger = seen.ledger
    assert (ledger.given, ledger.handed_out_minor, ledger.owes_minor, ledger.open) == (30, 500, 0, 30)


async def test_who_left_with_debts_stays_on_the_list_and_pays_for_what_is_spent_later(db: Database) -> None:
    street = await a_month(db)
    await street.booked(street.luna, 10_000, NOW + 2 * MINUTE)
    await db.write(coalition_terms.give_notice, ActingPerson(street.luna.cleo), street.luna.shop.id, now=NOW)
    left = NOW + 30 * DAY
    await db.write(coalition_terms.end_notices, street.shop.id, now=left)
    await db.write(settle_due, street.shop.id, now=THIRD_OF_APRIL)
    assert isinstance(await street.redeemed(street.sol, now=THIRD_OF_APRIL), Redeemed)
    await db.write(settle_due, street.shop.id, now=THIRD_OF_APRIL + 31 * DAY)
    found = await owing(street)
    assert [(one.debt.month, one.debtor.name, one.debt.minor) for one in found] == [
        ("2026-04", "Café Luna", 500),
        ("2026-03", "Café Luna", 500),
    ]
    cleo = ActingPerson(street.luna.cleo)
    assert await db.write(owing_of, cleo, street.luna.shop.id) == list(found)  # it reads what it still owes


@dataclass(frozen=True)
class Deed:
    """What happens next: which, at which of the two shops, for how much, and after how long."""

    what: Literal["book", "buy", "spend", "give_back", "undo", "link", "part", "forget"]
    at: int
    n: int
    days: int


_deeds = st.lists(
    st.builds(
        Deed,
        st.sampled_from(["book", "book", "buy", "spend", "give_back", "undo", "link", "part", "forget"]),
        st.integers(0, 1),
        st.one_of(st.integers(1, 30_000), st.sampled_from([10_000, 10_001])),  # as many as a reward takes
        st.sampled_from([0, 0, 1, 20, 400]),
    ),
    max_size=14,
)


class Life:
    """Ana, who has two chats with a card of the coalition each, and the tills of two shops."""

    def __init__(self, tx: Tx) -> None:
        self.tx, self.now = tx, NOW
        luna, sol, self.shop, first = open_both(tx)
        self.tills, self.people = (luna, sol), [luna.ana, 0]
        self.cards, self.gone = [first, 0], list[int]()
        self._begin(1)
        self.visits: list[tuple[int, int]] = []  # with who booked them
        self.linked: int | None = None

    def do(self, deed: Deed, number: int) -> None:
        """Let something happen, or be refused."""
        self.now += deed.days * DAY + MINUTE
        till = ActingPerson(self.tills[deed.at].eva)
        card, key = self.cards[deed.n % 2], f"life:{self.shop.id}:{number}"
        match deed.what:
            case "book":
                done = scan_card(self.tx, Scan(till, card, Claim(spent_minor=deed.n)), key=key, now=self.now)
                if isinstance(done, Booked):
                    self.visits.append((done.visit.id, deed.at))
            case "buy" | "give_back" | "spend":
                self._reward(deed, card, till)
            case "undo" if self.visits:
                visit, at = self.visits.pop()
                undo_visit(self.tx, ActingPerson(self.tills[at].eva), visit, reason=None, now=self.now)
            case "link" if self.linked is None:
                self.linked = join_persons(self.tx, *self.people, now=self.now)
            case "part" if self.linked:
                undo_link(self.tx, self.people[0], self.linked, now=self.now)
                self.linked = None
            case "forget":
                self._forget(deed.at)
            case _:
                pass
        settle_due(self.tx, self.shop.id, now=self.now)

    def _begin(self, which: int) -> None:
        """Let somebody new join in the place of who was forgotten."""
        self.people[which] = meet(self.tx, "Ana elsewhere")
        joined = join_shop(self.tx, self.people[which], self.shop.code, now=self.now)
        assert isinstance(joined, Joined)
        self.cards[which] = joined.state.account.id

    def _forget(self, which: int) -> None:
        """Forget one of two, or both where they are one."""
        erase_person(self.tx, self.people[0 if self.linked else which], now=self.now)
        for one in (0, 1) if self.linked else (which,):
            self.gone.append(self.cards[one])
            self._begin(one)
        self.linked = None

    def _reward(self, deed: Deed, card: int, till: ActingPerson) -> None:
        account = accounts.by_id(self.tx, card)
        holder = account.person_id or 0
        waiting = [] if account.closed_at else vouchers.usable(self.tx, account, now=self.now)
        if deed.what == "buy":
            buy_reward(self.tx, holder, card, "off100", now=self.now)
        elif waiting and deed.what == "give_back":
            return_reward(self.tx, holder, waiting[0].id, now=self.now)
        elif waiting:
            shown = show_voucher(self.tx, holder, waiting[0].id, now=self.now)
            if isinstance(shown, SpendCode):
                spend_code(self.tx, till, shown.code, now=self.now)


def adds_up(tx: Tx, deeds: list[Deed]) -> None:
    """Let it all happen, and add up."""
    life = Life(tx)
    for number, deed in enumerate(deeds):
        life.do(deed, number)
    for card in life.cards:  # what ran out is written down when somebody looks
        load(tx, accounts.locked(tx, card), now=life.now)
    span = coalition_books.not_closed(tx, life.shop.id, until=life.now + MINUTE)  # the newest deed too
    since = booked(tx, life.shop.id, span)
    opened = open_points(tx, life.shop.id, since)
    assert opened == on_cards_and_held(tx, life)  # of each shop, settled months and this one together
    on_cards = sum(
        one.balance for card in life.cards for one in counters.of_account(tx, accounts.by_id(tx, card))
    )
    assert sum(opened.values()) >= on_cards
    given_by_visits = Counter(debts.given(tx, life.shop.id, since=NOW))
    given = Counter[Place]({one.place: one.given for one in coalition_books.closed_sums(tx, life.shop.id)})
    given.update(since.given)
    assert given == given_by_visits
    settle_due(tx, life.shop.id, now=life.now + 40 * DAY)
    owed, sums = owing_in(tx, life.shop.id), Counter[int]()
    for one in owed:
        sums[one.debtor.id] -= one.debt.minor
        sums[one.creditor.id] += one.debt.minor
    assert sum(sums.values()) == 0
    ever = LedgerSpan(0, 10**9, NOW - DAY, life.now + DAY)
    elsewhere = balances(one for _, one in booked(tx, life.shop.id, ever).handed_out)
    assert sorted(sums.values()) == sorted(elsewhere.values()) or not any(sums.values())


def on_cards_and_held(tx: Tx, life: Life) -> Counter[Place]:
    """Follow the whole ledger, and add up by shop what is on cards and was paid for rewards that wait."""
    lots, held = Lots(), Counter[Place]()
    found = {line.id: line for card in (*life.cards, *life.gone) for line in lines_of(tx, card)}
    for _, line in sorted(found.items()):
        lots.book(line)
    for voucher_id, paid in lots.for_voucher.items():
        voucher = vouchers.by_id(tx, voucher_id)
        if voucher and voucher.usable(now=life.now):
            held += by_place(paid)
    return lots.open + held


def lines_of(tx: Tx, card: int) -> list[LotLine]:
    """Return all lines of a card, and of those that it was joined with."""
    account = accounts.by_id(tx, card)
    return [
        line
        for counter in counters.of_account(tx, account)
        for line in coalition_books.history(tx, account.shop_id, counter.id)
    ]


def search(url: str, *, most: int) -> None:
    """Try `most` lives."""
    with running(url) as run:

        @settings(max_examples=most, suppress_health_check=[HealthCheck.too_slow])
        @given(_deeds)
        def holds(deeds: list[Deed]) -> None:
            run(adds_up, deeds)

        holds()


def test_what_all_gave_is_what_was_spent_ran_out_and_is_open_on_sqlite(sqlite_url: str) -> None:
    search(sqlite_url, most=3 * settings().max_examples)


@pytest.mark.slow
def test_what_all_gave_is_what_was_spent_ran_out_and_is_open_on_postgresql(postgres_url: str) -> None:
    search(postgres_url, most=20)
