"""Everything counts once: deliveries that come again, taps at the same moment, two tills."""

import asyncio

import pytest

from tests.journeys.people import ANA, BEN, CLEO, EVA, TOM
from tests.journeys.platforms import EACH_PLATFORM, EVERYWHERE, TELEGRAM, Where
from tests.journeys.stage import ONE_STAMP, Stage

pytestmark = pytest.mark.engines

everywhere = pytest.mark.parametrize("where", EVERYWHERE, ids=str)
on_both_databases = pytest.mark.parametrize("where", [*EACH_PLATFORM, Where("telegram", "postgres")], ids=str)


@everywhere
async def test_the_same_update_twice_counts_once_and_is_answered(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    told = await stage.again(EVA)
    # Where answers cost money, one that was given is not given again.
    assert told == "" if stage.channel.window else "already stamped at 12:00 by Eva." in told
    assert "↩ Undo" in stage.last(EVA).labels
    assert await stage.balance(ANA) == 1


@on_both_databases
async def test_the_same_update_twice_at_once_counts_once(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    link = stage.code_of(ANA)
    before = len(stage.chat(EVA))
    async with asyncio.TaskGroup() as group:
        group.create_task(stage.platform.opens(EVA, link))
        group.create_task(stage.platform.redelivers_last())
        group.create_task(stage.platform.redelivers_last())
    await stage.platform.settled()
    answers = [seen.text for seen in stage.chat(EVA)[before:]]
    assert "Ana, 1 of 4 stamps ✔ stamped" in answers[0]
    assert len(answers) == (1 if stage.channel.window else 2)
    assert all("already stamped at 12:00 by Eva" in answer for answer in answers[1:])
    assert await stage.balance(ANA) == 1


@everywhere
async def test_what_is_brought_thirteen_times_is_said_once_more_and_then_no_more(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    before = stage.platform.mark(EVA)
    await stage.platform.says(EVA, stage.short_code(ANA))
    async with asyncio.TaskGroup() as group:
        for _ in range(7):
            group.create_task(stage.platform.redelivers_last())
    for _ in range(5):
        await stage.again(EVA)
    said = [seen.text for seen in stage.platform.since(EVA, before)]
    assert len(said) == (1 if stage.channel.window else 2)
    assert await stage.balance(ANA) == 1


@everywhere
async def test_what_comes_again_after_somebody_was_forgotten_makes_them_known_to_nobody(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.says(ANA, "/forget")
    await stage.again(ANA)
    await stage.taps(ANA, "Yes, erase everything")
    told = await stage.again(ANA)
    assert told == "" if stage.channel.window else "I don't know you any more" in told
    assert await stage.rows("SELECT COUNT(*) FROM persons WHERE erased_at IS NULL") == [(2,)]


@TELEGRAM
async def test_a_start_of_before_that_comes_again_opens_no_card_for_who_was_forgotten(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    joined = stage.telegram.updates.last
    assert joined
    await stage.says(ANA, "/forget")
    await stage.taps(ANA, "Yes, erase everything")
    await stage.telegram.updates.put(joined, chat=None)
    assert await stage.rows("SELECT COUNT(*) FROM persons WHERE erased_at IS NULL") == [(2,)]


@on_both_databases
async def test_two_cashiers_who_scan_one_card_together_book_one_visit(stage: Stage) -> None:
    cafe = await stage.cafe(cashiers=[EVA, TOM])
    await cafe.joins(ANA)
    link = stage.code_of(ANA)
    async with asyncio.TaskGroup() as group:
        group.create_task(stage.platform.opens(EVA, link))
        group.create_task(stage.platform.opens(TOM, link))
    await stage.house.drain()
    answers = [stage.last(person).text for person in (EVA, TOM)]
    assert sum("Ana, 1 of 4 stamps ✔ stamped" in answer for answer in answers) == 1
    assert sum("Already stamped at 12:00 by" in answer for answer in answers) == 1
    assert await stage.balance(ANA) == 1


async def test_a_second_till_reads_what_waits_on_the_card_that_the_first_one_filled(stage: Stage) -> None:
    cafe = await stage.cafe(cashiers=(EVA, TOM))
    await cafe.joins(ANA)
    for _ in range(4):
        stage.later(minutes=2)
        await stage.scans(EVA, ANA)
    told = await stage.scans(TOM, ANA)
    assert told.startswith("Ana, 0 of 4 stamps\n")
    assert told.endswith("🎁 Waiting: Free coffee")
    assert "🎁 Redeem" in stage.last(TOM).labels


@pytest.mark.slow
@on_both_databases
async def test_twenty_cashiers_who_scan_twenty_cards_together_book_each(stage: Stage) -> None:
    cafe = await stage.cafe(cashiers=[EVA, TOM])
    for person in (ANA, BEN):
        await cafe.joins(person)
    links = [stage.code_of(person) for person in (ANA, BEN)]
    async with asyncio.TaskGroup() as group:
        for _ in range(5):
            for cashier in (EVA, TOM):
                for link in links:
                    group.create_task(stage.platform.opens(cashier, link))
    assert [await stage.balance(person) for person in (ANA, BEN)] == [1, 1]


@on_both_databases
async def test_a_voucher_spent_at_two_tills_at_once_is_spent_once(stage: Stage) -> None:
    cafe = await stage.cafe(programme=ONE_STAMP, cashiers=[EVA, TOM])
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.taps(ANA, "Use: Free coffee")
    code = stage.code_of(ANA)
    async with asyncio.TaskGroup() as group:
        group.create_task(stage.platform.opens(TOM, code))
        group.create_task(stage.platform.taps(EVA, "🎁 Redeem"))
    answers = [stage.last(person).text for person in (EVA, TOM)]
    assert sum("✔ redeemed" in answer for answer in answers) == 1
    assert sum("was used already" in answer or "No reward is waiting" in answer for answer in answers) == 1


@everywhere
async def test_an_answer_that_was_lost_is_given_when_the_update_comes_again(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    told = await stage.again(ANA)
    assert told == "" if stage.channel.window else "Café Luna · 0 of 4 stamps" in told
    assert await stage.rows("SELECT COUNT(*) FROM accounts") == [(1,)]


async def test_points_bought_with_are_paid_once_when_the_tap_comes_again(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "40")
    await stage.says(ANA, "/rewards")
    await stage.taps(ANA, "Get: Cookie")
    await stage.taps(ANA, "Yes, get it")
    await stage.again(ANA)
    assert await stage.balance(ANA) == 30


@everywhere
async def test_a_tap_that_comes_again_acts_once_though_its_deed_has_no_key_of_its_own(stage: Stage) -> None:
    await stage.cafe()
    before = await stage.rows("SELECT COUNT(*) FROM invites")
    await stage.says(CLEO, "/invite")
    await stage.taps(CLEO, "Cashier: stamps and hands out rewards")
    await stage.again(CLEO)
    await stage.again(CLEO)
    [[invited]], [[known]] = await stage.rows("SELECT COUNT(*) FROM invites"), before
    assert invited == known + 1
