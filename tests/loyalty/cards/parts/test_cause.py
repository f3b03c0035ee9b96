"""Good causes: what a visit gives is exact, and a card gives to what its holder chose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.cards.giving import KnownCause, giving_by, told_minor
from loyalty.cards.parts.cause import EXACT, GoodCauses, Supported

BANK, SHELTER = Supported("Food bank", "Food for neighbours"), Supported("Animal shelter")
BOTH = GoodCauses((BANK, SHELTER), permille=15, a_visit_minor=10)
SALES = st.lists(st.integers(1, 10_000_000), max_size=200)


def test_a_visit_gives_its_share_and_its_sum() -> None:
    assert BOTH.gives(333) == 333 * 15 + 10 * EXACT
    assert BOTH.gives(None) == 10 * EXACT


def test_a_sum_is_one_of_the_shops_money_and_a_share_is_one_of_any() -> None:
    assert BOTH.has_amounts()
    assert GoodCauses((BANK,), permille=15, units=10, worth_minor=15).has_amounts()
    assert not GoodCauses((BANK,), permille=15).has_amounts()


@given(SALES, st.integers(1, 500))
def test_many_small_visits_give_as_much_as_one_large_one_to_the_last_thousandth(
    sales: list[int], permille: int
) -> None:
    part = GoodCauses((BANK,), permille=permille)
    assert sum(map(part.gives, sales)) == part.gives(sum(sales))
    assert 0 <= part.gives(sum(sales)) - told_minor(part.gives(sum(sales))) * EXACT < EXACT


@given(SALES)
def test_what_is_told_of_each_never_comes_to_more_than_what_is_told_of_all(sales: list[int]) -> None:
    part = GoodCauses((BANK,), permille=7)
    assert sum(told_minor(part.gives(sale)) for sale in sales) <= told_minor(part.gives(sum(sales)))


@pytest.mark.parametrize(
    ("part", "amounts", "why"),
    [
        (BOTH, True, None),
        (BOTH, False, "amounts"),
        (GoodCauses((BANK,), a_visit_minor=5), False, None),
        (GoodCauses((), a_visit_minor=5), True, "causes"),
        (GoodCauses((BANK, SHELTER, Supported("Choir"), Supported("Club")), 1), True, "causes"),
        (GoodCauses((Supported(""),), 1), True, "name"),
        (GoodCauses((Supported("x" * 25),), 1), True, "name"),
        (GoodCauses((Supported("x", "y" * 121),), 1), True, "about"),
        (GoodCauses((BANK, Supported("food BANK")), 1), True, "twice"),
        (GoodCauses((BANK,)), True, "nothing"),
        (GoodCauses((BANK,), -1), True, "share"),
        (GoodCauses((BANK,), 501), True, "share"),
        (GoodCauses((BANK,), a_visit_minor=-1), True, "visit"),
        (GoodCauses((BANK,), a_visit_minor=10_000_001), True, "visit"),
    ],
)
def test_what_can_not_be_is_refused_with_its_reason(part: GoodCauses, amounts: bool, why: str | None) -> None:  # noqa: FBT001
    bad = part.problem(takes_amounts=amounts)
    assert (bad.why if bad else None) == why


def test_a_card_gives_to_the_first_cause_until_its_holder_chooses() -> None:
    giving = giving_by(BOTH, [KnownCause("Animal shelter", 5, 0, chosen=False)])
    assert (giving.cause, giving.lost) == (BANK, "")
    assert [one.given for one in giving.stand] == [0, 5]
    assert giving_by(BOTH, [KnownCause("Animal shelter", 5, 2, chosen=True)]).cause == SHELTER


def test_a_choice_of_what_is_supported_no_more_falls_back_and_is_told() -> None:
    giving = giving_by(BOTH, [KnownCause("Choir", 90, 40, chosen=True)])
    assert (giving.cause, giving.lost, giving.own_cause.own) == (BANK, "Choir", 0)


def test_what_a_visit_gave_is_added_to_the_cause_of_its_card_alone() -> None:
    giving = giving_by(BOTH, [KnownCause("Animal shelter", 5, 2, chosen=True)]).plus(7)
    assert [(one.given, one.own) for one in giving.stand] == [(0, 0), (12, 9)]
