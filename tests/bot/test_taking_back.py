"""What was taken back at the till is said whole, and a reward that went with its stamps is said to be gone."""

from loyalty.programme import Reward, StampProgramme
from storage.database import Database
from tests.talk import ANA, EVA, Talk

TWO_STAMPS = StampProgramme((Reward("coffee", "Coffee", 2),))


async def test_an_undo_after_plus_one_says_that_the_whole_visit_went(db: Database) -> None:
    talk = Talk(db)
    opened = await talk.joins(ANA)
    await talk.stamped(ANA, opened, 1)
    await talk.taps(EVA, "+1")
    await talk.taps(EVA, "+1")
    said = await talk.taps(EVA, "↩ Undo")
    assert said == "Taken back. Ana: 0 of 10 stamps\n3 stamps went: that whole visit."


async def test_a_reward_that_went_with_its_stamps_is_not_to_be_had_again(db: Database) -> None:
    talk = Talk(db)
    opened = await talk.joins(ANA, programme=TWO_STAMPS)
    await talk.stamped(ANA, opened, 1)
    await talk.says(ANA, "/card")
    await talk.photographs(EVA, talk.code(ANA))
    booking = talk.button(EVA, "↩ Undo")
    await talk.taps(EVA, "🎁 Redeem")
    handed_out = talk.button(EVA, "↩ Undo")
    assert "The reward it earned has been used. Take that back first." in await talk.taps(EVA, booking)
    assert "Taken back: Ana has “Coffee” again." in await talk.taps(EVA, handed_out)
    assert "Taken back. Ana: 1 of 2 stamps" in await talk.taps(EVA, booking)
    assert await talk.taps(EVA, handed_out) == "“Coffee” was taken back: it is not on the card any more."
