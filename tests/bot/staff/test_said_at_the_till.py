"""The till says the whole of it: what an undo took, that a reward went with its stamps, that a visit is of no branch."""

from bot.turn import Choice
from loyalty.cards.programme import Reward
from storage.engine.database import Database
from tests.programmes import stamp_card
from tests.talk import ANA, CLEO, EVA, Talk

TWO_STAMPS = stamp_card((Reward("coffee", "Coffee", 2),))


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


async def test_a_booking_at_no_branch_says_so_until_the_cashier_said_where_they_stand(db: Database) -> None:
    talk = Talk(db)
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, "i" + opened.owner_token)
    await talk.stamped(ANA, opened, 1)
    assert "📍" not in talk.replies[EVA.id][0].text
    for branch in ("Harbour", "Station"):
        await talk.taps(CLEO, Choice("", "placename", f"{opened.shop.id}:0"))
        await talk.says(CLEO, branch)
    await talk.stamped(ANA, opened, 1)
    assert talk.replies[EVA.id][0].text.endswith("It counts for no branch: say once where you stand, /branch")
    await talk.says(EVA, "/branch harbour")
    await talk.stamped(ANA, opened, 1)
    assert "📍" not in talk.replies[EVA.id][0].text
