"""Who reads what name: customers hear first names, staff see enough to tell two people apart."""

from storage.engine.database import Database
from tests.post import drained
from tests.talk import Person, Talk

ANA = Person("Ana Kovács", "700101")
EVA = Person("Eva de Vries", "700102")


async def test_a_customer_and_her_cashier_are_called_by_first_name(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.opens_shop()
    assert "Welcome to Café Luna, Ana!" in await talk.opens(ANA, "j" + opened.shop.code)
    await talk.stamped(ANA, opened, 1, by=EVA)
    assert "Ana Kovács" in await talk.says(EVA, "/today")
    assert " · Eva" in await talk.says(ANA, "/history")
    assert "de Vries" not in await talk.says(ANA, "/history")
    talk.wait(minutes=10)
    read = [reply.text for to, reply in await talk.db.write(drained, now=talk.now) if to == ANA.id]
    assert any(" · Eva" in text for text in read)
    assert not any("de Vries" in text for text in read)
