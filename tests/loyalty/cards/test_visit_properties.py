"""What holds for any visits under any programmes, however they change."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from loyalty.cards.counter_state import CounterState, LastVisit
from loyalty.cards.parts.above_average import AboveAverage
from loyalty.cards.parts.bonus_time import BonusTime
from loyalty.cards.programme import (
    Automatic,
    Limits,
    OnRequest,
    PerMoney,
    Programme,
    ProgrammeVersion,
    Reward,
)
from loyalty.cards.visits import (
    Claim,
    DayFull,
    Earned,
    NewEntry,
    NewVoucher,
    SpentTooLittle,
    TooSoon,
    decide,
    earn,
)
from tests.programmes import points_card, stamp_card

ZONE = ZoneInfo("Europe/Amsterdam")
START = datetime(2026, 3, 27, 8, 0, tzinfo=UTC)
CAPS = st.none() | st.integers(1, 12)
LIMITS = st.builds(Limits, st.integers(0, 2000), CAPS, CAPS)


@st.composite
def stamp_programmes(draw: st.DrawFn) -> Programme:
    places = sorted(draw(st.sets(st.integers(1, 12), min_size=1, max_size=4)))
    return stamp_card(tuple(Reward(f"r{at}", f"Reward {at}", at) for at in places), draw(LIMITS))


VISITS = st.lists(
    st.tuples(stamp_programmes() | st.none(), st.integers(1, 40), st.integers(0, 3000)),
    min_size=1,
    max_size=12,
)


class Walk:
    """One card's way through visits; every line written and every reward paid."""

    def __init__(self, first: Programme) -> None:
        self.ids = count(1)
        self.current = ProgrammeVersion(next(self.ids), first, 1)
        self.card = CounterState(0, 1, self.current)
        self.entries: list[NewEntry] = []
        self.vouchers: list[NewVoucher] = []
        self.terms_of = {1: self.current}

    def change(self, programme: Programme) -> None:
        self.current = ProgrammeVersion(next(self.ids), programme, 1)

    def book(self, outcome: Earned, at: datetime) -> None:
        self.entries += outcome.entries
        self.vouchers += outcome.vouchers
        self.card = replace(outcome.standing, last=LastVisit(1, at, "Eva"))
        self.terms_of[self.card.round] = self.card.version


@given(first=stamp_programmes(), visits=VISITS)
def test_stamps_are_conserved_and_every_reward_is_paid_once(
    first: Programme, visits: list[tuple[Programme | None, int, int]]
) -> None:
    walk = Walk(first)
    now = START
    for change, stamps, minutes in visits:
        now += timedelta(minutes=minutes)
        if change:
            walk.change(change)
        before = walk.card
        outcome = decide(before, Claim(stamps), current=walk.current, now=now, zone=ZONE, minor_per_unit=100)
        if not isinstance(outcome, Earned):
            continue
        walk.book(outcome, now)
        programme = walk.card.version.programme
        assert 0 <= walk.card.balance < programme.places
        assert sum(entry.amount for entry in walk.entries) == walk.card.balance
        if before.balance and walk.card.round == before.round:
            assert walk.card.version == before.version
    slots = [voucher.slot for voucher in walk.vouchers]
    assert len(slots) == len(set(slots))
    full = sum(entry.kind == "reward" for entry in walk.entries)
    assert full == walk.card.round - 1


@given(programme=stamp_programmes(), current=stamp_programmes(), data=st.data())
def test_many_stamps_at_once_are_the_same_as_one_by_one(
    programme: Programme, current: Programme, data: st.DataObject
) -> None:
    card = CounterState(data.draw(st.integers(0, programme.places - 1)), 1, ProgrammeVersion(1, programme, 1))
    today = ProgrammeVersion(2, current, 1)
    stamps = data.draw(st.integers(1, 40))
    at_once = earn(card, stamps, "visit", current=today)
    one_by_one: list[NewVoucher] = []
    for _ in range(stamps):
        step = earn(card, 1, "visit", current=today)
        card, one_by_one = step.standing, [*one_by_one, *step.vouchers]
    assert at_once.standing == card
    assert list(at_once.vouchers) == one_by_one


@given(
    programme=stamp_programmes(),
    stamps=st.integers(1, 12),
    given_today=st.integers(0, 12),
    minutes=st.integers(0, 60 * 24 * 220),
    pause=st.integers(0, 3000),
)
def test_a_refusal_names_the_very_moment_it_ends(
    programme: Programme, stamps: int, given_today: int, minutes: int, pause: int
) -> None:
    version = ProgrammeVersion(1, programme, 1)
    now = START + timedelta(minutes=minutes)
    last = LastVisit(1, now - timedelta(minutes=pause), "Eva")
    card = CounterState(0, 1, version, given_today, last)

    def at(moment: datetime, today: int) -> object:
        asked = replace(card, given_today=today)
        return decide(
            asked, Claim(stamps, again=last.id), current=version, now=moment, zone=ZONE, minor_per_unit=100
        )

    outcome = at(now, given_today)
    if isinstance(outcome, TooSoon | DayFull):
        assert now < outcome.until <= now + timedelta(minutes=2000)
        assert at(outcome.until - timedelta(microseconds=1), given_today) == outcome
        after = at(outcome.until, 0)  # a new day has given nothing yet
        alone = programme.limits.max_per_day is not None and stamps > programme.limits.max_per_day
        assert alone or not isinstance(after, type(outcome))


@given(
    per_unit=st.integers(1, 500),
    least=st.integers(0, 5000),
    spent=st.integers(0, 100_000),
    minor=st.sampled_from([1, 100, 1000]),
)
def test_points_are_rounded_down_and_the_least_amount_named_is_enough(
    per_unit: int, least: int, spent: int, minor: int
) -> None:
    programme = points_card((Reward("r", "Tea", 5),), points_per_unit=per_unit, min_spend_minor=least)
    version = ProgrammeVersion(1, programme, 1)

    def spend(amount: int) -> object:
        claim = Claim(spent_minor=amount)
        card = CounterState(0, 1, version)
        return decide(card, claim, current=version, now=START, zone=ZONE, minor_per_unit=minor)

    outcome = spend(spent)
    if isinstance(outcome, Earned):
        assert outcome.amount * minor <= spent * per_unit < (outcome.amount + 1) * minor
        assert sum(entry.amount for entry in outcome.entries) == outcome.standing.balance == outcome.amount
    else:
        assert isinstance(outcome, SpentTooLittle)
        assert spent < outcome.least_minor
        assert isinstance(spend(outcome.least_minor), Earned)
        assert outcome.least_minor == 0 or spend(outcome.least_minor - 1) == outcome


PARTS = st.lists(
    st.builds(BonusTime, start=st.sampled_from((time(), time(14))), times=st.integers(1, 3), plus=st.integers(0, 3))
    | st.builds(AboveAverage, st.integers(1, 100), st.integers(1, 9)),
    max_size=3,
).map(tuple)  # fmt: skip


@st.composite
def any_rules(draw: st.DrawFn, *, money: bool) -> Programme:
    rules = draw(stamp_programmes())
    earn_by = PerMoney(draw(st.integers(1, 5)), draw(st.integers(0, 900))) if money else rules.earn
    days = draw(st.none() | st.integers(1, 90))
    return replace(
        rules,
        earn=earn_by,
        pays=draw(st.just(Automatic()) | st.just(OnRequest())) if money else rules.pays,
        parts=draw(PARTS),
        bonuses_add=draw(st.booleans()),
        voucher_days=days,
        idle_days=days,
    )


@given(data=st.data(), money=st.booleans(), stamps=st.integers(1, 5), spent=st.integers(0, 2000))
def test_whatever_changes_a_begun_card_earns_and_pays_no_less_than_it_was_begun_for(
    data: st.DataObject, *, money: bool, stamps: int, spent: int
) -> None:
    begun, today = (ProgrammeVersion(number, data.draw(any_rules(money=money)), 1) for number in (1, 2))
    balance = data.draw(st.integers(1, max(1, begun.programme.rewards[-1].at - 1)))
    last = LastVisit(1, START - timedelta(minutes=data.draw(st.sampled_from((30, 3000)))), "Eva")
    card = CounterState(balance, 1, begun, data.draw(st.sampled_from((0, 6))), last, usual_minor=500)
    kept, changed = (
        decide(card, Claim(stamps, spent if money else None), current=current, now=START, zone=ZONE, minor_per_unit=100)
        for current in (begun, today)
    )  # fmt: skip
    if not isinstance(kept, Earned):
        assert changed == kept
        return
    assert isinstance(changed, Earned)
    assert changed.amount >= kept.amount
    assert {one for one in kept.vouchers if _of_round(one, 1)} <= set(changed.vouchers)
    if changed.standing.round == card.round:
        assert changed.standing.version == begun


def _of_round(voucher: NewVoucher, number: int) -> bool:
    return (voucher.slot or "").startswith(f"{number}:")
