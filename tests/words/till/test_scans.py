"""What became of a deed at the till, said to whoever has a language: no chat is needed."""

from actions.till.scan_outcome import AlreadyBooked, CodeExpired, NotAdded, OwnCard, Refused
from actions.till.undo_visit import NotUndone, Undone
from loyalty.cards.visits import VisitFull
from storage.engine.database import Database
from tests.actions.places import HOUR, NOW, open_luna, points, stamps
from words.language import words
from words.till.scans import word_scan
from words.till.undo import word_undo

ENGLISH, DUTCH, HUNGARIAN = (words(language) for language in ("en", "nl", "hu"))


async def test_a_stamp_is_said_with_what_it_earned_and_what_is_near(sqlite_db: Database) -> None:
    luna = await open_luna(sqlite_db, stamps(3))
    near, full = await luna.fill(2), await luna.booked(NOW + 2 * HOUR)
    assert (
        word_scan(near, ENGLISH) == "Ana, 2 of 3 stamps ✔ stamped\n💬 “One more, and it is yours: A coffee.”"
    )
    assert word_scan(full, DUTCH) == "Ana, kaart vol ✔ gestempeld\n🎉 Verdiend: A coffee"


async def test_points_are_said_with_the_amount_as_it_was_read(sqlite_db: Database) -> None:
    luna = await open_luna(sqlite_db, points())
    booked = await luna.booked(spent=1250)
    assert word_scan(booked, ENGLISH).splitlines()[:2] == ["Ana: +12 points ✔ now 12 points", "€12.50"]
    assert word_scan(booked, HUNGARIAN).splitlines()[1] == "12,50\u00a0EUR"


async def test_each_refusal_names_the_card_and_the_reason(sqlite_db: Database) -> None:
    luna = await open_luna(sqlite_db, stamps(3))
    booked = await luna.booked()
    state, visit = booked.state, booked.visit
    said = {
        word_scan(Refused(state, VisitFull(5)), ENGLISH): "One visit gives at most 5 here.",
        word_scan(AlreadyBooked(state, visit), ENGLISH): "Already stamped at ",
        word_scan(NotAdded(state, visit, "counted", may_add=True), ENGLISH): "That was counted already.",
    }
    for text, why in said.items():
        card, _, reason = text.partition("\n")
        assert card == "Ana, 1 of 3 stamps"
        assert reason.startswith(why)
    assert "Ana" in word_scan(CodeExpired(state), DUTCH)
    assert word_scan(OwnCard(state), ENGLISH) == "You can't stamp your own card. A colleague can."


async def test_what_was_taken_back_is_said_and_why_it_can_not_be(sqlite_db: Database) -> None:
    luna = await open_luna(sqlite_db, stamps(3))
    visit = (await luna.booked()).visit
    undone, again = await luna.undo(visit.id), await luna.undo(visit.id)
    assert isinstance(undone, Undone)
    assert isinstance(again, NotUndone)
    assert word_undo(undone, ENGLISH) == "Taken back. Ana: 0 of 3 stamps"
    assert word_undo(again, DUTCH) == "Dat is al teruggedraaid."
