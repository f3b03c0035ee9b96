"""Whoever asked gets an answer, now or later, and one chat's trouble delays nobody else."""

import asyncio
from datetime import timedelta

import pytest

from tests.fakes.people import User
from tests.journeys.people import ANA, BEN, CLEO, EVA, TOM
from tests.journeys.platforms import FOR_EVER, MESSENGERS, TELEGRAM, Where
from tests.journeys.stage import Stage


async def passes(stage: Stage, **time: float) -> None:
    """Let time pass, with the clock's pulse."""
    ends = stage.hours.now + timedelta(**time)
    while stage.hours.now < ends:
        await stage.house.drain()
        stage.later(seconds=10)
    await stage.house.drain()


# Too fast.


@TELEGRAM
async def test_a_stranger_who_floods_delays_no_till(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    code = stage.short_code(ANA)
    await stage.says(BEN, "/start")
    stage.telegram.floods(retry_after_s=120, times=FOR_EVER, only=BEN)
    for _ in range(30):
        await stage.platform.says(BEN, "hello?")
    start = stage.hours.now
    assert "1 of 4 stamps ✔ stamped" in await stage.says(EVA, code)
    assert "1 of 4" in stage.newest(ANA).text  # her receipt too
    assert stage.hours.now - start < timedelta(seconds=2)
    stage.telegram.recovers()
    heard = stage.platform.mark(BEN)
    await passes(stage, minutes=3)
    [answer] = stage.platform.since(BEN, heard)
    assert "please ask me again" in answer.text


@TELEGRAM
async def test_a_cashier_whose_chat_is_flooded_is_told_later_what_was_booked(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    stage.telegram.floods(retry_after_s=120, only=EVA)
    assert await stage.scans(EVA, ANA) == ""
    assert await stage.balance(ANA) == 1
    await passes(stage, minutes=2)
    assert "1 of 4 stamps: already stamped at 12:00 by Eva" in stage.last(EVA).text


@TELEGRAM
async def test_answers_refused_in_several_chats_hold_back_the_outbox(stage: Stage) -> None:
    cafe = await stage.cafe()
    for person in (ANA, BEN, TOM):
        await cafe.joins(person)
    await stage.platform.says(EVA, stage.short_code(ANA))
    stage.telegram.floods(retry_after_s=60, times=3)
    for person in (BEN, TOM, CLEO):
        await stage.platform.says(person, "/help")
    sent = stage.telegram.count_calls("edit")
    await stage.house.drain()
    assert stage.telegram.count_calls("edit") == sent
    await passes(stage, minutes=2)
    assert "1 of 4" in stage.newest(ANA).text
    assert all("please ask me again" in stage.last(person).text for person in (BEN, TOM, CLEO))
    assert stage.last(BEN).labels == ("💳 My card",)
    assert stage.last(CLEO).labels == ("How it works",)  # she has no card
    assert "At the till: scan a code" in await stage.taps(CLEO, "How it works")


@TELEGRAM
async def test_three_strangers_who_flood_for_hours_silence_no_till(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    code = stage.short_code(ANA)
    strangers = (BEN, TOM, User(7000, "Mallory"))
    for person in strangers:
        await stage.says(person, "/start")
        stage.telegram.floods(retry_after_s=10_800, times=FOR_EVER, only=person)
    for person in strangers:
        await stage.platform.says(person, "hello?")
    start = stage.hours.now
    assert "1 of 4 stamps ✔ stamped" in await stage.says(EVA, code)
    assert stage.hours.now - start < timedelta(seconds=20)
    assert "1 of 4" in stage.newest(ANA).text


# In doubt.


@pytest.mark.slow
@MESSENGERS
async def test_after_an_hour_of_errors_everybody_who_asked_has_an_answer(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    code = stage.short_code(ANA)
    marks = {person: stage.platform.mark(person) for person in (ANA, BEN, EVA, CLEO)}
    stage.messenger.breaks(status=502, times=FOR_EVER)
    await stage.platform.says(EVA, code)
    await stage.platform.opens(BEN, cafe.poster)
    await stage.platform.says(ANA, "/card")
    for _ in range(5):
        await stage.platform.says(CLEO, "/stats")
        stage.later(minutes=1)
    await stage.platform.settled()
    await passes(stage, hours=1)
    stage.messenger.recovers()
    await passes(stage, minutes=6)
    read = {person: stage.platform.since(person, mark) for person, mark in marks.items()}
    assert "already stamped at 12:00 by Eva" in read[EVA][0].text
    assert "0 of 4 stamps" in read[BEN][-1].text
    assert read[BEN][-1].picture
    assert "1 of 4 stamps" in read[ANA][-1].text
    assert len(read[CLEO]) == 1  # she asked five times, and is told once
    assert await stage.balance(ANA) == 1


@MESSENGERS
async def test_an_answer_that_arrives_wakes_all_that_waited_for_the_platform(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    code = stage.short_code(ANA)
    stage.messenger.breaks(status=502, times=FOR_EVER)
    await stage.platform.says(EVA, code)
    for person in (BEN, TOM, CLEO):
        await stage.platform.says(person, "/help")
    await stage.platform.settled()
    await passes(stage, minutes=4)
    stage.messenger.recovers()
    stage.later(minutes=3)
    start = stage.hours.now
    await stage.says(CLEO, "/help")
    assert "already stamped" in stage.last(EVA).text
    assert stage.hours.now - start < timedelta(seconds=20)


@MESSENGERS
async def test_a_photo_that_can_not_be_fetched_at_once_is_asked_for_again(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    methods = ["getFile"] if stage.channel.has_menu else ["find_media"]
    stage.messenger.breaks(status=502, times=2, methods=methods)
    assert "Ana, 1 of 4 stamps ✔ stamped" in await stage.sends_photo(EVA, stage.picture(ANA))


@TELEGRAM
async def test_an_edit_of_unknown_fate_is_made_again_at_once(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    stage.telegram.breaks(status=502, times=2, methods=["edit"])
    before = len(stage.chat(EVA))
    await stage.platform.taps(EVA, "↩ Undo")
    assert "Taken back. Ana: 0 of 4 stamps" in stage.last(EVA).text
    assert len(stage.chat(EVA)) == before
    assert await stage.rows("SELECT kind FROM outbox WHERE kind = 'late'") == []


@MESSENGERS
async def test_nobody_is_left_with_a_stamp_that_was_taken_back(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    stage.messenger.breaks(status=502, times=FOR_EVER)
    await stage.platform.taps(EVA, "↩ Undo")
    await stage.platform.settled()
    assert await stage.balance(ANA) == 0
    stage.messenger.recovers()
    await passes(stage, minutes=1)
    assert stage.last(EVA).text == "Taken back. Ana: 0 of 4 stamps"
    stamped = [seen for seen in stage.chat(EVA) if "✔ stamped" in seen.text]
    assert bool(stamped) != stage.channel.can_replace
    assert "0 of 4" in stage.newest(ANA).text


@MESSENGERS
async def test_a_stamp_and_its_undo_that_were_both_in_doubt_say_only_how_it_stands(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    undo = stage.platform.data_under(EVA, "↩ Undo")
    more = stage.platform.data_under(EVA, "+1")
    stage.messenger.breaks(status=502, times=FOR_EVER)
    await stage.platform.taps_data(EVA, more)
    await stage.platform.taps_data(EVA, undo)
    await stage.platform.settled()
    mark = stage.platform.mark(EVA)
    stage.messenger.recovers()
    await passes(stage, minutes=1)
    assert [seen.text for seen in stage.platform.since(EVA, mark)] == ["Taken back. Ana: 0 of 4 stamps"]


@TELEGRAM
async def test_a_reward_whose_answer_is_in_doubt_is_said_to_be_handed_out(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    for _ in range(4):
        await stage.scans(EVA, ANA)
        stage.later(minutes=2)
    stage.telegram.breaks(methods=["send"], only=EVA)
    assert await stage.taps(EVA, "🎁 Redeem") == "🎁 Free coffee for Ana ✔ redeemed"


@TELEGRAM
async def test_an_answer_does_not_wait_until_the_button_has_stopped_spinning(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    stage.telegram.swallows("answerCallbackQuery")
    async with asyncio.TaskGroup() as group:
        tap = group.create_task(stage.platform.taps(EVA, "↩ Undo"))
        await stage.telegram.swallowed.wait()
        async with asyncio.timeout(10):
            while "Taken back" not in stage.last(EVA).text:
                await stage.telegram.arrived.wait()
        assert not tap.done()
        tap.cancel()


@TELEGRAM
async def test_an_edit_that_telegram_refuses_comes_as_a_new_message(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    stage.telegram.breaks(status=400, description="Bad Request: something else", methods=["edit"])
    assert "Taken back. Ana: 0 of 4 stamps" in await stage.taps(EVA, "↩ Undo")


@TELEGRAM
async def test_an_apology_of_unknown_fate_is_owed_too(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.change("UPDATE shops SET timezone = 'Mars/Olympus'")  # a row that can't be
    stage.telegram.breaks(methods=["send"])
    code = stage.code_of(ANA)
    await stage.platform.opens(EVA, code)
    await stage.change("UPDATE shops SET timezone = 'Europe/Amsterdam'")
    await stage.house.drain()
    assert "please ask me again" in stage.last(EVA).text


# Many at once.


@pytest.mark.slow
@TELEGRAM
async def test_who_writes_too_fast_is_slowed_down_before_telegram_does_it(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    before, start = stage.platform.mark(ANA), stage.hours.now
    for _ in range(15):
        await stage.platform.says(ANA, "/help")
    assert len(stage.platform.since(ANA, before)) == 15
    assert stage.hours.now - start > timedelta(seconds=3)
    for _ in range(100):
        await stage.platform.says(ANA, "/help")
    await stage.house.drain()
    assert "please ask me again" in stage.last(ANA).text
    assert len(stage.platform.since(ANA, before)) < 30
    start = stage.hours.now
    for number in range(30):
        await stage.platform.says(EVA, f"/find {number}")
    assert stage.hours.now == start


@pytest.mark.parametrize("where", [Where("telegram"), Where("polling")], ids=str)
async def test_a_crowd_that_joins_at_once_is_served_and_the_till_goes_past_it(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    code = stage.short_code(ANA)
    crowd = [User(5000 + number, f"Guest {number}") for number in range(60)]
    async with asyncio.TaskGroup() as group:
        for guest in crowd:
            group.create_task(stage.platform.opens(guest, cafe.poster))
        await stage.platform.says(EVA, code)
        async with asyncio.timeout(30):
            while "✔ stamped" not in stage.last(EVA).text:
                await stage.telegram.arrived.wait()
        without = [guest for guest in crowd if not stage.chat(guest)]
        assert without  # the till did not wait for the last of them
    await stage.platform.settled()
    assert all(stage.last(guest).picture for guest in crowd)
