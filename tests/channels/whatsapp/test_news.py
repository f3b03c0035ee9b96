"""What Meta says of our templates and our account, as it documents it, and what an operator is told of it."""

from typing import Any

import pytest

from channels.messages import AccountKey, AccountNews, Event, TemplateNews
from channels.whatsapp.limits import read_limit
from channels.whatsapp.reading import OurNumber, read
from channels.whatsapp.templates import stands

NUMBER, BUSINESS = "106540352242922", "102290129340398"
OURS = AccountKey("whatsapp", NUMBER)

Json = dict[str, Any]


def told(field: str, value: Json, *, account: str = BUSINESS) -> list[Event]:
    changes = [{"field": field, "value": value}]
    return read({"entry": [{"id": account, "changes": changes}]}, OurNumber(NUMBER, BUSINESS))


TEMPLATE = {"message_template_name": "birthday", "message_template_language": "en"}


@pytest.mark.parametrize(
    ("field", "value", "news"),
    [
        (
            "message_template_status_update",
            TEMPLATE
            | {"event": "REJECTED", "reason": "INVALID_FORMAT", "message_template_category": "MARKETING"},
            TemplateNews(NUMBER, "birthday", "en", "rejected", "marketing", "invalid_format"),
        ),
        (
            "template_category_update",
            {**TEMPLATE, "previous_category": "UTILITY", "new_category": "MARKETING"},
            TemplateNews(NUMBER, "birthday", "en", category="marketing"),
        ),
        (
            "account_update",
            {"event": "ACCOUNT_VIOLATION", "violation_info": {"violation_type": "ADULT"}},
            AccountNews(OURS, "WhatsApp says: account violation, adult"),
        ),
        (
            "account_update",
            {
                "event": "DISABLED_UPDATE",
                "ban_info": {"waba_ban_state": "DISABLE", "waba_ban_date": "April 17"},
            },
            AccountNews(OURS, "WhatsApp says: disabled update, disable, April 17", sends=False),
        ),
        *(
            ("account_update", value, AccountNews(OURS, f"WhatsApp says: {said}", sends, reopens=reopens))
            for value, said, sends, reopens in (
                ({"event": "ACCOUNT_DELETED"}, "account deleted", False, False),
                ({"event": "ACCOUNT_OFFBOARDED"}, "account offboarded", False, False),
                ({"event": "ACCOUNT_RECONNECTED"}, "account reconnected", True, True),
                (
                    {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "REINSTATE"}},
                    "disabled update, reinstate",
                    True,
                    True,
                ),
                (
                    {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "SCHEDULE_FOR_DISABLE"}},
                    "disabled update, schedule for disable",
                    True,
                    False,
                ),
            )
        ),
        (
            "phone_number_quality_update",
            {"event": "FLAGGED", "current_limit": "TIER_10K"},
            AccountNews(OURS, "WhatsApp says: phone number, flagged, tier 10k", limit="TIER_10K"),
        ),
        (
            "phone_number_quality_update",
            {"event": "THROUGHPUT_UPGRADE", "max_daily_conversations_per_business": "TIER_UNLIMITED"},
            AccountNews(
                OURS,
                "WhatsApp says: phone number, throughput upgrade, tier unlimited",
                limit="TIER_UNLIMITED",
            ),
        ),
        (
            "business_capability_update",
            {"max_daily_conversations_per_business": 2000, "max_phone_numbers_per_waba": 25},
            AccountNews(OURS, "WhatsApp says: people in a day, 2000", limit="2000"),
        ),
    ],
)
def test_news_of_templates_and_account_is_told(field: str, value: Json, news: Event) -> None:
    assert told(field, value) == [news]
    assert told(field, value, account="1") == []


USABLE_STILL = ("FLAGGED", "LOCKED", "UNLOCKED", "LIMIT_EXCEEDED", "SOMETHING_NEW")
USABLE_AGAIN = ("APPROVED", "REINSTATED", "UNARCHIVED")
STOPPED = (
    *("PENDING", "IN_APPEAL", "REJECTED", "PAUSED", "DISABLED"),
    *("ARCHIVED", "DELETED", "PENDING_DELETION"),
)


@pytest.mark.parametrize(
    ("event", "status"),
    [
        *((event, "") for event in USABLE_STILL),
        *((event, "approved") for event in USABLE_AGAIN),
        *((event, event.lower()) for event in STOPPED),
    ],
)
def test_only_what_meta_names_as_stopping_stops_a_template(event: str, status: str) -> None:
    value = TEMPLATE | {"event": event, "message_template_category": "UTILITY"}
    [news] = told("message_template_status_update", value)
    assert isinstance(news, TemplateNews)
    assert (news.status, news.category) == (status, "utility")
    assert stands(event.lower()) in (status, "approved")  # a list says the same


def test_a_word_that_nobody_knows_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    told("message_template_status_update", TEMPLATE | {"event": "SOMETHING_NEW"})
    assert "'something_new', which nobody knows" in caplog.text


@pytest.mark.parametrize(
    ("word", "limit"),
    [
        ("TIER_250", 250),
        ("TIER_2K", 2000),
        ("2000", 2000),
        ("TIER_UNLIMITED", None),
        ("-1", None),
        ("MANY", 7),
    ],
)
def test_a_limit_is_read_in_each_of_its_forms(word: str, limit: int | None) -> None:
    assert read_limit(word, at_a_loss=7) == limit
