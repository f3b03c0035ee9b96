"""What somebody likes: said beats inferred, and of few purchases nothing is inferred."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.people.likes import INFERRED_FROM, Answer, Inferred, Likes, OfferTags, Tag, infer

MEAT, CAKE, HOT = Tag(1, "meat", avoided=True), Tag(2, "cake"), Tag(3, "hot")
TAGS = (MEAT, CAKE, HOT)
_answers = st.dictionaries(st.integers(1, 4), st.sampled_from(Answer))
_tags = st.frozensets(st.integers(1, 4))


def test_from_fewer_than_ten_tagged_visits_nothing_is_inferred() -> None:
    assert infer(TAGS, [{3}] * (INFERRED_FROM - 1)) == {}
    assert infer(TAGS, [*[{3}] * (INFERRED_FROM - 1), set(), set()]) == {}


def test_who_never_bought_what_some_avoid_is_taken_to_avoid_it() -> None:
    assert infer(TAGS, [{3}] * 10) == {1: Inferred(Answer.NO, 0, 10), 3: Inferred(Answer.YES, 10, 10)}


def test_a_single_purchase_is_enough_to_infer_no_refusal() -> None:
    assert 1 not in infer(TAGS, [*[{3}] * 20, {1}])


def test_what_was_said_beats_what_is_inferred() -> None:
    inferred = {1: Inferred(Answer.NO, 0, 12)}
    assert Likes({}, inferred).refused() == {1}
    assert Likes({1: Answer.EITHER}, inferred).refused() == frozenset()
    assert Likes({1: Answer.NO}, {1: Inferred(Answer.YES, 12, 12)}).refused() == {1}


@given(_answers, _tags, _tags)
def test_nothing_suits_that_is_about_what_somebody_refuses(
    said: dict[int, Answer], about: frozenset[int], only: frozenset[int]
) -> None:
    likes, offer = Likes(said), OfferTags(about, only)
    if offer.suits(likes):
        assert not (about | only) & likes.refused()
        assert not only or any(said.get(tag) is Answer.YES for tag in only)


@pytest.mark.parametrize("said", [{}, {2: Answer.NO}, {2: Answer.EITHER}])
def test_what_is_for_those_who_like_something_reaches_nobody_else(said: dict[int, Answer]) -> None:
    assert not OfferTags(only=frozenset({2})).suits(Likes(said))
    assert OfferTags(only=frozenset({2})).suits(Likes({2: Answer.YES}))
