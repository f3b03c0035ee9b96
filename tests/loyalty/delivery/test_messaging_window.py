"""Outside of the window only what can't wait is paid for."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from loyalty.delivery.messaging_window import LAST_CALL, ByTemplate, Freely, NoTemplate, Ride, choose_route
from tests.kinds import BIRTHDAY, BROADCAST, GOAL, WIN_BACK

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)
_moments = st.none() | st.timedeltas(-2 * WEEK, 2 * WEEK).map(lambda away: NOW + away)
_categories = st.none() | st.sampled_from(["utility", "marketing"])


@given(window=_moments, expires=_moments, category=_categories, patient=st.booleans())
def test_whoever_just_wrote_pays_nobody_anything(
    *, window: datetime | None, expires: datetime | None, category: str | None, patient: bool
) -> None:
    chosen = choose_route(
        patient=patient, window_until=window, expires_at=expires, category=category, now=NOW
    )
    assert isinstance(chosen, Freely) == (window is not None and window > NOW)


@given(expires=_moments, category=_categories, patient=st.booleans())
def test_what_waits_waits_for_a_moment_at_which_it_still_counts(
    *, expires: datetime | None, category: str | None, patient: bool
) -> None:
    chosen = choose_route(patient=patient, window_until=None, expires_at=expires, category=category, now=NOW)
    if isinstance(chosen, Ride):
        assert patient
        assert expires is not None
        assert NOW < chosen.until < expires
        at_last = choose_route(
            patient=patient, window_until=None, expires_at=expires, category=category, now=chosen.until
        )
        assert at_last == (NoTemplate() if category is None else ByTemplate(category))


def test_what_is_patient_rides_and_what_is_not_is_paid_for() -> None:
    def of(*, patient: bool) -> object:
        return choose_route(
            patient=patient, window_until=None, expires_at=NOW + WEEK, category="marketing", now=NOW
        )

    assert of(patient=True) == Ride(NOW + WEEK - LAST_CALL)
    assert of(patient=False) == ByTemplate("marketing")


def test_a_reminder_is_patient_and_a_birthday_is_not() -> None:
    assert GOAL.policy.patient
    assert not any(kind.policy.patient for kind in (BIRTHDAY, WIN_BACK, BROADCAST))


def test_without_approved_words_nothing_can_be_paid_for() -> None:
    assert (
        choose_route(patient=False, window_until=NOW - HOUR, expires_at=None, category=None, now=NOW)
        == NoTemplate()
    )
