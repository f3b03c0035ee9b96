"""What Meta does to our account and its token: nothing is lost, and nothing goes on against its word."""

import json
import re

import pytest

from tests.journeys.both import SILENCE, Both, receipts, stamps
from tests.journeys.campaigns import writes
from tests.journeys.people import ANA, BEN
from tests.kinds import BROADCAST


@pytest.mark.slow
async def test_trouble_with_the_account_stops_whatsapp_and_keeps_its_queue(both: Both) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="whatsapp")
    await both.joins(shop, BEN, on="telegram")
    for times, code in enumerate((190, 10, 368, 131005, 131031, 131042, 131048), 1):
        both.later(minutes=16)
        both.meta.fails_next(code)
        await both.heard(ANA, stamps(both, ANA))
        tried = both.meta.count_calls("send")
        assert "✔ 1 stamp" in (await both.heard(BEN, stamps(both, BEN))).telegram, code
        await both.passes(ANA, seconds=3)
        assert (len(receipts(both)), both.meta.count_calls("send")) == (times - 1, tried), code
        await both.passes(ANA, seconds=3)
        assert len(receipts(both)) == times, code


async def test_an_account_that_is_open_again_answers_at_once(both: Both) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="whatsapp")
    await _account_news(both, "DISABLE")
    assert await both.whatsapp.says(ANA, "card") == ""
    assert await both.heard(ANA, stamps(both, ANA)) == SILENCE
    both.later(minutes=2)
    before = both.whatsapp.platform.mark(ANA)
    await _account_news(both, "REINSTATE")
    await both.house.drain()
    waited = "".join(seen.text for seen in both.whatsapp.platform.since(ANA, before))
    assert "1 of 4 stamps" in waited
    assert "Café Luna · 1 of 4 stamps" in await both.whatsapp.says(ANA, "card")


async def test_an_account_whose_closing_was_only_met_is_served_as_soon_as_it_is_reinstated(
    both: Both,
) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="whatsapp")
    both.meta.fails_next(131031, times=3)
    await both.heard(ANA, stamps(both, ANA))
    await both.passes(ANA, seconds=6)
    await both.passes(ANA, seconds=16)
    assert receipts(both) == []
    before = both.whatsapp.platform.mark(ANA)
    await _account_news(both, "REINSTATE")
    await both.house.drain()
    assert "✔ 1 stamp" in "".join(seen.text for seen in both.whatsapp.platform.since(ANA, before))


async def test_news_of_an_account_that_comes_again_or_late_changes_nothing(both: Both) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="whatsapp")
    await _account_news(both, "DISABLE", at=1_773_000_000)
    await _account_news(both, "REINSTATE", at=1_773_000_600)
    both.later(minutes=2)
    await _account_news(both, "DISABLE", at=1_773_000_000)
    assert "Code: " in await both.whatsapp.says(ANA, "card")
    await _account_news(both, "DISABLE", at=1_773_001_200)
    await _account_news(both, "REINSTATE", at=1_773_000_600)
    both.later(minutes=2)
    assert await both.whatsapp.says(ANA, "card") == ""


async def test_an_account_that_is_closed_is_asked_again_after_an_hour(both: Both) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="whatsapp")
    await _account_news(both, "DISABLE")
    await both.heard(ANA, stamps(both, ANA))
    assert await both.passes(ANA, minutes=59) == SILENCE
    assert "✔ 1 stamp" in (await both.passes(ANA, minutes=2)).whatsapp


async def _account_news(both: Both, state: str, *, at: int | None = None) -> None:
    ban = {"waba_ban_state": state, "waba_ban_date": "April 17, 2026"}
    value = {"event": "DISABLED_UPDATE", "ban_info": ban}
    entry = {"id": both.meta.business.account_id, "changes": [{"field": "account_update", "value": value}]}
    dated = entry | ({"time": at} if at else {})
    assert await both.meta.raw(json.dumps({"entry": [dated]}).encode()) == 200


@pytest.mark.parametrize("when", ["at once", "later"])
async def test_a_message_whose_template_meta_pauses_before_it_says_so_waits_until_the_pause_is_over(
    both: Both, when: str
) -> None:
    shop = await both.cafe(kinds=(BROADCAST,))
    await both.joins(shop, ANA, on="whatsapp")
    await both.agrees(ANA, on="whatsapp")
    await writes(both.telegram, "Soup on Friday!")
    both.later(days=1, hours=2)
    if when == "at once":
        both.meta.fails_next(132015, times=2)
    else:
        both.meta.fails_later(ANA, 132015, times=2)
    assert await both.round(ANA) == SILENCE
    assert await both.passes(ANA, hours=3) == SILENCE
    assert await both.passes(ANA, hours=2, minutes=59) == SILENCE
    assert "Soup on Friday!" in (await both.passes(ANA, minutes=1)).whatsapp


async def test_a_token_that_was_revoked_is_renewed_without_losing_a_receipt(both: Both) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="whatsapp")
    good, both.meta.token = both.meta.token, "another"
    await both.heard(ANA, stamps(both, ANA))
    for _ in range(8):
        assert await both.passes(ANA, hours=1) == SILENCE
    both.meta.token = good
    assert "✔ 1 stamp" in (await both.passes(ANA, minutes=6)).whatsapp


@pytest.mark.slow
@pytest.mark.parametrize("both_url", ["sqlite", "postgres"], indirect=True)
async def test_where_meta_sets_a_limit_for_a_day_the_rest_waits_for_the_next(both: Both) -> None:
    shop = await both.cafe(kinds=(BROADCAST,))
    for person in (ANA, BEN):
        await both.joins(shop, person, on="whatsapp")
        await both.agrees(person, on="whatsapp")
    both.line.daily_limit = 1
    await writes(both.telegram, "Soup on Friday!")
    both.later(days=1, hours=2)
    await both.round(ANA)
    [waits] = [person for person in (ANA, BEN) if "Soup" not in both.whatsapp.last(person).text]
    both.later(hours=21)
    assert await both.round(waits) == SILENCE
    assert await both.heard(waits, stamps(both, waits)) == SILENCE
    assert await both.passes(waits, hours=2) == SILENCE
    both.later(hours=2)
    heard = await both.round(waits)  # one person, however many messages
    assert re.findall("for your visit|Soup", heard.whatsapp) == ["for your visit", "Soup"]
