"""What each campaign says, with which buttons, from the facts of the moment."""

from dataclasses import replace

import pytest

from actions.shop.open_shop import Opened
from loyalty.cards.parts.levels import Level, Levels
from loyalty.cards.programme import Reward
from storage.engine.database import Database
from tests.bot.owner.cafe import comes, luna
from tests.kinds import (
    ALMOST_THERE,
    ANNIVERSARY,
    BALANCE_EXPIRING,
    BIRTHDAY,
    GOAL,
    VOUCHER_EXPIRING,
    VOUCHER_WAITING,
    WELCOME,
    WIN_BACK,
)
from tests.post import days_until_heard, hears, only_campaign
from tests.programmes import points_card, stamp_card
from tests.talk import ANA, CLEO, EVA, TEN_STAMPS, Talk

ONE_STAMP = stamp_card((Reward("r1", "Free coffee", 1),), voucher_days=30)
FADING = replace(TEN_STAMPS, idle_days=60)


@pytest.fixture
def talk(sqlite_db: Database) -> Talk:
    """Let people talk to the bot."""
    return Talk(sqlite_db)


async def sets(talk: Talk, campaign: str, setting: str, value: str) -> None:
    """Change a setting, as the owner."""
    await talk.says(CLEO, "/campaigns")
    await talk.taps(CLEO, f"✔ {campaign}")
    await talk.taps(CLEO, setting)
    assert "✔ Done." in await talk.says(CLEO, value)


async def _reminded(talk: Talk, opened: Opened, *, by: str = "No date") -> tuple[int, str]:
    """Let Ana save for the coffee, and wait until she is reminded."""
    await talk.says(ANA, "/goal")
    await talk.taps(ANA, "Free coffee")
    await talk.taps(ANA, by)
    return await days_until_heard(talk, opened.shop.id, ANA)


async def test_a_goal_comes_with_its_distance_and_the_days_between_which_it_will_be_reached(
    talk: Talk,
) -> None:
    opened = await luna(talk, TEN_STAMPS, GOAL)
    await comes(talk, opened, 5)
    days, said = await _reminded(talk, opened)
    assert days == 8  # a week later she was as silent as usual: on track
    assert said == (
        "Café Luna: 🎯 5 stamps to your goal: Free coffee\n"
        "At your pace between 8 May and 7 June.\n"
        "One visit more a month makes it about 12 May.\n"
        "🎁 Waiting for you: Cookie."
    )
    assert talk.labels(ANA) == ["💳 My card", "Why this?"]


async def test_the_owners_words_name_the_days_between_too(talk: Talk) -> None:
    opened = await luna(talk, TEN_STAMPS, GOAL)
    await talk.says(CLEO, "/campaigns")
    await talk.taps(CLEO, "✔ Goal")
    await talk.taps(CLEO, "✍ English")
    await talk.says(CLEO, "Your {goal}, {date}?")
    await talk.taps(CLEO, "✔ Use these words")
    await comes(talk, opened, 5)
    _, said = await _reminded(talk, opened)
    assert "Your Free coffee, 8 May – 7 June?" in said


async def test_a_rhythm_known_for_long_gets_one_day(talk: Talk) -> None:
    opened = await luna(talk, replace(TEN_STAMPS, rewards=(Reward("r1", "Free coffee", 14),)), GOAL)
    await comes(talk, opened, 12)
    _, said = await _reminded(talk, opened)
    assert "At your pace about 13 June." in said


async def test_after_a_long_silence_no_day_is_promised(talk: Talk) -> None:
    opened = await luna(talk, TEN_STAMPS, GOAL)
    await comes(talk, opened, 6)
    talk.wait(days=365)
    _, said = await _reminded(talk, opened)
    assert "It has been a while: after a few visits I can say again when you will be there." in said
    assert "At your pace" not in said


async def test_a_goal_out_of_reach_comes_with_a_nearer_one_to_tap(talk: Talk) -> None:
    opened = await luna(talk, TEN_STAMPS, GOAL)
    await comes(talk, opened, 4, every_days=14)
    await talk.says(ANA, "/goal")
    await talk.taps(ANA, "Free coffee")
    await talk.taps(ANA, "In a month")
    _, said = await days_until_heard(talk, opened.shop.id, ANA)
    assert "At your pace that is too far away.\nNearer: Cookie, 1 to go." in said
    assert "1 stamp to your goal: Cookie" in await talk.taps(ANA, "Save for: Cookie")


async def test_almost_there_says_what_is_missing(talk: Talk) -> None:
    opened = await luna(talk, TEN_STAMPS, ALMOST_THERE)
    await comes(talk, opened, 4)
    days, said = await days_until_heard(talk, opened.shop.id, ANA)
    assert (days, said) == (11, "Café Luna: only 1 stamp to go: Cookie!")


async def test_a_waiting_reward_is_one_tap_from_being_used(talk: Talk) -> None:
    opened = await luna(talk, ONE_STAMP, VOUCHER_WAITING)
    await comes(talk, opened, 1)
    _, said = await days_until_heard(talk, opened.shop.id, ANA)
    assert said == "🎁 Café Luna: “Free coffee” is still waiting for you.\nUntil 11 April: 16 days left."
    assert "Show this code to the cashier" in await talk.taps(ANA, "Use: Free coffee")


async def test_a_reward_that_ends_is_told_first_with_days_and_last_with_tomorrow(talk: Talk) -> None:
    opened = await luna(talk, ONE_STAMP, VOUCHER_EXPIRING)
    await comes(talk, opened, 1)
    _, said = await days_until_heard(talk, opened.shop.id, ANA)
    assert said == "⏳ Café Luna: “Free coffee” runs out.\nUntil 11 April: 7 days left."
    talk.wait(days=1)
    _, said = await days_until_heard(talk, opened.shop.id, ANA)
    assert said == "⏳ Café Luna: “Free coffee” runs out.\nTomorrow, 11 April, is the last day."


@pytest.mark.slow
async def test_a_balance_that_ends_says_what_keeps_it(talk: Talk) -> None:
    opened = await luna(talk, FADING, BALANCE_EXPIRING)
    await comes(talk, opened, 2)
    _, said = await days_until_heard(talk, opened.shop.id, ANA)
    assert said == (
        "⏳ Café Luna: what is on your card runs out: 2 of 10 stamps.\n"
        "Until 18 May: 7 days left.\nOne visit until then keeps it."
    )


@pytest.mark.slow
async def test_a_birthday_is_wished_and_brings_the_gift_that_the_owner_chose(talk: Talk) -> None:
    opened = await luna(talk, TEN_STAMPS, BIRTHDAY)
    await sets(talk, "Birthday", "Gift", "Slice of cake")
    await talk.says(ANA, "/birthday 2 April")
    days, said = await days_until_heard(talk, opened.shop.id, ANA)
    assert days == 21
    assert said == (
        "🎂 Happy birthday, Ana! Yours, Café Luna.\n🎁 For you: Slice of cake.\nUntil 2 May: 30 days left."
    )
    assert "Show this code to the cashier" in await talk.taps(ANA, "Use: Slice of cake")


async def test_without_a_gift_a_birthday_is_only_wished(talk: Talk) -> None:
    opened = await luna(talk, TEN_STAMPS, BIRTHDAY)
    await sets(talk, "Birthday", "Sent before the day", "3")
    await talk.says(ANA, "/birthday 2 April")
    days, said = await days_until_heard(talk, opened.shop.id, ANA)
    assert (days, said) == (18, "🎂 Your birthday is coming, Ana. Café Luna wishes you a happy one!")


async def test_a_year_after_joining_the_shop_says_thank_you(talk: Talk) -> None:
    opened = await luna(talk, TEN_STAMPS, ANNIVERSARY)
    talk.wait(days=360)
    days, said = await days_until_heard(talk, opened.shop.id, ANA)
    assert (days, said) == (5, "🎉 1 year with Café Luna: thank you, Ana!")


@pytest.mark.slow
async def test_who_stays_away_is_reminded_asked_offered_more_and_then_left_alone(talk: Talk) -> None:
    opened = await luna(talk, TEN_STAMPS, WIN_BACK)
    await sets(talk, "We miss you", "Gift", "Cookie")
    await sets(talk, "We miss you", "Bigger gift", "Free lunch")
    await comes(talk, opened, 3)
    steps = []
    for _ in range(4):
        _, said = await days_until_heard(talk, opened.shop.id, ANA, most=70)
        steps.append(said)
        talk.wait(days=1)
    assert steps[0] == "Ana, your card at Café Luna is still here: 3 of 10 stamps.\n2 to go: Cookie"
    assert steps[1] == "Ana, we haven't seen you at Café Luna for a while. What keeps you away?"
    assert steps[2].startswith("Ana, Café Luna would like to see you again.\n🎁 For you: Cookie.\nUntil ")
    assert "🎁 For you: Free lunch." in steps[3]
    assert await days_until_heard(talk, opened.shop.id, ANA, most=40) == (40, "")


@pytest.mark.slow
async def test_the_question_why_takes_one_tap_and_the_owner_reads_the_answer(talk: Talk) -> None:
    opened = await luna(talk, TEN_STAMPS, WIN_BACK)
    await comes(talk, opened, 3)
    for _ in range(2):
        await days_until_heard(talk, opened.shop.id, ANA, most=70)
        talk.wait(days=1)
    assert "The owner of the shop reads it." in await talk.taps(ANA, "It is too far for me")
    assert "Ana · said why they stay away: It is too far for me" in await talk.says(CLEO, "/audit")


async def test_the_welcome_says_what_is_in_it_and_asks_once_whether_we_may_write(talk: Talk) -> None:
    opened = await talk.joins(ANA)
    await only_campaign(talk, opened.shop.id, WELCOME)
    await talk.stamped(ANA, opened, 1)
    said = await hears(talk, opened.shop.id, ANA)
    assert "first visit at Café Luna" in said
    assert "🎁 10 stamps: Free coffee" in said
    assert "May I write to you now and then?" in said
    assert "at most once a week" in await talk.taps(ANA, "Yes, remind me")
    assert "Reminders (how far your goal is, and rewards that wait for you): at most once a week" in (
        await talk.says(ANA, "/messages")
    )


async def test_the_welcome_names_no_reward_that_is_gone(talk: Talk) -> None:
    menu = (Reward("mug", "Mug", 10, stock=1), Reward("cake", "Cake", 30))
    opened = await talk.joins(ANA, programme=points_card(menu))
    await only_campaign(talk, opened.shop.id, WELCOME)
    await talk.stamped(ANA, opened, 1)
    await talk.says(EVA, "16")
    await talk.says(ANA, "/rewards")
    await talk.taps(ANA, "Get: Mug")
    await talk.taps(ANA, "Yes, get it")
    said = await hears(talk, opened.shop.id, ANA)
    assert "🎁 Cake: 30 points" in said
    assert "Mug: 10 points" not in said


async def test_no_thanks_is_taken_for_an_answer(talk: Talk) -> None:
    opened = await talk.joins(ANA)
    await only_campaign(talk, opened.shop.id, WELCOME)
    await talk.stamped(ANA, opened, 1)
    await hears(talk, opened.shop.id, ANA)
    assert "All right" in await talk.taps(ANA, "No, thanks")
    assert (await talk.says(ANA, "/messages")).count("not without your yes") == 2


@pytest.mark.slow
async def test_the_owners_words_take_the_place_of_ours_where_they_fit(talk: Talk) -> None:
    opened = await luna(talk, TEN_STAMPS, BIRTHDAY)
    await talk.says(CLEO, "/campaigns")
    await talk.taps(CLEO, "✔ Birthday")
    await talk.taps(CLEO, "✍ English")
    await talk.says(CLEO, "Cheers, {name}: {gift} for you!")
    await talk.taps(CLEO, "✔ Use these words")
    await talk.says(ANA, "/birthday 2 April")
    _, said = await days_until_heard(talk, opened.shop.id, ANA)
    assert said == "🎂 Happy birthday, Ana! Yours, Café Luna."  # there is no gift to speak of
    await sets(talk, "Birthday", "Gift", "Cookie")
    talk.wait(days=340)
    _, said = await days_until_heard(talk, opened.shop.id, ANA)
    assert said == "Café Luna: Cheers, Ana: Cookie for you!"


@pytest.mark.parametrize(
    ("language", "keeps"), [("Nederlands", "Nog 3 bezoeken"), ("Magyar", "Még 3 látogatás")]
)
async def test_each_line_of_a_level_that_ends_begins_with_a_large_letter(
    talk: Talk, language: str, keeps: str
) -> None:
    club = Levels((Level("Silver", 3, plus=1), Level("Gold", 6, plus=2)), days=30, grace=20)
    opened = await talk.joins(ANA, programme=stamp_card((Reward("r1", "Coffee", 30),), parts=(club,)))
    await talk.opens(CLEO, "i" + opened.owner_token)
    await talk.says(CLEO, "/campaigns")
    await talk.taps(CLEO, "✔ Level ends")
    assert f"\n{keeps}" in await talk.taps(CLEO, f"✍ {language}")
