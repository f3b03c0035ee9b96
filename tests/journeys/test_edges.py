"""Ordinary days with unusual measures: long texts, many rewards, late answers."""

import httpx
import pytest

from app.serve import make_web
from channels.telegram.webhook import webhook
from loyalty.cards.programme import Limits, Programme, Reward
from tests.fakes.people import User
from tests.journeys.people import ANA, EVA, TOM
from tests.journeys.platforms import EVERYWHERE, TELEGRAM, Where
from tests.journeys.stage import ONE_STAMP, Stage
from tests.programmes import points_card, stamp_card
from web.webhooks import webhook_route

LONG = "A very large slice of our grandmother's walnut and honey cak"


async def test_a_reward_with_the_longest_text_can_be_used(stage: Stage) -> None:
    assert len(LONG) == 60
    cafe = await stage.cafe(programme=stamp_card((Reward("r1", LONG, 1),)))
    await cafe.joins(ANA)
    assert f"Earned: {LONG}" in await stage.scans(EVA, ANA)
    assert f"🎁 {LONG}" in await stage.says(ANA, "/rewards")
    await stage.taps(ANA, stage.last(ANA).labels[0])
    assert f"{LONG} for Ana ✔ redeemed" in await stage.scans(EVA, ANA)


async def test_two_long_rewards_for_points_can_be_handed_out(stage: Stage) -> None:
    programme = points_card((Reward("a", LONG, 1000), Reward("b", LONG[::-1], 2000)), points_per_unit=100)
    cafe = await stage.cafe(programme=programme)
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "99")
    assert "Which reward?" in await stage.taps(EVA, "🎁 Redeem")
    assert "✔ redeemed" in await stage.taps(EVA, stage.last(EVA).labels[0])
    await stage.says(ANA, "/rewards")
    assert "Get “" in await stage.taps(ANA, stage.last(ANA).labels[0])
    assert "is yours" in await stage.taps(ANA, "Yes, get it")


async def test_a_name_of_forty_letters_fits_every_button(stage: Stage) -> None:
    somebody = User(1050, "Maria Magdalena Wilhelmina van den Bergh")
    cafe = await stage.cafe("The Society of Slow Coffee and Cold Cake", programme=_thirty())
    await cafe.joins(somebody)
    await stage.says(EVA, "/find wilhelmina")
    assert "✔ stamped" in await stage.taps(EVA, stage.last(EVA).labels[0])
    assert "Which one" in await stage.says(EVA, "/undo")


@pytest.mark.slow
async def test_a_hundred_and_twenty_rewards_that_wait_can_be_seen_and_used(stage: Stage) -> None:
    cafe = await stage.cafe(programme=ONE_STAMP)
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.change(_MANY)
    assert "🎁 Free coffee × 121" in await stage.says(ANA, "/rewards")
    await stage.taps(ANA, "Use: Free coffee")
    assert "✔ redeemed" in await stage.scans(EVA, ANA)
    stage.later(minutes=2)
    await stage.says(ANA, "/card")
    assert "Waiting: Free coffee × 121" in await stage.scans(EVA, ANA)
    assert "🎁 Free coffee for Ana ✔ redeemed" in await stage.taps(EVA, "🎁 Redeem")


async def test_a_late_yes_hands_nothing_out(stage: Stage) -> None:
    cafe = await stage.cafe(programme=ONE_STAMP)
    await cafe.joins(ANA)
    await stage.says(EVA, stage.short_code(ANA))
    await stage.taps(EVA, "🎁 Redeem")
    stage.later(hours=5)
    answer = await stage.taps(ANA, "Yes, hand it out")
    assert answer.startswith("That button is out of date.")
    assert "🎁 Free coffee" in answer
    assert await stage.rows("SELECT state FROM vouchers") == [("available",)]


async def test_a_stamp_whose_reward_was_used_stays(stage: Stage) -> None:
    cafe = await stage.cafe(programme=ONE_STAMP)
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    undo = stage.platform.data_under(EVA, "↩ Undo")
    await stage.taps(EVA, "🎁 Redeem")
    assert "The reward it earned has been used." in await stage.taps_data(EVA, undo)


@pytest.mark.slow
async def test_limits_are_named_with_their_end(stage: Stage) -> None:
    limits = Limits(cooldown_minutes=30, max_per_day=2)
    cafe = await stage.cafe(programme=stamp_card((Reward("r1", "Coffee", 9),), limits))
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    stage.later(minutes=5)
    await stage.says(ANA, "/card")
    assert "Too soon: stamped at 12:00, the shop waits until 12:30." in await stage.scans(EVA, ANA)
    stage.later(minutes=26)
    await stage.says(ANA, "/card")
    assert "2 of 9" in await stage.scans(EVA, ANA)
    stage.later(minutes=40)
    await stage.says(ANA, "/card")
    assert "Enough for today: 2 a day is the shop's limit." in await stage.scans(EVA, ANA)
    stage.later(days=1)
    await stage.says(ANA, "/card")
    assert "3 of 9" in await stage.scans(EVA, ANA)


async def test_staff_of_two_shops_stamp_in_each(stage: Stage) -> None:
    luna = await stage.cafe()
    sol = await stage.cafe("Bar Sol", cashiers=[EVA, TOM])
    await luna.joins(ANA)
    await stage.scans(EVA, ANA)
    await sol.joins(ANA)
    assert "1 of 4" in await stage.scans(EVA, ANA)
    assert "Which shop?" in await stage.says(EVA, "/today")
    assert "Today at Bar Sol:" in await stage.taps(EVA, "Bar Sol")


@TELEGRAM
@pytest.mark.parametrize("secret", ["", "wrong", "journeysx"])
async def test_a_call_without_the_secret_is_refused(stage: Stage, secret: str) -> None:
    route = webhook_route(webhook(lambda _: None, "journeys"), stage.house.handle)
    transport = httpx.ASGITransport(make_web(stage.house, [route]))
    async with httpx.AsyncClient(transport=transport, base_url="http://stempel") as caller:
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
        answer = await caller.post("/telegram/webhook", json={"update_id": 1}, headers=headers)
    assert answer.status_code == 403


async def test_what_was_booked_for_somebody_who_is_forgotten_stays_and_is_not_offered(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    undo = stage.platform.data_under(EVA, "↩ Undo")
    await stage.says(ANA, "/forget")
    await stage.taps(ANA, "Yes, erase everything")
    assert "This card is not in use any more" in await stage.taps_data(EVA, undo)
    assert "nothing that you could take back" in await stage.says(EVA, "/undo")


@pytest.mark.parametrize("where", EVERYWHERE, ids=str)
async def test_who_links_where_there_is_one_chat_alone_gets_no_code_for_nothing(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    said = await stage.says(ANA, "/link")
    assert "I have no other chat to link this one with: your cards are all here." in said
    assert "code" not in said
    assert "the owner moves everything" in await stage.says(ANA, said.rpartition(": ")[2])


@pytest.mark.parametrize("where", [Where("telegram"), Where("whatsapp")], ids=str)
@pytest.mark.parametrize("blank", ["\n\n", " ", "\u00a0", "\u200b\u2060"])
async def test_who_says_nothing_but_line_breaks_is_shown_what_can_be_done(stage: Stage, blank: str) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    stage.later(minutes=1)
    assert "0 of 4 stamps" in await stage.says(ANA, blank)


@TELEGRAM
async def test_a_block_that_is_told_again_shuts_nobody_out_who_came_back(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    code = stage.short_code(ANA)
    await stage.telegram.blocks(ANA)
    told = stage.telegram.updates.last
    assert told
    await stage.telegram.unblocks(ANA)
    await stage.telegram.updates.put(told, chat=None)
    await stage.says(EVA, code)
    assert "1 of 4" in stage.newest(ANA).text


def _thirty() -> Programme:
    return stamp_card((Reward("r1", "Free coffee", 30),))


_MANY = """
    INSERT INTO vouchers (account_id, shop_id, reward_key, reward, state, created_at)
    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 120)
    SELECT account_id, shop_id, reward_key, reward, 'available', created_at FROM vouchers, numbers
"""
