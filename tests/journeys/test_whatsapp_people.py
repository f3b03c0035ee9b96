"""People on WhatsApp: what they stop, block, hide and change is kept to at once, and their card is theirs throughout."""

import json
from typing import Any

import pytest

from tests.fakes.whatsapp import FakeWhatsApp
from tests.journeys.both import SILENCE, Both, stamps
from tests.journeys.campaigns import writes
from tests.journeys.people import ANA, BEN
from tests.kinds import BROADCAST

SOUP = "News from Café Luna for you: Soup on Friday!"


async def test_who_has_had_enough_from_everybody_is_tried_once_more_after_a_day(both: Both) -> None:
    await _soup_for_ana(both)
    both.meta.has_enough_marketing(ANA)
    assert await both.round(ANA) == SILENCE
    both.meta.has_enough_marketing(ANA, enough=False)
    tried = both.meta.count_calls("send")
    assert await both.passes(ANA, hours=23) == SILENCE
    assert both.meta.count_calls("send") == tried
    assert SOUP in (await both.passes(ANA, hours=1)).whatsapp
    assert both.meta.count_calls("send") == tried + 1


@pytest.mark.slow
async def test_who_still_has_enough_after_a_day_is_left_alone(both: Both) -> None:
    await _soup_for_ana(both)
    both.meta.has_enough_marketing(ANA)
    await both.round(ANA)
    tried = both.meta.count_calls("send")
    for _ in range(4):
        assert await both.passes(ANA, hours=12) == SILENCE
        assert await both.round(ANA) == SILENCE
    assert both.meta.count_calls("send") == tried + 1
    assert "Thank you for your visit" in (await both.heard(ANA, stamps(both, ANA))).whatsapp


@pytest.mark.slow
@pytest.mark.parametrize("told", ["by a report", "by a webhook"])
async def test_who_stops_marketing_on_whatsapp_agrees_to_none_any_more(both: Both, told: str) -> None:
    await _soup_for_ana(both)
    if told == "by a webhook":
        await both.meta.stops_marketing(ANA)
    else:
        both.meta.contact(ANA).stopped_marketing = True
    assert await both.round(ANA) == SILENCE
    assert await both.whatsapp.rows("SELECT given FROM consents ORDER BY id") == [(1,), (1,), (0,), (0,)]
    await both.meta.resumes_marketing(ANA)  # which is no yes to us
    overview = await both.whatsapp.says(ANA, "messages")
    assert overview.count("not without your yes") == 2
    assert "✔ 1 stamp" in (await both.heard(ANA, stamps(both, ANA))).whatsapp


async def test_marketing_is_not_even_sent_to_america_and_receipts_are(both: Both) -> None:
    both.meta.contact(ANA).renumber("12125550100")
    await _soup_for_ana(both)
    tried = both.meta.count_calls("send")
    assert await both.round(ANA) == SILENCE
    assert both.meta.count_calls("send") == tried
    assert "Thank you for your visit" in (await both.heard(ANA, stamps(both, ANA))).whatsapp


async def test_who_blocked_us_gets_stamps_all_the_same_and_is_written_to_after_a_word(both: Both) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="whatsapp")
    await both.meta.blocks(ANA)
    for times in (1, 2):
        assert await both.heard(ANA, stamps(both, ANA)) == SILENCE
        both.later(minutes=2)
        assert await both.whatsapp.rows("SELECT kind, state FROM outbox") == [("visit", "dropped")], times
    await both.meta.unblocks(ANA)
    assert "2 of 4 stamps" in await both.whatsapp.says(ANA, "card")
    assert "✔ 1 stamp" in (await both.heard(ANA, stamps(both, ANA))).whatsapp


async def test_a_new_number_keeps_its_card(both: Both) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="whatsapp")
    await stamps(both, ANA)
    await both.meta.changes_number(ANA, "31699999999")
    both.later(minutes=2)
    assert "✔ 1 stamp" in (await both.heard(ANA, stamps(both, ANA))).whatsapp
    assert "2 of 4 stamps" in await both.whatsapp.says(ANA, "card")
    assert await both.whatsapp.rows("SELECT COUNT(*) FROM accounts") == [(1,)]


@pytest.mark.slow
async def test_who_wrote_from_a_new_number_before_its_news_came_is_asked_and_has_the_card_by_a_yes(
    both: Both,
) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="whatsapp")
    await stamps(both, ANA)
    contact = both.meta.contact(ANA)
    before = contact.user_id
    contact.renumber("447700900123")
    assert "of 4 stamps" not in await both.whatsapp.says(ANA, "card")
    system = {"type": "user_changed_user_id", "previous_user_id": before, "user_id": contact.user_id}
    told = {"id": "wamid.moved", "timestamp": str(int(both.hours.now.timestamp())), "type": "system"}
    news = batch(both.meta, told | {"system": system})
    asked = await both.heard(ANA, both.meta.raw(news))
    assert "Is the card of Ana yours too?" in asked.whatsapp
    assert "· Café Luna: 1 of 4 stamps" in asked.whatsapp
    assert await both.heard(ANA, both.meta.raw(news)) == SILENCE
    done = await both.whatsapp.taps(ANA, "Yes, make them one")
    assert "Done: all of it is yours here now.\n· Café Luna: 1 of 4 stamps" in done
    both.later(minutes=2)
    assert "✔ 1 stamp" in (await both.heard(ANA, stamps(both, ANA))).whatsapp


async def test_who_passed_over_the_question_of_a_new_number_is_asked_again_where_they_miss_the_card(
    both: Both,
) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="whatsapp")
    await stamps(both, ANA)
    contact = both.meta.contact(ANA)
    before = contact.user_id
    contact.renumber("447700900123")
    assert "When is your birthday?" in await both.whatsapp.says(ANA, "birthday")
    system = {"type": "user_changed_user_id", "previous_user_id": before, "user_id": contact.user_id}
    told = {"id": "wamid.moved", "timestamp": str(int(both.hours.now.timestamp())), "type": "system"}
    await both.heard(ANA, both.meta.raw(batch(both.meta, told | {"system": system})))
    assert "3 May" in await both.whatsapp.says(ANA, "3 may")
    for asking in ("card", "rewards", "I have a new phone"):
        assert "Is the card of Ana yours too?" in await both.whatsapp.says(ANA, asking)
    assert "1 of 4 stamps" in await both.whatsapp.taps(ANA, "Yes, make them one")
    assert "1 of 4 stamps" in await both.whatsapp.says(ANA, "card")


async def test_a_number_that_was_somebody_elses_is_asked_when_its_owner_writes(both: Both) -> None:
    shop = await both.cafe()
    for person in (ANA, BEN):
        await both.joins(shop, person, on="whatsapp")
    await stamps(both, ANA)
    both.later(days=2)  # Ben's window is shut
    gone, there = both.meta.contact(ANA), both.meta.contact(BEN)
    system = {"type": "user_changed_user_id", "previous_user_id": gone.user_id, "user_id": there.user_id}
    told = {"id": "wamid.moved", "timestamp": str(int(both.hours.now.timestamp())), "type": "system"}
    await both.meta.raw(batch(both.meta, told | {"system": system}))
    there.name = "Ana"
    said = await both.whatsapp.says(BEN, "card")
    assert "Is the card of Ana yours too?" in said
    assert "0 of 4 stamps" in said
    assert "they stay two" in await both.whatsapp.taps(BEN, "No, keep them apart")
    names = await both.whatsapp.rows("SELECT name FROM persons WHERE name IN ('Ana', 'Ben') ORDER BY name")
    assert names == [("Ana",), ("Ben",)]


async def test_people_known_by_numbers_alone_stay_two_when_one_number_becomes_the_other(both: Both) -> None:
    shop = await both.cafe()
    one, two = both.meta.contact(ANA), both.meta.contact(BEN)
    one.wrote_at = two.wrote_at = both.hours.now
    await _writes(both, one.wa_id, "Ana", f"Stempel #j{shop.code}")
    await _writes(both, two.wa_id, "Ben", f"Stempel #j{shop.code}")
    assert "I keep your name, number and language" in both.whatsapp.chat(BEN)[0].text
    await _writes(both, two.wa_id, "Ana", "card")  # before the news of it
    system = {"type": "user_changed_number", "wa_id": two.wa_id, "body": "User Ana changed"}
    news = {"from": one.wa_id, "id": "wamid.news", "type": "system", "system": system}
    for _ in range(3):
        await both.heard(BEN, both.meta.raw(batch(both.meta, news)))
    questions = [seen for seen in both.whatsapp.chat(BEN) if "Is the card of Ana yours too?" in seen.text]
    assert len(questions) == 1
    await _writes(both, one.wa_id, "Zoe", "card")
    assert "You have no card yet" in both.whatsapp.last(ANA).text
    names = await both.whatsapp.rows(
        "SELECT name FROM persons WHERE name IN ('Ana', 'Ben', 'Zoe') ORDER BY id"
    )
    assert names == [("Ana",), ("Ben",), ("Zoe",)]


async def _writes(both: Both, number: str, name: str, words: str) -> None:
    told = {"from": number, "id": f"wamid.{number}.{name}.{words}", "type": "text", "text": {"body": words}}
    await both.meta.raw(batch(both.meta, told, contacts=[{"profile": {"name": name}, "wa_id": number}]))


def batch(meta: FakeWhatsApp, message: dict[str, Any], **more: Any) -> bytes:
    """Write what Meta calls us with, of one message."""
    metadata = {
        "phone_number_id": meta.business.phone_number_id,
        "display_phone_number": "+31 20 123 4567",
    }
    value = {"messaging_product": "whatsapp", "metadata": metadata, "messages": [message]} | more
    entry = {"id": meta.business.account_id, "changes": [{"field": "messages", "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


async def test_a_number_that_is_hidden_later_and_a_name_that_is_missing_change_nothing(both: Both) -> None:
    both.meta.contact(ANA).name = None
    shop = await both.cafe()
    assert "Here is your card:" in await both.joins(shop, ANA, on="whatsapp")
    await stamps(both, ANA)
    both.meta.hides_number(ANA)
    assert "1 of 4 stamps" in await both.whatsapp.says(ANA, "card")
    both.later(minutes=2)
    assert "✔ 1 stamp" in (await both.heard(ANA, stamps(both, ANA))).whatsapp
    await both.meta.changes_number(ANA, "31699999999")
    assert "2 of 4 stamps" in await both.whatsapp.says(ANA, "card")
    assert await both.whatsapp.rows("SELECT COUNT(*) FROM persons WHERE name = ''") == [(1,)]


async def _soup_for_ana(both: Both) -> None:
    """Let Ana, on WhatsApp only, agree to offers, and Cleo order one that is due when her window is shut."""
    shop = await both.cafe(kinds=(BROADCAST,))
    await both.joins(shop, ANA, on="whatsapp")
    await both.agrees(ANA, on="whatsapp")
    await writes(both.telegram, "Soup on Friday!")
    both.later(days=1, minutes=1)
