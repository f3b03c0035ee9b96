"""A share of people or things is rounded, and says all or nothing only where it is."""

import pytest

from loyalty.shop.basis import permille_of


@pytest.mark.parametrize(
    ("part", "whole", "permille"),
    [
        (34, 39, 872),
        (26, 30, 867),
        (1, 3, 333),
        (0, 7, 0),
        (7, 7, 1000),
        (9999, 10_000, 999),
        (1, 10_000, 1),
        (10, 8, 1250),
    ],
)
def test_a_share_is_rounded_not_cut(part: int, whole: int, permille: int) -> None:
    assert permille_of(part, whole) == permille
