"""Where the reward money goes: by quadrant, and whether that is well."""

from loyalty.customer_kinds import Quadrant
from loyalty.people.reward_money import NOTHING, RewardMoney, Spent


def money(**cost: int) -> RewardMoney:
    return RewardMoney({Quadrant(name): Spent(1, minor, 0) for name, minor in cost.items()}, 0, 0)


def test_money_is_astray_where_most_of_it_goes_to_who_leaves_little() -> None:
    assert money(friend=40, butterfly=9, barnacle=30, stranger=21).astray
    assert not money(friend=40, butterfly=10, barnacle=30, stranger=20).astray
    assert not money().astray
    assert not money(friend=0).astray


def test_shares_are_of_all_that_rewards_cost() -> None:
    found = money(friend=30, barnacle=10)
    assert [found.share(one) for one in (Quadrant.FRIEND, Quadrant.BARNACLE, Quadrant.STRANGER)] == [
        750,
        250,
        0,
    ]
    assert money().share(Quadrant.FRIEND) == 0


def test_of_butterflies_some_become_friends_and_of_none_nothing_is_said() -> None:
    assert RewardMoney({}, 40, 5).grown == 125
    assert RewardMoney({}, 0, 0).grown is None
    assert NOTHING.plus(2, 30, 40, 1) == Spent(2, 30, 40, 1)
