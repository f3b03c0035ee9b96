"""A visit gives to a good cause that the customer chose, told to all who are there: on every channel."""

import pytest

from loyalty.cards.parts.cause import GoodCauses, Supported
from loyalty.cards.programme import Reward
from tests.fakes.pictures import png
from tests.journeys.people import ANA, BEN, CLEO, EVA
from tests.journeys.platforms import EVERYWHERE
from tests.journeys.stage import Place, Stage
from tests.programmes import points_card, stamp_card

everywhere = pytest.mark.parametrize("where", EVERYWHERE, ids=str)
BANK, SHELTER = Supported("Food bank", "Food for neighbours"), Supported("Animal shelter")
TEN_CENTS = GoodCauses((BANK, SHELTER), a_visit_minor=10)


async def _cafe(stage: Stage, part: GoodCauses = TEN_CENTS) -> Place:
    cafe = await stage.cafe(programme=stamp_card((Reward("r1", "Free coffee", 10),), parts=(part,)))
    await cafe.joins(ANA)
    return cafe


@pytest.mark.slow
@everywhere
async def test_visits_give_and_a_customer_chooses_to_what(stage: Stage) -> None:
    cafe = await _cafe(stage)
    await cafe.joins(BEN)
    assert "❤ €0.10 for Food bank" in await stage.scans(EVA, ANA)
    await stage.scans(EVA, BEN)
    assert "❤ Food bank: €0.20 together, €0.10 by you" in await stage.says(ANA, "/card")
    said = await stage.says(ANA, "/cause")
    assert "❤ Café Luna gives €0.10 a visit" in said
    assert (
        "☑ Food bank: €0.20 together, €0.10 by you\nFood for neighbours\n☐ Animal shelter: nothing yet"
        in said
    )
    said = await stage.taps(ANA, "❤ Animal shelter")
    assert "From now on your visits give to Animal shelter" in said
    assert "☑ Each visit gives to Animal shelter" in said
    stage.later(minutes=5)
    assert "❤ €0.10 for Animal shelter" in await stage.scans(EVA, ANA)
    assert "☑ Animal shelter: €0.10 together, €0.10 by you" in await stage.says(ANA, "/cause")
    await stage.taps(EVA, "↩ Undo")
    assert "☑ Each visit gives to Animal shelter" in await stage.says(ANA, "good causes")


@pytest.mark.slow
@everywhere
async def test_an_owner_sets_good_causes_up_and_is_told_what_can_not_be(stage: Stage) -> None:
    cafe = await stage.cafe(programme=points_card((Reward("r1", "Free coffee", 10),)))
    await cafe.joins(ANA)
    assert "No shop of yours gives to a good cause" in await stage.says(ANA, "/cause")
    await stage.says(CLEO, "/programme")
    await stage.taps(CLEO, "✨ Bonuses")
    assert "Each visit gives something of yours" in await stage.taps(CLEO, "➕ Good cause")
    await stage.taps(CLEO, "€0.10 a visit to Food bank / Animal shelter")
    await stage.taps(CLEO, "Good causes")
    assert "Two good causes have one name." in await stage.says(CLEO, "Choir; choir")
    assert "Name from 1 to 3 good causes." in await stage.says(CLEO, "A; B; C; D")
    assert "up to 24 letters" in await stage.says(CLEO, "The very best choir of all the town")
    await stage.says(CLEO, "Choir: they sing on Sundays; Park: trees for the square")
    await stage.taps(CLEO, "Share of a sale")
    assert "A visit gives up to 50% of the sale." in await stage.says(CLEO, "80 %")
    assert "I did not understand that." in await stage.says(CLEO, "a little")
    await stage.says(CLEO, "1.5")
    await stage.taps(CLEO, "Each visit")
    assert "1.5% of each sale to Choir / Park" in await stage.says(CLEO, "0")
    await stage.taps(CLEO, "✔ Use it")
    await stage.taps(CLEO, "✔ Confirm")
    await stage.scans(EVA, ANA)
    assert "❤ €0.18 for Choir" in await stage.says(EVA, "12.50")
    assert "☑ Choir: €0.18 together, €0.18 by you\nthey sing on Sundays" in await stage.says(ANA, "/cause")


@everywhere
async def test_who_has_no_card_is_told_how_to_get_one_and_a_menu_offers_it_where_there_is_some(
    stage: Stage,
) -> None:
    await _cafe(stage)
    assert "You have no card yet" in await stage.says(BEN, "/cause")
    assert "What my visits give to good causes" in await stage.offered(ANA)


@pytest.mark.slow
@everywhere
async def test_an_owner_notes_what_was_paid_and_customers_see_it(stage: Stage) -> None:
    await _cafe(stage)
    assert "Your shop has given to no good cause yet." in await stage.says(CLEO, "/cause")
    await stage.scans(EVA, ANA)
    assert "Food bank\n· given €0.10, paid €0.00, owed €0.10" in await stage.says(CLEO, "/cause")
    assert "Food bank: €0.10 is owed." in await stage.taps(CLEO, "💶 Paid: Food bank")
    assert "more than nothing" in await stage.says(CLEO, "0")
    assert "can't read that as an amount" in await stage.says(CLEO, "some")
    assert "That is €0.05 more than is owed." in await stage.says(CLEO, "0.15")
    assert "When did you pay it?" in await stage.says(CLEO, "0.10")
    assert "can't read that as a day" in await stage.says(CLEO, "some day")
    assert "That day is still to come" in await stage.says(CLEO, "tomorrow")
    assert "Send a picture that shows it" in await stage.says(CLEO, "today")
    assert "I wait for a picture" in await stage.says(CLEO, "here it is")
    said = await stage.sends_photo(CLEO, png("yellow"))
    assert "✔ Noted: €0.10 to Food bank" in said
    assert "Food bank: given €0.10, paid €0.10, owed €0.00" in said
    assert "📄 Paid to Food bank so far: €0.10" in await stage.says(ANA, "/cause")
    shown = await stage.taps(ANA, "📄 Food bank")
    assert "Café Luna paid €0.10 to Food bank" in shown
    assert "So far €0.10 of €0.10 are paid." in shown
    assert stage.newest(ANA).picture
    assert "noted €0.10 paid to Food bank" in await stage.says(CLEO, "/audit")


@everywhere
async def test_more_than_is_owed_is_said_and_a_payment_can_be_taken_back(stage: Stage) -> None:
    await _cafe(stage)
    await stage.scans(EVA, ANA)
    await stage.says(CLEO, "/cause")
    await stage.taps(CLEO, "💶 Paid: Food bank")
    await stage.says(CLEO, "1")
    await stage.taps(CLEO, "Yes, note it")
    await stage.says(CLEO, "yesterday")
    said = await stage.taps(CLEO, "Without a picture")
    assert "given €0.10, paid €1.00: €0.90 more than given" in said
    assert "↩ Taken back: €1.00 to Food bank" in await stage.taps(CLEO, "↩ Take it back")
    assert "given €0.10, paid €0.00, owed €0.10" in await stage.says(CLEO, "/cause")
    assert "Paid to" not in await stage.says(ANA, "/cause")
    await stage.taps(CLEO, "❤ For myself")


@everywhere
async def test_a_customer_gives_stamps_of_their_own_and_takes_them_back(stage: Stage) -> None:
    await _cafe(stage, GoodCauses((BANK,), a_visit_minor=10, units=1, worth_minor=25))
    await stage.scans(EVA, ANA)
    assert "🤲 1 stamp of one's own: €0.25" in await stage.says(ANA, "/cause")
    assert "🤲 1 of 10 stamps. For Food bank you can give of them" in await stage.taps(
        ANA, "🤲 Give of my own"
    )
    assert "🤲 1 stamp given: €0.25 for Food bank. Thank you!" in await stage.taps(ANA, "1 stamp: €0.25")
    assert await stage.balance(ANA) == 0
    assert "−1 · Good cause" in await stage.says(ANA, "/history")
    assert "given €0.35, paid €0.00, owed €0.35" in await stage.says(CLEO, "/cause")
    assert "↩ Yours again: 1 stamp. Now 1 of 10 stamps." in await stage.taps(ANA, "↩ Take it back")
    assert "That was taken back already." in await stage.taps(ANA, "↩ Take it back")
    assert await stage.balance(ANA) == 1


@everywhere
async def test_how_many_of_ones_own_can_be_typed(stage: Stage) -> None:
    part = GoodCauses((BANK,), a_visit_minor=10, units=10, worth_minor=50)
    bakery = await stage.cafe(programme=points_card((Reward("r1", "Cake", 50),), parts=(part,)))
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "40")
    await stage.says(ANA, "/cause")
    assert "How many?" in await stage.taps(ANA, "🤲 Give of my own")
    for typed in ("35", "50", "0"):
        assert "Please give a number from 10 to 40, in steps of 10." in await stage.says(ANA, typed), typed
    assert "🤲 30 points given: €1.50 for Food bank. Thank you!" in await stage.says(ANA, "30 points")
    assert await stage.balance(ANA) == 10
    assert "Until that is paid they can take it back first, in their chat." in await stage.taps(EVA, "↩ Undo")
