"""Outside of the window only what can't wait is paid for."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.delivery.messaging_window import LAST_CALL, PATIENT, ByTemplate, Freely, NoForm, Ride, carriage

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)
_moments = st.none() | st.timedeltas(-2 * WEEK, 2 * WEEK).map(lambda away: NOW + away)
_categories = st.none() | st.sampled_from(["utility", "marketing"])
_kinds = st.sampled_from([*MessageKind, "visit", "redeemed"])


@given(_kinds, _moments, _moments, _categories)
def test_whoever_just_wrote_pays_nobody_anything(
    kind: str, window: datetime | None, expires: datetime | None, category: str | None
) -> None:
    chosen = carriage(kind, window_until=window, expires_at=expires, category=category, now=NOW)
    assert isinstance(chosen, Freely) == (window is not None and window > NOW)


@given(_kinds, _moments, _categories)
def test_what_waits_waits_for_a_moment_at_which_it_still_counts(
    kind: str, expires: datetime | None, category: str | None
) -> None:
    chosen = carriage(kind, window_until=None, expires_at=expires, category=category, now=NOW)
    if isinstance(chosen, Ride):
        assert kind in PATIENT
        assert expires is not None
        assert NOW < chosen.until < expires
        at_last = carriage(kind, window_until=None, expires_at=expires, category=category, now=chosen.until)
        assert at_last == (NoForm() if category is None else ByTemplate(category))


def test_a_reminder_rides_and_a_birthday_does_not() -> None:
    def of(kind: MessageKind) -> object:
        return carriage(kind, window_until=None, expires_at=NOW + WEEK, category="marketing", now=NOW)

    assert of(MessageKind.GOAL) == Ride(NOW + WEEK - LAST_CALL)
    assert (
        of(MessageKind.BIRTHDAY)
        == of(MessageKind.WIN_BACK)
        == of(MessageKind.BROADCAST)
        == ByTemplate("marketing")
    )


def test_without_approved_words_nothing_can_be_paid_for() -> None:
    assert carriage("visit", window_until=NOW - HOUR, expires_at=None, category=None, now=NOW) == NoForm()
