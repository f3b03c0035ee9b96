"""How a reward is used: a share of those whose time is over, and none while that is nobody's."""

from loyalty.shop.reward_uses import RewardUse, in_order


def test_what_waits_says_nothing_yet_of_how_a_reward_is_used() -> None:
    assert RewardUse("coffee", "Coffee", got=5).used_permille is None
    one = RewardUse("coffee", "Coffee", got=10, used=3, ran_out=1)
    assert (one.waits, one.used_permille) == (6, 750)


def test_the_most_chosen_stands_first_and_what_lies_there_last() -> None:
    uses = [RewardUse("tea", "Tea"), RewardUse("cake", "Cake", 2, 2), RewardUse("coffee", "Coffee", 7, 1)]
    assert [one.key for one in in_order(uses)] == ["coffee", "cake", "tea"]
