"""When Telegram refuses, floods, breaks or falls silent: nothing is lost, and nothing comes twice but receipts."""

import asyncio

import pytest

from tests.journeys.people import ANA, EVA
from tests.journeys.platforms import MESSENGERS, TELEGRAM, Where
from tests.journeys.stage import Stage

HASTY = pytest.mark.parametrize("where", [Where("telegram", answer_timeout_s=1.0)], ids=str)


async def _outbox(stage: Stage) -> list[tuple[str, str]]:
    rows = await stage.rows("SELECT kind, state FROM outbox ORDER BY id")
    return [(kind, state) for kind, state in rows]


@TELEGRAM
async def test_a_block_is_noticed_and_receipts_are_not_written(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    code = stage.code_of(ANA)
    await stage.telegram.blocks(ANA)
    before = len(stage.telegram.sent_to(ANA))
    assert "1 of 4" in await stage.opens(EVA, code)
    assert len(stage.telegram.sent_to(ANA)) == before
    assert await _outbox(stage) == []
    await stage.telegram.unblocks(ANA)
    stage.later(minutes=2)
    assert "2 of 4" in await stage.says(EVA, stage.short_code(ANA))
    assert "2 of 4 stamps" in stage.newest(ANA).text


@TELEGRAM
async def test_a_block_that_shows_only_in_a_403_drops_what_waits(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    stage.telegram.api.chat_of(ANA).blocked = True  # and its update is lost
    await stage.says(EVA, stage.short_code(ANA))
    assert await _outbox(stage) == [("visit", "dropped")]
    stage.later(minutes=2)
    await stage.says(EVA, stage.short_code(ANA))
    assert await _outbox(stage) == [("visit", "dropped")]
    stage.telegram.api.chat_of(ANA).blocked = False
    assert "2 of 4 stamps" in await stage.says(ANA, "/card")
    stage.later(minutes=2)
    await stage.says(EVA, stage.short_code(ANA))
    assert await _outbox(stage) == [("visit", "dropped"), ("visit", "sent")]


@TELEGRAM
async def test_a_flooded_answer_comes_after_the_pause_and_once(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    stage.telegram.floods(retry_after_s=7)
    before = len(stage.chat(EVA))
    assert "1 of 4" in await stage.scans(EVA, ANA)
    assert stage.hours.waited[0] == 7.0
    assert len(stage.chat(EVA)) == before + 1


@TELEGRAM
async def test_a_flooded_receipt_silences_the_outbox_until_the_pause_ends(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    stage.telegram.floods(retry_after_s=7, methods=["edit"])
    await stage.scans(EVA, ANA)
    assert await _outbox(stage) == [("visit", "ready")]
    assert "0 of 4" in stage.newest(ANA).text
    stage.later(seconds=6)
    assert await stage.house.drain() == 0
    stage.later(seconds=2)
    assert await stage.house.drain() == 1
    assert await stage.rows("SELECT state, attempts FROM outbox") == [("sent", 1)]
    assert "1 of 4" in stage.newest(ANA).text


@TELEGRAM
async def test_a_refused_receipt_is_given_up_and_the_stamp_stays(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    stage.telegram.breaks(
        status=400, description="Bad Request: something else", methods=["edit", "send"], times=9, only=ANA
    )
    await stage.scans(EVA, ANA)
    assert await _outbox(stage) == [("visit", "dropped")]
    assert await stage.balance(ANA) == 1
    assert await stage.house.drain() == 0


@TELEGRAM
async def test_a_card_that_was_deleted_is_sent_anew(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    code = stage.code_of(ANA)
    stage.telegram.api.chat_of(ANA).messages.clear()
    await stage.opens(EVA, code)
    [card] = stage.chat(ANA)
    assert card.picture
    assert "1 of 4 stamps" in card.text
    stage.later(minutes=2)
    await stage.scans(EVA, ANA)
    assert [seen.id for seen in stage.chat(ANA)] == [card.id]  # the new one is the one kept up to date


@TELEGRAM
async def test_a_receipt_whose_fate_is_unknown_is_sent_again(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    stage.telegram.breaks(methods=["edit"])
    await stage.scans(EVA, ANA)
    assert "0 of 4" in stage.newest(ANA).text
    stage.later(seconds=3)
    await stage.house.drain()
    assert "1 of 4" in stage.newest(ANA).text
    assert await stage.rows("SELECT state, attempts FROM outbox") == [("sent", 2)]


@TELEGRAM
async def test_an_answer_whose_fate_is_unknown_is_owed_and_says_what_was_booked(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    before = stage.telegram.count_calls("send")
    stage.telegram.breaks(methods=["send"])
    assert await stage.scans(EVA, ANA) == "Ana, 1 of 4 stamps: already stamped at 12:00 by Eva."
    assert stage.telegram.count_calls("send") == before + 2
    assert await stage.balance(ANA) == 1
    assert "already stamped at 12:00 by Eva" in await stage.again(EVA)


@MESSENGERS
async def test_an_answer_that_comes_late_says_what_a_full_card_won_and_offers_to_hand_it_out(
    stage: Stage,
) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    for _ in range(3):
        await stage.scans(EVA, ANA)
        stage.later(minutes=2)
    stage.messenger.breaks(methods=["send"])
    await stage.platform.says(EVA, stage.short_code(ANA))
    await stage.platform.settled()
    stage.later(minutes=1)
    await stage.house.drain()
    booked, won = stage.last(EVA).text.splitlines()
    assert "already stamped at" in booked
    assert won == "🎉 Earned: Free coffee"
    assert "I asked Ana: “Free coffee”" in await stage.taps(EVA, "🎁 Redeem")


@pytest.mark.slow
@HASTY
async def test_a_receipt_that_was_taken_in_silence_is_sent_again_and_reads_the_same(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    stage.later(hours=1)
    stage.telegram.accepts_then_hangs(methods=["send"], times=2)
    await stage.says(EVA, stage.short_code(ANA))
    receipts = [seen.text for seen in stage.chat(ANA)[1:]]
    assert len(receipts) == 1
    assert await _outbox(stage) == [("visit", "ready"), ("late", "sent")]
    stage.later(seconds=3)
    await stage.house.drain()
    assert await _outbox(stage) == [("visit", "sent"), ("late", "sent")]
    assert [seen.text for seen in stage.chat(ANA)[1:]] == receipts * 2


@TELEGRAM
async def test_a_receipt_in_the_hands_of_a_process_that_died_is_sent_by_the_next(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.telegram.opens(EVA, stage.code_of(ANA))
    stage.telegram.swallows("edit")
    async with asyncio.TaskGroup() as group:
        dying = group.create_task(stage.house.drain())
        await stage.telegram.swallowed.wait()
        dying.cancel()
    assert await _outbox(stage) == [("visit", "sending")]
    stage.later(minutes=1)
    assert await stage.house.drain() == 0  # it might still be at work
    stage.later(minutes=2)
    assert await stage.house.drain() == 1
    assert "1 of 4" in stage.newest(ANA).text


@TELEGRAM
async def test_a_receipt_that_never_gets_through_is_given_up_in_the_end(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    stage.telegram.breaks(methods=["edit"], times=100)
    await stage.scans(EVA, ANA)
    for _ in range(10):
        stage.later(minutes=16)
        await stage.house.drain()
    assert await stage.rows("SELECT state, attempts FROM outbox") == [("dropped", 8)]


@TELEGRAM
async def test_a_token_that_was_taken_away_keeps_receipts_until_it_is_back(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    stage.telegram.breaks(status=401, description="Unauthorized", methods=["edit"], times=3)
    await stage.scans(EVA, ANA)
    for _ in range(3):
        assert await _outbox(stage) == [("visit", "ready")]
        stage.later(minutes=6)
        await stage.house.drain()
    assert await stage.rows("SELECT state, attempts FROM outbox") == [("sent", 1)]


@TELEGRAM
async def test_a_picture_is_uploaded_once(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.says(ANA, "/card")
    assert len(stage.telegram.api.files) == 1 + 1  # Eva's practice code is the other


@TELEGRAM
async def test_a_tap_stops_spinning_even_when_the_button_is_forged(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.taps(ANA, "🔄 New code")
    await stage.taps_data(ANA, "forged")
    assert not stage.telegram.spins(ANA)


@TELEGRAM
async def test_one_chat_that_hangs_holds_up_no_other(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    stage.telegram.swallows("sendMessage")
    async with asyncio.TaskGroup() as group:
        slow = group.create_task(stage.telegram.says(ANA, "/help"))
        await stage.telegram.swallowed.wait()
        assert "Nothing was booked today." in await stage.says(EVA, "/today")
        slow.cancel()
