"""The demo's days: a visitor presses "Next day", and every kind of message comes to the phones."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select
from starlette.applications import Starlette

from app.demo import Demo, open_demo, open_invented
from app.invented import Cast, invent
from channels.browser.channel import Browser
from storage.engine.database import Database, open_database
from storage.tables import visits
from tests.journeys.hours import Hours


@dataclass(slots=True)
class Visitor:
    """Somebody at the demo page, who plays all three people."""

    demo: Demo
    page: httpx.AsyncClient
    hours: Hours
    nonces: "count[int]" = field(default_factory=count)

    async def says(self, who: str, text: str) -> None:
        """Type into a phone."""
        await self._post("say", chat=who, text=text)

    async def taps(self, who: str, label: str) -> None:
        """Tap the newest button of a phone that begins so."""
        shown = [
            (message.id, button.data)
            for message in self.demo.browser.messages(who)
            for row in message.buttons
            for button in row
            if button.label.startswith(label)
        ]
        message_id, data = shown[-1]
        await self._post("say", chat=who, tap={"data": data, "message_id": message_id})

    def labels(self, who: str) -> list[str]:
        """Return what the buttons under the newest message of a phone say."""
        return [button.label for row in self.demo.browser.messages(who)[-1].buttons for button in row]

    async def joins(self) -> None:
        """Let Ana scan the poster."""
        await self._post("say", chat="ana", start=f"j{self.demo.cast.shop.code}")

    async def is_scanned(self) -> None:
        """Let Eva scan Ana's code."""
        await self._post("scan", **{"from": "ana", "to": "eva"})

    async def switches(self, switch: str) -> httpx.Response:
        """Choose what the café gives."""
        return await self.page.post("/demo/switch", json={"switch": switch})

    async def presses_next_day(self) -> str:
        """Press the button of the page."""
        answer = await self.page.post("/demo/tomorrow", json={})
        await self.demo.house.drain()
        return f"{datetime.fromisoformat(answer.json()['now']):%a %-d %b}"

    async def lets_pass(self, *, days: int) -> None:
        """Press it so often."""
        for _ in range(days):
            await self.presses_next_day()

    def read(self, who: str) -> str:
        """Return all that the bot wrote to a phone, as it stands there now."""
        return "\n\n".join(seen.text for seen in self.demo.browser.messages(who) if seen.author == "bot")

    async def _post(self, what: str, **posted: object) -> None:
        answer = await self.page.post(
            f"/demo/{what}", json={"nonce": f"nonce-{next(self.nonces):06}", **posted}
        )
        assert answer.status_code == 204, answer.text
        await self.demo.house.drain()


@pytest.fixture(scope="module")
def invented(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Cast]:
    """Give a file with the demo's café and its past, that nobody has open: to live that year takes over a second."""
    path, browser = tmp_path_factory.mktemp("invented") / "stempel.db", Browser("http://demo")
    shutil.copy(sqlite_template, path)

    async def lived() -> Cast:
        async with open_database(f"sqlite:///{path}", migrate=False) as db:
            return await db.write(invent, browser.name, browser.account, now=Hours().read())

    return path, asyncio.run(lived())


@pytest.fixture
async def visitor(invented: tuple[Path, Cast], tmp_path: Path) -> AsyncIterator[Visitor]:
    """Open the demo's café to a visitor, by a clock that only the button moves."""
    file, cast = invented
    url, hours = f"sqlite:///{shutil.copy(file, tmp_path / 'stempel.db')}", Hours()
    async with open_database(url, migrate=False) as db:
        opened = await open_invented(
            db, Browser("http://demo"), deepcopy(cast), secret=b"secret", clock=hours.read
        )
        async with _visiting(opened, hours) as visitor:
            yield visitor


@asynccontextmanager
async def visiting(sqlite_db: Database, hours: Hours) -> AsyncIterator[Visitor]:
    """Open it at any hour."""
    demo = await open_demo(sqlite_db, Browser("http://demo"), secret=b"secret", clock=hours.read)
    async with _visiting(demo, hours) as visitor:
        yield visitor


@asynccontextmanager
async def _visiting(demo: Demo, hours: Hours) -> AsyncIterator[Visitor]:
    web = httpx.ASGITransport(Starlette(routes=demo.page()))
    async with httpx.AsyncClient(transport=web, base_url="http://demo") as page:
        yield Visitor(demo, page, hours)


_REMINDERS = (
    "That was your first visit at Café Luna, thank you!",
    "🎯 6 stamps to your goal: Free coffee",
    "“Free coffee” is still waiting for you.",
    "“Free coffee” runs out.\nUntil 10 June: 7 days left.",
    "“Free coffee” runs out.\nTomorrow, 10 June, is the last day.",
)
_SWITCHES = (
    "🎂 Happy birthday, Ana! Yours, Café Luna.\n🎁 For you: Slice of cake.",
    "Soup on Friday!",
    "Ana, your card at Café Luna is still here",
    "Ana, we haven't seen you at Café Luna for a while. What keeps you away?",
    "Ana, Café Luna would like to see you again.\n🎁 For you: Cup of tea.",
)


async def arrives(visitor: Visitor) -> None:
    """Let Ana join, earn a coffee, agree to all messages, and tell her birthday and her goal."""
    await visitor.joins()
    await visitor.is_scanned()
    for _ in range(3):
        await visitor.taps("eva", "+1")
    await agrees(visitor)
    await visitor.says("ana", "/birthday 20 March")
    await visitor.says("ana", "/goal")
    await visitor.taps("ana", "Free coffee")
    await visitor.taps("ana", "No date")


async def agrees(visitor: Visitor) -> None:
    """Let Ana say yes to everything."""
    for purpose in ("Reminders", "Offers"):
        await visitor.says("ana", "/messages")
        await visitor.taps("ana", purpose)
        await visitor.taps("ana", "whenever there is something")


async def writes(visitor: Visitor, text: str) -> None:
    """Let Cleo order a message to everybody."""
    await visitor.says("cleo", "/broadcast")
    await visitor.taps("cleo", "Everybody")
    await visitor.says("cleo", text)
    await visitor.taps("cleo", "✔ Send in ten minutes")


@pytest.mark.slow
async def test_whoever_lets_the_days_pass_sees_every_kind_of_message_on_the_phones(visitor: Visitor) -> None:
    await arrives(visitor)
    assert await visitor.presses_next_day() == "Fri 13 Mar"
    await visitor.lets_pass(days=14)
    await visitor.says("ana", "/goal")
    await visitor.taps("ana", "Drop")
    await visitor.lets_pass(days=30)
    await writes(visitor, "Soup on Friday!")
    await visitor.lets_pass(days=90)
    heard = visitor.read("ana")
    assert [words for words in (*_REMINDERS, *_SWITCHES) if words not in heard] == []
    assert {"Café Luna: your week", "Café Luna: your month"} <= set(
        re.findall(r".*your \w+", visitor.read("cleo"))
    )


@pytest.mark.slow
async def test_the_day_of_joining_comes_round_in_the_demo_too(visitor: Visitor) -> None:
    await arrives(visitor)
    visitor.hours.now += timedelta(days=364)
    assert await visitor.presses_next_day() == "Fri 12 Mar"
    await visitor.lets_pass(days=3)
    assert "🎉 1 year with Café Luna: thank you, Ana!\n🎁 For you: Cookie." in visitor.read("ana")


@pytest.mark.slow
async def test_a_draw_is_lived_through_in_the_demo_from_its_beginning_to_its_end(visitor: Visitor) -> None:
    await visitor.joins()
    await visitor.switches("draw")
    await visitor.says("ana", "/draw")
    await visitor.taps("ana", "✋ I am 18 or older")
    await visitor.says("ana", "/card")
    await visitor.is_scanned()
    assert "🎟 2 tickets in the draw: /draw" in visitor.read("ana")
    await visitor.lets_pass(days=2)
    assert "🎉 Café Luna: you won in the draw: Breakfast for two!" in visitor.read("ana")
    assert "1 prize is won, €9.00 in all." in visitor.read("cleo")
    await visitor.taps("ana", "🎟 The draw")
    assert "🔓 The seed was: " in visitor.read("ana")


@pytest.mark.slow
async def test_an_event_is_lived_through_in_the_demo_from_the_last_seat_to_the_stamp(
    visitor: Visitor,
) -> None:
    await visitor.joins()
    await visitor.is_scanned()
    await visitor.switches("event")
    await visitor.says("ana", "/events")
    await visitor.taps("ana", "✔ I come: Latte art evening")
    assert "✔ You have a seat" in visitor.read("ana")
    await visitor.says("cleo", "/events")
    assert "6 of 6 seats taken" in visitor.read("cleo")
    await visitor.presses_next_day()
    assert "🎟 Tomorrow at Café Luna: your seat is kept." in visitor.read("ana")
    await visitor.presses_next_day()
    await visitor.says("ana", "/card")
    await visitor.is_scanned()
    await visitor.presses_next_day()
    assert "Thank you for coming to Latte art evening at Café Luna!" in visitor.read("ana")


@pytest.mark.slow
async def test_tickets_are_scratched_in_the_demo_until_one_wins(visitor: Visitor) -> None:
    await visitor.joins()
    await visitor.switches("scratch")
    await visitor.says("ana", "/draw")
    await visitor.taps("ana", "✋ I am 18 or older")
    for _ in range(20):
        await visitor.taps("ana", "🎟 Scratch")
        if "wins: Free cookie!" in visitor.read("ana"):
            return
        visitor.hours.now += timedelta(hours=1)
        await visitor.says("ana", "/card")
        await visitor.is_scanned()
        await visitor.says("ana", "/draw")
    raise AssertionError("one in two never won")


@pytest.mark.slow
async def test_a_card_that_is_nearly_full_is_recalled_in_the_demo_too(visitor: Visitor) -> None:
    await visitor.joins()
    await visitor.is_scanned()
    await visitor.taps("eva", "+1")
    await agrees(visitor)
    await visitor.lets_pass(days=25)
    assert "Café Luna: only 2 stamps to go: Free coffee!" in visitor.read("ana")


@pytest.mark.slow
async def test_each_phone_offers_the_commands_of_whoever_has_it(visitor: Visitor) -> None:
    ana, eva, cleo = ({word for word, _ in visitor.demo.browser.menu(who)} for who in ("ana", "eva", "cleo"))
    assert "card" in ana
    assert {"today", "find"} <= eva - ana
    assert {"money", "customers"} <= cleo - eva


@pytest.mark.slow
async def test_the_invented_customers_go_on_coming_and_some_hear_of_offers(visitor: Visitor) -> None:
    await visitor.lets_pass(days=7)
    await visitor.says("cleo", "/stats")
    assert int(re.findall(r"✔ (\d+) visits", visitor.read("cleo"))[-1]) > 10
    assert "Café Luna: your week" in visitor.read("cleo")
    await visitor.says("cleo", "/broadcast")
    await visitor.taps("cleo", "Everybody")
    assert int(re.findall(r"Everybody: (\d+) customers", visitor.read("cleo"))[-1]) > 10


@pytest.mark.slow
async def test_the_owner_finds_friends_who_slips_away_and_what_her_coffee_costs_in_three_taps(
    visitor: Visitor,
) -> None:
    await visitor.says("cleo", "/stats")
    assert "spent by members" in visitor.read("cleo")
    await visitor.taps("cleo", "👥 Who comes")
    read = visitor.read("cleo")
    assert "Measured: every amount was typed at the till." in read
    assert re.search(r"❤ True friends: [1-9]", read)
    assert "🏅 The top" in read
    await visitor.taps("cleo", "❤ True friends")
    assert any("€" in label for label in visitor.labels("cleo"))
    await visitor.taps("cleo", "← All of them")
    await visitor.taps("cleo", "⏳ Slipping away")
    assert any("€" in label for label in visitor.labels("cleo"))
    await visitor.says("cleo", "/stats")
    await visitor.taps("cleo", "💶 The month")
    assert re.search(r"💰 €\d+\.\d\d \(€\d+\.\d\d; €\d+\.\d\d\) spent by members", visitor.read("cleo"))
    await visitor.taps("cleo", "🎁 Which rewards are chosen")
    assert re.search(
        r"Free coffee: had \d+ times, \d+ used( \([\d.]+%\))? \(cost: €\d+\.\d\d\)", visitor.read("cleo")
    )


@pytest.mark.slow
async def test_the_owner_finds_some_who_have_coffee_and_never_cake(visitor: Visitor) -> None:
    await visitor.says("cleo", "/broadcast")
    await visitor.taps("cleo", "🔎 A filter of my own")
    await visitor.taps("cleo", "🧩 Buys one, not another")
    await visitor.taps("cleo", "Coffee")
    await visitor.taps("cleo", "Cake")
    assert re.search(r"\n([2-9]|1\d) customers who agreed to offers, of", visitor.read("cleo"))


@pytest.mark.slow
async def test_what_eva_types_after_a_scan_is_noted(visitor: Visitor) -> None:
    await visitor.joins()
    await visitor.is_scanned()
    await visitor.says("eva", "4.80")
    assert "€4.80 noted for Ana" in visitor.read("eva")


@pytest.mark.slow
async def test_a_switch_lets_the_cafe_give_something_else_at_once(visitor: Visitor) -> None:
    await visitor.joins()
    assert (await visitor.switches("twice")).json() == {"stays": ""}
    await visitor.is_scanned()
    assert "✨ +1 · Bonus time" in visitor.read("eva")
    await visitor.switches("items")
    await visitor.is_scanned()
    await visitor.taps("eva", "Stamp again")
    await visitor.taps("eva", "+ Cake")
    assert "✨ +2 · Bonus item" in visitor.read("eva")
    assert (await visitor.switches("plain")).json() == {"stays": ""}
    assert (await visitor.switches("gold")).json() == {"error": "The café has no such rules."}


@pytest.mark.slow
async def test_challenges_are_lived_through_from_their_beginning_to_their_end(visitor: Visitor) -> None:
    await visitor.joins()
    await visitor.switches("challenges")
    for goal in ("2 visits", "1 new thing", "3 weeks in a row"):
        await visitor.says("ana", "/challenges")
        await visitor.taps("ana", f"Take it: {goal}")
    await visitor.is_scanned()
    await visitor.taps("eva", "+ Cake")
    assert "🏁 +1 · challenge done: 1 new thing" in visitor.read("eva")
    await visitor.lets_pass(days=12)
    await visitor.says("ana", "/card")
    await visitor.is_scanned()
    assert "🏁 +1 · challenge done: 2 visits" in visitor.read("eva")
    await visitor.says("ana", "/challenges")
    assert "2 visits: done, 1 stamp for you" in visitor.read("ana")
    await visitor.lets_pass(days=12)
    await visitor.says("ana", "/card")
    await visitor.is_scanned()
    assert "🏁 +2 · challenge done: 3 weeks in a row" in visitor.read("eva")
    await visitor.lets_pass(days=14)
    await visitor.says("ana", "/challenges")
    assert "done" not in visitor.read("ana").rpartition("🏁 Café Luna: challenges")[2]


@pytest.mark.slow
async def test_a_friend_comes_by_anas_link_on_the_next_day_and_both_get_something(visitor: Visitor) -> None:
    await visitor.joins()
    await visitor.switches("friends")
    await visitor.is_scanned()
    await visitor.says("ana", "/friend")
    await visitor.presses_next_day()
    assert "came to Café Luna by your invitation: 2 stamps for you." in visitor.read("ana")
    assert "5 of 6 stamps" in visitor.read("ana")


@pytest.mark.slow
async def test_a_points_card_stands_beside_while_it_is_chosen_or_holds_something(visitor: Visitor) -> None:
    await visitor.joins()
    await visitor.switches("points")
    await visitor.says("ana", "/card")
    assert "0 points" in visitor.read("ana")
    await visitor.switches("plain")
    await visitor.says("cleo", "/programme")
    assert "Slice of cake" not in visitor.read("cleo")
    await visitor.switches("points")
    await visitor.is_scanned()
    await visitor.taps("eva", "Points card")
    await visitor.says("eva", "12.50")
    assert "12 points" in visitor.read("eva")
    assert "The points card stays" in (await visitor.switches("plain")).json()["stays"]
    await visitor.says("cleo", "/programme")
    assert "Slice of cake" in visitor.read("cleo")


@pytest.mark.slow
async def test_regulars_come_with_a_points_card_beside_too(visitor: Visitor) -> None:
    async def count_visits() -> int:
        return await visitor.demo.house.db.read(
            lambda tx: int(tx.execute(select(func.count(visits.c.id))).scalar_one())
        )

    await visitor.switches("points")
    before = await count_visits()
    await visitor.lets_pass(days=2)
    assert await count_visits() > before


@pytest.mark.slow
async def test_a_task_is_shown_and_given_for_in_the_demo_too(visitor: Visitor) -> None:
    await visitor.joins()
    await visitor.switches("task")
    await visitor.says("ana", "/tasks")
    await visitor.taps("ana", "🙌 Own cup")
    await visitor.says("ana", "https://pages.example/ana/cup")
    await visitor.taps("cleo", "✔ Yes, give it")
    assert "said yes to “Own cup”: 2 stamps for you" in visitor.read("ana")


@pytest.mark.slow
async def test_a_level_is_reached_kept_told_before_it_ends_and_lost_as_the_days_pass(
    visitor: Visitor,
) -> None:
    await visitor.joins()
    await agrees(visitor)
    await visitor.switches("levels")
    await visitor.is_scanned()
    await visitor.presses_next_day()
    await visitor.says("ana", "/card")
    await visitor.is_scanned()
    assert "🏅 Silver" in visitor.read("eva")
    await visitor.presses_next_day()
    await visitor.says("ana", "/card")
    await visitor.is_scanned()
    assert "✨ +1 · Levels" in visitor.read("eva")
    assert "your level Silver ends soon" not in visitor.read("ana")
    await visitor.lets_pass(days=21)
    assert (
        "Café Luna: your level Silver ends soon.\nUntil 9 April: 7 days left.\n2 more visits by then, and you keep it."
        in visitor.read("ana")
    )
    await visitor.lets_pass(days=8)
    await visitor.says("ana", "/level")
    assert "🏅 2 more visits to Silver" in visitor.read("ana")


@pytest.mark.slow
async def test_five_shops_have_one_card_in_the_demo_and_their_owners_settle(visitor: Visitor) -> None:
    await visitor.joins()
    assert (await visitor.switches("street")).json() == {"stays": ""}
    await visitor.switches("street")  # it stands already
    await visitor.says("ana", "/card")
    assert "Canal Street" in visitor.read("ana")
    await visitor.is_scanned()
    await visitor.says("eva", "12.50")
    assert ": +12 points ✔" in visitor.read("eva")
    await visitor.presses_next_day()
    assert "Canal Street: February 2026 is settled." in visitor.read("cleo")
    await visitor.says("cleo", "/coalition")
    assert re.search(r"February 2026: .+ owes .+ €\d", visitor.read("cleo"))
    assert (
        len(
            set(
                re.findall(
                    "· (Café Luna|Bakery Sol|Florist Iris|Bookshop Page|Barber Tom)", visitor.read("cleo")
                )
            )
        )
        == 5
    )
