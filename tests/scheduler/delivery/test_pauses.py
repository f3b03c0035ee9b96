"""Pauses that a platform orders: one chat's trouble is its own, several chats' at once is the account's."""

from datetime import UTC, datetime, timedelta

from actions.delivery.sending_state import WHOLE_ACCOUNT, SendingState
from scheduler.delivery.pauses import Pauses

NOON = datetime(2026, 3, 12, 11, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def refused(pauses: Pauses, *chats: str, seconds: float = 120, at: datetime = NOON) -> None:
    """Let the platform refuse each of these chats, without saying whether it means the whole account."""
    for chat in chats:
        pauses.order_in(chat, at + seconds * SECOND, now=at, perhaps_all=True)


def test_a_chat_that_is_refused_holds_up_no_other() -> None:
    pauses = Pauses()
    refused(pauses, "ana", "ana", "ana", "ana")
    assert pauses.until(NOON, "ana") == NOON + 120 * SECOND
    assert pauses.until(NOON, "eva") is None
    assert pauses.until(NOON) is None


def test_several_chats_at_once_are_the_account() -> None:
    pauses = Pauses()
    refused(pauses, "ana", "ben")
    assert pauses.until(NOON) is None
    refused(pauses, "tom")
    assert pauses.until(NOON, "eva") == NOON + 15 * SECOND


def test_three_who_flood_for_hours_silence_the_others_for_seconds_and_then_ever_longer() -> None:
    pauses, now, waited = Pauses(), NOON, []
    for turn in range(5):
        refused(pauses, *(f"{turn}:{number}" for number in range(6)), seconds=9000, at=now)
        until = pauses.until(now, "eva")
        assert until
        waited.append((until - now).total_seconds())
        now = until
    assert waited == [15, 60, 180, 300, 300]
    pauses.served()
    refused(pauses, "ana", "ben", "tom", seconds=9000, at=now)
    assert pauses.until(now, "eva") == now + 15 * SECOND
    assert pauses.until(now, "ana") == now + 9000 * SECOND


def test_the_account_waits_as_long_as_the_shortest_asks_and_each_chat_as_long_as_it_was_told() -> None:
    pauses = Pauses()
    refused(pauses, "stranger", seconds=600)
    refused(pauses, "ana", "ben", seconds=3)
    assert pauses.until(NOON, "eva") == NOON + 3 * SECOND
    assert pauses.until(NOON, "stranger") == NOON + 600 * SECOND


def test_refusals_that_lie_apart_or_have_an_arrival_between_them_are_each_chats_own() -> None:
    pauses = Pauses()
    for number in range(9):
        refused(pauses, str(number), at=NOON + 3 * number * SECOND)
    assert pauses.until(NOON + 27 * SECOND) is None
    pauses = Pauses()
    refused(pauses, "ana", "ben")
    pauses.served()
    refused(pauses, "tom")
    assert pauses.until(NOON) is None


def test_chats_of_which_the_platform_is_sure_never_pause_the_account() -> None:
    pauses = Pauses()
    for number in range(9):
        pauses.order_in(str(number), NOON + SECOND, now=NOON, perhaps_all=False)
    assert pauses.until(NOON) is None


def test_a_shorter_pause_shortens_no_longer_one() -> None:
    pauses = Pauses()
    for seconds in (120, 3):
        pauses.order(NOON + seconds * SECOND)
        refused(pauses, "ana", seconds=seconds + 100)
    assert pauses.until(NOON) == NOON + 120 * SECOND
    assert pauses.until(NOON, "ana") == NOON + 220 * SECOND


def test_a_clock_set_back_keeps_the_length_of_every_pause() -> None:
    pauses = Pauses()
    pauses.order(NOON + 10 * SECOND)
    refused(pauses, "ana", seconds=20)
    day = timedelta(days=1)
    pauses.set_back(day)
    assert pauses.until(NOON - day) == NOON - day + 10 * SECOND
    assert pauses.until(NOON - day, "ana") == NOON - day + 20 * SECOND


def test_an_account_that_is_refused_asks_again_within_seconds_and_then_ever_less_often() -> None:
    pauses, now, waited = Pauses(), NOON, []
    for _ in range(8):
        until = pauses.refused(now)
        assert pauses.refused(now) == until  # what was under way meanwhile adds nothing
        waited.append((until - now).total_seconds())
        now = until
    assert waited == [5, 15, 60, 180, 300, 300, 300, 300]
    pauses.served()
    assert pauses.refused(now) == now + 5 * SECOND


def test_an_account_whose_messages_are_taken_and_refused_later_waits_longer_until_one_has_arrived() -> None:
    pauses, now, waited = Pauses(), NOON, []
    for _ in range(4):
        pauses.refused_later(now)
        until = pauses.until(now)
        assert until
        waited.append((until - now).total_seconds())
        now = until
        pauses.served()  # the next one is taken too
    assert waited == [5, 15, 60, 180]
    pauses.arrived()
    assert pauses.refused(now) == now + 5 * SECOND


def test_an_account_that_is_reinstated_waits_for_nothing_though_nobody_had_told_that_it_was_closed() -> None:
    pauses = Pauses()
    again = pauses.refused(pauses.refused(NOON))
    assert pauses.until(NOON) == again
    pauses.reinstated()
    assert pauses.until(NOON) is None
    assert pauses.refused(NOON) == NOON + 5 * SECOND


def told(pauses: Pauses, kept: dict[str, datetime], *, closed_until: datetime | None = None) -> None:
    """Let a process read what stands in rows."""
    pauses.follow(SendingState(closed_until, dict(kept)), changes=pauses.changes)


def test_what_another_process_was_ordered_is_kept_for_as_long_as_it_stands_in_rows() -> None:
    pauses = Pauses()
    told(pauses, {WHOLE_ACCOUNT: NOON + 9 * SECOND, "ana": NOON + 60 * SECOND})
    assert pauses.until(NOON, "eva") == NOON + 9 * SECOND
    assert pauses.until(NOON, "ana") == NOON + 60 * SECOND
    told(pauses, {})
    assert pauses.until(NOON, "ana") is None


def test_what_was_ordered_here_holds_until_it_is_told_and_then_by_its_row() -> None:
    pauses = Pauses()
    refused(pauses, "ana")
    told(pauses, {})
    assert pauses.until(NOON, "ana")
    ordered = pauses.untold()
    assert ordered == {"ana": NOON + 120 * SECOND}
    pauses.told(ordered)
    assert not pauses.untold()
    told(pauses, ordered)
    assert pauses.until(NOON, "ana")


def test_rows_that_were_read_before_something_was_ordered_here_are_passed_over() -> None:
    pauses = Pauses()
    before = pauses.changes
    refused(pauses, "ana")
    pauses.told(pauses.untold())
    pauses.follow(SendingState(), changes=before)
    assert pauses.until(NOON, "ana")


def test_an_account_that_another_process_heard_is_open_again_is_asked_soon_if_it_refuses() -> None:
    pauses = Pauses()
    pauses.refused(NOON)
    told(pauses, {}, closed_until=NOON + 3600 * SECOND)
    assert pauses.until(NOON) == NOON + 3600 * SECOND
    pauses.told(pauses.untold())
    told(pauses, {})
    assert pauses.until(NOON) is None
    assert pauses.refused(NOON) == NOON + 5 * SECOND
