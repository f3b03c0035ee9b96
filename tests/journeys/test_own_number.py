"""A shop's own number on WhatsApp, beside a shared bot on Telegram: given, written to, refused, and given anew."""

import asyncio
import re

import pytest

from storage.tables import metadata
from tests.actions.customers import hold_nobody_out, only
from tests.fakes.people import User
from tests.journeys.campaigns import writes
from tests.journeys.own import LINE_SECRET, LINE_TOKEN, Own, until
from tests.journeys.people import ANA, BEN, CLEO, EVA
from tests.journeys.stage import Place, Stage
from tests.journeys.test_whatsapp_people import batch
from tests.kinds import BROADCAST

NEW_TOKEN = "EAAanotherTokenOfTheNumberAfterTheFirst"
BOTH_ENGINES = pytest.mark.parametrize("both_url", ["sqlite", "postgres"], indirect=True)


@BOTH_ENGINES
async def test_a_customer_joins_is_scanned_and_hears_at_the_shops_own_number(own: Own) -> None:
    luna = await own.shared.cafe()
    await own.given_number(luna)
    joined = await own.line.opens(ANA, own.line.channel.link("j" + luna.shop.code))
    assert "Welcome to Café Luna, Ana!" in joined
    assert own.line.code_of(ANA).startswith("https://")
    await own.shared.platform.says(EVA, own.line.short_code(ANA))
    await hears(own, ANA, "1 of 4 stamps")


@BOTH_ENGINES
async def test_a_campaign_reaches_customers_of_the_number_in_approved_words(own: Own) -> None:
    luna = await own.shared.cafe()
    await own.house.db.write(hold_nobody_out, luna.shop.id)
    await own.house.db.write(only, luna.shop.id, BROADCAST)
    await own.given_number(luna)
    await joins(own, luna, ANA)
    await own.agrees(ANA)
    await writes(own.shared, "Soup on Friday!")
    own.later(days=1, hours=2)
    await own.house.campaign()
    await hears(own, ANA, "Soup on Friday!")
    assert own.meta.calls[-1][1]["type"] == "template"


@pytest.mark.slow
@BOTH_ENGINES
async def test_a_number_that_meta_refuses_stops_alone_and_its_owner_is_told_in_the_other_chat(
    own: Own,
) -> None:
    luna = await own.shared.cafe()
    await own.given_number(luna)
    await own.given(luna, own.luna)
    await joins(own, luna, ANA)
    own.meta.token = NEW_TOKEN
    await own.shared.platform.says(EVA, own.line.short_code(ANA))
    await own.house.drain()
    await own.rests(own.line)
    await tells(own.shared, CLEO, "WhatsApp does not let +31201234567 in any more")
    await own.luna.opens(BEN, "j" + luna.shop.code)
    assert "Ben, 1 of 4" in await own.luna.says(EVA, own.luna.short_code(BEN))
    assert "Send the token" in own.shared.last(CLEO).labels
    await own.shared.taps(CLEO, "Send the token")
    assert "has its new token" in await own.shared.says(CLEO, as_copied(own))
    own.bots.look()
    own.later(minutes=6)  # what was tried in vain goes again after a while
    await hears(own, ANA, "1 of 4 stamps")
    assert "1 of 4 stamps" in await own.line.says(ANA, "card")


@pytest.mark.slow
@pytest.mark.parametrize("both_url", ["sqlite"], indirect=True)
async def test_trouble_with_the_account_that_is_none_with_its_token_passes_by_itself(
    own: Own, caplog: pytest.LogCaptureFixture
) -> None:
    luna = await own.shared.cafe()
    await own.given_number(luna)
    await joins(own, luna, ANA)
    own.meta.fails_next(131042)
    await own.shared.platform.says(EVA, own.line.short_code(ANA))
    await own.house.drain()
    await until(lambda: "refuses the own account 106540352242922 of shop 1" in caplog.text)
    assert await own.shared.rows("SELECT refused FROM bots") == [("",)]
    own.later(minutes=6)
    await hears(own, ANA, "1 of 4 stamps")


@pytest.mark.slow
@pytest.mark.parametrize("both_url", ["sqlite"], indirect=True)
async def test_an_owner_gives_the_shop_a_number_in_chat_and_takes_it_away_again(
    own: Own, caplog: pytest.LogCaptureFixture
) -> None:
    luna = await own.shared.cafe()
    await own.shared.says(CLEO, "/bot")
    asked = await own.shared.taps(CLEO, "A number on WhatsApp")
    assert "WhatsApp Business Account ID" in asked
    assert "Please send all four" in await own.shared.says(CLEO, "what do you mean")
    before = set(own.shared.telegram.api.chat_of(CLEO).said)
    said = await own.shared.says(CLEO, as_copied(own))
    assert own.shared.telegram.api.chat_of(CLEO).said == before
    assert "+31201234567 is the own bot of Café Luna now" in said
    told = re.search(r"Callback URL: (\S+)\nVerify token: (\S+)", said)
    assert told
    await own.calls(told[1], told[2])
    await joins(own, luna, ANA)

    second = await own.shared.says(CLEO, as_copied(own))
    assert f"Callback URL: {told[1]}" in second
    await own.given(luna, own.luna)
    shown = await own.shared.says(CLEO, "/bot")
    assert "https://wa.me/31201234567" in shown
    assert "https://t.me/luna_bot" in shown
    await own.shared.taps(CLEO, "Take away +31201234567")
    assert "+31201234567 is not your shop's bot any more" in await own.shared.taps(CLEO, "Yes, take it away")
    await own.rests(own.line)
    assert await own.shared.rows("SELECT channel FROM bots WHERE removed_at IS NULL") == [("telegram",)]
    for table in metadata.tables:
        kept = repr(await own.shared.rows(f"SELECT * FROM {table}"))  # noqa: S608 - ours
        assert not [secret for secret in (LINE_TOKEN, LINE_SECRET) if secret in kept], table
    assert not [secret for secret in (LINE_TOKEN, LINE_SECRET) if secret in caplog.text]


@pytest.mark.parametrize("both_url", ["sqlite"], indirect=True)
async def test_what_opens_no_number_is_refused_with_words_and_kept_nowhere(own: Own) -> None:
    await own.shared.cafe()
    opens = own.opens_line
    await own.shared.says(CLEO, "/bot")
    await own.shared.taps(CLEO, "A number on WhatsApp")
    lacking = f"Access token: {LINE_TOKEN}\nApp secret {LINE_SECRET}"
    assert "Phone number ID and WhatsApp Business Account ID is missing" in await own.shared.says(
        CLEO, lacking
    )
    for name, wrong in (("business_account_id", "999999999999999"), ("access_token", NEW_TOKEN)):
        text = "\n".join((opens | {name: wrong}).values())
        assert "WhatsApp does not know this" in await own.shared.says(CLEO, text), name
    for _ in range(7):
        assert "is missing" in await own.shared.says(CLEO, lacking)
    assert "often enough for now" in await own.shared.says(CLEO, lacking)
    assert await own.shared.rows("SELECT 1 FROM bots") == []


@pytest.mark.slow
@pytest.mark.parametrize("both_url", ["sqlite"], indirect=True)
async def test_an_owner_whose_bot_is_silent_is_told_whenever_they_write(own: Own) -> None:
    luna = await own.shared.cafe()
    await own.given_number(luna)
    await own.shared.change("UPDATE bots SET refused = 'no', version = version + 1")
    assert "WhatsApp does not let +31201234567 in" in await own.shared.says(CLEO, "hello")
    assert "WhatsApp" not in await own.shared.says(EVA, "hello")


@pytest.mark.parametrize("both_url", ["sqlite"], indirect=True)
async def test_who_has_a_new_number_reads_in_a_shops_own_chat_of_that_shops_card_alone(own: Own) -> None:
    luna, sol = (
        await own.shared.cafe(),
        await own.shared.cafe("Bakery Sol", owner=User(1009, "Rosa"), cashiers=()),
    )
    await own.given_number(luna)
    await joins(own, luna, ANA)
    await sol.joins(BEN)
    # As where both numbers are on one messenger, and Ana was known at the shared one.
    await own.shared.change(
        "UPDATE accounts SET person_id = (SELECT a.person_id FROM accounts a JOIN shops s ON s.id = a.shop_id"
        " WHERE s.name = 'Café Luna') WHERE shop_id = (SELECT id FROM shops WHERE name = 'Bakery Sol')"
    )
    contact = own.meta.contact(ANA)
    before = contact.user_id
    contact.renumber("447700900123")
    assert "of 4 stamps" not in await own.line.says(ANA, "card")
    moved = {"type": "user_changed_user_id", "previous_user_id": before, "user_id": contact.user_id}
    await own.meta.raw(batch(own.meta, {"id": "wamid.moved", "type": "system", "system": moved}))
    await hears(own, ANA, "Is the card of Ana yours too?")
    assert "· Café Luna: 0 of 4 stamps\n" in own.line.last(ANA).text
    assert "Bakery Sol" not in own.line.last(ANA).text
    joined = await own.line.taps(ANA, "Yes, make them one")
    assert "· Café Luna: 0 of 4 stamps" in joined
    assert "Bakery Sol" not in joined
    assert "Bakery Sol" not in await own.line.taps(ANA, "↩ Undo")


def as_copied(own: Own) -> str:
    """Return what opens the number, with the names that its pages have."""
    number, account, token, secret = own.opens_line.values()
    return (
        f"Phone number ID: {number}\nWhatsApp Business Account ID: {account}\n{token}\nApp secret: {secret}"
    )


async def joins(own: Own, place: Place, person: User) -> None:
    """Scan the poster that leads to the number."""
    said = await own.line.opens(person, own.line.channel.link("j" + place.shop.code))
    assert f"Welcome to {place.shop.name}, {person.first_name}!" in said


async def hears(own: Own, person: User, words: str) -> None:
    """Wait for a message at the number, whose sender is at work by itself."""
    await tells(own.line, person, words)


async def tells(stage: Stage, person: User, words: str) -> None:
    """Wait for a message in a chat."""
    async with asyncio.timeout(10):
        while words not in stage.newest(person).text:
            await stage.house.drain()
            await asyncio.sleep(0.001)
