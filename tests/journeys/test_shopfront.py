"""What an owner makes of the shop's looks in chat, and what cards and posters then show."""

from io import BytesIO

import pytest
import qrcode
from PIL import Image

from loyalty.cards.programme import Reward
from tests.journeys.people import ANA, CLEO
from tests.journeys.stage import Stage
from tests.programmes import points_card

pytestmark = pytest.mark.sketched


def shown(picture: bytes) -> str:
    """Return what a picture shows, as the sketch of it noted."""
    return str(Image.open(BytesIO(picture)).info["shows"])


@pytest.mark.slow
async def test_a_colour_and_an_icon_are_seen_on_the_next_card_and_poster(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.says(CLEO, "shop name")
    await stage.taps(CLEO, "Colour")
    assert "→ #224466" in await stage.says(CLEO, "#246")
    assert "colour='#224466'" in shown(stage.picture(CLEO)), "a card as it would look"
    await stage.taps(CLEO, "✔ Confirm")
    await stage.taps(CLEO, "Stamp")
    await stage.taps(CLEO, "🥐")
    answer = await stage.taps(CLEO, "✔ Confirm")
    assert "· Stamp: 🥐" in answer
    await stage.says(ANA, "/card")
    await stage.says(CLEO, "/poster")
    for person in (ANA, CLEO):
        assert "colour='#224466'" in shown(stage.picture(person))
        assert "icon='🥐'" in shown(stage.picture(person))
    audit = await stage.says(CLEO, "/audit")
    assert "Colour: " in audit
    assert "Stamp: none → 🥐" in audit


async def test_the_language_of_posters_is_changed_and_customers_read_their_own(stage: Stage) -> None:
    await stage.cafe()
    await stage.says(CLEO, "shop name")
    await stage.taps(CLEO, "Language of posters")
    await stage.says(CLEO, "Klingon")
    assert "Language of posters: English → Magyar" in await stage.taps(CLEO, "Magyar")
    assert "· Language of posters: Magyar" in await stage.taps(CLEO, "✔ Confirm")
    await stage.says(CLEO, "/poster")
    assert "Olvasd be" in shown(stage.picture(CLEO))
    assert "Language of posters: English → Magyar" in await stage.says(CLEO, "/audit")


async def test_any_emoji_that_can_be_drawn_is_a_stamp(stage: Stage) -> None:
    await stage.cafe()
    await stage.says(CLEO, "shop name")
    await stage.taps(CLEO, "Stamp")
    await stage.taps(CLEO, "More icons")
    assert "🍕" in stage.newest(CLEO).labels or "🍕" in stage.newest(CLEO).text
    assert "→ 👩‍🍳" in await stage.says(CLEO, "👩‍🍳")
    assert "· Stamp: 👩‍🍳" in await stage.taps(CLEO, "✔ Confirm")
    await stage.taps(CLEO, "Stamp")
    assert "→ a check mark" in await stage.taps(CLEO, "✓ a check mark")
    assert "· Stamp: a check mark" in await stage.taps(CLEO, "✔ Confirm")


@pytest.mark.parametrize("typed", ["A", "7️⃣", "🍕🍕", "Pizza", "\U0001fae9", "⠀"])
async def test_what_is_not_one_emoji_that_can_be_drawn_is_refused_in_words(stage: Stage, typed: str) -> None:
    await stage.cafe()
    await stage.says(CLEO, "shop name")
    await stage.taps(CLEO, "Stamp")
    assert "not one emoji that I can draw" in await stage.says(CLEO, typed)


@pytest.mark.slow
async def test_a_colour_on_which_nothing_can_be_read_is_answered_with_the_nearest_that_works(
    stage: Stage,
) -> None:
    await stage.cafe()
    await stage.says(CLEO, "shop name")
    await stage.taps(CLEO, "Colour")
    answer = await stage.says(CLEO, "#ff3b30")
    assert "Letters on #ff3b30 can't be read well" in answer
    nearest = answer.partition("on which they can is ")[2][:7]
    assert f"→ {nearest}" in answer
    assert f"· Colour: {nearest}" in await stage.taps(CLEO, "✔ Confirm")
    await stage.taps(CLEO, "Colour")
    assert "→ #ffff00" in (light := await stage.says(CLEO, "yellow"))
    assert "can't be read" not in light, "dark letters can"
    await stage.taps(CLEO, "✖ Cancel")
    await stage.taps(CLEO, "Colour")
    assert "I know no such colour." in await stage.says(CLEO, "sunshine")


async def test_a_time_zone_that_does_not_exist_is_refused_in_words(stage: Stage) -> None:
    await stage.cafe()
    await stage.says(CLEO, "shop name")
    await stage.taps(CLEO, "Time zone")
    assert "I know no such time zone." in await stage.says(CLEO, "Mars/Olympus")


@pytest.mark.parametrize("typed", ["GMT+2", "Etc/GMT-1", "EST", "Factory"])
async def test_hours_that_are_no_place_are_no_time_zone(stage: Stage, typed: str) -> None:
    await stage.cafe()
    await stage.says(CLEO, "shop name")
    await stage.taps(CLEO, "Time zone")
    assert "I know no such time zone." in await stage.says(CLEO, typed)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("Magyarország", "Europe/Budapest"), ("hungary", "Europe/Budapest"), ("New York", "America/New_York")],
)
async def test_a_country_of_one_zone_is_a_time_zone_as_a_city_is(stage: Stage, typed: str, zone: str) -> None:
    await stage.cafe()
    await stage.says(CLEO, "shop name")
    await stage.taps(CLEO, "Time zone")
    assert f"→ {zone}" in await stage.says(CLEO, typed)


@pytest.mark.parametrize("none", ["none", "nincs", "geen", "-"])
async def test_an_address_and_an_icon_are_taken_away_by_a_word(stage: Stage, none: str) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.says(CLEO, "shop name")
    for button, value in (("Address", "Keizersgracht 1"), ("Stamp", "🥐")):
        for typed in (value, none):
            await stage.taps(CLEO, button)
            await stage.says(CLEO, typed)
            await stage.taps(CLEO, "✔ Confirm")
    assert "📍" not in await stage.says(ANA, "/card")
    assert await stage.rows("SELECT address, icon FROM shops") == [("", "")]


async def test_no_is_no_name_of_a_shop(stage: Stage) -> None:
    await stage.cafe()
    await stage.says(CLEO, "shop name")
    await stage.taps(CLEO, "Name")
    assert "nothing was changed" in await stage.says(CLEO, "no")


def photo(colour: str = "red", kind: str = "PNG", **how: object) -> bytes:
    """Make a picture that may be a logo."""
    content = BytesIO()
    Image.new("RGB", (300, 200), colour).save(content, kind, **how)
    return content.getvalue()


@pytest.mark.slow
async def test_a_photo_becomes_the_logo_on_cards_posters_and_printed_cards(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.says(CLEO, "shop name")
    assert "Send me your logo" in await stage.taps(CLEO, "Logo")
    assert "Send me your logo" in await stage.says(CLEO, "what?")
    assert "have your logo now" in await stage.sends_photo(CLEO, photo())
    first = shown(stage.picture(CLEO))
    assert f"logo='{cafe.shop.id}:" in first
    await stage.says(ANA, "/card")
    assert f"logo='{cafe.shop.id}:" in shown(stage.picture(ANA))
    await stage.says(CLEO, "/cards 1")
    assert stage.last(CLEO).document
    await stage.says(CLEO, "shop name")
    await stage.taps(CLEO, "Logo")
    await stage.sends_photo(CLEO, photo("blue"))
    await stage.says(ANA, "/card")
    assert shown(stage.picture(ANA)).partition("logo='")[2][:20] != first.partition("logo='")[2][:20]
    await stage.taps(CLEO, "🏪 The shop")
    await stage.taps(CLEO, "Logo")
    assert "Nothing of the logo is kept" in await stage.taps(CLEO, "✖ No logo")
    await stage.says(ANA, "/card")
    assert "logo=''" in shown(stage.picture(ANA))
    audit = await stage.says(CLEO, "/audit")
    assert "Cleo · gave the shop another logo" in audit
    assert "Cleo · took the shop's logo away" in audit


@pytest.mark.slow
async def test_what_is_no_logo_is_refused_with_the_reason_and_another_may_be_sent(stage: Stage) -> None:
    await stage.cafe()
    await stage.says(CLEO, "shop name")
    await stage.taps(CLEO, "Logo")
    code = qrcode.make("https://example.com/menu").get_image().convert("RGB")
    with_code = BytesIO()
    code.save(with_code, "PNG")
    assert "There is a QR code on this picture" in await stage.sends_photo(CLEO, with_code.getvalue())
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    moving = BytesIO()
    frames[0].save(moving, "WEBP", save_all=True, append_images=frames[1:])
    assert "A logo stands still" in await stage.sends_photo(CLEO, moving.getvalue())
    huge = BytesIO()
    Image.new("1", (10_000, 10_000)).save(huge, "PNG")
    as_file = stage.platform.sends_file
    assert "too large for a logo" in await stage.heard(CLEO, as_file(CLEO, huge.getvalue()))
    assert "can't open this as a picture" in await stage.heard(CLEO, as_file(CLEO, b"%PDF-1.7 no"))
    assert "have your logo now" in await stage.sends_photo(CLEO, photo())


async def test_a_customers_code_that_is_shown_meanwhile_is_stamped(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await cafe.hires(CLEO)
    await stage.says(CLEO, "shop name")
    await stage.taps(CLEO, "Logo")
    assert "Ana, 1 of 4 stamps ✔ stamped" in await stage.sends_photo(CLEO, stage.picture(ANA))
    assert "I see no code" in await stage.sends_photo(CLEO, photo())


@pytest.mark.slow
async def test_address_and_opening_hours_are_told_on_card_and_poster(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.says(CLEO, "shop name")
    await stage.taps(CLEO, "Address")
    assert "→ <b>Keizersgracht</b> 1" in await stage.says(CLEO, "<b>Keizersgracht</b> 1")
    await stage.taps(CLEO, "✔ Confirm")
    for days, hours in (("Mon–Fri", "8-18"), ("Sat–Sun", "22:00-2:00")):
        await stage.taps(CLEO, "Opening hours")
        await stage.taps(CLEO, days)
        said = await stage.says(CLEO, hours)
        assert "outside" not in said
        assert ("What ends after midnight ends on the next day." in said) == (days == "Sat–Sun")
        await stage.taps(CLEO, "✔ Confirm")
    card = await stage.says(ANA, "/card")
    assert "📍 <b>Keizersgracht</b> 1\nMon–Fri 08:00–18:00 · Sat–Sun 22:00–02:00" in card
    await stage.says(CLEO, "/poster")
    assert "Sat–Sun 22:00–02:00" in shown(stage.picture(CLEO))
    audit = await stage.says(CLEO, "/audit")
    assert "Opening hours: none → Mon–Fri 08:00–18:00" in audit


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("8", "can't read that as hours"),
        ("8-8", "no time at all"),
        ("18-17", "end before they begin, and would last 23 hours"),
        ("8-13, 12-18", "these hours overlap"),
        ("0:30-3", "before it has closed: these hours overlap"),
    ],
)
async def test_hours_that_can_not_be_are_answered_in_words(stage: Stage, typed: str, answer: str) -> None:
    await stage.cafe()
    await stage.says(CLEO, "shop name")
    await stage.taps(CLEO, "Opening hours")
    await stage.taps(CLEO, "Mon")
    await stage.says(CLEO, "18-1")
    await stage.taps(CLEO, "✔ Confirm")
    await stage.taps(CLEO, "Opening hours")
    await stage.taps(CLEO, "Tue")
    assert answer in await stage.says(CLEO, typed)
    assert "Tue closed" not in await stage.taps(CLEO, "closed")


async def test_a_name_of_two_hundred_letters_with_markup_is_shortened_and_shown_as_it_is(
    stage: Stage,
) -> None:
    await stage.cafe()
    await stage.says(CLEO, "shop name")
    await stage.taps(CLEO, "Name")
    answer = await stage.says(CLEO, "<b>Café</b> *Luna* " + "x" * 200)
    assert "I shortened the name." in answer
    assert "→ <b>Café</b> *Luna* xxx" in answer
    assert "shop='<b>Café</b> *Luna* xxx" in shown(stage.picture(CLEO))


async def test_money_is_not_changed_under_points_that_customers_hold(stage: Stage) -> None:
    cafe = await stage.cafe(programme=points_card((Reward("cake", "Cake", 100),), head_start=20))
    await stage.says(CLEO, "shop name")
    await stage.taps(CLEO, "Money")
    assert "The rules are then read so" in await stage.says(CLEO, "HUF")
    await stage.taps(CLEO, "✖ Cancel")
    await cafe.joins(ANA)
    await stage.taps(CLEO, "Money")
    answer = await stage.says(CLEO, "HUF")
    assert "can't be changed while there are points on cards: they were earned for EUR" in answer
    assert "· Money: EUR" in answer
