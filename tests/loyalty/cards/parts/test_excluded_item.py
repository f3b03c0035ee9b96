"""What earns less counts for its share, and on a begun card for the larger of two."""

import pytest

from loyalty.cards.part import Part
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.excluded_item import ExcludedItem, on_begun
from loyalty.cards.programme import Reward
from loyalty.shop.changes import for_the_worse
from tests.programmes import points_card

NONE, HALF = ExcludedItem("Tobacco"), ExcludedItem("Tobacco", 50)
OTHER = ExcludedItem("Deposit", 90)


def test_a_share_counts_and_is_rounded_down() -> None:
    assert (NONE.counts(999), HALF.counts(999)) == (0, 499)


@pytest.mark.parametrize("percent", [-1, 100])
def test_a_share_is_less_than_all_and_no_less_than_nothing(percent: int) -> None:
    bad = ExcludedItem("Tobacco", percent).problem(takes_amounts=True)
    assert bad is not None
    assert bad.why == "percent"


@pytest.mark.parametrize(
    ("today", "begun", "counts"),
    [
        (NONE, (HALF, OTHER), HALF),
        (HALF, (NONE,), HALF),
        (NONE, (NONE,), NONE),
        (NONE, (OTHER, BonusItem("Tobacco")), None),
    ],
)
def test_a_begun_card_has_the_larger_share_or_all(
    today: ExcludedItem, begun: tuple[Part, ...], counts: ExcludedItem | None
) -> None:
    assert on_begun(today, begun) == counts


@pytest.mark.parametrize(
    ("begun", "today", "worse"),
    [((), (HALF,), True), ((HALF,), (NONE,), True), ((NONE,), (HALF,), False), ((NONE,), (NONE,), False)],
)
def test_less_than_a_card_was_begun_with_is_announced_and_more_is_not(
    begun: tuple[Part, ...], today: tuple[Part, ...], *, worse: bool
) -> None:
    old, new = (points_card((Reward("r1", "Cake", 40),), parts=parts) for parts in (begun, today))
    assert bool(for_the_worse(old, new)) == worse
