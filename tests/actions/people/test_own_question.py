"""A question of the shop's own is one question in all its languages: each reads theirs, and all answers count together."""

import json

import pytest

from actions.people.opinions import (
    Delicate,
    NoLongerAsked,
    OwnQuestion,
    Voice,
    ask_own,
    put_own,
    see_own,
    see_voice,
    switch_question,
)
from actions.people.personal_data import everything_held
from loyalty.actor import ActingPerson
from loyalty.people.questions import BadQuestion
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.people import opinions, persons
from tests.actions.people.test_lazily_loyal import answered
from tests.actions.places import DAY, NOW, Luna, join, meet, open_luna, stamps
from words.language import words
from words.people.opinions import voice_lines
from words.people.personal_data import as_file

ENGLISH, DUTCH = "Is it warm enough?", "Is het warm genoeg?"

pytestmark = pytest.mark.asks


async def asking(db: Database) -> Luna:
    """Let Café Luna ask in English and in Dutch."""
    luna = await open_luna(db, stamps(9))
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    assert await db.write(ask_own, cleo, shop_id, ENGLISH, language="en", now=NOW) == ENGLISH
    put = await db.write(put_own, cleo, shop_id, "nl", f" {DUTCH}\n", now=NOW)
    assert isinstance(put, OwnQuestion)
    assert put.asked.others == (("en", ENGLISH), ("nl", DUTCH))
    return luna


async def test_each_reads_it_in_theirs_and_who_speaks_another_in_the_first(db: Database) -> None:
    luna = await asking(db)
    [asked] = await db.read(opinions.asked, luna.cafe.shop.id)
    assert [asked.put_for(code) for code in ("nl", "en", "hu")] == [DUTCH, ENGLISH, ENGLISH]


async def test_it_stays_one_question_and_all_answers_count_together(db: Database) -> None:
    luna = await asking(db)
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id

    async def come(people: int) -> None:
        for _ in range(people):
            card = await db.write(lambda tx: join(tx, luna.cafe.shop, meet(tx, "Somebody")))
            await luna.booked(NOW, card=card)
            await db.write(answered, luna, card, 5, "own")

    await come(5)
    assert isinstance(
        await db.write(put_own, cleo, shop_id, "nl", "Is het lekker warm?", now=NOW), OwnQuestion
    )
    await come(5)
    found = await db.read(see_voice, cleo, shop_id, now=NOW + DAY)
    assert isinstance(found, Voice)
    [figures] = found.figures
    assert figures.lately == {5: 10}
    assert "· Is het lekker warm?" in "\n".join(voice_lines(found, words("nl")))
    assert f"· {ENGLISH}" in "\n".join(voice_lines(found, words("en")))


async def test_what_is_no_shops_business_is_asked_in_no_language(db: Database) -> None:
    luna = await asking(db)
    of_shop = (ActingPerson(luna.cafe.cleo), luna.cafe.shop.id)

    async def put(text: str) -> object:
        return await db.write(put_own, *of_shop, "nl", text, now=NOW)

    assert isinstance(await put("Ben je misschien zwanger?"), Delicate)
    assert await put("Ja?") == BadQuestion("short")
    [asked] = await db.read(opinions.asked, luna.cafe.shop.id)
    assert asked.put_for("nl") == DUTCH


async def test_another_question_has_none_of_the_languages_of_the_one_before(db: Database) -> None:
    luna = await asking(db)
    of_shop = (ActingPerson(luna.cafe.cleo), luna.cafe.shop.id)
    await db.write(ask_own, *of_shop, "Is it quiet enough?", language="en", now=NOW)
    [asked] = await db.read(opinions.asked, luna.cafe.shop.id)
    assert asked.put_for("nl") == "Is it quiet enough?"
    await db.write(switch_question, *of_shop, "own", False, now=NOW)  # noqa: FBT003 - as it is called
    assert await db.read(see_own, *of_shop) == NoLongerAsked()
    assert await db.write(put_own, *of_shop, "nl", DUTCH, now=NOW) == NoLongerAsked()


async def test_an_owner_sees_what_customers_speak_and_customers_their_own_words_in_mydata(
    db: Database,
) -> None:
    luna = await asking(db)
    cafe = luna.cafe

    def speak(tx: Tx) -> None:
        persons.set_language(tx, cafe.ana, "nl-BE")

    await db.write(speak)
    seen = await db.read(see_own, ActingPerson(cafe.cleo), cafe.shop.id)
    assert isinstance(seen, OwnQuestion)
    assert seen.spoken == {"nl-BE"}
    await luna.booked(NOW)
    await db.write(answered, luna, cafe.card_id, 4, "own")
    held = await db.read(everything_held, cafe.ana, now=NOW)
    for language, text in (("nl", DUTCH), ("en", ENGLISH)):
        [row] = json.loads(as_file(held, words(language), now=NOW))["opinions"]["rows"]
        assert (row["in_the_shops_words"], row["answer"]) == (text, 4)
        assert not [name for name in row if "other_languages" in name]
