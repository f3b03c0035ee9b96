"""People of one name are told apart, and a list that is cut says so."""

import pytest

from actions.random_codes import short_code
from actions.shop.invitations import invite
from loyalty.actor import Operator
from loyalty.records import Shop
from storage.engine.database import Database
from tests.talk import CLEO, EVA, Person, Talk


@pytest.fixture
async def talk(sqlite_db: Database) -> Talk:
    return Talk(sqlite_db)


async def at_the_till(talk: Talk) -> Shop:
    opened = await talk.opens_shop()
    await talk.opens(CLEO, "i" + opened.owner_token)
    token = await talk.db.write(invite, Operator(), opened.shop.id, "cashier", now=talk.now)
    await talk.opens(EVA, "i" + token)
    return opened.shop


async def joins(talk: Talk, shop: Shop, *names: str) -> list[str]:
    """Let people join, and return the codes of their cards."""
    shown = [await talk.opens(Person(name, f"9{n}"), "j" + shop.code) for n, name in enumerate(names)]
    return [text.rpartition("Code: ")[2][:6] for text in shown]


async def test_people_of_one_name_are_told_apart_by_code_and_last_visit(talk: Talk) -> None:
    codes = await joins(talk, await at_the_till(talk), "Zita", "Zita", "Zita Nagy")
    await talk.says(EVA, codes[1])
    await talk.says(EVA, "/find zita")
    assert talk.labels(EVA) == [
        f"Zita · …{codes[1][3:]} · 12 March · 1 of 10 stamps",
        "Zita Nagy · 0 of 10 stamps",
        f"Zita · …{codes[0][3:]} · not here yet · 0 of 10 stamps",
    ]


async def test_a_list_that_is_cut_says_of_how_many_and_how_to_see_fewer(talk: Talk) -> None:
    shop = await at_the_till(talk)
    codes = await joins(talk, shop, *[f"Zita {letter}" for letter in "ABCDEFGHIJ"])
    said = await talk.says(EVA, "/find zita")
    assert said.startswith("These are 8 of 10, whoever was here last comes first.")
    assert "type more of the name to see fewer" in said
    assert sum(label.startswith("Zita") for label in talk.labels(EVA)) == 8
    assert await talk.says(EVA, "zita j") == "Tap a name to stamp the card:"
    assert talk.labels(EVA) == ["Zita J · 0 of 10 stamps"]
    await talk.says(EVA, "/find zita")
    assert "Zita A, 1 of 10 stamps ✔ stamped" in await talk.says(EVA, codes[0])  # a code is no name
    await talk.says(EVA, "/find nobody")
    assert "Eva · looked for a customer by name: n… (0 found)" in await talk.says(CLEO, "/audit")


NAMES = (
    "Camila", "Isobel", "Martha", "Marcus", "Yvette", "Daphne", "Rachel", "Thomas", "Joseph", "Gerard", "Xavier", "Matteo",
)  # fmt: skip


async def test_a_cashier_who_types_names_all_day_is_never_slowed(talk: Talk) -> None:
    [code] = await joins(talk, await at_the_till(talk), "Ana")
    for name in (*NAMES, *map(str.lower, NAMES)):
        assert "wrong codes" not in await talk.says(EVA, name)
        await talk.says(EVA, "/find")
        assert "Nobody by that name." in await talk.says(EVA, name)
    assert "Ana, 1 of 10 stamps ✔ stamped" in await talk.says(EVA, code.lower())


async def test_six_letters_are_a_name_before_they_are_a_code(talk: Talk) -> None:
    await joins(talk, await at_the_till(talk), "Camila")
    for typed in ("Camila", "camila", "CAMILA"):
        assert await talk.says(EVA, typed) == "Tap a name to stamp the card:"
        assert talk.labels(EVA) == ["Camila · 0 of 10 stamps"]
    assert "Camila, 1 of 10 stamps ✔ stamped" in await talk.taps(EVA, "Camila")


async def test_a_code_of_letters_alone_books_and_is_no_look_up_in_the_audit(talk: Talk) -> None:
    [code] = await joins(talk, await at_the_till(talk), "Ana")
    letters = next(code for code in iter(short_code, "") if code.isalpha())
    await talk.db.write(lambda tx: tx.exec_driver_sql(f"UPDATE accounts SET code = '{letters}'"))  # noqa: S608
    assert letters != code
    assert "Ana, 1 of 10 stamps ✔ stamped" in await talk.says(EVA, letters)
    assert "looked for" not in await talk.says(CLEO, "/audit")
