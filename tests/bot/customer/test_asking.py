"""Whatever yes is missing is asked for with its reason: at once where it matters, once more at a happy moment, then never."""

import pytest

from actions.campaigns.consents import consents_of
from actions.people.identify import Caller, recognise
from actions.shop.open_shop import Opened
from loyalty.campaigns.frequency_cap import Purpose
from loyalty.cards.programme import Reward
from storage.engine.database import Database
from tests.kinds import BIRTHDAY, WELCOME
from tests.post import days_until_heard, drained, hears, only_campaign
from tests.programmes import points_card, stamp_card
from tests.talk import ANA, CLEO, EVA, TEN_STAMPS, Person, Talk

TWO_STAMPS = stamp_card((Reward("coffee", "Free coffee", 2),))


@pytest.fixture
def talk(sqlite_db: Database) -> Talk:
    """Let people talk to the bot."""
    return Talk(sqlite_db)


async def agreed(talk: Talk, person: Person = ANA) -> set[Purpose]:
    found = await talk.db.write(
        recognise, Caller("telegram", "stempel_bot", person.id, name=person.name, language="en"), now=talk.now
    )
    return set(await talk.db.write(consents_of, found.person.id)) - {Purpose.SERVICE}


async def receipts(talk: Talk, person: Person = ANA) -> str:
    """Read what the last booking sent; its buttons can be tapped then."""
    replies = [reply for to, reply in await talk.db.write(drained, now=talk.now) if to == person.id]
    if replies:
        talk.replies[person.id] = replies
    return "\n".join(reply.text for reply in replies)


async def giving_cake(talk: Talk) -> Opened:
    """Open Café Luna, which gives a cake for a birthday; Ana joins and agrees to nothing."""
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, "i" + opened.owner_token)
    await only_campaign(talk, opened.shop.id, BIRTHDAY)
    await talk.says(CLEO, "/campaigns")
    await talk.taps(CLEO, "✔ Birthday")
    await talk.taps(CLEO, "Gift")
    await talk.says(CLEO, "Slice of cake")
    return opened


async def test_who_gives_a_birthday_is_asked_at_once_and_then_hears_of_the_present(talk: Talk) -> None:
    opened = await giving_cake(talk)
    said = await talk.says(ANA, "/birthday 2 April")
    assert "so that I can tell you of your present?" in said
    assert "I write to you about:\n· Offers" in await talk.taps(ANA, "Yes, tell me")
    assert await agreed(talk) == {Purpose.OFFERS}
    _, heard = await days_until_heard(talk, opened.shop.id, ANA)
    assert "🎁 For you: Slice of cake." in heard
    assert "tell you of your present" not in await talk.says(ANA, "/birthday 2 May")


async def test_where_no_shop_gives_anything_no_present_is_promised(talk: Talk) -> None:
    await talk.joins(ANA)
    said = await talk.says(ANA, "/birthday 2 April")
    assert "when a shop has a present for you?" in said
    assert "on your card" not in said


async def test_a_typed_yes_counts_for_the_present(talk: Talk) -> None:
    await giving_cake(talk)
    await talk.says(ANA, "/birthday 2 April")
    await talk.says(ANA, "yes please")
    assert await agreed(talk) == {Purpose.OFFERS}


async def test_a_present_that_nobody_may_write_about_is_told_with_the_next_card_and_at_the_next_scan(
    talk: Talk,
) -> None:
    opened = await giving_cake(talk)
    await talk.says(ANA, "/birthday 2 April")
    await talk.taps(ANA, "No, thanks")
    assert await days_until_heard(talk, opened.shop.id, ANA, most=22) == (22, "")
    present = "🎁 A present for you from Café Luna: Slice of cake. Valid until "
    assert present in await talk.says(ANA, "/card")
    talk.wait(hours=1)
    await talk.stamped(ANA, opened, 1)
    assert "🎁 Waiting: Slice of cake" in "".join(reply.text for reply in talk.replies[EVA.id])
    assert "🎁 Waiting for you: Slice of cake." in await receipts(talk) or present in await receipts(talk)


async def test_who_set_a_goal_before_is_still_asked_by_the_welcome(talk: Talk) -> None:
    opened = await talk.joins(ANA)
    await only_campaign(talk, opened.shop.id, WELCOME)
    await talk.says(ANA, "/goal")
    await talk.taps(ANA, "Free coffee")
    await talk.stamped(ANA, opened, 1)
    assert "· Offers:" in await hears(talk, opened.shop.id, ANA)
    await talk.taps(ANA, "Yes, and offers too")
    assert await agreed(talk) == {Purpose.GOALS, Purpose.REMINDERS, Purpose.OFFERS}


async def test_what_is_missing_is_asked_once_more_with_an_earned_reward_and_then_never(talk: Talk) -> None:
    opened = await talk.joins(ANA, programme=TWO_STAMPS)
    await only_campaign(talk, opened.shop.id, WELCOME)
    await talk.stamped(ANA, opened, 1)
    assert "May I write to you" in await hears(talk, opened.shop.id, ANA)
    await talk.taps(ANA, "Yes, remind me")
    asked = []
    for _ in range(4):
        talk.wait(days=8)
        await talk.stamped(ANA, opened, 1)
        said = await receipts(talk)
        asked += [said.count("· Offers:"), said.count("· Reminders:")]
    assert asked == [0, 0, 0, 0, 1, 0, 0, 0]


async def test_points_that_are_enough_for_the_first_time_are_a_happy_moment_too(talk: Talk) -> None:
    opened = await talk.joins(ANA, programme=points_card((Reward("coffee", "Coffee", 50),)))
    await only_campaign(talk, opened.shop.id, WELCOME)
    asked = []
    for spent in ("20", "20", "20", "20"):
        await talk.stamped(ANA, opened, 1)
        await talk.says(EVA, spent)
        asked.append("May I write to you" in await receipts(talk))
        talk.wait(days=20)
    assert asked == [False, False, True, False]


async def test_who_said_no_is_not_asked_again(talk: Talk) -> None:
    opened = await talk.joins(ANA, programme=TWO_STAMPS)
    await only_campaign(talk, opened.shop.id, WELCOME)
    await talk.stamped(ANA, opened, 1)
    await hears(talk, opened.shop.id, ANA)
    await talk.taps(ANA, "No, thanks")
    talk.wait(days=30)
    await talk.stamped(ANA, opened, 1)
    said = await receipts(talk)
    assert "Earned: Free coffee" in said
    assert "May I write" not in said


async def test_a_question_that_was_lost_with_its_message_is_asked_again_with_it(talk: Talk) -> None:
    opened = await talk.joins(ANA, programme=TEN_STAMPS)
    await only_campaign(talk, opened.shop.id, WELCOME)
    await talk.stamped(ANA, opened, 5)
    first = await receipts(talk)
    assert "Earned: Cookie" in first
    assert "May I write" in first
    assert "May I write" not in await hears(talk, opened.shop.id, ANA)  # one question is enough for today
