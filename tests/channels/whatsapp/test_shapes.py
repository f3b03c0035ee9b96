"""Whatever the shape of a webhook, reading it never raises."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.whatsapp.reading import OurNumber, read

ACCOUNT = OurNumber("1", "2")

LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=9
)
NAMES = st.sampled_from(
    (
        *("messages", "statuses", "contacts", "user_preferences", "user_id_update", "metadata", "errors"),
        *("type", "text", "id", "from", "system", "interactive", "status", "pricing", "user_id"),
        *("ban_info", "restriction_info", "event"),
    )
)
VALUES = st.recursive(
    LEAVES | st.sampled_from(["text", "system", "failed", "stop", "ACCOUNT_RESTRICTION"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=20,
)
FIELDS = st.sampled_from(
    ["messages", "user_preferences", "user_id_update", "account_update", "account_alerts"]
)


@given(ANYTHING)
def test_no_shape_of_a_webhook_can_raise(payload: object) -> None:
    assert isinstance(read(payload, ACCOUNT), list)


@pytest.mark.slow
@given(FIELDS, st.dictionaries(NAMES, VALUES))
def test_no_shape_of_a_change_can_raise(field: str, value: dict[str, Any]) -> None:
    change = {"field": field, "value": {"metadata": {"phone_number_id": "1"}, **value}}
    assert isinstance(read({"entry": [{"id": "2", "changes": [change]}]}, ACCOUNT), list)
