"""How long each kind of data is kept, as its customer reads it: by the lines of the nightly forgetting, and no others."""

from actions.people.personal_data import KEPT
from storage.retention import GO


def test_what_goes_by_itself_says_after_how_many_days_at_most() -> None:
    assert {section: kept.days for section, kept in KEPT.items()} == {
        "alerts": 200,
        "bought": 400,
        "link_codes": 10,
        "counted": 1,
        "first_visits": 10,
        "one_time_codes": 30,
        "portrait_moves": 760,
        "messages_due": 760,
        "messages_to_you": 90,
    }
    assert set(KEPT.values()) <= {one.kept for one in GO}
