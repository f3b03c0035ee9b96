"""What people hold from before an upgrade is taken after it: codes, pictures, paper, buttons, and every sum as it was."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import exc, text

from bot.buttons import encode
from storage.engine.database import open_database
from storage.engine.imports import import_rows
from storage.engine.statements import Tx
from storage.tables import metadata
from tests.conftest import new_postgres
from tests.exports import rows_at, written_at
from tests.fakes.people import User
from tests.journeys.both import Both
from tests.journeys.people import ANA, BEN, CLEO, EVA, SANNE
from tests.journeys.platforms import SECRET
from tests.journeys.town import EVERYBODY, GUS, GUS_AGAIN, IDA, JO, KIM, LEA, NIA, ROSA, VIC, Town, reopened
from tests.journeys.town_life import live

FILE = written_at("0022")
NEW = User(2001, "Zoe")


@pytest.fixture(scope="session")
def imported_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an SQLite file that took the town in, and that nobody has open."""
    path = tmp_path_factory.mktemp("town") / "town.db"
    asyncio.run(import_rows(FILE, f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def imported_postgres(postgres_server: str) -> Iterator[str]:
    """Name a PostgreSQL database that took the town in, and that nobody has open."""
    with new_postgres(postgres_server, "template0") as url:
        asyncio.run(import_rows(FILE, url))
        yield url.rpartition("/")[2].partition("?")[0]


@pytest.fixture(params=["sqlite", "postgres"])
def town_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Name a database of this test's own that took the town in, once on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(request.getfixturevalue('imported_sqlite'), tmp_path / 'town.db')}"
        return
    server, template = (request.getfixturevalue(name) for name in ("postgres_server", "imported_postgres"))
    with new_postgres(server, template) as url:
        yield url


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    """Let people take up their phones a moment later, with the new version behind them."""
    async with open_database(town_url, migrate=False) as db, reopened(db, "0022") as town:
        yield town


_UNEVEN = """
    SELECT counters.id FROM counters LEFT JOIN entries ON entries.counter_id = counters.id
    GROUP BY counters.id, counters.balance HAVING counters.balance <> COALESCE(SUM(entries.amount), 0)
"""


def sums(tx: Tx) -> dict[str, int]:
    """Add up the ledger by the codes of cards."""
    rows = tx.execute(
        text(
            "SELECT accounts.code, COALESCE(SUM(entries.amount), 0) FROM accounts"
            " JOIN counters ON counters.account_id = accounts.id"
            " LEFT JOIN entries ON entries.counter_id = counters.id GROUP BY accounts.code"
        )
    )
    return {code: int(total) for code, total in rows}


@pytest.mark.engines
async def test_every_sum_is_as_it_was_and_is_what_the_ledger_says(town: Town) -> None:
    before = {card["code"]: 0 if _nobodys(card) else card["balance"] for card in rows_at("0022", "cards")}
    assert await town.both.house.db.read(sums) == before


def _nobodys(card: Mapping[str, Any]) -> bool:
    return card["person_id"] is None and card["closed_at"] is not None


@pytest.mark.engines
async def test_the_ledger_still_refuses_every_change(town: Town) -> None:
    for change in ("UPDATE entries SET amount = 2", "DELETE FROM entries"):
        with pytest.raises(exc.IntegrityError, match="append-only"):
            await town.telegram.change(change)


@pytest.mark.parametrize("who", ["Ana", "Ben", "Gus", "Jo", "Ida", "Kim", "Lea"])
async def test_every_code_typed_at_the_till_books_on_its_card(town: Town, who: str) -> None:
    town.both.later(minutes=2)
    said = await town.telegram.says(EVA, town.held.codes[who])
    assert f"{who}, " in said
    assert "✔ stamped" in said
    [card] = [card for card in rows_at("0022", "cards") if card["code"] == town.held.codes[who]]
    booked = (await town.both.house.db.read(sums))[card["code"]] - card["balance"]
    assert booked in {1, 1 - 4}  # her card may be full now


@pytest.mark.parametrize("who", ["Sanne", "Vic"])
async def test_every_code_of_a_points_card_asks_for_an_amount_and_books_it(town: Town, who: str) -> None:
    before = (await town.both.house.db.read(sums))[town.held.codes[who]]
    assert f"{who} has {before} points. What was spent?" in await town.telegram.says(
        NIA, town.held.codes[who]
    )
    assert f"{who}: +12 points ✔ now {before + 12} points" in await town.telegram.says(NIA, "12,50")
    assert (await town.both.house.db.read(sums))[town.held.codes[who]] == before + 12


async def test_a_code_from_before_two_chats_became_one_books_on_the_one_card(town: Town) -> None:
    town.both.later(minutes=2)
    assert "Ana, 1 of 4 stamps ✔ stamped" in await town.telegram.says(EVA, town.held.codes["Ana, of old"])
    now = await town.both.house.db.read(sums)
    assert (now[town.held.codes["Ana"]], now[town.held.codes["Ana, of old"]]) == (1, 0)


async def test_a_code_of_a_card_that_was_moved_away_is_nobodys(town: Town) -> None:
    assert "No card has the code" in await town.telegram.says(EVA, town.held.codes["Gus, of old"])


@pytest.mark.parametrize("who", ["Ana", "Ben", "Gus"])
async def test_every_picture_on_a_screen_is_scanned(town: Town, who: str) -> None:
    town.both.later(minutes=2)
    assert "✔ stamped" in await town.sees(EVA, f"{who}'s card")


@pytest.mark.parametrize("who", ["Vic", "Sanne"])
async def test_every_picture_of_a_points_card_is_scanned(town: Town, who: str) -> None:
    assert f"{who} has " in await town.sees(NIA, f"{who}'s card")
    assert "✔ now" in await town.telegram.says(NIA, "7")


@pytest.mark.slow
async def test_a_printed_card_of_nobody_collects_and_is_claimed_with_all_that_is_on_it(town: Town) -> None:
    assert "3 of 4 stamps ✔ stamped" in await town.sees(EVA, "printed, nobody's")
    town.both.bot.api.chat_of(NEW).started = True
    assert "This card is yours now." in await town.sees(NEW, "printed, nobody's")
    assert "Cookie" in await town.telegram.says(NEW, "/rewards")
    town.both.later(minutes=2)
    assert "Zoe, " in await town.telegram.says(EVA, town.telegram.short_code(NEW))


async def test_a_printed_card_that_is_somebodys_stays_theirs(town: Town) -> None:
    assert "somebody's already" in await town.sees(VIC, "printed, Jo's")
    town.both.later(minutes=2)
    assert "Jo, 3 of 4 stamps ✔ stamped" in await town.sees(EVA, "printed, Jo's")


async def test_a_reward_on_show_is_handed_out_once(town: Town) -> None:
    assert "Cookie for Sanne ✔ redeemed" in await town.sees(NIA, "Sanne's cookie")
    assert "✔ redeemed" not in await town.sees(NIA, "Sanne's cookie")
    assert "Slice of cake for Ida ✔ redeemed" in await town.sees(EVA, "Ida's cake")
    assert "✔ redeemed" not in await town.sees(EVA, "Ida's cake")


@pytest.mark.slow
async def test_an_amount_that_the_till_waits_for_is_booked_on_the_card_it_asked_about(town: Town) -> None:
    assert "Vic: +12 points ✔ now 12 points" in await town.telegram.says(NIA, "12,50")


async def test_the_buttons_under_a_booking_take_it_back_and_add_to_it(town: Town) -> None:
    assert "Ben, 3 of 4 stamps" in await town.taps(EVA, "+1")
    assert "Taken back. Ben: 1 of 4 stamps" in await town.taps(EVA, "↩ Undo")
    assert "Cookie × 2" not in await town.telegram.says(BEN, "/rewards")


async def test_a_redemption_from_before_is_taken_back(town: Town) -> None:
    assert "Taken back: Sanne has “Cookie” again." in await town.taps(NIA, "↩ Undo")


async def test_a_reward_that_was_bought_before_is_given_back_for_its_points(town: Town) -> None:
    assert "50 punten" in await town.taps(SANNE, "↩ Teruggeven", on=town.whatsapp)


async def test_two_chats_that_became_one_before_are_made_two_again(town: Town) -> None:
    await town.taps(ANA, "↩ Undo: make two chats of one")
    assert "3 of 4 stamps" in await town.telegram.says(ANA, "/card")
    assert "1 of 4 stamps" in await town.whatsapp.says(ANA, "card")
    now = await town.both.house.db.read(sums)
    assert (now[town.held.codes["Ana"]], now[town.held.codes["Ana, of old"]]) == (3, 1)


async def test_a_card_that_was_moved_before_goes_back(town: Town) -> None:
    assert "the card is back" in await town.taps(CLEO, "↩ Undo")
    assert "3 of 4 stamps" in await town.telegram.says(GUS, "/card")
    assert "3 of 4 stamps" not in await town.telegram.says(GUS_AGAIN, "/card")


async def test_whoever_asks_is_forgotten_and_what_others_have_stays(town: Town) -> None:
    before = await town.both.house.db.read(sums)
    for person, stage, yes in (
        (ANA, town.telegram, "Yes, erase everything"),
        (BEN, town.telegram, "Yes, erase everything"),
        (SANNE, town.whatsapp, "Ja, wis alles"),
    ):
        await stage.says(person, "/forget")
        await stage.taps(person, yes)
    gone = dict.fromkeys((town.held.codes[name] for name in ("Ana", "Ben", "Sanne")), 0)
    assert await town.both.house.db.read(sums) == before | gone
    for name in ("Ana", "Ben", "Sanne"):
        assert await town.telegram.rows("SELECT id FROM persons WHERE name = :name", name=name) == []
    assert "✔ stamped" not in await town.telegram.says(EVA, town.held.codes["Ben"])


async def test_what_was_brought_before_and_comes_again_books_nothing(town: Town) -> None:
    before = await town.both.house.db.read(sums)
    await town.telegram.heard(EVA, town.both.bot.updates.put(town.held.update, chat=EVA.id))
    assert await town.both.house.db.read(sums) == before


async def test_what_waited_to_be_sent_is_sent(town: Town) -> None:
    assert "✔ 1 stamp" in (await town.both.passes(JO, minutes=6)).telegram
    told = await town.both.round(BEN)
    assert told.telegram == ""  # he heard from the café less than three days ago
    town.both.later(minutes=20)
    assert "Cake on Sunday!" in (await town.both.round(BEN)).telegram


async def test_a_letter_from_before_is_answered(town: Town) -> None:
    await town.taps(CLEO, "↩ Answer")
    await town.telegram.says(CLEO, "Sorry, Lea! Your next one is on us.")
    assert "Sorry, Lea!" in town.telegram.newest(LEA).text


async def test_a_goal_is_still_the_goal(town: Town) -> None:
    assert "Free coffee" in await town.telegram.says(BEN, "/goal")


@pytest.mark.slow
async def test_everybody_can_still_see_what_was(town: Town) -> None:
    for person in (ANA, BEN, GUS_AGAIN, IDA, JO, KIM, LEA, VIC):
        for command in ("/card", "/rewards", "/history", "/mydata", "/goal"):
            assert "went wrong" not in await town.telegram.says(person, command)
    for owner in (CLEO, ROSA):
        for command in ("/stats", "/programme", "/audit", "/export", "/today", "/campaigns", "/staff"):
            assert "went wrong" not in await town.telegram.says(owner, command)


def _shown() -> list[tuple[str, str, str, str, datetime]]:
    """List every button under the two newest messages of each chat: channel, whose, verb, about what, and since when."""
    addresses = {row["id"]: row for row in rows_at("0022", "addresses")}
    found = []
    for row in rows_at("0022", "conversations"):
        address = addresses[row["address_id"]]
        for message in filter(None, (row["shown"], row["earlier"])):
            at, choices = json.loads(message)
            for _, verb, about in (button for line in choices for button in line):
                shown_at = datetime.fromtimestamp(at, UTC)
                found.append((address["channel"], address["external_id"], verb, about, shown_at))
    return found


@pytest.mark.slow
async def test_every_button_of_the_newest_messages_is_answered_and_no_sum_is_lost(town: Town) -> None:
    seen = set()
    for channel, who, verb, about, shown_at in _shown():
        stage = town.both.on(channel)
        [person] = [each for each in EVERYBODY if stage.platform.external_id(each) == who]
        data = encode(SECRET, who, verb, about, now=shown_at)
        assert "went wrong" not in await stage.taps_data(person, data), (person, verb, about)
        seen.add(verb)
    assert {"undo", "more", "redeem", "card", "rewards", "goal", "show", "moveback", "unlink"} <= seen
    assert await town.telegram.rows(_UNEVEN) == []


@pytest.mark.slow
async def test_the_clock_goes_on_for_weeks(town: Town) -> None:
    heard = []
    for _ in range(30):
        town.both.later(days=1)
        heard.append((await town.both.round(BEN)).telegram)
    assert any("Cake on Sunday!" in said or "Tea on Monday!" in said for said in heard)
    assert any("2 stamps to your goal: Free coffee" in said for said in heard)
    assert "0 points" in await town.telegram.says(VIC, "/card")
    assert await town.telegram.rows(_UNEVEN) == []


@pytest.mark.slow
async def test_rules_that_were_changed_before_are_the_rules(town: Town) -> None:
    assert "Pause between visits: 1 minute" in await town.telegram.says(CLEO, "/programme")
    shown = await town.telegram.says(ROSA, "/programme")
    assert "10 points: Cookie" in shown
    assert "30 days" in shown


async def test_who_comes_after_the_upgrade_is_served_like_everybody(town: Town) -> None:
    for shop in (town.luna, town.sol):
        await town.joins(shop, NEW, town.telegram)
    town.both.later(minutes=2)
    code = town.telegram.short_code(NEW)
    assert "Zoe has 5 points" in await town.telegram.says(NIA, code)
    assert "Zoe: +20 points ✔ now 25 points" in await town.telegram.says(NIA, "20")


@pytest.mark.slow
async def test_the_town_leaves_a_row_in_every_table_of_this_version_too(both: Both) -> None:
    await live(both)
    for table in metadata.tables.keys() - {"leases"}:  # where several processes share a PostgreSQL
        assert await both.telegram.rows(f"SELECT COUNT(*) FROM {table}") != [(0,)], table  # noqa: S608
