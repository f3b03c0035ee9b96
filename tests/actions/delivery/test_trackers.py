"""What goes along with a message is understood when it comes back; what others made up is not."""

import pytest

from actions.delivery.trackers import Tracker, read_tracker
from loyalty.tokens import digest

LONGEST = Tracker(key=digest("x"), about={"voucher_id": 10**18 - 1}, pictured=True)


@pytest.mark.parametrize("tracker", [Tracker(7), Tracker(7, pictured=True), Tracker(key="ab12"), LONGEST])
def test_what_goes_along_comes_back(tracker: Tracker) -> None:
    assert read_tracker(str(tracker)) == tracker
    assert len(str(tracker)) <= 512  # what WhatsApp carries


@pytest.mark.parametrize(
    "text", ["", "not ours", "٣", "9" * 40, "7 pictured", "7 card_id=", "7 card_id=x", "answer:", "7\n", " 7"]
)
def test_what_is_not_ours_is_not_understood(text: str) -> None:
    assert read_tracker(text) is None
