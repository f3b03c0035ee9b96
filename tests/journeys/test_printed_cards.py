"""A printed card collects for whoever carries it, and moves whole to the one who claims it."""

from actions.cards.join import print_cards
from channels.accounts import key_of
from tests.journeys.people import ANA, BEN, EVA
from tests.journeys.stage import ONE_STAMP, Place, Stage


async def test_a_printed_card_is_stamped_and_then_claimed(stage: Stage) -> None:
    cafe = await stage.cafe()
    card = await _printed(cafe)
    answer = await stage.opens(EVA, card)
    assert "1 of 4 stamps ✔ stamped" in answer
    assert "Printed card: it collects" in answer
    stage.later(minutes=2)
    await stage.opens(EVA, card)
    answer = await stage.opens(ANA, card)
    assert "This card is yours now. Everything on it came with you." in answer
    assert "2 of 4 stamps" in answer
    assert await stage.balance(ANA) == 2
    stage.later(minutes=2)
    assert "Ana, 3 of 4 stamps ✔ stamped" in await stage.scans(EVA, ANA)


async def test_a_printed_card_moves_whole_onto_the_card_one_has(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    card = await _printed(cafe)
    for _ in range(2):
        await stage.opens(EVA, card)
        stage.later(minutes=2)
    assert "3 of 4 stamps" in await stage.opens(ANA, card)
    assert await stage.balance(ANA) == 3
    assert "3 of 4 stamps" in await stage.opens(ANA, card)  # again: nothing more moves
    assert await stage.balance(ANA) == 3


async def test_a_reward_on_a_printed_card_waits_for_its_owner(stage: Stage) -> None:
    cafe = await stage.cafe(programme=ONE_STAMP)
    card = await _printed(cafe)
    assert "Earned: Free coffee" in await stage.opens(EVA, card)
    assert "🎁 Redeem" not in stage.last(EVA).labels
    await stage.opens(ANA, card)
    assert "🎁 Free coffee" in await stage.says(ANA, "/rewards")
    stage.later(minutes=2)
    assert "I don't know this code" not in await stage.opens(EVA, card)


async def test_a_claimed_card_can_not_be_claimed_again(stage: Stage) -> None:
    cafe = await stage.cafe()
    card = await _printed(cafe)
    await stage.opens(ANA, card)
    answer = await stage.opens(BEN, card)
    assert answer == "This card is somebody's already. Ask in the shop for another one."


async def _printed(cafe: Place) -> str:
    stage = cafe.stage
    [card] = await stage.house.db.write(print_cards, cafe.shop, 1, now=stage.hours.now)
    return stage.house.router.platform(key_of(stage.channel)).links.printed(card)
