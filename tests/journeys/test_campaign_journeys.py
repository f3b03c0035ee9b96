"""Each campaign from the owner's phone to the customer's, and what it leads to."""

import re
from dataclasses import replace

from loyalty.contact import Kind
from loyalty.programme import Reward, StampProgramme
from tests.actions.customers import hold_nobody_out, only
from tests.fakes.people import User
from tests.journeys.people import ANA, BEN, CLEO, EVA
from tests.journeys.stage import FOUR_STAMPS, ONE_STAMP, Place, Stage

TEN_STAMPS = StampProgramme((Reward("cookie", "Cookie", 5), Reward("coffee", "Free coffee", 10)))


async def opened(stage: Stage, programme: StampProgramme, *kinds: Kind) -> Place:
    """Open the café with these campaigns only; Ana joins it and agrees to everything."""
    cafe = await stage.cafe(programme=programme)
    await stage.house.db.write(hold_nobody_out, cafe.shop.id)
    await stage.house.db.write(only, cafe.shop.id, *kinds)
    await agrees(stage, cafe, ANA)
    return cafe


async def agrees(stage: Stage, cafe: Place, person: User) -> None:
    """Let somebody join and agree to everything."""
    await cafe.joins(person)
    for purpose in ("Reminders", "Offers"):
        await stage.says(person, "/messages")
        await stage.taps(person, purpose)
        await stage.taps(person, "whenever there is something")


async def comes(stage: Stage, times: int = 1, *, every_days: int = 7) -> None:
    """Let Ana come so often, at a rhythm."""
    await stage.says(ANA, "/card")
    for time in range(times):
        stage.later(days=every_days if time else 0)
        assert "✔ stamped" in await stage.says(EVA, stage.short_code(ANA))


async def round_for(stage: Stage, person: User) -> str:
    """Let the clock do its round, and return what somebody reads."""

    async def do() -> None:
        await stage.house.campaign()

    return await stage.heard(person, do())


async def sets(stage: Stage, campaign: str, setting: str, value: str) -> None:
    """Change a setting, as the owner."""
    await stage.says(CLEO, "/campaigns")
    await stage.taps(CLEO, f"✔ {campaign}")
    await stage.taps(CLEO, setting)
    assert "✔ Done." in await stage.says(CLEO, value)


async def test_a_goal_is_recalled_until_it_is_reached(stage: Stage) -> None:
    await opened(stage, TEN_STAMPS, Kind.GOAL)
    await comes(stage, 4)
    await stage.says(ANA, "/goal")
    await stage.taps(ANA, "Cookie · 5")
    await stage.taps(ANA, "No date")
    assert await round_for(stage, ANA) == ""
    stage.later(days=8)
    said = await round_for(stage, ANA)
    assert re.search(r"🎯 1 stamp to your goal: Cookie\nAt your pace about \d+ April", said)
    assert await round_for(stage, ANA) == ""
    await comes(stage)
    stage.later(days=10)
    assert await round_for(stage, ANA) == ""


async def test_almost_there_brings_the_card_back_to_hand(stage: Stage) -> None:
    await opened(stage, TEN_STAMPS, Kind.ALMOST_THERE)
    await comes(stage, 4)
    stage.later(days=11)
    assert "only 1 stamp to go: Cookie!" in await round_for(stage, ANA)
    assert "4 of 10 stamps" in await stage.taps(ANA, "💳 My card")


async def test_a_reward_that_waits_is_used_from_its_reminder(stage: Stage) -> None:
    await opened(stage, ONE_STAMP, Kind.VOUCHER_WAITING)
    await comes(stage)
    stage.later(days=14)
    assert "“Free coffee” is still waiting for you." in await round_for(stage, ANA)
    await stage.taps(ANA, "Use: Free coffee")
    assert "Free coffee" in await stage.says(EVA, stage.last(ANA).text.rpartition("cashier: ")[2][:6])


async def test_a_reward_that_runs_out_is_told_twice(stage: Stage) -> None:
    await opened(stage, replace(ONE_STAMP, voucher_days=30), Kind.VOUCHER_EXPIRING)
    await comes(stage)
    stage.later(days=23)
    assert "Until 11 April: 7 days left." in await round_for(stage, ANA)
    stage.later(days=6)
    assert "Tomorrow, 11 April, is the last day." in await round_for(stage, ANA)


async def test_a_card_that_runs_out_is_kept_by_a_visit(stage: Stage) -> None:
    await opened(stage, replace(FOUR_STAMPS, idle_days=60), Kind.BALANCE_EXPIRING)
    await comes(stage)
    stage.later(days=53)
    assert "what is on your card runs out: 1 of 4 stamps." in await round_for(stage, ANA)
    await comes(stage)
    stage.later(days=6)
    assert await round_for(stage, ANA) == ""


async def test_a_birthday_brings_a_real_reward_once_a_year(stage: Stage) -> None:
    await opened(stage, FOUR_STAMPS, Kind.BIRTHDAY)
    await sets(stage, "Birthday", "Gift", "Slice of cake")
    await stage.says(ANA, "/birthday 2 April")
    stage.later(days=21)
    assert "🎂 Happy birthday, Ana!" in await round_for(stage, ANA)
    assert "Slice of cake" in await stage.says(ANA, "/rewards")
    await stage.says(ANA, "/birthday 20 April")
    stage.later(days=18)
    assert await round_for(stage, ANA) == ""


async def test_the_day_of_joining_is_remembered(stage: Stage) -> None:
    await opened(stage, FOUR_STAMPS, Kind.ANNIVERSARY)
    stage.later(days=365)
    assert "🎉 1 year with Café Luna: thank you, Ana!" in await round_for(stage, ANA)


async def test_who_stays_away_is_won_back_step_by_step_until_they_come(stage: Stage) -> None:
    await opened(stage, TEN_STAMPS, Kind.WIN_BACK)
    await sets(stage, "We miss you", "Gift", "Cookie")
    await comes(stage, 3)
    stage.later(days=61)
    assert "your card at Café Luna is still here" in await round_for(stage, ANA)
    stage.later(days=31)
    assert "What keeps you away?" in await round_for(stage, ANA)
    assert "The owner of the shop reads it." in await stage.taps(ANA, "No time lately")
    assert "No time lately" in await stage.says(CLEO, "/audit")
    stage.later(days=31)
    assert "🎁 For you: Cookie." in await round_for(stage, ANA)
    await comes(stage)
    stage.later(days=31)
    assert await round_for(stage, ANA) == ""


async def test_the_welcome_asks_for_a_yes_that_stop_takes_back(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await comes(stage)
    assert "May I write to you now and then?" in await round_for(stage, ANA)
    assert "I write to you about:" in await stage.taps(ANA, "Yes, and offers too")
    assert "only answer you" in await stage.says(ANA, "stop")
    assert await stage.rows("SELECT purpose, given FROM consents ORDER BY id") == [
        ("reminders", 1), ("offers", 1), ("reminders", 0), ("offers", 0),
    ]  # fmt: skip


async def test_a_broadcast_reaches_who_agreed_and_says_why(stage: Stage) -> None:
    cafe = await opened(stage, FOUR_STAMPS, Kind.BROADCAST)
    await cafe.joins(BEN)
    await stage.says(CLEO, "/broadcast")
    await stage.taps(CLEO, "Everybody")
    assert "1 customer, Ana." in await stage.says(CLEO, "Soup on Friday, {name}!")
    await stage.taps(CLEO, "✔ Send in ten minutes")
    assert await round_for(stage, ANA) == ""
    stage.later(minutes=11)
    before = len(stage.chat(BEN))
    assert await round_for(stage, ANA) == "Café Luna: Soup on Friday, Ana!"
    assert len(stage.chat(BEN)) == before
    assert "Because the shop wrote to some of its customers." in await stage.taps(ANA, "Why this?")
    await stage.taps(ANA, "Never this kind")
    await stage.says(CLEO, "/broadcast")
    await stage.taps(CLEO, "Everybody")
    await stage.says(CLEO, "Cake on Sunday!")
    await stage.taps(CLEO, "✔ Send in ten minutes")
    stage.later(days=4)
    assert await round_for(stage, ANA) == ""


async def test_who_says_stop_between_choice_and_sending_hears_nothing(stage: Stage) -> None:
    await opened(stage, ONE_STAMP, Kind.VOUCHER_WAITING)
    await comes(stage)
    stage.later(days=14)
    await stage.house.campaign()
    assert "waiting" not in await stage.says(ANA, "stop")
