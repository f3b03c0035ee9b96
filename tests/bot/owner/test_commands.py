"""What owners and managers say to the bot: they see, change, invite, print and export, and nobody else does."""

import asyncio
import csv
import io
from dataclasses import replace
from threading import Event
from typing import Any

import pytest
from PIL import ImageColor

from actions.shop.export import export_shop
from bot.lookup import menu
from bot.pictures.specs import Chart, CodePicture
from bot.turn import File
from loyalty.actor import TillKey
from loyalty.roles import Role
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.shop import staff
from storage.shop.audit import Act, add
from tests.talk import ANA, CLEO, EVA, MAX, TEN_STAMPS, Talk, whole

OWNERS_WORDS = ("programme", "staff", "invite", "poster", "cards", "audit", "export")


@pytest.mark.parametrize("word", [*OWNERS_WORDS, "stats"])
async def test_an_owners_words_tell_a_cashier_and_a_customer_nothing(luna: Talk, word: str) -> None:
    assert "Only the shop's owner" in await luna.says(EVA, f"/{word}")
    assert "for the shop's staff" in await luna.says(ANA, f"/{word}")


@pytest.mark.parametrize("word", OWNERS_WORDS)
async def test_an_owners_words_tell_a_manager_nothing_either(luna: Talk, word: str) -> None:
    await luna.says(CLEO, "/invite")
    await luna.taps(CLEO, "Manager")
    await luna.opens(MAX, luna.code(CLEO).rpartition("=")[2])
    assert await luna.says(MAX, f"/{word}") == "Only the shop's owner can do that."


async def test_a_cashier_who_taps_what_an_owner_saw_is_refused(luna: Talk) -> None:
    for word, label in {"programme": "Head start", "staff": "Eva"}.items():
        await luna.says(CLEO, f"/{word}")
        luna.replies[EVA.id] = luna.replies[CLEO.id]
        assert await luna.taps(EVA, label) == "Only the shop's owner can do that."


async def test_the_figures_come_in_words_and_as_a_picture(luna: Talk) -> None:
    text = await luna.says(CLEO, "/stats")
    assert "1 member, 1 new" in text
    assert "1 visit (last week by now: 0)" in text
    picture = luna.replies[CLEO.id][0].picture
    assert isinstance(picture, Chart)
    assert (picture.days[3].n, picture.days[3].before) == (1, 0)


async def test_a_manager_sees_figures_but_no_rules(luna: Talk) -> None:
    await luna.says(CLEO, "/staff")
    await luna.taps(CLEO, "Eva")
    assert "Eva is manager now." in await luna.taps(CLEO, "Make manager")
    assert "1 member" in await luna.says(EVA, "/stats")
    assert "Only the shop's owner" in await luna.says(EVA, "/programme")


async def test_a_manager_is_sent_to_the_owner_for_a_command_that_is_hers_alone(luna: Talk) -> None:
    line = "🔑 Ask the owner for that: /programme"
    assert line not in await luna.says(CLEO, "/tasks")
    await luna.says(CLEO, "/staff")
    await luna.taps(CLEO, "Eva")
    await luna.taps(CLEO, "Make manager")
    assert (await luna.says(EVA, "/tasks")).endswith(line)


async def test_a_member_is_removed_only_when_the_owner_says_so_twice(luna: Talk) -> None:
    await luna.says(CLEO, "/staff")
    await luna.taps(CLEO, "Eva")
    assert "Remove Eva?" in await luna.taps(CLEO, "Remove")
    assert "Eva · cashier · 1 visit this week" in await luna.taps(CLEO, "No, keep")
    await luna.taps(CLEO, "Eva")
    await luna.taps(CLEO, "Remove")
    assert "not on the staff any more" in await luna.taps(CLEO, "Yes")
    assert "for the shop's staff" in await luna.says(EVA, "/today")


async def test_an_owner_is_made_only_when_it_was_said_twice(luna: Talk) -> None:
    await luna.says(CLEO, "/staff")
    await luna.taps(CLEO, "Eva")
    assert "Make Eva an owner? They may then do all that you may" in await luna.taps(CLEO, "Make owner")
    assert "Only the shop's owner" in await luna.says(EVA, "/programme")
    assert "Eva is owner now." in await luna.says(CLEO, "yes")
    assert "the rules" in await luna.says(EVA, "/programme")


async def test_an_owner_who_gives_up_the_shop_is_asked_first(luna: Talk) -> None:
    await luna.says(CLEO, "/staff")
    await luna.taps(CLEO, "Eva")
    await luna.taps(CLEO, "Make owner")
    await luna.says(CLEO, "yes")
    for name, asked in (("Eva", "Eva is an owner"), ("Cleo", "You are an owner")):
        await luna.says(CLEO, "/staff")
        await luna.taps(CLEO, name)
        assert asked in await luna.taps(CLEO, "Make cashier")
        assert "the rules" in await luna.says(EVA if name == "Eva" else CLEO, "/programme")
    await luna.says(CLEO, "/staff")
    await luna.taps(CLEO, "Cleo")
    await luna.taps(CLEO, "Make cashier")
    assert "Cleo is cashier now." in await luna.taps(CLEO, "Yes")
    assert "Only the shop's owner" in await luna.says(CLEO, "/programme")


def test_the_menu_of_an_owner_begins_with_the_shop() -> None:
    words = [word for word, _ in menu(Role.OWNER, several=False)]
    assert words.index("programme") < words.index("stats") < words.index("find") < words.index("card")
    assert next(word for word, _ in menu(None, several=False)) == "card"


async def test_the_last_owner_stays(luna: Talk) -> None:
    for label in ("Make cashier", "Remove"):
        await luna.says(CLEO, "/staff")
        await luna.taps(CLEO, "Cleo")
        answer = await luna.taps(CLEO, label)
        assert "needs an owner" in (answer if label != "Remove" else await luna.taps(CLEO, "Yes"))


async def test_an_invitation_is_a_link_and_a_code_that_make_one_colleague(luna: Talk) -> None:
    await luna.says(CLEO, "/invite")
    text = await luna.taps(CLEO, "Manager")
    assert "once, within 7 days" in text
    picture = luna.replies[CLEO.id][0].picture
    assert isinstance(picture, CodePicture)
    assert picture.qr in text
    payload = picture.qr.partition("start=")[2]
    assert "You are manager now" in await luna.opens(MAX, payload)
    assert "used or has run out" in await luna.opens(ANA, payload)


async def test_a_branch_is_added_and_staff_are_invited_to_it_and_move_by_themselves(luna: Talk) -> None:
    await luna.says(CLEO, "/staff")
    await luna.taps(CLEO, "📍 Branches")
    await luna.says(CLEO, "Centrum")
    await luna.says(CLEO, "/staff")
    assert "has no branches" in await luna.taps(CLEO, "📍 Branches")
    await luna.taps(CLEO, "➕ Add a branch")
    assert "· Centrum" in await luna.says(CLEO, "Centrum")
    await luna.says(CLEO, "/invite")
    await luna.taps(CLEO, "Cashier")
    await luna.taps(CLEO, "Centrum")
    picture = luna.replies[CLEO.id][0].picture
    assert isinstance(picture, CodePicture)
    await luna.opens(MAX, picture.qr.partition("start=")[2])
    assert "Max · cashier · Centrum" in await luna.says(CLEO, "/staff")
    await luna.says(EVA, "/start")
    await luna.taps(EVA, "📍 I'm at: no branch")
    assert await luna.taps(EVA, "Centrum") == "You stamp for Centrum now."


@pytest.mark.parametrize("word", ["no", "nee", "cancel", "?", "-"])
async def test_what_names_nothing_makes_no_branch(luna: Talk, word: str) -> None:
    await luna.says(CLEO, "branches")
    await luna.taps(CLEO, "➕ Add a branch")
    assert "✔ Done." not in await luna.says(CLEO, word)
    await luna.says(CLEO, "/staff")
    assert "no branches" in await luna.taps(CLEO, "📍 Branches")


@pytest.mark.slow
async def test_a_branch_is_renamed_and_closed_after_a_word_on_what_that_means(luna: Talk) -> None:
    await luna.says(CLEO, "/staff")
    await luna.taps(CLEO, "📍 Branches")
    await luna.taps(CLEO, "➕ Add a branch")
    await luna.says(CLEO, "Centrum")
    await luna.says(EVA, "/branch Centrum")
    await luna.taps(CLEO, "✏ Centrum")
    await luna.taps(CLEO, "Rename")
    assert "· Noord" in await luna.says(CLEO, "Noord")
    assert "Noord · 1 colleague stamps there" in await luna.taps(CLEO, "✏ Noord")
    asked = await luna.taps(CLEO, "Close branch")
    assert "Close Noord? 1 colleague stamps there" in asked
    assert "stays in the figures" in asked
    assert "Noord is closed." in await luna.taps(CLEO, "Yes, close it")
    assert "it is one place" in await luna.says(EVA, "/branch")
    told = await luna.says(CLEO, "/audit")
    assert "branch: Centrum → Noord" in told
    assert "closed the branch Noord" in told


async def test_name_colour_zone_and_money_are_changed_after_a_word_on_what_that_means(luna: Talk) -> None:
    await luna.says(CLEO, "/programme")
    assert "Colour: Green" in await luna.taps(CLEO, "🏪 The shop")
    await luna.taps(CLEO, "Name")
    asked = await luna.says(CLEO, "Bar Sol")
    assert "Name: Café Luna → Bar Sol" in asked
    assert "a poster that hangs works on" in asked
    assert "Bar Sol: the shop itself" in await luna.taps(CLEO, "✔ Confirm")
    await luna.taps(CLEO, "Colour")
    assert "Colour: Green → Blue" in await luna.taps(CLEO, "Blue")
    await luna.says(CLEO, "yes")
    await luna.taps(CLEO, "Time zone")
    asked = await luna.says(CLEO, "Lisbon")
    assert "Time zone: Europe/Amsterdam → Europe/Lisbon" in asked
    assert "0 rewards" not in asked
    await luna.taps(CLEO, "✔ Confirm")
    await luna.taps(CLEO, "Money")
    assert "Money: EUR → HUF" in await luna.says(CLEO, "forint")
    await luna.taps(CLEO, "✔ Confirm")
    await luna.taps(CLEO, "Money")
    assert "did not understand" in await luna.says(CLEO, "shells")
    assert "Bar Sol: the shop itself" in await luna.taps(CLEO, "✖ Cancel")
    told = await luna.says(CLEO, "/audit")
    assert "Name: Café Luna → Bar Sol" in told
    assert "Money: EUR → HUF" in told


async def test_the_audit_says_who_did_what(luna: Talk) -> None:
    text = await luna.says(CLEO, "/audit")
    assert "Eva · joined the staff: cashier" in text
    assert "The operator · opened the shop" in text
    for _ in range(15):
        await luna.says(CLEO, "/cards 1")
    await luna.says(CLEO, "/audit")
    assert "opened the shop" in await luna.taps(CLEO, "Older")


async def test_the_audit_calls_a_till_by_its_name(luna: Talk) -> None:
    def takes_back(tx: Tx) -> None:
        till = TillKey(staff.add_till(tx, shop_id=1, name="Till 1", branch_id=None, now=luna.now))
        add(tx, till, 1, Act("visit_undone", subject="K7M2QX", old="1", new="0"), now=luna.now)

    await luna.db.write(takes_back)
    assert "Till 1 · took back 1 on card K7M2QX" in await luna.says(CLEO, "/audit")


async def test_a_till_can_be_let_go_and_gets_no_other_role(luna: Talk) -> None:
    await luna.db.write(staff.add_till, shop_id=1, name="Till 1", branch_id=None, now=luna.now)
    assert "Till 1 · cashier · 0 visits this week" in await luna.says(CLEO, "/staff")
    await luna.taps(CLEO, "Till 1")
    assert luna.labels(CLEO) == ["Remove from staff", "← Staff"]
    await luna.taps(CLEO, "Remove from staff")
    assert "Till 1 is not on the staff any more." in await luna.taps(CLEO, "Yes, remove")
    assert "Till 1" not in await luna.says(CLEO, "/staff")


async def test_the_export_is_two_files_without_messenger_ids(luna: Talk) -> None:
    await luna.says(CLEO, "/export")
    files = [reply.document for reply in luna.replies[CLEO.id]]
    assert all(isinstance(file, File) for file in files)
    tables = {f.filename: whole(f).decode("utf-8-sig") for f in files if isinstance(f, File)}
    customers = list(csv.DictReader(io.StringIO(tables["customers.csv"])))
    assert [(row["name"], row["balance"], row["visits"]) for row in customers] == [("Ana", "1", "1")]
    ledger = list(csv.DictReader(io.StringIO(tables["ledger.csv"])))
    assert [(row["when"], row["kind"], row["staff"]) for row in ledger] == [
        ("2026-03-12T12:00:00+01:00", "visit", "Eva")
    ]
    assert not any(person.id in table for person in (ANA, EVA, CLEO) for table in tables.values())


async def test_files_that_are_being_written_keep_nobody_waiting(
    luna: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, let_go = Event(), Event()

    def held(tx: Tx, *given: Any, **named: Any) -> Any:
        begun.set()
        assert let_go.wait(10)
        return export_shop(tx, *given, **named)

    monkeypatch.setattr("bot.owner.exporting.export_shop", held)
    second = await luna.opens_shop("Bar Luna")
    await luna.opens(MAX, "i" + second.owner_token)
    async with asyncio.TaskGroup() as group:
        first = group.create_task(luna.says(CLEO, "/export"))
        await asyncio.to_thread(begun.wait, 10)
        assert (
            await luna.says(MAX, "/export")
            == "Such files are just being written. Ask me again in a few minutes."
        )
        assert "1 visit" in await luna.says(EVA, "/today")
        let_go.set()
        assert "The ledger: 1 line." in await first
    monkeypatch.undo()
    assert "The ledger: 0 lines." in await luna.taps(MAX, "🔄 Again")


async def test_many_lines_are_zipped(luna: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.owner.exporting.MOST_UNZIPPED", 0)
    await luna.says(CLEO, "/export")
    files = [reply.document for reply in luna.replies[CLEO.id]]
    assert [file.filename for file in files if isinstance(file, File)] == ["customers.zip", "ledger.zip"]


async def test_an_owner_of_two_shops_says_which_one(luna: Talk) -> None:
    second = await luna.opens_shop("Bar Luna")
    await luna.opens(CLEO, "i" + second.owner_token)
    for word in (*OWNERS_WORDS, "stats"):
        assert await luna.says(CLEO, f"/{word}") == "Which shop?"
        assert "Which shop?" not in await luna.taps(CLEO, "Bar Luna")


async def test_a_colour_is_typed_by_its_name_and_asked_for_again_when_it_is_none(luna: Talk) -> None:
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "🏪 The shop")
    await luna.taps(CLEO, "Colour")
    assert "Which colour" in await luna.says(CLEO, "the colour of rain")
    assert "Brick red" in luna.labels(CLEO)
    assert "Colour: Green → Brick red" in await luna.says(CLEO, "brick red")


async def test_a_colour_of_the_web_is_known_by_name_however_often_it_was_drawn_with(luna: Talk) -> None:
    ImageColor.getrgb("yellow")
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "🏪 The shop")
    await luna.taps(CLEO, "Colour")
    assert "Colour: Green → #ffff00" in await luna.says(CLEO, "Yellow")


async def test_a_new_zone_leaves_the_last_days_of_waiting_rewards_as_they_were_told(
    sqlite_db: Database,
) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA, programme=replace(TEN_STAMPS, voucher_days=30))
    await talk.opens(CLEO, f"i{opened.owner_token}")
    await talk.stamped(ANA, opened, 5)
    await talk.says(CLEO, "/programme")
    await talk.taps(CLEO, "🏪 The shop")
    await talk.taps(CLEO, "Time zone")
    assert "1 reward that waits keeps the last day that was told" in await talk.says(CLEO, "Lisbon")
