"""Owners see what goes out by itself, switch, set and word it, and write to customers themselves."""

from dataclasses import dataclass

import pytest

from actions.shop.open_shop import Opened
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.cards.programme import Programme, Reward
from loyalty.shop.basis import Told
from storage.engine.database import Database
from storage.shop import business
from tests.kinds import BIRTHDAY, BROADCAST, DIGEST, MEMBERSHIP_ENDS, MESSAGE_KINDS, WIN_BACK
from tests.post import hears, only_campaign
from tests.programmes import points_card
from tests.talk import ANA, CLEO, EVA, TEN_STAMPS, Person, Talk
from words.campaigns.kind_names import what_it_does
from words.language import words

BEN = Person("Ben", "700005", "nl")


@dataclass
class Luna:
    """Café Luna, which Cleo owns; Ana and Ben have cards, Ana alone agreed to offers."""

    talk: Talk
    opened: Opened

    async def asks(self, *labels: str) -> str:
        """Let Cleo open /campaigns and tap her way."""
        said = await self.talk.says(CLEO, "/campaigns")
        for label in labels:
            said = await self.talk.taps(CLEO, label)
        return said

    async def writes(self, group: str, text: str) -> str:
        """Let Cleo choose customers and type words for them."""
        await self.talk.says(CLEO, "/broadcast")
        await self.talk.taps(CLEO, group)
        return await self.talk.says(CLEO, text)


@pytest.fixture
async def luna(sqlite_db: Database) -> Luna:
    """Open Café Luna."""
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA)
    await talk.opens(BEN, "j" + opened.shop.code)
    await talk.opens(CLEO, "i" + opened.owner_token)
    await only_campaign(talk, opened.shop.id, BIRTHDAY, WIN_BACK, BROADCAST)
    await talk.says(ANA, "/messages")
    await talk.taps(ANA, "Offers")
    await talk.taps(ANA, "whenever there is something")
    return Luna(talk, opened)


@pytest.mark.parametrize(
    ("programme", "unit"),
    [(TEN_STAMPS, "stamps"), (points_card((Reward("r1", "Coffee", 90),)), "points")],
    ids=["stamps", "points"],
)
async def test_a_gift_on_the_card_is_asked_for_in_what_the_shop_counts(
    sqlite_db: Database, programme: Programme, unit: str
) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA, programme=programme)
    await talk.opens(CLEO, "i" + opened.owner_token)
    await talk.says(CLEO, "/campaigns")
    await talk.taps(CLEO, "✔ Birthday")
    asked = f"How many {unit} do I put on their card? Type a number; 0 is none."
    assert await talk.taps(CLEO, "On the card") == asked
    assert asked in await talk.says(CLEO, "many")


async def test_the_list_says_what_each_does_and_whether_it_is_on(luna: Luna) -> None:
    said = await luna.asks()
    assert "✔ Birthday: a wish, and a gift if you like, once a year" in said
    assert "✖ Goal: how far what they save for is, unless they are on track" in said
    assert "reach only those who said yes." in said
    assert "Level near" not in said, "the shop has no levels"


@pytest.mark.parametrize("word", ["/campaigns", "/broadcast"])
async def test_only_the_owner_is_shown_any_of_it(luna: Luna, word: str) -> None:
    assert "for the shop's staff" in await luna.talk.says(ANA, word)
    assert "for the shop's staff" in await luna.talk.says(EVA, word)


async def test_who_is_no_owner_changes_nothing_by_an_owners_buttons(luna: Luna) -> None:
    await luna.asks("✔ Birthday")
    seen = luna.talk.buttons(CLEO)
    for button in seen:
        assert "for the shop's staff" in await luna.talk.taps(ANA, button), button
    assert "Birthday (on)" in await luna.asks("✔ Birthday")


async def test_a_campaign_is_switched_off_and_on_with_a_tap(luna: Luna) -> None:
    assert "Birthday (off)" in await luna.asks("✔ Birthday", "Switch off")
    assert "Birthday (on)" in await luna.talk.taps(CLEO, "Switch on")
    assert "Cleo · Birthday: off → on" in await luna.talk.says(CLEO, "/audit")


async def test_a_number_is_asked_for_until_it_fits(luna: Luna) -> None:
    assert "Type a number from 14 to 365." in await luna.asks("✔ We miss you", "After no visit for")
    assert "It must be from 14 to 365." in await luna.talk.says(CLEO, "5")
    assert "did not understand" in await luna.talk.says(CLEO, "some")
    assert "· After no visit for: 90 days" in await luna.talk.says(CLEO, "90")


@pytest.mark.parametrize("hour", ["24", "25", "26", "noon"])
async def test_what_is_no_hour_of_the_day_is_asked_for_again(luna: Luna, hour: str) -> None:
    await luna.asks("✔ Birthday", "Goes at")
    assert "I did not understand that. At which hour may it go?" in await luna.talk.says(CLEO, hour)
    assert "· Goes at: 23:00" in await luna.talk.says(CLEO, "23")


async def test_a_gift_has_words_and_a_cost_and_can_be_taken_away(luna: Luna) -> None:
    await luna.asks("✔ Birthday", "Gift")
    assert "· Gift: Slice of cake" in await luna.talk.says(CLEO, "Slice of cake")
    await luna.talk.taps(CLEO, "What the gift costs us")
    assert "· What the gift costs us: €1.20" in await luna.talk.says(CLEO, "1.20")
    assert "What the gift costs us: unknown → €1.20" in await luna.talk.says(CLEO, "/audit")
    await luna.asks("✔ Birthday", "Gift")
    assert "· Gift: none" in await luna.talk.taps(CLEO, "No gift")
    await luna.talk.taps(CLEO, "Gift")
    assert "· Gift: Card" in await luna.talk.says(CLEO, "Card")  # a command's word is a word here


async def test_a_gift_that_takes_all_that_visits_leave_is_asked_about_twice(luna: Luna) -> None:
    await luna.talk.db.write(business.tell, luna.opened.shop.id, Told(450, 650))
    await luna.talk.stamped(ANA, luna.opened, 1)
    luna.talk.wait(days=8)
    await luna.asks("✖ Anniversary", "Switch on")
    await luna.talk.taps(CLEO, "Gift")
    await luna.talk.says(CLEO, "A dinner")
    await luna.talk.taps(CLEO, "What the gift costs us")
    said = await luna.talk.says(CLEO, "900")
    assert "⚠ Gifts may take all that is left" in said
    assert "Shall it be so all the same?" in said
    assert "What the gift costs us: unknown" in await luna.talk.taps(CLEO, "Cancel")
    await luna.talk.taps(CLEO, "What the gift costs us")
    await luna.talk.says(CLEO, "900")
    assert "it waits for your yes" in await luna.talk.says(CLEO, "maybe")
    assert "· What the gift costs us: €900.00" in await luna.talk.taps(CLEO, "✔ Yes, all the same")
    await luna.talk.taps(CLEO, "Switch off")
    assert "⚠ Gifts may take all that is left" in await luna.talk.taps(CLEO, "Switch on")
    assert "Anniversary (on)" in await luna.talk.taps(CLEO, "✔ Yes, all the same")


@pytest.mark.parametrize("word", ["none", "No", "no gift", "geen cadeau", "Nincs", "-"])
async def test_a_gift_is_taken_away_by_a_typed_word_too(luna: Luna, word: str) -> None:
    await luna.asks("✔ Birthday", "Gift")
    assert "· Gift: Cake" in await luna.talk.says(CLEO, "Cake")
    await luna.talk.taps(CLEO, "Gift")
    assert "· Gift: none" in await luna.talk.says(CLEO, word)


async def test_the_share_that_is_left_out_is_the_owners_to_choose(luna: Luna) -> None:
    await luna.asks("✔ Birthday", "Not written to, to compare")
    assert "It must be from 0 to 50." in await luna.talk.says(CLEO, "80")
    assert "· Not written to, to compare: 20 %" in await luna.talk.says(CLEO, "20 %")


async def test_own_words_are_seen_filled_before_they_are_used(luna: Luna) -> None:
    said = await luna.asks("✔ Birthday", "✍ Nederlands")
    assert "{date} {gift} {name} {shop}" in said
    said = await luna.talk.says(CLEO, "Hoera {name}, {gift} tot {date}!")
    assert "Café Luna: Hoera Cleo, Free coffee tot 19 maart!" in said
    assert "· Your own words: Nederlands" in await luna.talk.taps(CLEO, "✔ Use these words")
    assert "Birthday · Nederlands: Hoera {name}, {gift}" in await luna.talk.taps(CLEO, "✍ Nederlands")
    assert "· Your own words: none" in await luna.talk.taps(CLEO, "Our words again")


async def test_our_words_are_shown_before_others_are_typed(luna: Luna) -> None:
    said = await luna.asks("✔ Birthday", "✍ English")
    assert "Birthday · English: our words\n\n🎂 Happy birthday, Cleo! Yours, Café Luna.\n\nType" in said
    await luna.asks("✔ Birthday", "Gift")
    await luna.talk.says(CLEO, "Slice of cake")
    assert "🎁 For you: Slice of cake.\nUntil 11 April: 30 days left." in await luna.asks(
        "✔ Birthday", "✍ English"
    )


@pytest.mark.parametrize("language", ["English", "Nederlands", "Magyar"])
async def test_every_campaign_shows_its_words_in_every_language(luna: Luna, language: str) -> None:
    await luna.talk.says(CLEO, "/campaigns")
    for button in [each for each in luna.talk.buttons(CLEO) if each.verb == "campaign"]:
        await luna.talk.taps(CLEO, button)
        said = await luna.talk.taps(CLEO, f"✍ {language}")
        by_steps = button.arg.endswith((str(WIN_BACK), str(MEMBERSHIP_ENDS)))  # each worded by itself
        assert ("Café Luna" in said) != by_steps


async def test_each_step_of_the_ladder_has_words_of_its_own(luna: Luna) -> None:
    said = await luna.asks("✔ We miss you", "✍ English")
    assert "· The reminder: our words\n· The question: our words\n· The gift: our words" in said
    said = await luna.talk.taps(CLEO, "✍ The gift")
    assert (
        "We miss you · English · The gift: our words\n\nCleo, Café Luna would like to see you again." in said
    )
    assert "{date} {gift} {name} {reward} {shop} {to_go}" in said
    await luna.talk.says(CLEO, "Come back, {name}: {gift}!")
    assert "· Your own words: English" in await luna.talk.taps(CLEO, "✔ Use these words")
    said = await luna.talk.taps(CLEO, "✍ English")
    assert "· The reminder: our words" in said
    assert "· The gift: Come back, {name}: {gift}!" in said
    assert "Cleo · We miss you · English · The gift: none → Come back" in await luna.talk.says(CLEO, "/audit")


async def test_words_for_a_step_that_gives_nothing_can_not_speak_of_a_gift(luna: Luna) -> None:
    said = await luna.asks("✔ We miss you", "✍ English", "✍ The question")
    assert "What keeps you away?" in said
    assert "👉{gift}" in await luna.talk.says(CLEO, "Is it the {gift}?")
    assert "So it will read:" in await luna.talk.says(CLEO, "Where are you, {name}?")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Dear {nmae}!", "Dear 👉{nmae}!\nI don't know that place."),
        ("Come and get your present, {name", "d get your present, 👉{name\nA brace is open or closed alone."),
        ("A <b>free</b> cake", "A 👉<b>free</b> cake\nMarkup can't be sent; type plain words."),
        ("x" * 800, "👉" + "x" * 30 + "…\nAt most 700 letters."),
    ],
)
async def test_broken_words_are_refused_with_the_place_shown(luna: Luna, text: str, shown: str) -> None:
    await luna.asks("✔ Birthday", "✍ English")
    assert shown in await luna.talk.says(CLEO, text)
    assert "So it will read:" in await luna.talk.says(CLEO, "Cheers, {name}!")


async def test_the_places_that_there_are_end_with_a_stop(luna: Luna) -> None:
    await luna.asks("✔ Birthday", "✍ English")
    assert "}. Type it again." in await luna.talk.says(CLEO, "Dear {nmae}!")


async def test_a_command_word_among_own_words_is_no_command(luna: Luna) -> None:
    await luna.asks("✔ Birthday", "✍ English")
    assert "So it will read:" in await luna.talk.says(CLEO, "card")


async def test_a_broadcast_says_who_gets_it_and_goes_ten_minutes_later(luna: Luna) -> None:
    said = await luna.writes("Everybody", "Hello {name}, soup on Friday!")
    assert "Café Luna: Hello Cleo, soup on Friday!" in said
    assert "Everybody: 1 customer, Ana." in said  # Ben said yes to nothing
    assert "It goes out at 12:10." in await luna.talk.taps(CLEO, "✔ Send in ten minutes")
    assert await hears(luna.talk, luna.opened.shop.id, ANA) == ""
    luna.talk.wait(minutes=11)
    assert await hears(luna.talk, luna.opened.shop.id, ANA) == "Café Luna: Hello Ana, soup on Friday!"
    assert luna.talk.labels(ANA) == ["💳 My card", "Why this?"]


async def test_a_broadcast_is_called_off_in_time_but_not_later(luna: Luna) -> None:
    await luna.writes("Everybody", "Soup on Friday!")
    await luna.talk.taps(CLEO, "✔ Send in ten minutes")
    off = luna.talk.button(CLEO, "✖ Call it off")
    assert "nobody gets it" in await luna.talk.taps(CLEO, off)
    luna.talk.wait(minutes=11)
    assert await hears(luna.talk, luna.opened.shop.id, ANA) == ""
    assert "was called off before" in await luna.talk.taps(CLEO, off)


async def test_a_second_tap_on_send_sends_nothing_more_and_says_when_it_goes(luna: Luna) -> None:
    await luna.writes("Everybody", "Soup on Friday!")
    button = luna.talk.button(CLEO, "✔ Send in ten minutes")
    await luna.talk.taps(CLEO, button)
    assert "It goes out at 12:10." in await luna.talk.taps(CLEO, button)
    assert luna.talk.labels(CLEO) == ["✖ Call it off", "📬 What becomes of it"]
    luna.talk.wait(minutes=11)
    assert await hears(luna.talk, luna.opened.shop.id, ANA) == "Café Luna: Soup on Friday!"
    assert "nothing was sent" in await luna.talk.taps(CLEO, button)


async def test_where_nobody_agreed_there_is_nothing_to_write(luna: Luna) -> None:
    await luna.talk.says(CLEO, "/broadcast")
    assert "Nobody there said yes to offers yet." in await luna.talk.taps(CLEO, "💬 Nederlands")


async def test_broken_words_of_a_broadcast_are_refused_too(luna: Luna) -> None:
    assert "Soup for 👉{all}!" in await luna.writes("Everybody", "Soup for {all}!")
    assert "Everybody: 1 customer, Ana." in await luna.talk.says(CLEO, "Soup for all!")


async def test_an_owner_may_write_less_and_keep_other_hours_but_never_write_more(luna: Luna) -> None:
    said = await luna.asks("🌙 How much, and when")
    assert (
        "· At most once in: 3 days\n· Most in 30 days: 4\n· Quiet from: 21:00\n· Quiet until: 09:00" in said
    )
    await luna.talk.taps(CLEO, "At most once in")
    assert "from 3 to 60" in await luna.talk.says(CLEO, "2")
    assert "· At most once in: 7 days" in await luna.talk.says(CLEO, "7")
    await luna.talk.taps(CLEO, "Most in 30 days")
    assert "from 0 to 4" in await luna.talk.says(CLEO, "5")
    assert "· Most in 30 days: 2" in await luna.talk.says(CLEO, "2")
    await luna.talk.taps(CLEO, "Quiet from")
    assert "Type a time" in await luna.talk.says(CLEO, "25:00")
    assert "· Quiet from: 19:30" in await luna.talk.says(CLEO, "19.30")
    await luna.talk.taps(CLEO, "Quiet from")
    assert "· Quiet from: 20:00" in await luna.talk.says(CLEO, "8 pm")
    await luna.talk.taps(CLEO, "Quiet from")
    assert "· Quiet from: 19:00" in await luna.talk.says(CLEO, "19 uur")
    await luna.talk.taps(CLEO, "Quiet until")
    assert "· Quiet until: 10:00" in await luna.talk.says(CLEO, "10")


async def test_a_customer_who_taps_the_owners_dose_changes_nothing(luna: Luna) -> None:
    await luna.asks("🌙 How much, and when")
    assert "for the shop's staff" in await luna.talk.taps(ANA, luna.talk.button(CLEO, "Most in 30 days"))


@pytest.mark.parametrize("kind", [DIGEST, *MESSAGE_KINDS])
def test_what_a_campaign_does_is_one_clause_after_its_name(kind: MessageKind) -> None:
    assert ":" not in what_it_does(words("en"), kind)
