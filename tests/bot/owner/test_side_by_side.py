"""An owner lets a second card stand beside the first: added, told apart by its name, changed alone, taken away."""

from bot.pictures.specs import Poster, Sheet
from bot.turn import Choice, Paper
from tests.talk import ANA, CLEO, Talk


async def _adds_points(luna: Talk) -> str:
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "🏪 The shop")
    await luna.taps(CLEO, "➕ One more card")
    for label in ("Points: for what is spent",):
        await luna.taps(CLEO, label)
    await luna.says(CLEO, "Free cake")
    await luna.taps(CLEO, "1 point for each")
    await luna.says(CLEO, "80")
    await luna.taps(CLEO, "Skip")
    await luna.taps(CLEO, "Points card")
    return await luna.taps(CLEO, "✔ Add it")


async def test_a_points_card_is_added_beside_the_stamp_card_after_a_preview(luna: Talk) -> None:
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "🏪 The shop")
    await luna.taps(CLEO, "➕ One more card")
    await luna.taps(CLEO, "Points: for what is spent")
    await luna.says(CLEO, "Free cake")
    await luna.taps(CLEO, "2 points for each €1.00")
    await luna.says(CLEO, "80")
    await luna.taps(CLEO, "Skip")
    shown = await luna.says(CLEO, "Cake card")
    for fact in (
        "Cake card",
        "80 points: Free cake",
        "2 points for each €1.00",
        "Every customer has it at once",
    ):
        assert fact in shown
    added = await luna.taps(CLEO, "✔ Add it")
    assert "✔ Cake card is added." in added
    assert "· Stamp card: 5 stamps: Cookie" in added
    assert "· Cake card: 80 points: Free cake" in added
    assert "added Cake card beside the other rules" in await luna.says(CLEO, "/audit")


async def test_two_cards_of_one_name_are_refused_in_words(luna: Talk) -> None:
    await _adds_points(luna)
    await luna.taps(CLEO, "➕ One more card")
    await luna.taps(CLEO, "Stamps: one for a visit")
    await luna.says(CLEO, "Free tea")
    await luna.says(CLEO, "6")
    await luna.taps(CLEO, "Skip")
    assert "Stamp card" not in luna.labels(CLEO)
    assert "needs a name of its own" in await luna.says(CLEO, "stamp card")
    assert "Another card is called “points card” already" in await luna.says(CLEO, "points card")
    assert "Shall I add it like this?" in await luna.says(CLEO, "Tea card")
    await luna.taps(CLEO, "✔ Add it")
    await luna.taps(CLEO, "➕ One more card")
    await luna.taps(CLEO, "Points: for what is spent")
    await luna.says(CLEO, "Free soup")
    await luna.taps(CLEO, "1 point for each")
    await luna.says(CLEO, "70")
    await luna.taps(CLEO, "Skip")
    assert "Another card is called “tea card” already" in await luna.says(CLEO, "tea card")


async def test_a_number_is_no_name(luna: Talk) -> None:
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "🏪 The shop")
    await luna.taps(CLEO, "➕ One more card")
    await luna.taps(CLEO, "Stamps: one for a visit")
    for answer in ("Free tea", "6", "0.40"):
        await luna.says(CLEO, answer)
    assert "Shall I add it like this?" not in await luna.says(CLEO, "50")
    assert "Shall I add it like this?" in await luna.says(CLEO, "Tea card")


async def test_a_name_that_is_too_long_is_shortened_and_that_is_said(luna: Talk) -> None:
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "🏪 The shop")
    await luna.taps(CLEO, "➕ One more card")
    await luna.taps(CLEO, "Stamps: one for a visit")
    await luna.says(CLEO, "Free tea")
    await luna.says(CLEO, "6")
    await luna.taps(CLEO, "Skip")
    assert "I shortened the name." in await luna.says(CLEO, "Tea " * 30)


async def test_each_card_has_rules_and_rewards_of_its_own(luna: Talk) -> None:
    await _adds_points(luna)
    assert "Which one?" in await luna.says(CLEO, "/programme")
    assert "Café Luna, Points card: the rules" in await luna.taps(CLEO, "Points card")
    await luna.taps(CLEO, "Pause")
    shown = await luna.says(CLEO, "30")
    assert "No card is begun yet" in shown
    assert "Café Luna, Points card: the rules" in await luna.taps(CLEO, "✔ Confirm")
    assert "Points card, Pause between visits: none → 30 minutes" in await luna.says(CLEO, "/audit")
    await luna.says(CLEO, "/programme")
    assert "Pause between visits: none" in await luna.taps(CLEO, "Stamp card")
    await luna.taps(CLEO, "🎁 Rewards")
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "Points card")
    assert "What Café Luna, Points card offers" in await luna.taps(CLEO, "🎁 Rewards")
    await luna.taps(CLEO, "➕ Add a reward")
    assert "For how many points?" in await luna.says(CLEO, "Free soup")
    assert "Reward: none → 150 points: Free soup" in await luna.says(CLEO, "150")
    await luna.taps(CLEO, "✔ Confirm")
    await luna.says(CLEO, "/rewards")
    answer = await luna.taps(CLEO, "Points card")
    assert "Free soup" in answer
    assert "Cookie" not in answer


async def test_a_button_of_before_changes_the_card_it_was_shown_for(luna: Talk) -> None:
    await luna.says(CLEO, "/programme")
    pause, menu = luna.button(CLEO, "Pause"), luna.button(CLEO, "🎁 Rewards")
    await _adds_points(luna)
    await luna.taps(CLEO, pause)
    await luna.says(CLEO, "30")
    assert "Café Luna, Stamp card: the rules" in await luna.taps(CLEO, "✔ Confirm")
    assert "Which one?" in await luna.taps(CLEO, menu)


async def test_a_card_is_called_something_else(luna: Talk) -> None:
    await _adds_points(luna)
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "Points card")
    await luna.taps(CLEO, "✏ Name")
    assert "It is called Bakery now." in await luna.says(CLEO, "Bakery")
    assert "card: Points card → Bakery" in await luna.says(CLEO, "/audit")
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "Stamp card")
    await luna.taps(CLEO, "✏ Name")
    assert "Another card is called “bakery” already" in await luna.says(CLEO, "bakery")


async def test_a_button_of_a_card_that_is_gone_shows_the_rules_of_the_one_that_is_left(luna: Talk) -> None:
    await _adds_points(luna)
    await luna.taps(CLEO, "Points card")
    least = luna.button(CLEO, "Least to spend")
    await luna.taps(CLEO, "🗑 Take")
    await luna.taps(CLEO, "✔ Take it away")
    first = Choice(least.label, least.verb, least.arg.replace(".2", ""))  # as while there was one card
    assert "Café Luna: the rules" in await luna.taps(CLEO, first)
    assert "Café Luna: the rules" in await luna.says(CLEO, "/programme please")


async def test_a_card_is_taken_away_while_nothing_is_booked_on_it(luna: Talk) -> None:
    await _adds_points(luna)
    await luna.taps(CLEO, "Points card")
    old = luna.button(CLEO, "Pause")
    await luna.taps(CLEO, "🗑 Take")
    assert "“Points card” is taken away" in await luna.taps(CLEO, "✔ Take it away")
    assert "Café Luna: the rules" in await luna.says(CLEO, "/programme")
    assert "it was taken away" in await luna.taps(CLEO, old)
    assert "took the card Points card away" in await luna.says(CLEO, "/audit")


async def test_a_card_with_something_on_it_stays_and_says_why(luna: Talk) -> None:
    await _adds_points(luna)
    await luna.taps(CLEO, "Stamp card")
    await luna.taps(CLEO, "🗑 Take")
    assert "something was booked on it for 1 customer" in await luna.taps(CLEO, "✔ Take it away")
    assert "Which one?" in await luna.says(CLEO, "/programme")


async def test_somebody_who_is_no_owner_adds_nothing(luna: Talk) -> None:
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "🏪 The shop")
    more = luna.button(CLEO, "➕ One more card")
    assert "Points card" not in await luna.taps(ANA, more)


async def test_the_poster_and_printed_cards_say_what_each_card_pays(luna: Talk) -> None:
    await _adds_points(luna)
    await luna.says(CLEO, "/poster")
    poster = luna.replies[CLEO.id][0].picture
    assert isinstance(poster, Poster)
    assert poster.promise == "10 stamps: Free coffee · Free cake: 80 points"
    await luna.says(CLEO, "/cards 2")
    sheet = luna.replies[CLEO.id][0].document
    assert isinstance(sheet, Paper)
    assert isinstance(sheet.what, Sheet)
    assert (sheet.what.promise, sheet.what.places) == (poster.promise, 10)


async def test_another_money_shows_the_rules_of_each_card(luna: Talk) -> None:
    await _adds_points(luna)
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "🏪 The shop")
    await luna.taps(CLEO, "Money")
    shown = await luna.says(CLEO, "HUF")
    assert "Stamp card\n🎁 5 stamps: Cookie" in shown
    assert "Points card\n🎁 80 points: Free cake" in shown
