"""What a reward is worth is said where it is spent on, earned and shown, and how long it waits is said as it is got."""

from loyalty.cards.programme import Reward
from loyalty.cards.worth import PercentOff
from storage.engine.database import Database
from tests.programmes import points_card, stamp_card
from tests.talk import ANA, EVA, Talk

_TREAT = Reward("r1", "Treat", 5, worth=PercentOff(20), valid_days=1)


async def test_who_gets_a_reward_for_points_reads_what_it_is_worth_and_until_when(
    sqlite_db: Database,
) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA, programme=points_card((_TREAT, Reward("cake", "Cake", 6))))
    await talk.stamped(ANA, opened, 1)
    await talk.says(EVA, "16")
    await talk.says(ANA, "/rewards")
    assert "Get “Treat (20% off)” for 5 points?" in await talk.taps(ANA, "Get: Treat")
    got = await talk.taps(ANA, "Yes, get it")
    assert "“Treat” is yours. Use it until 13 March; unused, it can be given back for 24 hours." in got
    assert "🎁 Treat (20% off)\nShow this code" in await talk.taps(ANA, "Use: Treat")
    await talk.says(ANA, "/rewards")
    await talk.taps(ANA, "Get: Cake")
    assert "Use it whenever you like" in await talk.taps(ANA, "Yes, get it")


async def test_the_till_reads_what_was_earned_is_worth(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    treat = Reward("r1", "Treat", 1, worth=PercentOff(20))
    opened = await talk.joins(ANA, programme=stamp_card((treat,)))
    await talk.stamped(ANA, opened, 1)
    assert "🎉 Earned: Treat (20% off)" in talk.replies[EVA.id][-1].text
    talk.wait(hours=1)
    await talk.says(ANA, "/card")
    await talk.photographs(EVA, talk.code(ANA))
    assert "🎁 Waiting: Treat (20% off)" in talk.replies[EVA.id][-1].text
