"""Something off the bill: the cashier types the bill once, or not at all, and reads what to deduct."""

import pytest

from loyalty.cards.programme import Reward
from loyalty.cards.worth import AmountOff, PercentOff, Worth
from storage.engine.database import Database
from storage.shop import shops
from tests.programmes import points_card, stamp_card
from tests.talk import ANA, CLEO, EVA, Person, Talk

BEN = Person("Ben", "700010")

TREAT = PercentOff(20, 500)


async def earned(db: Database, worth: Worth = TREAT) -> Talk:
    """Let Ana fill a card of one stamp, and Eva scan it and hand out what it earned."""
    talk = Talk(db)
    opened = await talk.joins(ANA, programme=stamp_card((Reward("r1", "Treat", 1, worth=worth),)))
    await talk.stamped(ANA, opened, 1)
    return talk


async def redeemed(db: Database, worth: Worth = TREAT) -> tuple[Talk, str]:
    """Let Eva spend the code on Ana's reward."""
    talk = await earned(db, worth)
    await talk.says(ANA, "/rewards")
    shown = await talk.taps(ANA, "Use: Treat")
    return talk, await talk.says(EVA, shown.rpartition("cashier: ")[2][:6])


async def test_the_cashier_types_the_bill_and_reads_the_exact_sum(sqlite_db: Database) -> None:
    talk, said = await redeemed(sqlite_db)
    assert "🎁 Treat (20% off, €5.00 at most) for Ana ✔ redeemed\nWhat is the bill?" in said
    assert "➖ Deduct €3.20, to pay €12.80." in await talk.says(EVA, "16,00")


async def test_a_bill_that_was_mistyped_is_typed_again(sqlite_db: Database) -> None:
    talk, _ = await redeemed(sqlite_db)
    await talk.says(EVA, "160")
    assert "What is the bill?" in await talk.taps(EVA, "✏ Another bill")
    assert "➖ Deduct €3.20, to pay €12.80." in await talk.says(EVA, "16")


async def test_another_bill_that_was_not_meant_leaves_the_first_one(sqlite_db: Database) -> None:
    talk, _ = await redeemed(sqlite_db)
    await talk.says(EVA, "16")
    await talk.taps(EVA, "✏ Another bill")
    assert "✖ Cancel" not in talk.labels(EVA)
    assert "➖ Deduct €3.20, to pay €12.80." in await talk.taps(EVA, "Skip")


async def test_the_most_is_the_end_of_a_percentage(sqlite_db: Database) -> None:
    talk, _ = await redeemed(sqlite_db)
    assert "➖ Deduct €5.00, to pay €95.00." in await talk.says(EVA, "100")


async def test_an_amount_off_is_never_more_than_the_bill(sqlite_db: Database) -> None:
    talk, _ = await redeemed(sqlite_db, AmountOff(300))
    said = await talk.says(EVA, "2.50")
    assert "➖ Deduct €2.50, to pay €0.00." in said
    assert "what is over is not kept" in said


async def test_the_bill_may_be_left_out(sqlite_db: Database) -> None:
    talk, _ = await redeemed(sqlite_db)
    assert "no bill is noted" in await talk.taps(EVA, "Skip")
    assert "Deduct" not in await talk.says(EVA, "16")


async def test_an_old_skip_leaves_the_question_about_the_next_reward_open(sqlite_db: Database) -> None:
    talk, _ = await redeemed(sqlite_db)
    of_ana = talk.button(EVA, "Skip")
    shown = await spends_next(talk)
    assert "What is the bill?" in shown
    assert "no bill is noted" in await talk.taps(EVA, of_ana)
    assert "➖ Deduct €3.20, to pay €12.80." in await talk.says(EVA, "16")


async def test_an_old_choice_of_two_amounts_leaves_the_question_about_the_next_reward_open(
    sqlite_db: Database,
) -> None:
    talk, _ = await redeemed(sqlite_db)
    await talk.says(EVA, "1.250")
    of_ana = talk.button(EVA, "€1,250.00")
    await spends_next(talk)
    assert "to pay €1,245.00." in await talk.taps(EVA, of_ana)
    assert "➖ Deduct €3.20, to pay €12.80." in await talk.says(EVA, "16")


async def spends_next(talk: Talk) -> str:
    """Let Ben come next, whose stamp earns a reward too, and Eva spend it."""
    [shop] = await talk.db.write(shops.everyone)
    await talk.opens(BEN, "j" + shop.code)
    await talk.photographs(EVA, talk.code(BEN))
    await talk.says(BEN, "/rewards")
    shown = await talk.taps(BEN, "Use: Treat")
    return await talk.says(EVA, shown.rpartition("cashier: ")[2][:6])


async def test_a_skip_that_comes_late_says_how_the_reward_stands(sqlite_db: Database) -> None:
    talk, _ = await redeemed(sqlite_db)
    skip, undo = talk.button(EVA, "Skip"), talk.button(EVA, "↩ Undo")
    await talk.says(EVA, "16")
    assert "➖ Deduct €3.20, to pay €12.80." in await talk.taps(EVA, skip)
    await talk.taps(EVA, undo)
    assert "taken back already" in await talk.taps(EVA, skip)
    assert "Only the shop's staff" in await talk.taps(ANA, skip)


@pytest.mark.parametrize(("typed", "said"), [("-5", "below zero"), ("soup", "can't read that")])
async def test_what_is_no_amount_is_said_and_the_bill_is_still_awaited(
    sqlite_db: Database, typed: str, said: str
) -> None:
    talk, _ = await redeemed(sqlite_db)
    assert said in await talk.says(EVA, typed)
    assert "Deduct €3.20" in await talk.says(EVA, "16")


async def test_an_amount_of_two_readings_is_tapped(sqlite_db: Database) -> None:
    talk, _ = await redeemed(sqlite_db)
    assert "thousands or cents" in await talk.says(EVA, "1.250")
    await talk.taps(EVA, "€1,250.00")
    assert "Deduct €5.00, to pay €1,245.00." in talk.replies[EVA.id][0].text


async def test_a_bill_that_can_be_meant_in_one_way_is_asked_about_and_a_yes_is_one(
    sqlite_db: Database,
) -> None:
    talk, _ = await redeemed(sqlite_db)
    assert await talk.says(EVA, "1,255") == "€1,255.00 — really? If not, type it again."
    assert talk.labels(EVA) == ["Yes, that is the bill", "Skip"]
    assert "Deduct €5.00, to pay €1,250.00." in await talk.says(EVA, "yes")


async def test_the_next_customers_code_is_no_bill(sqlite_db: Database) -> None:
    talk, _ = await redeemed(sqlite_db)
    code = (await talk.says(ANA, "/card")).rpartition("Code: ")[2][:6]
    assert "stamp" in await talk.says(EVA, code)


async def test_a_redemption_that_is_undone_gives_the_reward_back_as_it_was(sqlite_db: Database) -> None:
    talk, _ = await redeemed(sqlite_db)
    await talk.says(EVA, "16")
    assert "has “Treat” again" in await talk.taps(EVA, "↩ Undo")
    assert "🎁 Treat (20% off, €5.00 at most)" in await talk.says(ANA, "/rewards")


async def test_what_was_typed_for_the_points_is_the_bill(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA, programme=points_card((Reward("r1", "Treat", 5, worth=PercentOff(20)),)))
    await talk.stamped(ANA, opened, 1)
    await talk.says(EVA, "16")
    await talk.says(ANA, "/rewards")
    await talk.taps(ANA, "Get: Treat")
    await talk.taps(ANA, "Yes, get it")
    shown = await talk.taps(ANA, "Use: Treat")
    said = await talk.says(EVA, shown.rpartition("cashier: ")[2][:6])
    assert "➖ Deduct €3.20, to pay €12.80." in said


async def test_an_owner_whose_reward_takes_an_amount_off_reads_what_to_do_before_the_money_changes(
    sqlite_db: Database,
) -> None:
    talk = Talk(sqlite_db)
    menu = (Reward("r1", "Treat", 1, worth=AmountOff(300)),)
    opened = await talk.opens_shop(programme=stamp_card(menu))
    await talk.opens(CLEO, "i" + opened.owner_token)
    await talk.says(CLEO, "/programme")
    await talk.taps(CLEO, "🏪 The shop")
    await talk.taps(CLEO, "Money")
    said = await talk.says(CLEO, "HUF")
    assert "take rewards with an amount off away or make them another kind" in said


async def _before_the_amount(db: Database, reward: Reward) -> Talk:
    """Let Ana have 20 points, and Eva scan her card once more and hand out a reward before an amount was typed."""
    talk = Talk(db)
    opened = await talk.joins(ANA, programme=points_card((reward, Reward("r2", "Cake", 500))))
    await talk.stamped(ANA, opened, 1)
    await talk.says(EVA, "20")
    talk.wait(hours=1)
    await talk.says(ANA, "/card")
    await talk.photographs(EVA, talk.code(ANA))
    await talk.taps(EVA, "🎁 Redeem")
    return talk


async def test_what_was_spent_is_asked_after_a_reward_that_came_before_it(sqlite_db: Database) -> None:
    talk = await _before_the_amount(sqlite_db, Reward("r1", "Cookie", 5))
    assert "And what was spent?" in talk.replies[EVA.id][-1].text
    assert "Ana: +12 points ✔ now 27 points" in await talk.says(EVA, "12.50")


async def test_what_was_spent_is_asked_after_the_bill_and_may_be_tapped(sqlite_db: Database) -> None:
    talk = await _before_the_amount(sqlite_db, Reward("r1", "Treat", 5, worth=PercentOff(20)))
    assert "And what was spent?" not in talk.replies[EVA.id][-1].text
    said = await talk.says(EVA, "16")
    assert "➖ Deduct €3.20, to pay €12.80." in said
    assert {"€12.80", "€16.00"} <= set(talk.labels(EVA))
    assert "Ana: +12 points ✔ now 27 points" in await talk.taps(EVA, "€12.80")


async def test_whose_amount_waited_behind_a_bill_is_said_as_the_next_customer_comes(
    sqlite_db: Database,
) -> None:
    talk = await _before_the_amount(sqlite_db, Reward("r1", "Treat", 5, worth=PercentOff(20)))
    [shop] = await talk.db.write(shops.everyone)
    await talk.opens(BEN, "j" + shop.code)
    assert "Nothing was booked for Ana: no amount was typed." in await talk.photographs(EVA, talk.code(BEN))


async def test_an_undo_before_the_bill_leaves_the_amount_to_be_typed(sqlite_db: Database) -> None:
    talk = await _before_the_amount(sqlite_db, Reward("r1", "Treat", 5, worth=PercentOff(20)))
    await talk.taps(EVA, "↩ Undo")
    assert "And what was spent?" in talk.replies[EVA.id][-1].text
    assert "Ana: +12 points ✔ now 32 points" in await talk.says(EVA, "12.50")


@pytest.mark.parametrize("words", ["cancel", "never mind"])
async def test_to_cancel_the_bill_is_not_told_as_if_nothing_was_redeemed(
    sqlite_db: Database, words: str
) -> None:
    talk, _ = await redeemed(sqlite_db)
    assert "✖ Cancel" not in talk.labels(EVA)
    said = await talk.says(EVA, words)
    assert "the reward is redeemed, and no bill is noted" in said
    assert "nothing was changed" not in said
