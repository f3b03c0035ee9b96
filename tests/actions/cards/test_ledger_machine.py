"""What holds in a shop whatever happens there, in whatever order, under rules that change."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from actions.cards.book_entries import book
from actions.cards.buy_reward import Bought, buy_reward
from actions.cards.card_state import CardState, load
from actions.cards.join import Claimed, claim_card, print_cards
from actions.till.add_to_visit import add_stamp
from actions.till.redeem import Redeemed, SpendCode, redeem, show_voucher, spend_code
from actions.till.scan import Scan, scan_card
from actions.till.scan_outcome import Booked
from actions.till.surprise import Budget, Surprised, SurpriseGift, budget, give_surprise
from actions.till.undo_redemption import GivenBack, object_to, take_back_redemption
from actions.till.undo_surprise import SurpriseUndone, undo_surprise
from actions.till.undo_visit import Undone, undo_visit
from loyalty.actor import ActingPerson
from loyalty.cards.parts.surprise import Surprise
from loyalty.cards.programme import Limits, Programme, Reward
from loyalty.cards.visits import Claim, given
from loyalty.cards.worth import ITEM, Counted, Worth
from loyalty.units import Unit
from storage.cards import accounts, counters
from storage.cards.ledger import Cause
from storage.engine.database import Database, open_database
from storage.engine.statements import Tx
from storage.shop import programmes
from tests.actions.places import change_only, join, meet, open_cafe, standing
from tests.actions.promises import breaches, count_used, used_vouchers
from tests.programmes import points_card, stamp_card
from tests.side_by_side import on_each

pytestmark = pytest.mark.engines

T = TypeVar("T")
START = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)  # two nights before the clocks go forward
SURPRISES = Surprise(a_month=1_000, a_day=1_000, at_once=9)
PAUSES = (0, 1, 20, 120, 60 * 9, 60 * 24, 60 * 24 * 8, 60 * 24 * 215)  # minutes; the last one past October


def limits() -> st.SearchStrategy[Limits]:
    """Draw a shop's limits."""
    return st.builds(
        Limits, st.sampled_from([0, 30]), st.none() | st.integers(2, 3), st.none() | st.integers(2, 6)
    )


@st.composite
def stamp_programmes(draw: st.DrawFn) -> Programme:
    """Draw a short stamp card, so that it is filled often."""
    places = sorted(draw(st.sets(st.integers(1, 6), min_size=1, max_size=3)))
    keys = ["milestone"] * (len(places) - 1) + ["full"]
    back = draw(st.integers(0, places[-1] - 1))  # that the last one gives
    last: Worth = Counted(back, Unit.STAMPS) if back else ITEM
    worths: list[Worth] = [*([ITEM] * (len(places) - 1)), last]
    return stamp_card(
        tuple(
            Reward(key, f"Reward {at}", at, worth=worth)
            for key, at, worth in zip(keys, places, worths, strict=True)
        ),
        draw(limits()),
        parts=(SURPRISES,),
        head_start=draw(st.integers(0, min(2, places[-1] - 1))),
        voucher_days=draw(st.sampled_from([None, 5])),
        idle_days=draw(st.sampled_from([None, 7])),
    )


@st.composite
def points_programmes(draw: st.DrawFn) -> Programme:
    """Draw a points programme with one or two prices."""
    prices = sorted(draw(st.sets(st.integers(3, 20), min_size=1, max_size=2)))
    some = Counted(draw(st.integers(1, prices[0] - 1)), Unit.POINTS)
    worths: list[Worth] = [some if draw(st.booleans()) else ITEM for _ in prices]
    return points_card(
        tuple(
            Reward(f"r{place}", f"Reward {at}", at, worth=worth)
            for place, (at, worth) in enumerate(zip(prices, worths, strict=True))
        ),
        Limits(),
        parts=(SURPRISES,),
        head_start=draw(st.integers(0, 3)),
        idle_days=draw(st.sampled_from([None, 7])),
        points_per_unit=draw(st.integers(1, 3)),
    )


def begin_beside(tx: Tx, shop_id: int, programme: Programme, *, now: datetime) -> None:
    """Let a shop have one programme more, its rewards by keys that tell the promises which are milestones."""
    own = tuple(replace(reward, key=f"other {reward.key}") for reward in programme.rewards)
    beside = replace(programme, rewards=own)
    version = programmes.begin(tx, shop_id, beside, name="Other", by=None, now=now)
    counters.begin_all(tx, shop_id, version, now=now)


def give_beside(tx: Tx, account_id: int, amount: int, *, now: datetime) -> None:
    """Put so many on a card as the clock does on a birthday: nobody can take that back."""
    state = load(tx, accounts.locked(tx, account_id), now=now)
    book(tx, state, given(state.standing, amount, "birthday", current=state.current), Cause(now))


class Till(RuleBasedStateMachine):
    """A shop where anything may happen next."""

    programmes: st.SearchStrategy[Programme] = stamp_programmes() | points_programmes()

    run: Callable[..., Any]  # a transaction, on one of the databases

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.keys = count()
        self.used = 0
        self.returned: set[int] = set()
        self.before: dict[
            int, CardState | None
        ] = {}  # how a counter stood before a visit; None: gifts came since
        self.surprises: list[int] = []

    @initialize(programme=programmes, beside=st.none() | programmes)
    def open(self, programme: Programme, beside: Programme | None) -> None:
        self.unit = programme.unit
        self.cards: list[int] = []
        self.cafe = self.run(open_cafe, programme, now=self.now)
        ben = self.run(meet, "Ben", now=self.now)
        self.holders = {
            self.cafe.card_id: self.cafe.ana,
            self.run(join, self.cafe.shop, ben, now=self.now): ben,
        }
        self.cards += self.holders
        if beside:
            self.run(begin_beside, self.cafe.shop.id, beside, now=self.now)
        self.printed: dict[int, int] = {}

    def card(self, choice: int) -> int:
        return self.cards[choice % len(self.cards)]

    def stands(self, card_id: int) -> CardState:
        state: CardState = self.run(standing, card_id, now=self.now)
        return state

    def every(self, card_id: int) -> tuple[CardState, ...]:
        states: tuple[CardState, ...] = self.run(on_each, card_id, now=self.now)
        return states

    @rule(minutes=st.sampled_from(PAUSES))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(stamps=stamp_programmes(), points=points_programmes())
    def change_the_rules(self, stamps: Programme, points: Programme) -> None:
        programme = stamps if stamps.unit is self.unit else points
        self.run(change_only, self.cafe.shop.id, programme, now=self.now)

    @rule(
        choice=st.integers(0, 5),
        spent=st.none() | st.integers(0, 900),
        fresh=st.booleans(),
        said=st.booleans(),
    )
    def scan(self, choice: int, spent: int | None, fresh: bool, said: bool) -> None:  # noqa: FBT001 - by name
        self.wait(2)
        card_id = self.card(choice)
        before = {state.counter.id: state for state in self.every(card_id)}
        meant = list(before.values())[choice % len(before)].counter.programme_id if said else None
        claim = Claim(spent_minor=spent, shown_at=self.now if fresh else None)
        scan = Scan(ActingPerson(self.cafe.eva), card_id, claim, meant)
        outcome = self.run(scan_card, scan, key=f"{self.cafe.shop.id}:{next(self.keys)}", now=self.now)
        after = {state.counter.id: state for state in self.every(card_id)}
        if isinstance(outcome, Booked):
            counter = outcome.state.counter
            assert meant in (None, counter.programme_id)
            self.before[outcome.visit.id] = before.pop(counter.id)
            told, read = outcome.state, after[counter.id]
            assert (told.standing, told.vouchers, told.tally) == (read.standing, read.vouchers, read.tally)
            others = {state.counter for key, state in after.items() if key != counter.id}
            assert others == {state.counter for state in before.values()}
        else:
            assert after == before

    @rule(times=st.integers(1, 3))
    def add(self, times: int) -> None:
        for visit_id in list(self.before)[-1:]:
            for seen in range(1, times + 1):
                self.run(add_stamp, ActingPerson(self.cafe.eva), visit_id, seen, now=self.now)

    @rule(back=st.integers(1, 4))
    def undo(self, back: int) -> None:
        for visit_id in list(self.before)[-back:][:1]:
            outcome = self.run(
                undo_visit, ActingPerson(self.cafe.cleo), visit_id, reason="a slip", now=self.now
            )
            if isinstance(outcome, Undone):
                before = self.before.pop(visit_id)
                if before:
                    self.restored(outcome.state, before)

    def gave(self, card_id: int) -> None:
        """Remember that nothing on a card is as it was before its visits: what was given stays."""
        for visit_id, before in self.before.items():
            if before and before.account.id == card_id:
                self.before[visit_id] = None

    @rule(choice=st.integers(0, 5), amount=st.integers(1, 9), place=st.integers(0, 1))
    def surprise(self, choice: int, amount: int, place: int) -> None:
        card_id = self.card(choice)
        every = self.every(card_id)
        programme_id = every[place % len(every)].counter.programme_id
        eva = ActingPerson(self.cafe.eva)
        asked = self.run(budget, eva, card_id, programme_id, now=self.now)
        gift = (
            SurpriseGift(card_id, programme_id, amount, asked.seen, "why")
            if isinstance(asked, Budget)
            else None
        )
        outcome = self.run(give_surprise, eva, gift, now=self.now) if gift else None
        if isinstance(outcome, Surprised):
            self.gave(card_id)
            self.surprises.append(outcome.entry_id)

    @rule(back=st.integers(1, 4))
    def take_surprise_back(self, back: int) -> None:
        for entry_id in self.surprises[-back:][:1]:
            cleo = ActingPerson(self.cafe.cleo)
            outcome = self.run(undo_surprise, cleo, entry_id, reason="a slip", now=self.now)
            if isinstance(outcome, SurpriseUndone):
                self.surprises.remove(entry_id)
                self.gave(outcome.state.account.id)

    @rule(choice=st.integers(0, 5), amount=st.integers(1, 9))
    def birthday(self, choice: int, amount: int) -> None:
        card_id = self.card(choice)
        self.run(give_beside, card_id, amount, now=self.now)
        self.gave(card_id)

    def restored(self, after: CardState, before: CardState) -> None:
        if before.expires_at and before.expires_at <= self.now:
            assert after.counter.balance == 0
            return
        assert (after.counter.balance, after.counter.round) == (before.counter.balance, before.counter.round)
        assert after.counter.last_visit_at == before.counter.last_visit_at
        assert not before.counter.balance or after.standing.version == before.standing.version
        kept = {voucher.id for voucher in before.vouchers if voucher.usable(now=self.now)}
        # What was used when the visit came, and given back since, is no part of it.
        own = {voucher.id for voucher in after.vouchers if voucher.counter_id == after.counter.id}
        assert own <= kept | self.returned

    @rule(choice=st.integers(0, 5), price=st.integers(0, 5))
    def hand_out(self, choice: int, price: int) -> None:
        card_id = self.card(choice)
        waiting = self.stands(card_id).vouchers
        what = waiting[0].id if waiting else self.reward(card_id, price)
        outcome = self.run(redeem, ActingPerson(self.cafe.eva), card_id, what, shown=True, now=self.now)
        self.used += isinstance(outcome, Redeemed)
        self.gave(card_id)

    @rule(choice=st.integers(0, 5), price=st.integers(0, 5))
    def buy(self, choice: int, price: int) -> None:
        card_id = self.card(choice)
        holder, before = self.holders.get(card_id, 0), [one.counter.balance for one in self.every(card_id)]
        outcome = self.run(buy_reward, holder, card_id, self.reward(card_id, price), now=self.now)
        after = [one.counter.balance for one in self.every(card_id)]
        assert isinstance(outcome, Bought) == (sum(after) < sum(before))

    def reward(self, card_id: int, price: int) -> str:
        rewards = [one for state in self.every(card_id) for one in state.standing.version.programme.rewards]
        return rewards[price % len(rewards)].key

    @rule(choice=st.integers(0, 5), late=st.sampled_from([0, 2, 3]))
    def spend(self, choice: int, late: int) -> None:
        card_id = self.card(choice)
        for voucher in self.stands(card_id).vouchers[:1]:
            shown = self.run(show_voucher, self.holders.get(card_id, 0), voucher.id, now=self.now)
            if isinstance(shown, SpendCode):
                self.wait(late)
                for till in (self.cafe.eva, self.cafe.cleo):
                    outcome = self.run(spend_code, ActingPerson(till), shown.code, now=self.now)
                    self.used += isinstance(outcome, Redeemed)
                self.gave(card_id)

    @rule(choice=st.integers(0, 5), objects=st.booleans())
    def give_back(self, choice: int, objects: bool) -> None:  # noqa: FBT001 - hypothesis calls by name
        card_id = self.card(choice)
        for voucher_id in self.run(used_vouchers, card_id)[:1]:
            if objects:
                outcome = self.run(
                    object_to, ActingPerson(self.holders.get(card_id, 0)), voucher_id, now=self.now
                )
            else:
                outcome = self.run(
                    take_back_redemption, ActingPerson(self.cafe.cleo), voucher_id, now=self.now
                )
            if isinstance(outcome, GivenBack):
                self.used -= 1
                self.returned.add(voucher_id)
                self.gave(card_id)

    @rule()
    def print_one(self) -> None:
        if len(self.printed) < 2:
            card = self.run(print_cards, self.cafe.shop, 1, now=self.now)[0]
            self.printed[card.id] = card.public_id
            self.cards.append(card.id)

    @rule(choice=st.integers(0, 1))
    def claim(self, choice: int) -> None:
        onto, person = list(self.holders.items())[choice]
        for source, public_id in list(self.printed.items())[:1]:
            paid, had = self.stands(source), self.stands(onto)
            outcome = self.run(claim_card, person, public_id, now=self.now)
            assert isinstance(outcome, Claimed)
            del self.printed[source]
            self.cards.remove(source)
            after = self.stands(onto)
            assert {v.id for v in had.vouchers} <= {v.id for v in after.vouchers}
            earned = {v.id for v in paid.vouchers if v.visit_id}
            assert earned <= {v.id for v in after.vouchers}

    @invariant()
    def every_promise_holds(self) -> None:
        if hasattr(self, "cafe"):
            assert self.run(breaches, self.cafe.shop.id) == {}
            assert self.run(count_used, self.cafe.shop.id) == self.used


@contextmanager
def running(url: str) -> Iterator[Callable[..., Any]]:
    """Open a database beside the test, and give the function that runs a transaction on it."""
    with asyncio.Runner() as loop:
        stack = AsyncExitStack()
        database: Database = loop.run(stack.enter_async_context(open_database(url, migrate=False)))

        def run(fn: Callable[..., T], *args: Any, **kwargs: Any) -> T:
            return loop.run(database.write(fn, *args, **kwargs))

        try:
            yield run
        finally:
            loop.run(stack.aclose())


def search(url: str, *, most: int) -> None:
    """Try `most` histories of a shop; bounded, so that it ends on a slow machine too."""
    unhurried = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    with running(url) as transact:

        class Here(Till):
            run = staticmethod(transact)

        run_state_machine_as_test(
            Here,
            settings=settings(max_examples=most, stateful_step_count=25, suppress_health_check=unhurried),
        )


def test_the_ledger_holds_whatever_happens_on_sqlite(sqlite_url: str) -> None:
    search(sqlite_url, most=settings().max_examples)


@pytest.mark.slow
def test_the_ledger_holds_whatever_happens_on_postgresql(postgres_url: str) -> None:
    search(postgres_url, most=10)
