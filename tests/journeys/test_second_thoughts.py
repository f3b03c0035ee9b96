"""Words that are changed later, buttons of somebody who was forgotten, and codes that are guessed."""

import pytest

from actions.people.link_accounts import make_link_code
from tests.fakes.browser import FakeBrowser
from tests.fakes.pictures import png
from tests.fakes.telegram import FakeTelegram
from tests.fakes.whatsapp import FakeWhatsApp
from tests.journeys.people import ANA, BEN, CLEO, EVA
from tests.journeys.platforms import EACH_PLATFORM, MESSENGERS, Where
from tests.journeys.stage import ONE_STAMP, Stage

EACH = pytest.mark.parametrize("where", EACH_PLATFORM, ids=str)
ANYWHERE = pytest.mark.parametrize("where", [*EACH_PLATFORM, Where("telegram", "postgres")], ids=str)


@MESSENGERS
async def test_who_edits_an_amount_is_told_that_the_booking_stands_and_how_to_undo_it(stage: Stage) -> None:
    assert isinstance(stage.platform, FakeTelegram | FakeWhatsApp)
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "9.00")
    await stage.taps(EVA, "↩ Undo")
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "9.00")
    told = await stage.heard(EVA, stage.platform.edits(EVA, "90.00"))
    assert told.startswith("Ana, 9 points: already booked at 12:00 by Eva.")
    assert "this booking stands. To correct it, tap Undo and book it anew." in told
    assert await stage.balance(ANA) == 9
    assert "Taken back. Ana: 0 points" in await stage.taps(EVA, "↩ Undo")
    told = await stage.heard(EVA, stage.platform.edits(EVA, "91.00"))
    assert told.startswith("I read a message once, when it comes, and what it did stands.")
    assert "please write it as a new message.\nWhat was booked wrongly, " in told


@pytest.mark.parametrize("where", [Where("whatsapp")], ids=str)
async def test_who_deletes_what_booked_nothing_waits_for_nothing(stage: Stage) -> None:
    assert isinstance(stage.platform, FakeWhatsApp)
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    assert await stage.heard(ANA, stage.platform.takes_away(ANA)) == ""
    await stage.says(EVA, stage.short_code(ANA))
    assert "this booking stands" in await stage.heard(EVA, stage.platform.takes_away(EVA))


@EACH
async def test_a_picture_of_an_unknown_type_of_file_is_looked_at(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    picture = stage.picture(ANA)
    sends = stage.platform.sends_file
    unknown = {} if isinstance(stage.platform, FakeBrowser) else {"filename": "code.bin"}
    assert "1 of 4 stamps ✔ stamped" in await stage.heard(EVA, sends(EVA, picture, **unknown))
    told = await stage.heard(EVA, sends(EVA, b"%PDF-1.7", **unknown))
    assert told == "I can't open this as a picture. Send a photo of the code, or type its six characters."
    assert "I see no code" in await stage.heard(EVA, sends(EVA, png(), **unknown))
    told = await stage.heard(ANA, sends(ANA, b"%PDF-1.7", **unknown))
    assert told.endswith("Send a code as a photo; all else, say in words what it is about.")
    assert "0 of 4" in await stage.taps(ANA, "💳 My card") or "1 of 4" in stage.last(ANA).text


@ANYWHERE
async def test_after_forget_an_old_button_makes_no_new_person(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    old = stage.platform.data_under(ANA, "🎁 Rewards")
    await stage.says(ANA, "/forget")
    yes = stage.platform.data_under(ANA, "Yes, erase everything")
    assert "I don't know you any more." in await stage.taps(ANA, "Yes, erase everything")
    people = await stage.rows("SELECT id FROM persons")
    for button in (old, yes):
        assert "To begin anew, scan the poster in a shop, or just write to me." in await stage.taps_data(
            ANA, button
        )
    assert await stage.rows("SELECT id FROM persons") == people
    assert await stage.rows("SELECT COUNT(*) FROM persons WHERE name = 'Ana'") == [(0,)]
    assert "0 of 4 stamps" in await cafe.joins(ANA)
    assert len(await stage.rows("SELECT id FROM persons")) == len(people) + 1


@ANYWHERE
async def test_a_yes_shown_to_who_was_forgotten_is_no_yes_of_who_comes_back(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.says(ANA, "/birthday 25 march")
    yes = stage.platform.data_under(ANA, "Yes, tell me")
    await stage.says(ANA, "/forget")
    await stage.taps(ANA, "Yes, erase everything")
    stage.later(minutes=3)
    await cafe.joins(ANA)
    assert "That button is out of date." in await stage.taps_data(ANA, yes)
    assert await stage.rows("SELECT purpose FROM consents WHERE given = 1") == []


@EACH
async def test_after_forget_a_link_of_before_makes_no_new_person(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    [[who]] = await stage.rows("SELECT id FROM persons WHERE name = 'Ana'")
    made = await stage.house.db.write(make_link_code, who, now=stage.hours.now)
    await stage.says(ANA, "/forget")
    await stage.taps(ANA, "Yes, erase everything")
    people = await stage.rows("SELECT id FROM persons")
    for _ in range(4):
        assert "I don't know this code." in await stage.opens(ANA, stage.channel.link("l" + made.code))
    assert "I don't know this code." in await stage.says(ANA, f"link {made.code}")
    assert "too many wrong codes" in await stage.says(ANA, f"link {made.code}")
    assert await stage.rows("SELECT id FROM persons") == people
    assert "Hello!" in await stage.says(ANA, "hello")


@pytest.mark.slow
@ANYWHERE
async def test_a_cashier_who_guesses_codes_is_slowed_and_the_owner_hears_of_it_once(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    code = stage.short_code(ANA)
    before = len(stage.chat(CLEO))
    for n in range(9):
        assert "No card has the code" in await stage.says(EVA, f"AAAA{'ACDEFGHJK'[n]}A")
    assert "1 of 4 stamps" in await stage.says(EVA, code)  # nobody honest is stopped
    assert "I don't know this code" in await stage.opens(EVA, stage.channel.link("vAAAAAA"))
    stage.later(minutes=2)
    stopped = "so I read none that is typed until 12:15. Scanning and photos of codes work on"
    for guess in (code, "AAAAAQ", "9AP0RO"):
        assert stopped in await stage.says(EVA, guess)
    assert stopped in await stage.opens(EVA, stage.channel.link("vAAAAAA"))
    [warning] = [seen.text for seen in stage.chat(CLEO)[before:] if "⚠" in seen.text]
    assert warning.startswith("⚠ Café Luna: Eva typed 10 unknown codes within a quarter of an hour.")
    assert "Eva · typed 10 unknown codes" in await stage.says(CLEO, "/audit")
    await stage.says(ANA, "/card")
    assert "2 of 4 stamps ✔ stamped" in await stage.scans(EVA, ANA)  # the till goes on
    stage.later(minutes=14)
    assert "3 of 4 stamps ✔ stamped" in await stage.says(EVA, code)


async def test_codes_are_not_guessed_where_an_amount_or_a_name_is_asked_for_either(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    code = stage.short_code(ANA)
    await stage.scans(EVA, ANA)
    for n in range(5):
        assert "I can't read that as an amount." in await stage.says(EVA, f"A7AA{'ACDEF'[n]}A")
    for n in range(5):
        await stage.says(EVA, "/find")
        assert "No card has the code" in await stage.says(EVA, f"A7AA{'GHJKM'[n]}A")
    assert "so I read none that is typed until" in await stage.says(EVA, code)
    assert [row for row in await stage.rows("SELECT what FROM audit") if row == ("codes_guessed",)] != []
    assert "Tap a name to stamp the card:" in await stage.says(EVA, "/find ana")


async def test_a_code_signed_by_a_clock_that_was_set_back_since_still_counts_and_once(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    code = stage.code_of(ANA)
    stage.later(minutes=-3)
    assert "1 of 4 stamps ✔ stamped" in await stage.opens(EVA, code)
    stage.later(minutes=2)
    assert "Already stamped" in await stage.opens(EVA, code)
    stage.later(minutes=6)
    assert "Already stamped" in await stage.opens(EVA, code)
    await stage.says(ANA, "/card")
    assert "2 of 4 stamps ✔ stamped" in await stage.scans(EVA, ANA)


@EACH
async def test_a_code_is_read_as_it_was_meant_where_that_is_sure(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await cafe.joins(BEN)
    await stage.change(
        "UPDATE accounts SET code = '9APARQ' WHERE person_id = (SELECT id FROM persons WHERE name = 'Ana')"
    )
    for typed in ("9aparo", "9 APAR0", "Code: 9-АРАR-о"):  # the last one is partly Cyrillic
        assert "Ana, " in await stage.says(EVA, typed)
        stage.later(minutes=2)
    assert await stage.balance(ANA) == 3
    for typed in ("9APAR", "9APARQ7", "9APAXO", "KAVOSA"):
        told = await stage.says(EVA, typed)
        assert told.startswith(f"I don't know this code: {typed}.")
        assert "Check it on the customer's card, or use" in told
    assert "You work at Café Luna" in await stage.says(EVA, "kavosa")  # a word


@MESSENGERS
async def test_whoever_edits_a_message_into_stop_is_left_alone(stage: Stage) -> None:
    assert isinstance(stage.platform, FakeTelegram | FakeWhatsApp)
    cafe = await stage.cafe(programme=ONE_STAMP)
    await cafe.joins(ANA)
    await _agrees(stage)
    await stage.says(ANA, "hm")
    assert "Shall I stop writing to you?" in await stage.heard(ANA, stage.platform.edits(ANA, "stop that"))
    assert await _agreed_to(stage) == ["offers", "reminders"]
    assert "Done: I only answer you from now on" in await stage.heard(ANA, stage.platform.edits(ANA, "STOP"))
    assert await _agreed_to(stage) == []


@pytest.mark.parametrize("no", ["no", "Nee, toch niet", "nem, mégsem", "No, rather not", "nope"])
@EACH
async def test_a_no_right_after_a_yes_to_messages_takes_it_back(stage: Stage, no: str) -> None:
    cafe = await stage.cafe(programme=ONE_STAMP)
    await cafe.joins(ANA)
    await _agrees(stage)
    assert "All right, I won't." in await stage.says(ANA, no)
    assert await _agreed_to(stage) == []


@EACH
async def test_a_no_below_how_often_messages_come_is_asked_about(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.says(ANA, "/messages")
    await stage.taps(ANA, "Offers")
    await stage.taps(ANA, "whenever there is something")
    assert "Shall I stop writing to you?" in await stage.says(ANA, "no")
    await stage.taps(ANA, "Yes, stop them all")
    assert await _agreed_to(stage) == []


@pytest.mark.parametrize("no", ["no", "nee", "nem kérem"])
@EACH
async def test_a_no_below_the_day_for_a_goal_may_be_one_to_its_reminders(stage: Stage, no: str) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.says(ANA, "/goal")
    await stage.taps(ANA, "Free coffee · 4")
    assert await _agreed_to(stage) == ["goals"]
    assert await stage.says(ANA, no) == "What shall it be without?"
    assert {"No date", "No reminders, please"} <= set(stage.last(ANA).labels)
    await stage.taps(ANA, "No reminders, please")
    assert await _agreed_to(stage) == []


@pytest.mark.parametrize("doubt", ["nee, doe toch maar niet", "mégse", "cancel"])
@EACH
async def test_what_may_be_a_no_right_after_a_yes_to_messages_is_asked_about(
    stage: Stage, doubt: str
) -> None:
    cafe = await stage.cafe(programme=ONE_STAMP)
    await cafe.joins(ANA)
    await _agrees(stage)
    assert "Shall I stop writing to you?" in await stage.says(ANA, doubt)
    await stage.taps(ANA, "Yes, stop them all")
    assert await _agreed_to(stage) == []


async def _agrees(stage: Stage) -> None:
    await stage.scans(EVA, ANA)
    assert "I write to you about" in await stage.taps(ANA, "Yes, and offers too")


async def _agreed_to(stage: Stage) -> list[str]:
    rows = await stage.rows("SELECT purpose, given FROM consents ORDER BY id")
    return sorted(purpose for purpose, given in dict(rows).items() if given)
