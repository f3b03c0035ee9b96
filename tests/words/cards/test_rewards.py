"""What a programme offers and what waits on a card, in words."""

import pytest

from loyalty.cards.programme import Programme, Reward
from tests.programmes import points_card, stamp_card
from words.cards.rewards import offered, times
from words.language import words

COFFEE = Reward("coffee", "Koffie", 10)


@pytest.mark.parametrize(
    ("programme", "said"),
    [
        (stamp_card((COFFEE,)), {"en": "10 stamps: Koffie", "nl": "10 stempels: Koffie"}),
        (points_card((COFFEE,)), {"en": "Koffie: 10 points", "nl": "Koffie: 10 punten"}),
    ],
)
def test_a_reward_is_offered_with_what_it_takes(programme: Programme, said: dict[str, str]) -> None:
    assert {language: offered(programme, COFFEE, "EUR", words(language)) for language in said} == said


def test_equal_rewards_are_counted_and_a_single_one_is_not() -> None:
    assert [times("Koffie", count) for count in (1, 3)] == ["Koffie", "Koffie × 3"]
