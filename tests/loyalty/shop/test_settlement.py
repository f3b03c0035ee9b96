"""Who owes whom: to the cent, and all together nothing."""

from collections import Counter
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from loyalty.shop.lots import PointsLot
from loyalty.shop.settlement import (
    Owed,
    RewardGiven,
    SettledMonth,
    balances,
    month_of,
    netted,
    read_month,
    shares,
    to_settle,
)

BAKER, CAFE, FLORIST = 1, 2, 3
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_places = st.integers(1, 5)
_lots = st.lists(
    st.builds(PointsLot, st.integers(1, 99), _places | st.none(), st.integers(1, 500)), min_size=1, max_size=6
)
_handed_out = st.lists(st.builds(RewardGiven, _places, st.integers(0, 10_000), _lots), max_size=20)


def test_who_gave_the_points_pays_whoever_handed_the_reward_out() -> None:
    one = RewardGiven(CAFE, 500, [PointsLot(1, BAKER, 60), PointsLot(2, CAFE, 40)])
    assert balances([one]) == {CAFE: 300, BAKER: -300}


def test_a_cent_that_is_left_goes_to_the_largest_remainder_the_older_lot_first() -> None:
    assert shares(100, [PointsLot(1, BAKER, 1), PointsLot(2, CAFE, 1), PointsLot(3, FLORIST, 1)]) == {
        BAKER: 34,
        CAFE: 33,
        FLORIST: 33,
    }
    assert shares(10, [PointsLot(1, BAKER, 1), PointsLot(2, CAFE, 5)]) == {BAKER: 2, CAFE: 8}
    assert shares(10, [PointsLot(1, BAKER, 4), PointsLot(2, CAFE, 5)]) == {BAKER: 4, CAFE: 6}


def test_what_no_shop_gave_is_borne_where_it_was_handed_out() -> None:
    assert balances([RewardGiven(CAFE, 500, [PointsLot(1, None, 50), PointsLot(2, BAKER, 50)])]) == {
        CAFE: 250,
        BAKER: -250,
    }


def test_points_out_of_nothing_that_are_spent_at_the_same_shop_bring_it_nothing() -> None:
    assert balances([RewardGiven(CAFE, 500, [PointsLot(1, CAFE, 100)])]) == {}


def test_debts_are_netted_over_all_shops() -> None:
    assert netted({BAKER: -300, CAFE: 100, FLORIST: 200}) == [
        Owed(BAKER, FLORIST, 200),
        Owed(BAKER, CAFE, 100),
    ]
    assert netted({BAKER: 0}) == []


@given(_handed_out)
def test_the_shares_of_a_reward_add_up_to_it_and_all_that_is_owed_to_nothing(
    found: list[RewardGiven],
) -> None:
    for one in found:
        parts = shares(one.worth_minor, one.lots)
        assert sum(parts.values()) == one.worth_minor
        assert all(part >= 0 for part in parts.values())
    assert sum(balances(found).values()) == 0


@given(_handed_out)
def test_when_all_have_paid_all_are_even_and_nobody_pays_more_often_than_needed(
    found: list[RewardGiven],
) -> None:
    sums = balances(found)
    owed, left = netted(sums), Counter(sums)
    for one in owed:
        assert one.minor > 0
        left[one.debtor] += one.minor
        left[one.creditor] -= one.minor
    assert not any(left.values())
    assert len(owed) < max(2, len([minor for minor in sums.values() if minor]))


def test_a_month_is_settled_on_the_third_by_the_clock_on_the_wall() -> None:
    february = SettledMonth(date(2026, 2, 1))
    before = datetime(2026, 4, 2, 21, 59, tzinfo=UTC)
    assert to_settle(february, AMSTERDAM, now=before) == []
    assert to_settle(february, AMSTERDAM, now=before.replace(hour=22)) == [SettledMonth(date(2026, 3, 1))]


def test_months_that_were_missed_are_settled_each_for_itself_over_the_new_year() -> None:
    months = to_settle(read_month("2025-10"), AMSTERDAM, now=datetime(2026, 2, 3, 12, tzinfo=UTC))
    assert [str(month) for month in months] == ["2025-11", "2025-12", "2026-01"]
    assert str(month_of(date(2026, 12, 31)).next) == "2027-01"
