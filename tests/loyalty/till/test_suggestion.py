"""At most one sentence is suggested at a scan: what is near first, questions by turns, and nothing that is not for other ears."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from loyalty.campaigns.asking import MOST_TIMES
from loyalty.till.suggestion import EVERY, AtTheTill, suggested

FAR = AtTheTill(
    to_go=5,
    brings=1,
    joined_today=False,
    birthday_known=False,
    birthday_gives=True,
    asked_for_offers=0,
    day=0,
    account_id=0,
)


def over_days(at: AtTheTill) -> list[str | None]:
    return [suggested(replace(at, day=day)) for day in range(4 * EVERY)]


def test_a_reward_that_one_more_visit_brings_goes_before_all_else() -> None:
    assert set(over_days(replace(FAR, to_go=1))) == {"near"}
    assert "near" not in over_days(replace(FAR, to_go=0))


def test_points_are_near_where_one_more_purchase_like_this_brings_them() -> None:
    assert suggested(replace(FAR, to_go=12, brings=12)) == "near"
    assert suggested(replace(FAR, to_go=13, brings=12)) != "near"


def test_questions_take_turns_and_most_days_have_none() -> None:
    asked = over_days(FAR)
    assert asked.count(None) == len(asked) * (EVERY - 1) // EVERY
    assert asked.count("birthday") == asked.count("offers") == 2


def test_who_joined_today_was_asked_enough() -> None:
    assert set(over_days(replace(FAR, joined_today=True))) == {None}


def test_who_answered_or_was_asked_often_enough_is_not_asked_at_the_till_either() -> None:
    assert set(over_days(replace(FAR, birthday_known=True, asked_for_offers=MOST_TIMES))) == {None}
    assert "birthday" not in over_days(replace(FAR, birthday_gives=False))


@given(
    to_go=st.integers(0, 20),
    known=st.booleans(),
    gives=st.booleans(),
    asked=st.integers(0, 3),
    day=st.integers(0, 10**6),
)
def test_a_birthday_that_is_known_is_never_spoken_of(
    *, to_go: int, known: bool, gives: bool, asked: int, day: int
) -> None:
    at = replace(
        FAR, to_go=to_go, birthday_known=known, birthday_gives=gives, asked_for_offers=asked, day=day
    )
    chosen = suggested(at)
    assert chosen != "birthday" or (gives and not known)
    assert chosen != "offers" or asked < MOST_TIMES
