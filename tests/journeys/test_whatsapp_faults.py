"""What Meta, its webhooks and people's phones can do to a house: nothing is lost, doubled, or sent to who said no."""

import asyncio
import json
import re
from itertools import islice, product
from typing import Any

import pytest

from loyalty.codes import LENGTH
from tests.fakes.people import User
from tests.fakes.whatsapp_wire import text
from tests.journeys.both import SILENCE, Both, stamps
from tests.journeys.campaigns import writes
from tests.journeys.people import ANA, BEN, TOM
from tests.kinds import BROADCAST

LARGEST = 3 * 2**20


# Webhooks.


async def test_only_what_meta_signed_as_it_stands_is_believed(both: Both) -> None:
    shop = await both.cafe()
    await both.hires(shop, TOM, on="whatsapp")
    await both.joins(shop, ANA, on="whatsapp")
    body = _batch(both, _message(both, TOM, text(both.whatsapp.short_code(ANA)), "wamid.new"))
    other = "sha256=" + "0" * 64
    assert await both.meta.raw(body, signature=None) == 403
    assert await both.meta.raw(body, signature=other) == 403
    assert await both.meta.raw(body[:-20]) == 400
    assert await both.meta.raw(body + b" " * LARGEST) == 413
    assert await both.whatsapp.balance(ANA) == 0
    assert await both.meta.raw(body.ljust(LARGEST)) == 200
    assert await both.whatsapp.balance(ANA) == 1


async def test_a_stamp_that_is_delivered_for_seven_days_is_one_stamp(both: Both) -> None:
    shop = await both.cafe()
    await both.hires(shop, TOM, on="whatsapp")
    await both.joins(shop, ANA, on="whatsapp")
    await both.whatsapp.says(TOM, both.whatsapp.short_code(ANA))
    for _ in range(7):
        both.later(days=1)
        await both.house.tidy()
        assert await both.whatsapp.again(TOM) == ""
    assert await both.whatsapp.balance(ANA) == 1


async def test_what_is_delivered_eight_times_at_once_and_five_in_a_row_is_answered_once(both: Both) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="whatsapp")
    sent = both.meta.count_calls("send")
    body = _batch(both, _message(both, ANA, text("card"), "wamid.once"))
    async with asyncio.TaskGroup() as group:
        for _ in range(8):
            group.create_task(both.meta.raw(body))
    for _ in range(5):
        assert await both.meta.raw(body) == 200
    await both.house.drain()
    assert both.meta.count_calls("send") == sent + 1


async def test_an_answer_that_died_with_its_process_comes_after_all(both: Both) -> None:
    shop = await both.cafe()
    await both.hires(shop, TOM, on="whatsapp")
    await both.joins(shop, ANA, on="whatsapp")
    code = both.whatsapp.short_code(ANA)
    both.meta.swallows()
    async with asyncio.TaskGroup() as group:
        scan = group.create_task(both.meta.says(TOM, code))
        await both.meta.swallowed.wait()
        scan.cancel()
    assert await both.whatsapp.again(TOM) == ""  # its answer is promised
    both.later(minutes=5)
    assert "already stamped at 12:00 by Tom" in await both.whatsapp.heard(TOM, both.house.tidy())
    assert await both.whatsapp.rows("SELECT kind, state FROM outbox WHERE kind = 'late'") == [
        ("late", "sent")
    ]


async def test_a_broken_message_in_a_batch_spoils_no_other(both: Both) -> None:
    shop = await both.cafe()
    for person in (ANA, BEN):
        await both.joins(shop, person, on="whatsapp")
    broken: list[Any] = [
        None,
        {},
        {"id": "wamid.x", "type": "text", "text": 7},
        {"type": "image", "image": []},
    ]
    batch = [_message(both, ANA, text("history"), "wamid.a"), *broken]
    batch += [_message(both, BEN, text("history"), "wamid.b")]
    before = [len(both.whatsapp.chat(person)) for person in (ANA, BEN)]
    assert await both.meta.raw(_batch(both, *batch)) == 200
    assert [len(both.whatsapp.chat(person)) for person in (ANA, BEN)] == [count + 1 for count in before]


async def test_reports_may_come_first_backwards_twice_and_of_what_was_never_sent(both: Both) -> None:
    shop = await both.cafe(kinds=(BROADCAST,))
    await both.joins(shop, ANA, on="whatsapp")
    await both.agrees(ANA, on="whatsapp")
    both.meta.statuses = "first"
    assert "✔ 1 stamp" in (await both.heard(ANA, stamps(both, ANA))).whatsapp
    both.meta.statuses = "by hand"
    await writes(both.telegram, "Soup on Friday!")
    both.later(days=1, minutes=11)
    await both.house.campaign()
    await both.house.drain()
    both.meta.reads(ANA)
    await both.meta.reports(backwards=True, times=2)
    stray: dict[str, Any] = {
        "id": "wamid.never",
        "status": "failed",
        "timestamp": "1",
        "recipient_id": "31600000000",
    }
    stray |= {"errors": [{"code": 131026}], "biz_opaque_callback_data": "4711"}
    assert await both.meta.raw(_batch(both, stray, of="statuses")) == 200
    sent = [("visit", "sent", "read", None), ("campaign", "sent", "read", "marketing")]
    rows = await both.whatsapp.rows("SELECT kind, state, reached, charge FROM outbox ORDER BY id")
    assert rows == sent


# Links between chats.


async def test_who_guesses_codes_is_made_to_wait_and_the_right_one_too(both: Both) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="telegram")
    await both.whatsapp.says(BEN, "hello")
    right = await _code(both, ANA)
    before = both.whatsapp.platform.mark(BEN)
    async with both.meta.together():
        for guess in islice(product("ACDEF", repeat=LENGTH), 100):
            await both.meta.says(BEN, f"link {''.join(guess)}")
    answers = [seen.text.partition(".")[0] for seen in both.whatsapp.platform.since(BEN, before)]
    assert answers[:5] == ["I don't know this code"] * 5
    assert set(answers[5:]) == {"Those were too many wrong codes"}
    await both.house.drain()  # the platform allows no hundred answers at once: one stands for the others
    assert len(both.whatsapp.platform.since(BEN, before)) < 25
    both.later(minutes=2)
    assert "too many wrong codes" in await both.whatsapp.says(BEN, f"link {right}")
    assert await both.whatsapp.rows("SELECT COUNT(*) FROM merges") == [(0,)]


async def test_a_code_that_is_old_or_was_used_joins_nothing(both: Both) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="telegram")
    old = await _code(both, ANA)
    both.later(minutes=16)
    assert "make a new one" in await both.whatsapp.says(ANA, f"link {old}")  # a stranger there learns no more
    code = await _code(both, ANA)
    await both.whatsapp.says(ANA, f"link {code}")
    await both.whatsapp.taps(ANA, "Yes, make them one")
    assert "make a new one" in await both.whatsapp.says(BEN, f"link {code}")
    assert "This code has been used" in await both.whatsapp.taps(ANA, "Yes, make them one")


async def test_two_people_with_one_phone_stay_two(both: Both) -> None:
    shop = await both.cafe()
    for person in (ANA, BEN):
        await both.joins(shop, person, on="telegram")
    await both.links(ANA)
    code = await _code(both, BEN)
    assert "A card is for one person" in await both.whatsapp.says(ANA, f"link {code}")
    await stamps(both, BEN)
    assert "0 of 4 stamps" in await both.whatsapp.says(ANA, "card")


# What Meta answers.


@pytest.mark.parametrize("code", [1, 131000, 80007, 131056, 190])
@pytest.mark.parametrize("when", ["at once", "later"])
async def test_an_answer_outlives_every_trouble_that_passes(both: Both, code: int, when: str) -> None:
    shop = await both.cafe()
    await both.hires(shop, TOM, on="whatsapp")
    await both.joins(shop, ANA, on="whatsapp")
    short = both.whatsapp.short_code(ANA)
    if when == "at once":
        both.meta.fails_next(code)
    else:
        both.meta.fails_later(TOM, code)
    said = (await both.heard(TOM, both.meta.says(TOM, short))).whatsapp
    said += (await both.passes(TOM, minutes=2)).whatsapp
    assert re.search("✔ stamped|already stamped at 12:00 by Tom", said)
    assert await both.whatsapp.balance(ANA) == 1


async def test_a_receipt_outlives_every_trouble_that_passes_and_comes_once(both: Both) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="whatsapp")
    for times, code in enumerate((1, 2, 4, 80007, 130429, 131000, 131016, 131056, 131057), 1):
        both.later(minutes=2)
        both.meta.fails_next(code)
        await both.heard(ANA, stamps(both, ANA))
        await both.passes(ANA, minutes=2)
        assert await _states(both) == ["sent"] * times, code
        assert len(_receipts(both)) == times, code


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
        assert (len(_receipts(both)), both.meta.count_calls("send")) == (times - 1, tried), code
        await both.passes(ANA, seconds=3)
        assert len(_receipts(both)) == times, code


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
    assert _receipts(both) == []
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


async def test_a_token_that_was_revoked_is_renewed_without_losing_a_receipt(both: Both) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="whatsapp")
    good, both.meta.token = both.meta.token, "another"
    await both.heard(ANA, stamps(both, ANA))
    for _ in range(8):
        assert await both.passes(ANA, hours=1) == SILENCE
    both.meta.token = good
    assert "✔ 1 stamp" in (await both.passes(ANA, minutes=6)).whatsapp


async def test_a_receipt_that_is_refused_is_given_up_and_the_stamp_stays(both: Both) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="whatsapp")
    for times, code in enumerate((100, 131008, 131009, 131051, 132000, 132001, 132012, 132015, 132016), 1):
        both.later(minutes=2)
        both.meta.fails_next(code)
        assert await both.heard(ANA, stamps(both, ANA)) == SILENCE, code
        assert await _states(both) == ["dropped"] * times, code
    assert await both.whatsapp.balance(ANA) == times % 4
    both.later(minutes=2)
    assert "✔ 1 stamp" in (await both.heard(ANA, stamps(both, ANA))).whatsapp


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_window_that_was_shut_before_we_knew_is_passed_by_template(
    both: Both, *, at_once: bool
) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="whatsapp")
    both.meta.contact(ANA).wrote_at = None
    both.meta.api.closed_window_refuses = at_once
    heard = await both.heard(ANA, stamps(both, ANA))
    assert heard.whatsapp.startswith("Thank you for your visit to Café Luna.")
    assert await _states(both) == ["sent"]
    assert "1 of 4 stamps" in await both.whatsapp.taps(ANA, "My card")


async def test_a_picture_that_could_not_be_uploaded_comes_at_the_next_try(both: Both) -> None:
    shop = await both.cafe()
    both.meta.breaks(methods=["upload"], times=2)
    assert "Welcome to Café Luna, Ana!" in await both.joins(shop, ANA, on="whatsapp")
    assert both.whatsapp.code_of(ANA)


async def test_a_picture_that_is_refused_takes_nothing_from_its_words(both: Both) -> None:
    shop = await both.cafe()
    both.meta.fails_next(131053, methods=["upload"])
    assert "Welcome to Café Luna, Ana!" in await both.joins(shop, ANA, on="whatsapp")
    assert "1 of 4 stamps" in await stamps(both, ANA)


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


def _message(both: Both, person: User, content: dict[str, Any], message_id: str) -> dict[str, Any]:
    contact = both.meta.contact(person)
    who = {
        "from": contact.wa_id,
        "from_user_id": contact.user_id,
        "id": message_id,
        "timestamp": "1773313200",
    }
    return who | content


def _batch(both: Both, *told: Any, of: str = "messages") -> bytes:
    metadata = {
        "phone_number_id": both.meta.business.phone_number_id,
        "display_phone_number": "+31 20 123 4567",
    }
    value = {"messaging_product": "whatsapp", "metadata": metadata, of: list(told)}
    entry = {"id": both.meta.business.account_id, "changes": [{"field": "messages", "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


async def _code(both: Both, person: User) -> str:
    made = re.search(r"link (\w{6})", await both.telegram.says(person, "/link"))
    assert made
    return made[1]


def _receipts(both: Both) -> list[str]:
    return [seen.text for seen in both.whatsapp.chat(ANA) if re.search("✔ 1 stamp|for your visit", seen.text)]


async def _states(both: Both) -> list[str]:
    rows = await both.whatsapp.rows("SELECT state FROM outbox WHERE kind = 'visit' ORDER BY id")
    return [state for (state,) in rows]
