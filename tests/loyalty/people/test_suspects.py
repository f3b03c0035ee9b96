"""Who opened a shop's link and did not join: which part joined is said where openings tell of it, and nowhere else."""

from datetime import date

import pytest

from loyalty.people.suspects import Suspects


@pytest.mark.parametrize(
    ("opened", "joined", "stayed", "percent", "few_join"),
    [
        (20, 5, 15, 25, True),
        (20, 10, 10, 50, False),
        (10, 10, 0, 100, False),
        (9, 1, 8, None, False),  # of a few a share says nothing
        (12, 15, 0, None, False),  # most came without the page
    ],
)
def test_a_share_is_said_of_enough_openings_and_never_beyond_all(
    opened: int, joined: int, stayed: int, percent: int | None, *, few_join: bool
) -> None:
    found = Suspects(date(2026, 6, 1), opened, joined)
    assert (found.stayed, found.percent, found.few_join) == (stayed, percent, few_join)
