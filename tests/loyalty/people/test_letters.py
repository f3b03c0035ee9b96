"""Whom a letter names does not read it: a first name counts in any case and with any ending, and no other word."""

import pytest

from loyalty.people.letters import who_is_named

STAFF = {1: "Eva Berg", 2: "Cleo", 3: "Jo", 4: "Édouard", 5: "🦊"}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("EVA was rude to me", {1}),
        ("Eva's coffee was cold, and Cleo laughed.", {1, 2}),
        ("Evával nagyon elégedetlen vagyok", {1}),
        ("edouard did not greet", {4}),
        ("Jo is kind, but my job is hard", {3}),
        ("Mrs Berg was late", set()),
        ("The coffee was cold 🦊", set()),
        ("", set()),
    ],
)
def test_a_first_name_is_found_in_what_somebody_wrote(text: str, named: set[int]) -> None:
    assert who_is_named(text, STAFF) == named
