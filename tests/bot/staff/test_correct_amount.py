"""A cashier corrects an amount in a few words: one tap takes the booking back and books the right one."""

import pytest

from actions.shop.invitations import invite
from bot.corrections import corrected
from loyalty.actor import Operator
from loyalty.amounts import NoAmount
from loyalty.cards.programme import Limits, Programme, Reward
from storage.engine.database import Database
from storage.shop import shops
from tests.programmes import points_card
from tests.talk import ANA, EVA, Person, Talk

BEN = Person("Ben", "700010")
POINTS = points_card((Reward("cookie", "Cookie", 10),), points_per_unit=1)
A_FEW = points_card((Reward("cookie", "Cookie", 10),), Limits(max_per_day=20), points_per_unit=1)


@pytest.mark.parametrize(
    "text",
    [
        "no, 15", "nope 15", "sorry 15", "wrong, it was 15", "Oops! 15", "15 not 12", "15, not 12,50", "not 12 but 15",
        "it's 15", "it should be €15", "I meant 15.00", "15 instead of 12", "*15", "make that 15", "my mistake, 15 euros",
        "nee 15", "nee, 15,-", "sorry 15 euro", "fout, het was 15", "15 niet 12", "niet 12 maar 15", "15 ipv 12", "moet 15 zijn",
        "ik bedoel 15", "15 in plaats van 12", "nem, 15", "bocsánat, 15", "15 volt", "rossz, 15 volt az összeg", "nem 12 hanem 15",
        "15 nem 12", "12 helyett 15", "elírtam, 15",
    ],
)  # fmt: skip
def test_a_correction_is_read_in_each_language(text: str) -> None:
    assert corrected(text, "EUR") == 1500


@pytest.mark.parametrize(
    "text",
    [
        "15",
        "12,50",
        "no",
        "sorry",
        "no fifteen",
        "table 15",
        "K7M2QX",
        "2 coffees not 3",
        "see you at 15",
        "",
    ],
)
def test_what_corrects_nothing_is_left_alone(text: str) -> None:
    assert corrected(text, "EUR") is None


def test_a_correction_that_could_be_two_amounts_is_asked_about() -> None:
    assert corrected("no, 12 50", "EUR") == NoAmount("ambiguous", (1250, 125_000))


async def till(db: Database, programme: Programme = POINTS) -> Talk:
    """Let Eva book 12.50 for Ana."""
    talk = Talk(db)
    opened = await talk.joins(ANA, "Bakery Sol", programme)
    token = await db.write(invite, Operator(), opened.shop.id, "cashier", now=talk.now)
    await talk.opens(EVA, "i" + token)
    await talk.photographs(EVA, talk.code(ANA))
    assert "Ana: +12 points" in await talk.says(EVA, "12,50")
    return talk


async def test_one_tap_takes_the_wrong_amount_back_and_books_the_right_one(db: Database) -> None:
    talk = await till(db)
    assert "For Ana €12.50 is booked." in await talk.says(EVA, "sorry 15")
    assert "Ana has 12 points" in await points(talk)
    await talk.says(EVA, "sorry 15")
    tap = talk.button(EVA, "✔ €15.00")
    said = await talk.taps(EVA, tap)
    assert said.startswith("€12.50 is taken back.\nAna: +15 points ✔ now 15 points\n€15.00")
    assert "taken back already" in await talk.taps(EVA, tap)
    assert "Ana has 15 points" in await points(talk)


async def points(talk: Talk) -> str:
    """Look Ana's card up, and book nothing."""
    talk.wait(minutes=2)
    await talk.says(ANA, "/card")
    said = await talk.photographs(EVA, talk.code(ANA))
    await talk.taps(EVA, "✖ Cancel")
    return said


async def test_nothing_is_corrected_without_the_tap_and_a_yes_is_one(db: Database) -> None:
    talk = await till(db)
    await talk.says(EVA, "15")  # the number alone
    assert "nothing was changed" in await talk.taps(EVA, "✖ Cancel")
    await talk.says(EVA, "wrong, it was 15")
    assert "Ana: +15 points ✔ now 15 points" in await talk.says(EVA, "yes")


async def test_the_same_amount_again_is_no_correction(db: Database) -> None:
    talk = await till(db)
    assert "already booked at 12:00 by Eva" in await talk.says(EVA, "12.50")


async def test_what_a_rule_refuses_stays_taken_back_and_the_next_amount_is_for_the_same_card(
    db: Database,
) -> None:
    talk = await till(db, A_FEW)
    await talk.says(EVA, "no, 150")
    said = await talk.taps(EVA, "✔ €150.00")
    assert said.startswith("€12.50 is taken back. Nothing else is booked.")
    assert "20 points a day" in said
    assert "Ana: +15 points ✔ now 15 points" in await talk.says(EVA, "15")


async def test_long_after_a_number_is_a_number_again(db: Database) -> None:
    talk = await till(db)
    talk.wait(minutes=11)
    assert "scan the customer's card first" in await talk.says(EVA, "15")


async def test_an_amount_that_is_doubted_is_corrected_in_words_too(db: Database) -> None:
    talk = await till(db)
    talk.wait(minutes=2)
    await talk.says(ANA, "/card")
    await talk.photographs(EVA, talk.code(ANA))
    assert "really?" in await talk.says(EVA, "1250")
    assert "Ana: +12 points ✔ now 24 points" in await talk.says(EVA, "no, 12.50")


async def test_a_correction_of_a_stamp_shows_the_way_back(db: Database) -> None:
    talk = Talk(db)
    opened = await talk.joins(ANA)
    await talk.stamped(ANA, opened, 1)
    assert "already stamped at 12:00 by Eva" in await talk.says(EVA, "sorry, 2")
    assert talk.labels(EVA) == ["↩ Undo"]


async def test_who_shows_a_card_before_the_last_ones_amount_was_typed_is_told_what_is_missing(
    db: Database,
) -> None:
    talk = await till(db)
    talk.wait(minutes=2)
    await talk.says(ANA, "/card")
    await talk.photographs(EVA, talk.code(ANA))
    [shop] = await db.write(shops.everyone)
    await talk.opens(BEN, "j" + shop.code)
    said = await talk.photographs(EVA, talk.code(BEN))
    assert said.startswith(
        "Nothing was booked for Ana: no amount was typed.\nBen has 0 points. What was spent?"
    )
    assert "Ana" not in await talk.photographs(EVA, talk.code(BEN))
    assert "Ben: +12 points" in await talk.says(EVA, "12.50")


@pytest.mark.parametrize(
    "text", ["oops", "wrong", "wrong amount", "foutje", "verkeerd bedrag", "hoppá", "rossz összeg"]
)
async def test_a_slip_without_an_amount_shows_what_can_be_taken_back(sqlite_db: Database, text: str) -> None:
    talk = await till(sqlite_db)
    assert "Which one shall I take back?" in await talk.says(EVA, text)
    assert talk.labels(EVA) == ["↩ 12:00 Ana +12 · Eva", "🔎 Of one customer"]


async def test_an_amount_that_was_typed_before_the_scan_is_offered_with_one_tap(db: Database) -> None:
    talk = await till(db)
    talk.wait(minutes=11)
    assert "scan the customer's card first" in await talk.says(EVA, "7,50")
    await talk.says(ANA, "/card")
    assert "Book the €7.50 that you typed before?" in await talk.photographs(EVA, talk.code(ANA))
    assert "Ana: +7 points ✔ now 19 points" in await talk.taps(EVA, "Yes, book it")
    talk.wait(minutes=11)
    await talk.says(EVA, "7,50")
    talk.wait(minutes=3)
    await talk.says(ANA, "/card")
    assert "What was spent?" in await talk.photographs(EVA, talk.code(ANA))
    assert "Ana: +8 points ✔ now 27 points" in await talk.says(EVA, "8")
