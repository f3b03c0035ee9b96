"""What Meta delivers twice, late, in any order or broken: each thing has its effect once."""

import asyncio
import json
from typing import Any

import pytest

from tests.fakes.people import User
from tests.fakes.whatsapp_wire import text
from tests.journeys.both import Both, stamps
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


@pytest.mark.slow
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


# The second might be a name, which is looked for first.
@pytest.mark.slow
@pytest.mark.parametrize("code", ["K7M4QX", "KMMRQX"])
async def test_an_answer_that_died_with_its_process_comes_after_all(both: Both, code: str) -> None:
    shop = await both.cafe()
    await both.hires(shop, TOM, on="whatsapp")
    await both.joins(shop, ANA, on="whatsapp")
    await both.whatsapp.change(f"UPDATE accounts SET code = '{code}'")  # noqa: S608
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


@pytest.mark.slow
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
    rows = await both.whatsapp.rows(
        "SELECT kind, state, reached, charge FROM outbox WHERE kind <> 'briefing' ORDER BY id"
    )
    assert rows == sent


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
