"""Of several messages the most important goes, and finds its place free."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.campaigns.kinds import kind_named
from loyalty.campaigns.frequency_cap import (
    Answer,
    Cap,
    Contact,
    Later,
    Listener,
    MessageKind,
    Never,
    Occurrence,
    QuietHours,
    Send,
    gap,
    may_contact,
)
from loyalty.campaigns.priority import Coming, choose
from loyalty.dates import day_of
from tests.kinds import (
    ALMOST_THERE,
    BIRTHDAY,
    BROADCAST,
    DIGEST,
    EVENT_CAME,
    EVENT_SOON,
    GOAL,
    JOKER_USED,
    MEMBERSHIP_ENDS,
    MESSAGE_KINDS,
    VOUCHER_EXPIRING,
    WELCOME,
    WIN_BACK,
)
from tests.loyalty.campaigns.test_frequency_cap import ALL_EARS, CAPS, DAY, HOURS, MARKETING, NOON, due


def day(answer: Answer, one: Coming) -> date | None:
    """Say on which day something goes that is coming."""
    match answer:
        case Send():
            return day_of(one.at, one.listener.zone)
        case Later(until):
            return day_of(until, one.listener.zone)
        case Never():
            return None


MINUTES = st.integers(1, 60 * 24 * 10)
LAST_WORD = VOUCHER_EXPIRING


def tomorrow(kind: MessageKind, listener: Listener = ALL_EARS, *, days: float = 1) -> Coming:
    return Coming(due(kind, key=f"coming {kind}", days=days + 2), NOON + timedelta(days=days), listener)


def test_the_voucher_about_to_expire_goes_before_all_else_and_the_broadcast_last() -> None:
    order = [
        VOUCHER_EXPIRING,
        BIRTHDAY,
        GOAL,
        ALMOST_THERE,
        WIN_BACK,
        BROADCAST,
    ]
    for first, second in pairwise(order):
        answers = choose([due(second), due(first)], ALL_EARS, now=NOON)
        assert answers[first] == Send()
        assert answers[second] != Send()


@given(kinds=st.permutations([DIGEST, *MESSAGE_KINDS]))
def test_exactly_one_goes_whatever_the_order_in_which_they_are_found(kinds: list[MessageKind]) -> None:
    answers = choose([due(kind) for kind in kinds], ALL_EARS, now=NOON)
    sent = {key for key, answer in answers.items() if answer == Send()}
    assert sent == {
        WELCOME,
        DIGEST,
        EVENT_CAME,
        EVENT_SOON,
        JOKER_USED,
        MEMBERSHIP_ENDS,
        VOUCHER_EXPIRING,
    }


def test_losers_wait_or_are_dropped_as_their_kind_says() -> None:
    answers = choose([due(kind) for kind in MARKETING], ALL_EARS, now=NOON)
    for kind in MARKETING[1:]:
        expected = Later(NOON + 3 * DAY, "outranked") if kind.policy.waits else Never("outranked")
        assert answers[kind] == expected


def test_a_loser_that_cannot_wait_so_long_is_given_up_only_when_it_is_stale() -> None:
    answers = choose([due(BIRTHDAY), due(BROADCAST, days=2)], ALL_EARS, now=NOON)
    assert answers[BROADCAST] == Later(NOON + timedelta(days=2), "outranked")


def test_of_two_vouchers_the_one_that_ends_first_is_told() -> None:
    kind = VOUCHER_EXPIRING
    answers = choose([due(kind, key="a", days=7), due(kind, key="b", days=6)], ALL_EARS, now=NOON)
    assert answers == {"b": Send(), "a": Later(NOON + 3 * DAY, "outranked")}


def test_a_broadcast_leaves_its_place_to_a_last_warning_that_is_due_tomorrow() -> None:
    news = due(BROADCAST)
    free = choose([news], ALL_EARS, now=NOON, coming=[tomorrow(LAST_WORD)])
    assert free == {news.key: Later(NOON + DAY, "outranked")}


def test_what_will_be_stale_by_then_or_comes_again_by_itself_is_dropped() -> None:
    news, goal = due(BROADCAST, days=0.5), due(GOAL)
    assert choose([news], ALL_EARS, now=NOON, coming=[tomorrow(LAST_WORD)])[news.key] == Never("stale")
    assert choose([goal], ALL_EARS, now=NOON, coming=[tomorrow(LAST_WORD)])[goal.key] == Never("outranked")


@pytest.mark.parametrize(
    "ahead",
    [
        tomorrow(LAST_WORD, days=3),  # three days later there is room for it
        tomorrow(BROADCAST),  # nothing more important
        tomorrow(LAST_WORD, replace(ALL_EARS, consents=frozenset())),  # they never hear it anyway
        tomorrow(LAST_WORD, replace(ALL_EARS, contacts=(Contact(GOAL, NOON + DAY),))),  # nor in time
    ],
)
def test_what_holds_up_nothing_more_important_goes(ahead: Coming) -> None:
    news = due(ALMOST_THERE)
    assert choose([news], ALL_EARS, now=NOON, coming=[ahead]) == {news.key: Send()}


def test_a_few_hours_later_on_its_day_are_soon_enough() -> None:
    news, morning = due(BROADCAST), tomorrow(LAST_WORD, days=2.9)
    assert choose([news], ALL_EARS, now=NOON, coming=[morning]) == {news.key: Send()}


def test_the_fourth_message_of_a_month_is_kept_for_what_matters_most() -> None:
    heard = replace(ALL_EARS, contacts=tuple(Contact(GOAL, NOON - days * DAY) for days in (5, 10, 15)))
    ahead = tomorrow(LAST_WORD, heard, days=7)
    news = due(BROADCAST)
    assert choose([news], heard, now=NOON, coming=[ahead]) == {news.key: Later(NOON + 7 * DAY, "outranked")}


def test_another_shops_longer_gap_is_minded_too() -> None:
    weekly = replace(ALL_EARS, cap=Cap(gap_days=7))
    news = due(BROADCAST)
    assert choose([news], ALL_EARS, now=NOON, coming=[tomorrow(LAST_WORD, weekly, days=5)]) == {
        news.key: Later(NOON + 5 * DAY, "outranked")
    }


def test_if_what_was_coming_came_to_nothing_the_one_that_waited_goes() -> None:
    news = due(BROADCAST)
    answer = choose([news], ALL_EARS, now=NOON, coming=[tomorrow(LAST_WORD)])[news.key]
    assert isinstance(answer, Later)
    assert choose([news], ALL_EARS, now=answer.until) == {news.key: Send()}


@given(
    kinds=st.sets(st.sampled_from(MARKETING), min_size=1),
    ahead=st.lists(st.tuples(st.sampled_from(MARKETING), MINUTES, MINUTES), max_size=5),
    ago=st.lists(st.tuples(st.sampled_from(MARKETING), MINUTES), max_size=4),
    cap=CAPS,
    hours=HOURS,
)
def test_nothing_that_goes_ever_holds_up_something_more_important(
    kinds: set[MessageKind],
    ahead: list[tuple[MessageKind, int, int]],
    ago: list[tuple[MessageKind, int]],
    cap: Cap,
    hours: QuietHours,
) -> None:
    contacts = tuple(Contact(kind, NOON - timedelta(minutes=minutes)) for kind, minutes in ago)
    ana = replace(ALL_EARS, contacts=contacts, cap=cap, quiet=hours)
    coming = [
        Coming(
            Occurrence(kind, f"coming {n}", NOON + timedelta(minutes=at + lasts)),
            NOON + timedelta(minutes=at),
            ana,
        )
        for n, (kind, at, lasts) in enumerate(ahead)
    ]
    answers = choose([due(kind) for kind in kinds], ana, now=NOON, coming=coming)
    without = choose([due(kind) for kind in kinds], ana, now=NOON)
    for kind in (kind_named(key) for key, answer in answers.items() if answer == Send()):
        heard = replace(ana, contacts=(*contacts, Contact(kind, NOON)))
        for one in coming:
            if one.occurrence.kind.policy.rank < kind.policy.rank:
                alone = may_contact(one.occurrence, ana, now=one.at)
                assert day(may_contact(one.occurrence, heard, now=one.at), one) == day(alone, one)
    if not coming:
        assert answers == without
    assert sum(answer == Send() for answer in answers.values()) <= 1
    for answer in answers.values():
        assert not isinstance(answer, Later) or answer.until > NOON


@given(ahead=st.lists(st.tuples(st.sampled_from(MARKETING), MINUTES), max_size=6))
def test_nobody_waits_in_a_circle_and_all_is_settled_in_the_end(ahead: list[tuple[MessageKind, int]]) -> None:
    open_, now, ana = [due(BROADCAST, days=90)], NOON, ALL_EARS
    coming = [
        (Occurrence(kind, f"{n}", NOON + timedelta(minutes=at) + 90 * DAY), NOON + timedelta(minutes=at))
        for n, (kind, at) in enumerate(ahead)
    ]
    waits: dict[str, datetime] = {}
    for _ in range(90):
        open_ += [one for one, at in coming if now - DAY < at <= now]
        asked = [one for one in open_ if waits.get(one.key, now) <= now]
        later = [Coming(one, at, ana) for one, at in coming if at > now]
        answers = choose(asked, ana, now=now, coming=later)
        waits |= {key: answer.until for key, answer in answers.items() if isinstance(answer, Later)}
        sent = [one for one in asked if answers[one.key] == Send()]
        assert not sent or not ana.contacts or now - ana.contacts[-1].at >= gap(ana)
        ana = replace(ana, contacts=(*ana.contacts, *(Contact(one.kind, now) for one in sent)))
        open_ = [one for one in open_ if isinstance(answers.get(one.key, Later(now, "cap")), Later)]
        now += DAY
    assert not open_
