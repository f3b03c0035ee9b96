"""Whatever two persons have: nothing is lost or doubled when they become one, and all goes back when they don't."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from actions.cards.join import join_shop
from actions.cards.own_cards import own_cards
from actions.people.link_accounts import Unlinked, undo_link
from actions.till.scan import Scan, scan_card
from loyalty.actor import ActingPerson
from loyalty.cards.visits import Claim
from storage.engine.statements import Tx
from tests.actions.cards.test_ledger_machine import points_programmes, running, stamp_programmes
from tests.actions.links import everything, link, writes_on
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Cafe, change_only, open_cafe
from tests.actions.promises import breaches

# What a card ever gained by visits and gifts; what it was filled with, or moved, is not counted.
_WORTH = """SELECT COALESCE(SUM(e.amount), 0) FROM entries e JOIN counters c ON c.id = e.counter_id
    LEFT JOIN entries s ON s.id = e.reverses_id
    WHERE c.shop_id = :shop AND COALESCE(s.kind, e.kind) NOT IN ('reward', 'moved')"""
_GIFTS = """SELECT COALESCE(SUM(e.amount), 0) FROM entries e JOIN entries s ON s.id = e.reverses_id
    JOIN counters c ON c.id = e.counter_id WHERE c.shop_id = :shop AND s.kind = 'head_start'"""
_FILLED = """SELECT COALESCE(SUM(e.amount), 0) FROM entries e JOIN counters c ON c.id = e.counter_id
    LEFT JOIN entries s ON s.id = e.reverses_id
    WHERE c.shop_id = :shop AND COALESCE(s.kind, e.kind) = 'reward'"""
_BALANCES = "SELECT SUM(balance) FROM counters WHERE shop_id = :shop"
_ALL = "SELECT id FROM vouchers WHERE shop_id = :shop AND state = 'available' ORDER BY id"

programmes = st.one_of(
    st.tuples(stamp_programmes(), stamp_programmes()), st.tuples(points_programmes(), points_programmes())
)


def _number(tx: Tx, query: str, shop_id: int) -> int:
    return int(tx.execute(text(query), {"shop": shop_id}).scalar_one())


def _comes(tx: Tx, cafe: Cafe, card_id: int, times: int, *, spent: int | None, key: str) -> None:
    for number in range(times):
        now = NOW + number * 40 * MINUTE
        scan_card(
            tx,
            Scan(ActingPerson(cafe.eva), card_id, Claim(spent_minor=spent)),
            key=f"{key}:{number}",
            now=now,
        )


class _Two:
    """Ana on two messengers, in a shop whose rules may have changed in between."""

    def __init__(self, tx: Tx, rules: tuple, visits: tuple[int, int], spent: int) -> None:  # type: ignore[type-arg]
        self.cafe = open_cafe(tx, rules[0], now=NOW - DAY)
        self.shop = self.cafe.shop.id
        self.other = writes_on(tx, "whatsapp", now=NOW)
        money = spent if rules[0].needs_amount else None
        key = f"two:{self.shop}"
        _comes(tx, self.cafe, self.cafe.card_id, visits[0], spent=money, key=f"{key}:a")
        change_only(tx, self.shop, rules[1], now=NOW)
        join_shop(tx, self.other, self.cafe.shop.code, now=NOW)
        theirs = own_cards(tx, self.other, now=NOW)[0].account.id
        _comes(tx, self.cafe, theirs, visits[1], spent=money, key=f"{key}:b")


LATER = NOW + 8 * HOUR


def becomes_one_and_two_again(tx: Tx, rules: tuple, visits: tuple[int, int], spent: int) -> None:  # type: ignore[type-arg]
    """Check what must hold at each of the three moments."""
    two = _Two(tx, rules, visits, spent)
    for person_id in (two.cafe.ana, two.other):
        own_cards(tx, person_id, now=LATER)  # what runs out runs out now
    before, worth = everything(tx), _number(tx, _WORTH, two.shop)
    balances, filled = _number(tx, _BALANCES, two.shop), _number(tx, _FILLED, two.shop)
    had = set(tx.execute(text(_ALL), {"shop": two.shop}).scalars())

    done = link(tx, two.other, two.cafe.ana, now=LATER)
    assert len(done.cards) == 1
    assert breaches(tx, two.shop) == {}
    gift = -_number(tx, _GIFTS, two.shop)
    assert gift >= 0
    assert _number(tx, _WORTH, two.shop) == worth - gift
    paid = filled - _number(tx, _FILLED, two.shop)
    assert _number(tx, _BALANCES, two.shop) == balances - gift - paid
    # Whatever could be used still can, but for what came with a gift that was given twice.
    left = {voucher.id for voucher in done.cards[0][0].vouchers}
    assert gift or had <= left | _run_out(tx, two.shop)

    outcome = undo_link(tx, done.person_id, done.merge_id, now=LATER)
    assert outcome == Unlinked(())
    assert breaches(tx, two.shop) == {}
    after = everything(tx)
    assert {name for name in after if after[name] != before[name]} == set()
    assert _number(tx, _WORTH, two.shop) == worth


def _run_out(tx: Tx, shop_id: int) -> set[int]:
    query = text("SELECT id FROM vouchers WHERE shop_id = :shop AND expires_at IS NOT NULL")
    return set(tx.execute(query, {"shop": shop_id}).scalars())


def search(url: str, *, most: int) -> None:
    """Try `most` pairs of cards."""
    with running(url) as run:

        @settings(
            max_examples=most,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        )
        @given(programmes, st.tuples(st.integers(0, 9), st.integers(0, 9)), st.integers(100, 900))
        def holds(rules: tuple, visits: tuple[int, int], spent: int) -> None:  # type: ignore[type-arg]
            run(becomes_one_and_two_again, rules, visits, spent)

        holds()


def test_nothing_is_lost_or_doubled_and_all_goes_back_on_sqlite(sqlite_url: str) -> None:
    search(sqlite_url, most=settings().max_examples)


@pytest.mark.slow
def test_nothing_is_lost_or_doubled_and_all_goes_back_on_postgresql(postgres_url: str) -> None:
    search(postgres_url, most=20)
