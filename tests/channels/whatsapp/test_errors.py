"""Every error of the Graph API has one meaning, and none lets marketing arrive twice."""

from typing import get_args

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.deliveries import (
    AccountBroken,
    Capped,
    Crowded,
    Delivery,
    Flooded,
    NotSent,
    OptedOut,
    Rejected,
    Sent,
    TemplateStopped,
    Uncertain,
    Unreachable,
    WindowClosed,
)
from channels.whatsapp.errors import (
    WhatsAppRefusedError,
    WhatsAppUnreachableError,
    answered,
    reported,
    startup_error_of,
    unanswered,
)
from scheduler.delivery.retries import Lost, decide

CODES = st.integers(-1, 140_000) | st.sampled_from([131000, 131016, 131049, 132001, 190, 2388040])
STATUSES = st.sampled_from([0, 400, 401, 403, 404, 429, 500, 502, 503, 504])


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        *((code, Flooded) for code in (4, 80007, 130429, 131057, 429)),
        (131056, Crowded),
        (131049, Capped),
        (131050, OptedOut),
        *((code, WindowClosed) for code in (470, 131047)),
        (131026, Unreachable),
        *((code, AccountBroken) for code in (0, 3, 10, 190, 200, 299, 368, 131005, 131031, 131042, 131048)),
        *((code, TemplateStopped) for code in (132001, 132015, 132016)),
        (131016, NotSent),
        *((code, Uncertain) for code in (1, 2, 131000)),
        *((code, Rejected) for code in (100, 130472, 131008, 131009, 131030, 131051, 131053, 135000, 999)),
        *((code, Rejected) for code in (132000, 132005, 132007, 132012)),
    ],
)
def test_each_code_has_its_meaning(code: int, meaning: type[Delivery]) -> None:
    assert isinstance(answered(code, "…", status=400), meaning)


@given(CODES, st.text(), STATUSES)
def test_there_is_a_meaning_for_every_code(code: int, words: str, status: int) -> None:
    for delivery in (answered(code, words, status=status), reported(code, words)):
        assert isinstance(delivery, get_args(Delivery))
        assert not isinstance(delivery, Sent)


@given(CODES, st.integers(500, 599))
def test_marketing_is_never_sent_again_when_a_server_broke_down(code: int, status: int) -> None:
    delivery = answered(code, "…", status=status)
    if isinstance(delivery, Uncertain):
        assert isinstance(decide(delivery, 1, once=True), Lost)
    assert not isinstance(delivery, NotSent) or code == 131016


@pytest.mark.parametrize(
    "error",
    [httpx.ReadTimeout(""), httpx.WriteTimeout(""), httpx.ReadError(""), httpx.RemoteProtocolError("")],
)
def test_a_lost_answer_is_uncertain_and_marketing_stays_lost(error: httpx.HTTPError) -> None:
    delivery = unanswered(error)
    assert isinstance(delivery, Uncertain)
    assert isinstance(decide(delivery, 1, once=True), Lost)


@pytest.mark.parametrize("error", [httpx.ConnectError(""), httpx.ConnectTimeout(""), httpx.PoolTimeout("")])
def test_what_never_left_can_be_sent_again(error: httpx.HTTPError) -> None:
    assert isinstance(unanswered(error), NotSent)


@given(CODES)
def test_a_failed_status_is_never_uncertain(code: int) -> None:
    assert not isinstance(reported(code, "…"), Uncertain)


def test_a_reason_names_the_code_and_no_phone_number() -> None:
    assert answered(131026, "31600001001 is not on WhatsApp", status=400) == Unreachable(
        "131026: … is not on WhatsApp"
    )


def test_whoever_starts_it_hears_whether_to_look_at_the_settings_or_the_network() -> None:
    assert isinstance(startup_error_of(AccountBroken("190")), WhatsAppRefusedError)
    assert isinstance(startup_error_of(Rejected("100")), WhatsAppRefusedError)
    assert isinstance(startup_error_of(NotSent("ConnectError")), WhatsAppUnreachableError)
