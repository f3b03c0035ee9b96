"""What customers say and tap, and what they are answered; on both databases."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.turn import File
from loyalty.cards.programme import Reward
from storage.engine.database import Database
from tests.programmes import points_card
from tests.talk import ANA, CLEO, EVA, TEN_STAMPS, Talk, whole
from words.language import LANGUAGES

COMMANDS = ["/goal", "/birthday", "/history", "/language", "/messages", "/mydata", "/forget", "stop"]
POINTS = points_card((Reward("cake", "Cake", 200),))


@pytest.mark.parametrize("shops", [0, 1, 3])
async def test_every_command_answers_whoever_has_no_card_one_or_three(db: Database, shops: int) -> None:
    talk = Talk(db)
    for number in range(shops):
        await talk.joins(ANA, f"Shop {number}", POINTS if number == 1 else TEN_STAMPS)
    for command in COMMANDS:
        assert await talk.says(ANA, command)
        for button in talk.buttons(ANA):
            if button.verb != "erase":
                assert await talk.taps(ANA, button)


# Birthdays.


async def test_a_birthday_is_tapped_together_29_february_too(db: Database) -> None:
    talk = Talk(db)
    assert "I don't ask the year" in await talk.says(ANA, "/birthday")
    await talk.taps(ANA, "February")
    assert {str(day) for day in range(1, 30)} <= set(talk.labels(ANA))
    assert "30" not in talk.labels(ANA)
    assert (await talk.taps(ANA, "29")).startswith("Noted: 29 February. /birthday changes or removes it.")
    assert "29 February" in await talk.says(ANA, "/birthday")
    await talk.taps(ANA, "Remove")
    assert "When is your birthday?" in await talk.says(ANA, "/birthday")


async def test_a_birthday_is_typed_and_asked_about_when_it_could_be_two(db: Database) -> None:
    talk = Talk(db)
    await talk.says(ANA, "/birthday")
    assert "can't read" in await talk.says(ANA, "30 February")
    assert await talk.says(ANA, "03/12") == "Which day do you mean?"
    assert talk.labels(ANA)[:2] == ["3 December", "12 March"]
    assert "Noted: 3 December" in await talk.taps(ANA, "3 December")
    assert "Noted: 4 December" in await talk.says(ANA, "/birthday 4 December 1990")
    assert "1990" not in await talk.says(ANA, "/mydata")


async def test_tomorrow_is_a_day_and_what_counts_from_next_year_on_is_said_whenever_it_is_shown(
    sqlite_db: Database,
) -> None:
    talk = Talk(sqlite_db)
    await talk.stamped(ANA, await talk.joins(ANA), 0)
    for word, day in {"tomorrow": "13 March", "today": "12 March", "3月14日": "14 March"}.items():
        for person in (ANA, EVA):  # whose word for a day is a command at the till
            if "Your birthday is" in await talk.says(person, "/birthday"):
                await talk.taps(person, "Change")
            said = await talk.says(person, word)
            for text in (said, await talk.says(person, "/birthday")):
                assert day in text
                assert f"counts from the next year on: from {day} 2027" in text


async def test_a_late_or_changed_birthday_says_what_that_means(db: Database) -> None:
    talk = Talk(db)
    said = await talk.says(ANA, "/birthday 14 March")
    assert "less than 7 days ahead counts from the next year on: from 14 March 2027" in said
    said = await talk.says(ANA, "/birthday 14 July")
    assert "There is one birthday gift in 330 days, also after a change." in said


# History.


async def test_history_tells_what_when_and_who_and_why_it_was_taken_back(db: Database) -> None:
    talk = Talk(db)
    cafe = await talk.joins(ANA)
    await talk.stamped(ANA, cafe, 1)
    talk.wait(minutes=20)
    await talk.says(EVA, "/undo")
    await talk.taps(EVA, "↩")
    await talk.says(EVA, "wrong card")
    assert (await talk.says(ANA, "/history")).splitlines() == [
        "Café Luna · 0 of 10 stamps",
        "12 March, 12:22 · −1 · taken back: wrong card · Eva",
        "12 March, 12:00 · +1 · Eva",
    ]


async def test_a_long_history_comes_in_pages_and_each_card_has_its_own(db: Database) -> None:
    talk = Talk(db)
    await talk.joins(ANA, "Bar Sol")
    cafe = await talk.joins(ANA)
    for _ in range(2):
        await talk.stamped(ANA, cafe, 10)
        talk.wait(days=1)
    first = (await talk.says(ANA, "/history")).splitlines()
    assert first[1].endswith("· −10 · card filled · Eva")
    assert talk.labels(ANA) == ["❓ Ask about a line", "Older", "Bar Sol"]
    rest = (await talk.taps(ANA, "Older")).splitlines()
    assert len(first[1:] + rest[1:]) == len({*first[1:], *rest[1:]}) == 22
    assert talk.labels(ANA) == ["❓ Ask about a line", "Bar Sol"]
    assert "Nothing happened yet." in await talk.taps(ANA, "Bar Sol")


async def test_a_reward_that_ran_out_has_its_line_on_one_page_and_says_so_when_it_is_tapped(
    db: Database,
) -> None:
    talk = Talk(db)  # 12 March
    cafe = await talk.joins(ANA, programme=replace(TEN_STAMPS, voucher_days=2))
    await talk.stamped(ANA, cafe, 5)
    await talk.says(ANA, "/rewards")
    use = talk.button(ANA, "Use: Cookie")
    talk.wait(days=2)
    assert "ran out" not in await talk.says(ANA, "/history")
    talk.wait(days=1)
    assert await talk.taps(ANA, use) == "“Cookie” has run out: 14 March was its last day."
    assert (await talk.says(ANA, "/history")).splitlines()[1] == "14 March · “Cookie” ran out"
    await talk.stamped(ANA, cafe, 12)
    first = (await talk.says(ANA, "/history")).splitlines()
    rest = (await talk.taps(ANA, "Older")).splitlines()
    assert [line for line in first + rest if "ran out" in line] == ["14 March · “Cookie” ran out"]


async def test_stamps_that_ran_out_have_the_day_that_was_told_as_their_last(db: Database) -> None:
    talk = Talk(db)  # 12 March
    cafe = await talk.joins(ANA, programme=replace(TEN_STAMPS, idle_days=10))
    await talk.stamped(ANA, cafe, 2)
    assert "Valid until 22 March" in await talk.says(ANA, "/card")
    talk.wait(days=20)
    assert (await talk.says(ANA, "/history")).splitlines()[1] == "22 March · −2 · ran out"


async def test_rewards_of_several_shops_lead_each_to_its_own_card(db: Database) -> None:
    talk = Talk(db)
    await talk.joins(ANA, "Bar Sol")
    await talk.joins(ANA)
    await talk.says(ANA, "/rewards")
    assert talk.labels(ANA) == ["💳 Café Luna", "💳 Bar Sol"]


async def test_a_reward_that_is_gone_says_what_became_of_it(db: Database) -> None:
    talk = Talk(db)
    cafe = await talk.joins(ANA)
    await talk.stamped(ANA, cafe, 5)
    await talk.says(ANA, "/rewards")
    use = talk.button(ANA, "Use: Cookie")
    code = (await talk.taps(ANA, use)).partition("cashier: ")[2][:6]
    await talk.says(EVA, code)
    talk.wait(minutes=5)
    assert await talk.taps(ANA, use) == "“Cookie” was used already: 12 March, 12:10 by Eva."
    await talk.stamped(ANA, cafe, 5)
    await talk.says(ANA, "/rewards")
    use = talk.button(ANA, "Use: Free coffee")
    await talk.says(EVA, "/undo")
    await talk.taps(EVA, "↩")
    assert "“Free coffee” was taken back" in await talk.taps(ANA, use)


async def test_an_erased_cashier_is_somebody_in_the_history(db: Database) -> None:
    talk = Talk(db)
    await talk.stamped(ANA, await talk.joins(ANA), 1)
    await talk.says(EVA, "/forget")
    assert "I don't know you any more" in await talk.taps(EVA, "Yes, erase everything")
    assert "+1 · somebody" in await talk.says(ANA, "/history")


# Language.


async def test_a_language_is_chosen_by_its_own_name_and_spoken_at_once(db: Database) -> None:
    talk = Talk(db)
    await talk.says(ANA, "/language")
    own_names = [name for tag, name in LANGUAGES.items() if tag != "en"]
    assert talk.labels(ANA) == ["✓ English", *own_names]
    await talk.taps(ANA, "Nederlands")
    assert "✓ Nederlands" in talk.labels(ANA)
    assert talk.replies[ANA.id][-1].menu
    await talk.says(ANA, "/birthday")
    assert "februari" in talk.labels(ANA)
    await talk.says(ANA, "/language hu")
    assert "✓ Magyar" in talk.labels(ANA)


# What is held, and being forgotten.


async def test_mydata_tells_in_words_and_as_a_file(db: Database) -> None:
    talk = Talk(db)
    await talk.stamped(ANA, await talk.joins(ANA), 2)
    await talk.says(ANA, "/birthday 29 February")
    said = await talk.says(ANA, "/mydata")
    for fact in ("Name: Ana · English", "Birthday: 29 February", "Café Luna: 2 of 10 stamps", "Visits (2)"):
        assert fact in said
    document = talk.replies[ANA.id][0].document
    assert isinstance(document, File)
    held = json.loads(whole(document))
    assert held["addresses"]["rows"][0]["your_id_there"] == ANA.id
    assert held["person"]["rows"][0]["birthday_month_day"] == "02-29"
    assert all(part["what"] and part["why"] for name, part in held.items() if name != "made_at")
    since = datetime.fromisoformat(held["cards"]["rows"][0]["since"])
    assert since == datetime(2026, 3, 12, 11, tzinfo=UTC)


async def test_forget_asks_once_and_then_starts_anew(db: Database) -> None:
    talk = Talk(db)
    cafe = await talk.joins(ANA)
    await talk.stamped(ANA, cafe, 3)
    asked = await talk.says(ANA, "/forget")
    assert "Café Luna · 3 of 10 stamps" in asked
    assert "I don't know you any more" in await talk.taps(ANA, "Yes, erase everything")
    assert "I keep your loyalty cards" in await talk.says(ANA, "/start")
    assert "0 of 10 stamps" in await talk.opens(ANA, "j" + cafe.shop.code)


async def test_who_would_rather_not_be_forgotten_hears_that_all_stays(db: Database) -> None:
    talk = Talk(db)
    await talk.joins(ANA)
    await talk.says(ANA, "/forget")
    assert await talk.taps(ANA, "No, keep my cards") == "All right, nothing was changed."
    await talk.says(ANA, "/forget")
    assert await talk.says(ANA, "no") == "All right, nothing was changed."
    assert "0 of 10 stamps" in await talk.says(ANA, "/card")


async def test_a_yes_to_an_old_question_asks_again(db: Database) -> None:
    talk = Talk(db)
    await talk.joins(ANA)
    await talk.says(ANA, "/forget")
    assert "0 of 10 stamps" in await talk.taps(ANA, "Yes, erase everything", shown_hours_ago=2)
    assert "0 of 10 stamps" in await talk.says(ANA, "/card")


async def test_the_only_owner_is_told_what_to_do_first(db: Database) -> None:
    talk = Talk(db)
    cafe = await talk.opens_shop()
    await talk.opens(CLEO, "i" + cafe.owner_token)
    assert "Café Luna would be left without an owner" in await talk.says(CLEO, "/forget")
    assert talk.labels(CLEO) == []
