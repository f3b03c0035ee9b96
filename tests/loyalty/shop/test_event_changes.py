"""What an event may become: later, larger and elsewhere, but never past, and never too small for who has a seat."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from loyalty.shop.events import BadEvent, EventPlan, check_change, check_event

NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)
TASTING = EventPlan("Tasting", NOW + timedelta(days=5), 8)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"seats": 5}, None),
        ({"seats": 4}, "taken"),
        ({"seats": 0}, "seats"),
        ({"gift_amount": 0}, None),
        ({"gift_amount": 11}, "gift"),
        ({"gift_amount": -1}, "gift"),
        ({"starts_at": NOW - timedelta(hours=1)}, "soon"),
        ({"starts_at": NOW + timedelta(days=91)}, "far"),
        ({"starts_at": NOW + timedelta(hours=3)}, None),
    ],
    ids=str,
)
def test_a_change_keeps_every_seat_and_lies_ahead(change: dict[str, Any], why: str | None) -> None:
    found = check_change(TASTING, replace(TASTING, **change), taken=5, most_gift=10, now=NOW)
    assert (found.why if found else None) == why


def test_who_has_a_seat_too_many_hinders_no_other_change() -> None:
    assert check_change(TASTING, replace(TASTING, gift_amount=2), taken=9, most_gift=10, now=NOW) is None


def test_an_hour_before_it_begins_there_can_be_more_seats_but_no_new_event() -> None:
    soon = replace(TASTING, starts_at=NOW + timedelta(hours=1))
    assert check_change(soon, replace(soon, seats=9), taken=8, most_gift=10, now=NOW) is None
    assert check_event(soon, most_gift=10, now=NOW) == BadEvent("soon")
