"""On a card of stamps the till is asked no amount; who types one right after the scan has it noted."""

from actions.shop.invitations import invite
from loyalty.actor import Operator
from storage.engine.database import Database
from tests.talk import ANA, CLEO, EVA, Talk


async def till(db: Database) -> Talk:
    """Let Eva stamp Ana's card, once."""
    talk = Talk(db)
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, "i" + opened.owner_token)
    token = await db.write(invite, Operator(), opened.shop.id, "cashier", now=talk.now)
    await talk.opens(EVA, "i" + token)
    await talk.photographs(EVA, talk.code(ANA))
    return talk


async def month(talk: Talk) -> str:
    """Read /money a minute later."""
    talk.wait(minutes=1)
    return await talk.says(CLEO, "/money")


async def test_a_number_after_the_scan_is_noted_and_changes_nothing_on_the_card(db: Database) -> None:
    talk = await till(db)
    said = await talk.says(EVA, "4,50")
    assert said == "€4.50 noted for Ana ✔ nothing changes on the card."
    assert "1 of 10 stamps" in await talk.says(ANA, "/card")
    assert "€4.50 spent by members" in await month(talk)
    assert "€4.50" in await talk.says(EVA, "/today")


async def test_the_newest_word_on_an_amount_holds_and_it_can_be_taken_off(sqlite_db: Database) -> None:
    talk = await till(sqlite_db)
    await talk.says(EVA, "45")
    assert "€4.50 noted" in await talk.says(EVA, "sorry, 4.50")
    assert "€4.50 spent by members" in await month(talk)
    assert "No amount is noted" in await talk.taps(EVA, "✖ That was no amount")
    assert "No amounts are typed" in await month(talk)


async def test_one_more_stamp_can_be_given_after_the_amount_too(sqlite_db: Database) -> None:
    talk = await till(sqlite_db)
    more = talk.button(EVA, "+1")
    await talk.says(EVA, "9")
    assert "Ana, 2 of 10 stamps ✔ stamped" in await talk.taps(EVA, more)
    assert "2 stamps went: that whole visit." in await talk.taps(EVA, "↩ Undo")


async def test_an_amount_that_is_most_likely_a_slip_is_asked_about_first(sqlite_db: Database) -> None:
    talk = await till(sqlite_db)
    assert "€4,500.00 — really?" in await talk.says(EVA, "4500")
    assert "No amounts are typed" in await month(talk)
    assert "€4,500.00 noted for Ana" in await talk.says(EVA, "yes")


async def test_a_number_that_could_be_two_amounts_is_asked_about(sqlite_db: Database) -> None:
    talk = await till(sqlite_db)
    assert "thousands or cents?" in await talk.says(EVA, "1.250")
    assert "€1.25 noted" in await talk.taps(EVA, "€1.25")


async def test_a_number_that_can_be_one_amount_alone_is_asked_about_truly(sqlite_db: Database) -> None:
    talk = await till(sqlite_db)
    assert await talk.says(EVA, "1,255") == "€1,255.00 — really? If not, type it again."
    assert talk.labels(EVA) == ["Yes, note it"]
    assert "€1,255.00 noted for Ana" in await talk.says(EVA, "yes")


async def test_a_number_that_nobody_can_have_spent_is_told_why(sqlite_db: Database) -> None:
    talk = await till(sqlite_db)
    await talk.says(EVA, "4.50")
    assert "The most is €100,000.00" in await talk.says(EVA, "999999999")
    assert "An amount can't be below zero" in await talk.says(EVA, "-3")
    assert "€4.50 spent by members" in await month(talk)


async def test_long_after_the_scan_nothing_is_noted(sqlite_db: Database) -> None:
    talk = await till(sqlite_db)
    await talk.says(EVA, "4.50")
    off = talk.button(EVA, "✖ That was no amount")
    talk.wait(minutes=16)
    assert "scan the customer's card first" in await talk.says(EVA, "4.50")
    assert "typed right after the scan" in await talk.taps(EVA, off)
    assert "€4.50 spent by members" in await month(talk)


async def test_an_amount_goes_with_its_visit(sqlite_db: Database) -> None:
    talk = await till(sqlite_db)
    undo = talk.button(EVA, "↩ Undo")
    await talk.says(EVA, "4.50")
    await talk.taps(EVA, undo)
    assert "€4.50" not in await month(talk)
