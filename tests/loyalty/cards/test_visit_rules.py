"""What one visit earns, and which rule says no until when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from loyalty.cards.counter_state import CounterState, LastVisit, affordable, progress
from loyalty.cards.programme import Limits, ProgrammeVersion, Reward
from loyalty.cards.visits import (
    AmountNeeded,
    Claim,
    DayFull,
    Earned,
    NewEntry,
    Refusal,
    SameVisit,
    SpentTooLittle,
    TooSoon,
    VisitFull,
    decide,
    decide_extra,
    earn,
)
from tests.programmes import points_card, stamp_card

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 3, 12, 13, 0, tzinfo=UTC)
COOKIE, COFFEE = Reward("cookie", "Cookie", 5), Reward("coffee", "Free coffee", 10)
TEN = stamp_card((COOKIE, COFFEE), voucher_days=90)
FOUR = stamp_card((Reward("tea", "Free tea", 4),))
POINTS = points_card((COOKIE, COFFEE), points_per_unit=2, min_spend_minor=300)


def limited(**limits: int) -> ProgrammeVersion:
    return ProgrammeVersion(1, replace(TEN, limits=Limits(**limits)), 1)


def standing(
    balance: int = 0,
    version: ProgrammeVersion | None = None,
    *,
    given_today: int = 0,
    last: LastVisit | None = None,
) -> CounterState:
    return CounterState(balance, 1, version or ProgrammeVersion(1, TEN, 1), given_today, last)


def visited(*, ago: timedelta) -> LastVisit:
    return LastVisit(7, NOW - ago, "Eva")


def answer(
    card: CounterState,
    claim: Claim | None = None,
    *,
    current: ProgrammeVersion | None = None,
    now: datetime = NOW,
) -> Earned | Refusal:
    return decide(
        card, claim or Claim(), current=current or card.version, now=now, zone=AMSTERDAM, minor_per_unit=100
    )


def earned(
    card: CounterState, claim: Claim | None = None, *, current: ProgrammeVersion | None = None
) -> Earned:
    outcome = answer(card, claim, current=current)
    assert isinstance(outcome, Earned)
    return outcome


def test_a_stamp_is_one_entry_and_no_voucher() -> None:
    outcome = earned(standing(3))
    assert outcome.entries == (NewEntry("visit", 1, 1, 1),)
    assert outcome.vouchers == ()
    assert (outcome.standing.balance, outcome.standing.given_today) == (4, 1)


def test_surplus_stamps_are_carried_to_the_next_card() -> None:
    outcome = earned(standing(8), Claim(stamps=5))
    assert outcome.entries == (NewEntry("visit", 5, 1, 1), NewEntry("reward", -10, 1, 1))
    assert [v.slot for v in outcome.vouchers] == ["1:10"]
    assert (outcome.standing.balance, outcome.standing.round) == (3, 2)


def test_every_milestone_passed_in_one_visit_is_paid_once() -> None:
    outcome = earned(standing(4), Claim(stamps=21))
    assert [v.slot for v in outcome.vouchers] == ["1:5", "1:10", "2:5", "2:10", "3:5"]
    assert {v.valid_days for v in outcome.vouchers} == {90}
    assert [v.slot for v in earned(outcome.standing).vouchers] == []


def test_a_full_card_leaves_an_empty_one() -> None:
    outcome = earned(standing(9))
    assert (outcome.standing.balance, outcome.standing.round) == (0, 2)
    assert sum(entry.amount for entry in outcome.entries) == -9


def test_a_begun_card_keeps_its_promise_until_its_reward() -> None:
    old, new = ProgrammeVersion(1, TEN, 1), ProgrammeVersion(2, FOUR, 1)
    assert earned(standing(8, old), current=new).standing.version == old
    outcome = earned(standing(8, old), Claim(stamps=3), current=new)
    assert [v.reward.key for v in outcome.vouchers] == ["coffee"]
    assert (outcome.standing.version, outcome.standing.balance) == (new, 1)


def test_surplus_on_new_terms_can_fill_cards_of_the_new_size() -> None:
    outcome = earned(
        standing(9, ProgrammeVersion(1, TEN, 1)), Claim(stamps=10), current=ProgrammeVersion(2, FOUR, 1)
    )
    assert [v.slot for v in outcome.vouchers] == ["1:10", "2:4", "3:4"]
    assert [entry.version_id for entry in outcome.entries] == [1, 1, 2, 2]
    assert outcome.standing.balance == 1


def test_an_empty_card_takes_todays_rules() -> None:
    outcome = earned(standing(0, ProgrammeVersion(1, TEN, 1)), current=ProgrammeVersion(2, FOUR, 1))
    assert outcome.standing.version.id == 2
    assert {entry.version_id for entry in outcome.entries} == {2}


def test_head_start_stamps_earn_the_milestones_they_pass() -> None:
    outcome = earn(standing(), 5, "head_start", current=ProgrammeVersion(1, TEN, 1))
    assert [entry.kind for entry in outcome.entries] == ["head_start"]
    assert [v.slot for v in outcome.vouchers] == ["1:5"]


@pytest.mark.parametrize("seconds", [0, 1, 59])
def test_a_printed_code_within_a_minute_is_the_same_visit(seconds: int) -> None:
    last = visited(ago=timedelta(seconds=seconds))
    assert answer(standing(3, last=last)) == SameVisit(last)


def test_a_printed_code_after_a_minute_is_a_new_visit() -> None:
    assert earned(standing(3, last=visited(ago=timedelta(seconds=60)))).amount == 1


def test_the_same_token_shown_later_is_the_same_visit() -> None:
    last = visited(ago=timedelta(minutes=8))
    assert answer(standing(3, last=last), Claim(shown_at=last.at - timedelta(seconds=5))) == SameVisit(last)


@pytest.mark.parametrize("seconds", [0, 5, 59])
def test_a_token_drawn_anew_is_still_the_same_visit_within_a_minute(seconds: int) -> None:
    last = visited(ago=timedelta(seconds=seconds))
    redrawn = Claim(shown_at=last.at + timedelta(milliseconds=1))
    assert answer(standing(3, last=last), redrawn) == SameVisit(last)
    a_minute_after = visited(ago=timedelta(seconds=60))
    assert earned(standing(3, last=a_minute_after), Claim(shown_at=NOW)).amount == 1


def test_an_amount_is_judged_by_when_the_card_was_scanned_not_by_when_it_was_typed() -> None:
    last = visited(ago=timedelta(minutes=5))
    beside = Claim(spent_minor=1200, scanned_at=last.at + timedelta(seconds=59))
    before = Claim(spent_minor=1200, scanned_at=last.at - timedelta(minutes=2))
    after = Claim(spent_minor=1200, scanned_at=last.at + timedelta(seconds=60))
    assert answer(standing(3, last=last), beside) == answer(standing(3, last=last), before) == SameVisit(last)
    assert isinstance(answer(standing(3, last=last), after), Earned)


def test_a_cashier_who_means_it_books_again_but_not_against_the_shops_pause() -> None:
    last = visited(ago=timedelta(seconds=10))
    assert earned(standing(3, last=last), Claim(again=last.id)).amount == 1
    paused = standing(3, limited(cooldown_minutes=1), last=last)
    assert answer(paused, Claim(again=last.id)) == TooSoon(last.at + timedelta(minutes=1), last)


def test_meaning_it_twice_books_once_more_because_it_names_the_visit_that_was_seen() -> None:
    last = visited(ago=timedelta(seconds=10))
    assert answer(standing(4, last=last), Claim(again=last.id - 1)) == SameVisit(last)
    long_ago = visited(ago=timedelta(hours=5))
    assert answer(standing(4, last=long_ago), Claim(again=long_ago.id - 1)) == SameVisit(long_ago)


def test_meaning_it_after_that_visit_was_taken_back_is_a_visit_of_its_own() -> None:
    assert earned(standing(4, last=visited(ago=timedelta(hours=5))), Claim(again=99)).amount == 1


def test_a_clock_that_was_set_back_stops_nobody_who_means_it() -> None:
    last = visited(ago=timedelta(minutes=-50))
    assert answer(standing(3, last=last)) == SameVisit(last)
    assert earned(standing(3, last=last), Claim(again=last.id)).amount == 1


@pytest.mark.parametrize("night", [datetime(2026, 3, 29, 0, 50), datetime(2026, 10, 25, 0, 50)])  # noqa: DTZ001
def test_a_pause_lasts_as_long_over_the_nights_the_clock_is_moved(night: datetime) -> None:
    last = LastVisit(7, night.replace(tzinfo=UTC), "Eva")
    card = standing(3, limited(cooldown_minutes=30), last=last)
    until = last.at + timedelta(minutes=30)
    fresh = Claim(shown_at=last.at + timedelta(minutes=1))
    assert answer(card, fresh, now=until - timedelta(seconds=1)) == TooSoon(until, last)
    assert isinstance(answer(card, fresh, now=until), Earned)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-03-12T13:00", "2026-03-12T23:00"),
        ("2026-03-28T22:59", "2026-03-28T23:00"),
        ("2026-03-28T23:00", "2026-03-29T22:00"),
        ("2026-03-29T01:30", "2026-03-29T22:00"),
        ("2026-10-24T22:00", "2026-10-25T23:00"),
        ("2026-10-25T00:30", "2026-10-25T23:00"),
        ("2026-10-25T22:59", "2026-10-25T23:00"),
    ],
)
def test_a_full_day_ends_at_the_shops_midnight(now: str, until: str) -> None:
    card = standing(3, limited(max_per_day=2), given_today=2)
    ends = datetime.fromisoformat(until).replace(tzinfo=UTC)
    assert answer(card, now=datetime.fromisoformat(now).replace(tzinfo=UTC)) == DayFull(2, ends)


def test_caps_count_what_the_visit_and_the_day_already_gave() -> None:
    card = standing(3, limited(max_per_visit=3, max_per_day=4), given_today=2)
    assert answer(card, Claim(stamps=4)) == VisitFull(3)
    assert isinstance(answer(card, Claim(stamps=3)), DayFull)
    assert earned(card, Claim(stamps=2)).amount == 2

    def extra(already: int) -> Earned | Refusal:
        return decide_extra(card, came=NOW, already=already, current=card.version, now=NOW, zone=AMSTERDAM)

    assert isinstance(extra(2), Earned)
    assert extra(3) == VisitFull(3)


def test_an_empty_card_is_held_to_todays_limits() -> None:
    assert answer(standing(), Claim(stamps=2), current=limited(max_per_visit=1)) == VisitFull(1)


def test_points_need_to_know_what_was_spent() -> None:
    card = standing(version=ProgrammeVersion(1, POINTS, 1))
    assert answer(card) == AmountNeeded()
    assert answer(card, Claim(spent_minor=299)) == SpentTooLittle(300)
    outcome = earned(card, Claim(spent_minor=1275))
    assert (outcome.amount, outcome.vouchers, outcome.standing.balance) == (25, (), 25)


def test_points_are_bought_with_and_never_carried() -> None:
    card = standing(7, ProgrammeVersion(1, POINTS, 1))
    assert affordable(card) == (COOKIE,)
    assert affordable(standing(10, ProgrammeVersion(1, POINTS, 1))) == (COOKIE, COFFEE)
    assert affordable(standing(10)) == ()


def test_progress_looks_at_the_next_reward() -> None:
    assert (progress(standing(4)).next_reward, progress(standing(4)).to_go) == (COOKIE, 1)
    assert (progress(standing(5)).next_reward, progress(standing(5)).to_go) == (COFFEE, 5)
    rich = progress(standing(50, ProgrammeVersion(1, POINTS, 1)))
    assert (rich.next_reward, rich.to_go) == (COFFEE, 0)


def test_progress_passes_over_what_is_gone_until_all_is() -> None:
    card = standing(2, ProgrammeVersion(1, POINTS, 1))
    passed = progress(replace(card, gone=frozenset({"cookie"})))
    assert (passed.next_reward, passed.to_go) == (COFFEE, 8)
    assert progress(replace(card, gone=frozenset({"cookie", "coffee"}))).next_reward == COOKIE
