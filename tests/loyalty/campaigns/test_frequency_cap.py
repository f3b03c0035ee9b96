"""The dose: who may be written to, when, and what goes first."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.campaigns.kinds import kind_named
from loyalty.campaigns.frequency_cap import (
    Cap,
    Contact,
    Frequency,
    Later,
    Listener,
    MessageKind,
    Never,
    Occurrence,
    Purpose,
    QuietHours,
    Send,
    gap,
    may_contact,
)
from loyalty.campaigns.priority import choose
from tests.kinds import (
    ALMOST_THERE,
    BALANCE_EXPIRING,
    BIRTHDAY,
    BROADCAST,
    DIGEST,
    GOAL,
    MESSAGE_KINDS,
    VOUCHER_EXPIRING,
    WIN_BACK,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOON = datetime(2026, 3, 12, 11, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ANA = Listener(AMSTERDAM, frozenset(Purpose))
ALL_EARS = replace(ANA, often=dict.fromkeys(Purpose, Frequency.ALWAYS))
# Cairo and Beirut move the clock at midnight, Havana repeats it, Lord Howe moves half an hour, Apia lost a day.
ZONES = st.sampled_from(
    [
        ZoneInfo(name)
        for name in (
            "Europe/Amsterdam",
            "America/New_York",
            "Africa/Cairo",
            "Asia/Beirut",
            "America/Havana",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "Asia/Kathmandu",
        )
    ]
)
MOMENTS = st.datetimes(datetime(2010, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
HOURS = st.builds(QuietHours, st.times(), st.times())
MARKETING = [kind for kind in MESSAGE_KINDS if kind.policy.purpose is not Purpose.SERVICE]
CAPS = st.builds(Cap, st.integers(3, 20), st.integers(0, 4))


def due(kind: MessageKind, *, key: str = "", days: float = 30) -> Occurrence:
    return Occurrence(kind, key or kind, NOON + timedelta(days=days))


@pytest.mark.parametrize("kind", [DIGEST, *MESSAGE_KINDS])
def test_no_message_goes_without_consent_for_its_purpose(kind: MessageKind) -> None:
    others = replace(ALL_EARS, consents=frozenset(Purpose) - {kind.policy.purpose, kind.policy.alone})
    assert may_contact(due(kind), others, now=NOON) == Never("consent")
    assert may_contact(due(kind), ALL_EARS, now=NOON) == Send()


def test_a_yes_to_reminders_of_goals_is_one_to_no_others() -> None:
    saver = replace(ALL_EARS, consents=frozenset({Purpose.SERVICE, Purpose.GOALS}))
    heard = [kind for kind in MARKETING if may_contact(due(kind), saver, now=NOON) == Send()]
    assert heard == [GOAL]


@pytest.mark.parametrize("kind", MARKETING)
def test_never_means_never_for_one_kind_and_for_a_whole_purpose(kind: MessageKind) -> None:
    for name in (kind, kind.policy.purpose):
        deaf = replace(ALL_EARS, often={name: Frequency.NEVER})
        assert may_contact(due(kind), deaf, now=NOON) == Never("unwanted")


def test_never_one_kind_leaves_the_others() -> None:
    picky = replace(ALL_EARS, often={WIN_BACK: Frequency.NEVER})
    assert may_contact(due(BIRTHDAY), picky, now=NOON) == Send()


@pytest.mark.parametrize(
    ("days_ago", "ignored", "answer"),
    [
        ([2], 0, Later(NOON + DAY, "cap")),
        ([3], 0, Send()),
        ([4, 8, 12, 29], 0, Later(NOON + DAY, "cap")),
        ([4, 8, 12, 30], 0, Send()),
        ([5], 3, Later(NOON + DAY, "ignored")),
        ([6], 3, Send()),
        ([11], 6, Later(NOON + DAY, "ignored")),
        ([59], 99, Later(NOON + DAY, "ignored")),
        ([60], 99, Send()),
    ],
)
def test_all_shops_together_write_at_most_once_in_3_days_and_4_times_in_30(
    days_ago: list[int], ignored: int, answer: object
) -> None:
    contacts = tuple(Contact(BROADCAST, NOON - days * DAY) for days in days_ago)
    ana = replace(ALL_EARS, contacts=contacts, ignored=ignored)
    assert may_contact(due(VOUCHER_EXPIRING), ana, now=NOON) == answer


def test_a_shop_may_ask_for_less_but_never_for_more() -> None:
    a_week_ago = replace(ALL_EARS, contacts=(Contact(GOAL, NOON - 6 * DAY),))
    slow = replace(a_week_ago, cap=Cap(gap_days=7))
    assert may_contact(due(GOAL), a_week_ago, now=NOON) == Send()
    assert may_contact(due(GOAL), slow, now=NOON) == Later(NOON + DAY, "cap")
    assert may_contact(due(GOAL), replace(ANA, cap=Cap(most_in_30_days=0)), now=NOON) == Never("cap")
    assert may_contact(due(GOAL), replace(slow, cap=Cap(gap_days=60)), now=NOON) == Never("stale")
    for more in ({"gap_days": 2}, {"most_in_30_days": 5}, {"most_in_30_days": -1}, {"gap_days": 61}):
        with pytest.raises(ValueError, match=next(iter(more))):
            Cap(**more)


def test_reminders_come_weekly_and_offers_monthly_unless_a_person_says_otherwise() -> None:
    week = replace(
        ANA,
        contacts=(Contact(GOAL, NOON - 6 * DAY), Contact(BROADCAST, NOON - 29 * DAY)),
    )
    assert may_contact(due(ALMOST_THERE), week, now=NOON) == Later(NOON + DAY, "rhythm")
    assert may_contact(due(WIN_BACK), week, now=NOON) == Later(NOON + DAY, "rhythm")
    keen = replace(week, often={Purpose.REMINDERS: Frequency.ALWAYS})
    assert may_contact(due(ALMOST_THERE), keen, now=NOON) == Send()


def test_a_rhythm_counts_from_what_was_heard_last() -> None:
    heard = tuple(Contact(GOAL, NOON - days * DAY) for days in (13, 6, 20))
    assert may_contact(due(ALMOST_THERE), replace(ANA, contacts=heard), now=NOON) == Later(
        NOON + DAY, "rhythm"
    )


@pytest.mark.parametrize("kind", [BIRTHDAY, VOUCHER_EXPIRING, BALANCE_EXPIRING])
def test_what_has_a_date_waits_for_the_cap_but_not_for_the_rhythm(kind: MessageKind) -> None:
    heard = Contact(kind, NOON - 4 * DAY)
    assert may_contact(due(kind), replace(ANA, contacts=(heard,)), now=NOON) == Send()


@pytest.mark.parametrize("kind", [DIGEST, *MESSAGE_KINDS])
def test_nothing_comes_at_night(kind: MessageKind) -> None:
    night = datetime(2026, 3, 12, 22, 0, tzinfo=AMSTERDAM)
    morning = datetime(2026, 3, 13, 9, 0, tzinfo=AMSTERDAM)
    answer = may_contact(due(kind), ALL_EARS, now=night)
    assert answer == Later(morning, "quiet_hours")


def test_what_would_come_too_late_does_not_come() -> None:
    assert may_contact(due(GOAL, days=0), ANA, now=NOON) == Never("stale")
    yesterday = replace(ANA, contacts=(Contact(GOAL, NOON - DAY),))
    assert may_contact(due(BIRTHDAY, days=2), yesterday, now=NOON) == Never("stale")


@pytest.mark.parametrize(
    ("night", "ends"),
    [
        ("2026-03-28T23:30+01:00", "2026-03-29T09:00+02:00"),  # the clock skips an hour
        ("2026-10-24T23:30+02:00", "2026-10-25T09:00+01:00"),  # the clock repeats an hour
    ],
)
def test_both_nights_on_which_the_clock_moves_end_at_nine(night: str, ends: str) -> None:
    over = QuietHours().over_at(datetime.fromisoformat(night), AMSTERDAM)
    assert over == datetime.fromisoformat(ends)


@given(moment=MOMENTS, zone=ZONES, hours=HOURS)
def test_nothing_goes_in_quiet_hours_on_any_day_in_any_zone(
    moment: datetime, zone: ZoneInfo, hours: QuietHours
) -> None:
    over = hours.over_at(moment, zone)
    assert not hours.hold(over, zone)
    assert moment <= over <= moment + 2 * DAY + timedelta(hours=2)


@given(moment=MOMENTS, zone=ZONES)
def test_the_night_is_as_long_as_it_says(moment: datetime, zone: ZoneInfo) -> None:
    hours = QuietHours(time(21), time(9))
    over = hours.over_at(moment, zone)
    assert over == moment or hours.hold(over - timedelta(microseconds=1), zone)


@given(
    kind=st.sampled_from(MARKETING),
    ago=st.lists(st.tuples(st.sampled_from(MARKETING), st.integers(0, 60 * 24 * 40)), max_size=6),
    ignored=st.integers(0, 12),
    cap=CAPS,
    hours=HOURS,
    zone=ZONES,
    now=MOMENTS,
)
def test_later_names_a_moment_at_which_it_may_go(
    kind: MessageKind,
    ago: list[tuple[MessageKind, int]],
    ignored: int,
    cap: Cap,
    hours: QuietHours,
    zone: ZoneInfo,
    now: datetime,
) -> None:
    contacts = tuple(Contact(kind, now - timedelta(minutes=minutes)) for kind, minutes in ago)
    listener = replace(ANA, zone=zone, contacts=contacts, ignored=ignored, cap=cap, quiet=hours)
    message = Occurrence(kind, "k", now + 400 * DAY)
    answer = may_contact(message, listener, now=now)
    if isinstance(answer, Later):
        assert answer.until > now
        assert may_contact(message, listener, now=answer.until) == Send()
        assert not isinstance(
            may_contact(message, listener, now=answer.until - (answer.until - now) / 2), Never
        )


@given(
    steps=st.lists(
        st.tuples(
            st.integers(1, 60 * 24 * 6), st.sets(st.sampled_from(MARKETING), min_size=1), st.integers(0, 7)
        ),
        max_size=40,
    ),
    cap=CAPS,
    zone=ZONES,
)
def test_no_history_of_sends_ever_exceeds_the_cap_in_any_window(
    steps: list[tuple[int, set[MessageKind], int]], cap: Cap, zone: ZoneInfo
) -> None:
    now, listener = NOON, replace(ALL_EARS, cap=cap, zone=zone)
    for minutes, kinds, ignored in steps:
        now += timedelta(minutes=minutes)
        listener = replace(listener, ignored=ignored)
        answers = choose([Occurrence(kind, kind, now + DAY) for kind in kinds], listener, now=now)
        sent = [Contact(kind_named(key), now) for key, answer in answers.items() if answer == Send()]
        if sent and listener.contacts:
            assert now - listener.contacts[-1].at >= gap(listener)
        assert not sent or not listener.quiet.hold(now, zone)
        listener = replace(listener, contacts=(*listener.contacts, *sent))
    times = [contact.at for contact in listener.contacts]
    assert all(later - earlier >= timedelta(days=cap.gap_days) for earlier, later in pairwise(times))
    for start in times:
        assert sum(start <= at < start + 30 * DAY for at in times) <= cap.most_in_30_days


def test_a_clock_set_back_sends_nothing_twice() -> None:
    ahead = replace(ALL_EARS, contacts=(Contact(GOAL, NOON + DAY),))
    assert may_contact(due(BIRTHDAY), ahead, now=NOON) == Later(NOON + 4 * DAY, "cap")
