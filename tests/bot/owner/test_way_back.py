"""What has several doors is left by the one that somebody came in by, and what was made there is of use behind it."""

import pytest

from storage.campaigns import filters as saved_filters
from tests.bot.customer.test_letters import complains
from tests.talk import CLEO, Talk

MY_FILTER = "🔎 A filter of my own"
BIRTHDAYS = ("/campaigns", "✔ Birthday", "👥 For whom", MY_FILTER)
FRIENDS = ("What they are", "❤ True friends")


async def goes(talk: Talk, *way: str) -> str:
    """Let Cleo type a command and tap her way."""
    said = await talk.says(CLEO, way[0])
    for label in way[1:]:
        said = await talk.taps(CLEO, label)
    return said


@pytest.mark.parametrize(
    ("way", "back", "shown"),
    [
        (BIRTHDAYS, "← Back", "Birthday is for everybody"),
        ((*BIRTHDAYS, *FRIENDS), "← Back", "Birthday is for everybody"),
        (("/broadcast", MY_FILTER), "← Other customers", "to which customers?"),
        (("/campaigns", "✍ Write to customers", MY_FILTER, *FRIENDS), "← Other customers", "to which customers?"),
        (("/programme", "📍 Branches"), "← Back", "Café Luna: the rules"),
        (("/programme", "📍 Branches", "➕ Add a branch", "✖ Cancel"), "← Back", "Café Luna: the rules"),
        (("/staff", "📍 Branches"), "← Staff", "Who works at Café Luna"),
        (("/programme", "🎁 Rewards"), "← Rules", "Café Luna: the rules"),
        (("/calculator", "🎁 What rewards cost"), "← Back", "Café Luna: the sums"),
        (("/voice", "🔗 Page for reviews"), "← Back", "what customers think"),
        (("/campaigns", "✔ Birthday"), "← Messages", "what I write to your customers"),
    ],
)  # fmt: skip
async def test_an_arrow_leads_back_to_where_somebody_came_from(
    luna: Talk, way: tuple[str, ...], back: str, shown: str
) -> None:
    await goes(luna, *way)
    assert shown in await luna.taps(CLEO, back)


async def test_the_door_that_was_taken_last_is_the_one_that_leads_out(luna: Talk) -> None:
    await goes(luna, *BIRTHDAYS)
    await goes(luna, "/broadcast", MY_FILTER, *FRIENDS)
    assert "← Back" not in luna.labels(CLEO)
    await luna.says(CLEO, "Best ones")
    assert "✍ Write to them" in luna.labels(CLEO)


@pytest.mark.parametrize("way", [FRIENDS, ("What they are", "Any", *FRIENDS)])
async def test_a_filter_that_is_saved_for_a_message_is_one_tap_away_from_being_its(
    luna: Talk, way: tuple[str, ...]
) -> None:
    await goes(luna, *BIRTHDAYS, *way)
    said = await luna.says(CLEO, "Best ones")
    assert "✔ Saved: Best ones\n🔎 Best ones: nobody at present" in said
    assert luna.labels(CLEO) == ["✔ To them alone", "← Back"]
    assert "· For whom: Best ones" in await luna.taps(CLEO, "✔ To them alone")
    assert "what I write to your customers" in await luna.taps(CLEO, "← Messages")


async def test_a_message_leads_to_whom_a_trial_is_with_and_back_to_the_trial(luna: Talk) -> None:
    await goes(luna, *BIRTHDAYS, *FRIENDS)
    await luna.says(CLEO, "Best ones")
    trial = await goes(luna, "/experiments", "➕ Try something", "Birthday")
    await luna.taps(CLEO, "👥 For whom")
    assert await luna.taps(CLEO, "← Back") == trial
    for label in ("👥 For whom", "🔎 Best ones", "✔ To them alone"):
        await luna.taps(CLEO, label)
    assert "What is to differ?" in await luna.taps(CLEO, "← Back")


async def test_a_filter_in_use_leads_to_the_message_that_uses_it_and_back(luna: Talk) -> None:
    await goes(luna, *BIRTHDAYS, *FRIENDS)
    await luna.says(CLEO, "Best ones")
    await luna.taps(CLEO, "✔ To them alone")
    await goes(luna, "/broadcast", "🔎 Best ones", "🗑 Take the filter away", "Birthday")
    await luna.taps(CLEO, "👥 For whom")
    await luna.taps(CLEO, "👥 Everybody again")
    assert "Nobody there" in await luna.taps(CLEO, "← Back")
    await luna.taps(CLEO, "🗑 Take the filter away")
    assert not await luna.db.read(saved_filters.of_shop, 1)


async def test_a_customer_who_was_met_in_a_letter_leads_back_to_it(luna: Talk) -> None:
    await complains(luna)
    letter = await goes(luna, "/inbox", "Ana: My coffee")
    await luna.taps(CLEO, "👤 Who is Ana?")
    await luna.taps(CLEO, "📝 Note")
    await luna.taps(CLEO, "← Back")
    assert await luna.taps(CLEO, "← Back") == letter


async def test_an_hour_later_an_arrow_leads_where_it_leads_most(luna: Talk) -> None:
    await goes(luna, *BIRTHDAYS)
    pick = luna.button(CLEO, "What they are")
    luna.wait(hours=2)
    assert "out of date" in await luna.taps(CLEO, pick, shown_hours_ago=2)
    assert luna.labels(CLEO) == ["← Other customers"]


async def test_nothing_of_another_shop_is_a_way_back(luna: Talk) -> None:
    other = await luna.opens_shop("Bakery Roos")
    await luna.opens(CLEO, "i" + other.owner_token)
    await goes(luna, "/programme", "Bakery Roos")
    await goes(luna, "/staff", "Café Luna", "📍 Branches")
    assert "← Staff" in luna.labels(CLEO)
