"""A shop's own bot beside the shared one: added in chat, led to by links, and closed to every other shop."""

import asyncio
from collections.abc import Mapping
from datetime import datetime

import pytest

from actions.shop import bots
from actions.shop.bots import BotAdded, KeptBot, NewBot
from actions.shop.open_shop import NewShop, Opened, open_shop
from app.bot_office import bot_commands
from app.house import build
from app.leading import Leading
from app.own_bots import WORD, OwnBots
from app.token_keys import TokenKeys
from bot.table import COMMANDS
from channels.messages import AccountKey
from channels.setup import OwnBot, RefusedAccountError
from channels.telegram.channel import Telegram
from channels.telegram.setup import Setup as TelegramSetup
from loyalty.actor import Operator
from loyalty.allowances import BOT_TOKENS
from loyalty.records import Shop
from loyalty.roles import Role
from storage.engine.errors import StorageError
from storage.engine.statements import Tx
from storage.tables import metadata
from tests.fakes.people import User
from tests.journeys.own import LUNA_TOKEN, SOL_TOKEN, Own, until
from tests.journeys.people import ANA, BEN, CLEO, EVA, TOM
from tests.journeys.platforms import SECRET
from tests.journeys.stage import FOUR_STAMPS, Place, Stage

BOTH_ENGINES = pytest.mark.parametrize("both_url", ["sqlite", "postgres"], indirect=True)
ZOE = User(1021, "Zoe")
NEW_TOKEN = "7000000800:CCGtokenOfLunaAfterItWasRevoked____"


async def joins(stage: Stage, shop: Shop, person: User) -> None:
    assert f"Welcome to {shop.name}, {person.first_name}!" in await stage.opens(person, "j" + shop.code)


async def two_shops(own: Own) -> tuple[Place, Place]:
    """Open Café Luna of Cleo, and Bar Sol of Zoe, at the shared bot."""
    luna = await own.shared.cafe()
    sol = await own.shared.cafe("Bar Sol", owner=ZOE, cashiers=(TOM,))
    return luna, sol


async def stamped(own: Own, customer: User, *, shown: Stage) -> None:
    """Let Eva type the code that a customer shows in a chat."""
    await own.shared.platform.says(EVA, shown.short_code(customer))


async def hears(stage: Stage, person: User, words: str) -> None:
    """Wait for a message: the sender of a shop's own bot is at work by itself."""
    async with asyncio.timeout(10):
        while words not in stage.newest(person).text:
            await stage.house.drain()
            await asyncio.sleep(0.001)


@BOTH_ENGINES
async def test_an_owner_gives_the_shop_a_bot_in_chat_and_takes_it_away_again(own: Own) -> None:
    luna = await own.shared.cafe()
    assert "@BotFather" in await own.shared.says(CLEO, "/bot")
    said = await own.shared.says(CLEO, f"here it is: {LUNA_TOKEN}")
    assert "@luna_bot is the own bot of Café Luna now" in said
    await own.answers(own.luna)

    await joins(own.luna, luna.shop, ANA)
    assert own.luna.code_of(ANA).startswith("https://t.me/luna_bot?start=c")
    assert "Ana, 1 of 4" in await own.luna.opens(EVA, own.luna.code_of(ANA))
    await hears(own.luna, ANA, "1 of 4 stamps")
    assert "Café Luna" in await own.luna.says(CLEO, "/stats")
    assert "gave the shop its own chat: luna_bot" in await own.luna.says(CLEO, "/audit")

    assert "@luna_bot is the own bot" in await own.shared.says(CLEO, "/bot")
    await own.shared.taps(CLEO, "Take it away")
    assert "not your shop's bot any more" in await own.shared.taps(CLEO, "Yes, take it away")
    await own.rests(own.luna)
    assert "1 of 4 stamps" in await own.shared.says(ANA, "/card")


async def test_the_token_is_taken_out_of_the_chat_and_kept_in_the_clear_nowhere(
    own: Own, caplog: pytest.LogCaptureFixture
) -> None:
    await own.shared.cafe()
    await own.shared.says(CLEO, "/bot")
    before = set(own.shared.telegram.api.chat_of(CLEO).said)
    assert "took your message with the token out" in await own.shared.says(CLEO, LUNA_TOKEN)
    assert own.shared.telegram.api.chat_of(CLEO).said == before
    await own.answers(own.luna)
    own.luna.telegram.takes_another_token(NEW_TOKEN)
    await own.luna.house.drain()
    secret = LUNA_TOKEN.partition(":")[2]
    for table in metadata.tables:
        assert secret not in repr(await own.shared.rows(f"SELECT * FROM {table}"))  # noqa: S608 - ours
    assert secret not in caplog.text
    assert secret not in repr(own.shared.chat(CLEO))


@pytest.mark.parametrize("who", [EVA, ANA])
async def test_a_token_from_who_may_not_give_one_is_taken_out_and_asked_about_nowhere(
    own: Own, who: User
) -> None:
    luna = await own.shared.cafe()
    await own.shared.opens(ANA, "j" + luna.shop.code)
    said = await own.shared.says(who, LUNA_TOKEN)
    assert "Only a shop's owner" in said
    assert "took your message" in said
    assert await own.shared.rows("SELECT 1 FROM bots") == []


async def test_a_token_that_can_not_be_is_refused_with_words(own: Own) -> None:
    luna, sol = await two_shops(own)
    await own.given(sol, own.sol)
    await own.shared.says(CLEO, "/bot")
    assert "It reads like" in await own.shared.says(CLEO, "bot 17")
    unknown = "7000000123:nobodyHasEverMadeThisTokenAtBotFather"
    assert "Telegram does not know this" in await own.shared.says(CLEO, unknown)
    assert "another shop's already" in await own.shared.says(CLEO, SOL_TOKEN)
    assert await own.shared.rows("SELECT shop_id FROM bots") == [(sol.shop.id,)]
    assert luna.shop.id != sol.shop.id


async def test_whoever_tries_very_many_tokens_waits_and_the_platform_is_asked_no_more(own: Own) -> None:
    await own.shared.cafe()
    await own.shared.says(CLEO, "/bot")
    for number in range(BOT_TOKENS.most):
        said = await own.shared.says(CLEO, f"70000001{number:02}:nobodyHasEverMadeThisTokenAtBotFather")
        assert "Telegram does not know this" in said
        own.shared.later(minutes=3)
    said = await own.shared.says(CLEO, LUNA_TOKEN)
    assert "That was often enough for now. Please try again in 30 minutes." in said
    assert "took your message with the token out" in said
    assert await own.shared.rows("SELECT 1 FROM bots") == []
    assert own.luna.telegram.count_calls("getMe") == 0
    own.shared.later(minutes=30)
    assert "@luna_bot is the own bot of Café Luna now" in await own.shared.says(CLEO, LUNA_TOKEN)


@pytest.mark.slow
@BOTH_ENGINES
async def test_customers_of_before_keep_their_card_in_both_chats_and_hear_in_the_shops_own(own: Own) -> None:
    luna, _ = await two_shops(own)
    for person in (ANA, BEN):
        await joins(own.shared, luna.shop, person)
    await own.given(luna, own.luna)
    assert "0 of 4 stamps" in await own.luna.opens(ANA, "j" + luna.shop.code)
    heard_before = own.shared.platform.mark(ANA)
    await stamped(own, ANA, shown=own.luna)
    await hears(own.luna, ANA, "1 of 4 stamps")
    assert own.shared.platform.since(ANA, heard_before) == []
    assert "1 of 4 stamps" in await own.shared.says(ANA, "/card")
    assert own.shared.code_of(ANA).startswith("https://t.me/luna_bot?start=c")
    await stamped(own, BEN, shown=own.shared)
    await hears(own.shared, BEN, "1 of 4 stamps")


async def test_an_old_poster_leads_new_customers_to_the_shops_own_chat(own: Own) -> None:
    luna, _ = await two_shops(own)
    await own.given(luna, own.luna)
    assert "has a chat of its own" in await own.shared.opens(ANA, "j" + luna.shop.code)
    button = own.shared.last(ANA)
    assert "Open Café Luna" in button.labels
    assert await own.shared.rows("SELECT 1 FROM accounts") == []


@BOTH_ENGINES
async def test_a_shops_own_chat_says_nothing_of_another_shop_whatever_is_asked(own: Own) -> None:
    luna, sol = await two_shops(own)
    for shop in (luna.shop, sol.shop):
        for person in (ANA, CLEO):
            await own.shared.opens(person, "j" + shop.code)
    await own.shared.opens(CLEO, await sol.invitation(Role.OWNER))
    for person in (EVA, CLEO):
        await own.shared.opens(person, await sol.invitation(Role.OWNER))
    await own.given(luna, own.luna)
    card_at_sol = own.shared.short_code(ANA)
    for person in (ANA, CLEO, EVA):
        await own.luna.opens(person, "home")
        for word in COMMANDS:
            assert "Sol" not in await own.luna.says(person, f"/{word}"), word
        for text in ("hello there my friends", card_at_sol, "j" + sol.shop.code, "Sol"):
            assert "Sol" not in await own.luna.says(person, text)
        for payload in ("j" + sol.shop.code, await sol.invitation(Role.OWNER)):
            assert "Sol" not in await own.luna.opens(person, payload)
    assert [await own.shared.balance(ANA)] == [0]
    assert not [seen for person in (ANA, CLEO, EVA) for seen in own.luna.chat(person) if "Sol" in seen.text]


async def test_a_button_of_one_chat_is_good_in_no_other(own: Own) -> None:
    luna, _ = await two_shops(own)
    await joins(own.shared, luna.shop, ANA)
    await own.given(luna, own.luna)
    await own.luna.opens(ANA, "home")
    data = own.shared.telegram.data_under(ANA, "🔄 New code")
    assert "out of date" in await own.luna.taps_data(ANA, data)
    data = own.luna.telegram.data_under(ANA, "🔄 New code")
    assert "out of date" in await own.shared.taps_data(ANA, data)


async def test_who_is_known_elsewhere_is_forgotten_in_the_shared_chat_alone(own: Own) -> None:
    luna, sol = await two_shops(own)
    for shop in (luna.shop, sol.shop):
        await joins(own.shared, shop, ANA)
    await own.given(luna, own.luna)
    await own.luna.opens(ANA, "home")
    for command in ("/forget", "/mydata"):
        assert "ask me in our other chat" in await own.luna.says(ANA, command)
    await joins(own.luna, luna.shop, BEN)
    await own.luna.says(BEN, "/forget")
    assert "I don't know you any more" in await own.luna.taps(BEN, "Yes, erase everything")


@pytest.mark.slow
@BOTH_ENGINES
async def test_a_bot_whose_token_was_revoked_stops_alone_and_its_owner_is_told_how_it_goes_on(
    own: Own, caplog: pytest.LogCaptureFixture
) -> None:
    luna, sol = await two_shops(own)
    await own.given(luna, own.luna)
    await own.given(sol, own.sol)
    for stage, shop, person in ((own.luna, luna.shop, ANA), (own.sol, sol.shop, BEN)):
        await joins(stage, shop, person)
    await own.shared.opens(ANA, "home")
    own.luna.telegram.takes_another_token(NEW_TOKEN)
    await own.shared.platform.says(EVA, own.luna.short_code(ANA))
    await own.house.drain()
    await own.rests(own.luna)
    await hears(own.shared, CLEO, "does not let @luna_bot in any more")
    assert "luna_bot of shop 1" in caplog.text
    assert f"stempel bot add --shop {luna.shop.id} --channel telegram" in caplog.text
    assert "TELEGRAM_BOT_TOKEN" not in caplog.text
    assert "1 of 4" in await own.sol.opens(TOM, own.sol.code_of(BEN))

    await own.shared.taps(CLEO, "Send the token")
    assert "has its new token" in await own.shared.says(CLEO, NEW_TOKEN)
    await own.answers(own.luna)
    assert "1 of 4 stamps" in await own.luna.says(ANA, "/card")


@pytest.mark.slow
async def test_a_bot_is_refused_while_storage_is_down_and_that_is_noted_as_soon_as_it_is_back(
    own: Own, monkeypatch: pytest.MonkeyPatch
) -> None:
    luna, sol = await two_shops(own)
    await own.given(luna, own.luna)
    await own.given(sol, own.sol)
    await joins(own.luna, luna.shop, ANA)
    await joins(own.sol, sol.shop, BEN)
    fails, note = [StorageError("The disk failed.", "Look at it.")], bots.note_refused

    def fails_once(tx: Tx, bot: KeptBot, why: str, *, now: datetime) -> bool:
        if fails:
            raise fails.pop()
        return note(tx, bot, why, now=now)

    monkeypatch.setattr(bots, "note_refused", fails_once)
    own.luna.telegram.takes_another_token(NEW_TOKEN)
    await own.shared.platform.says(EVA, own.luna.short_code(ANA))
    await own.house.drain()
    await hears(own.shared, CLEO, "does not let @luna_bot in any more")
    assert not fails
    assert "1 of 4" in await own.sol.opens(TOM, own.sol.code_of(BEN))


async def test_an_old_yes_takes_away_no_bot_that_came_in_the_place_of_the_one_it_was_about(own: Own) -> None:
    luna = await own.shared.cafe()
    await own.given(luna, own.luna)
    await own.shared.says(CLEO, "/bot")
    assert "Take @luna_bot away" in await own.shared.taps(CLEO, "Take it away")
    await own.office["bot remove"](shop_id=luna.shop.id, channel="telegram")
    await own.given(luna, own.sol)
    said = await own.shared.taps(CLEO, "Yes, take it away")
    assert "That button is out of date" in said
    assert "@sol_bot is the own bot of Café Luna" in said
    await own.shared.taps(CLEO, "Take it away")
    assert "@sol_bot is not your shop's bot any more" in await own.shared.taps(CLEO, "Yes, take it away")


async def test_a_shop_that_gives_its_bot_up_reaches_its_customers_at_the_shared_one(own: Own) -> None:
    luna, _ = await two_shops(own)
    await joins(own.shared, luna.shop, ANA)
    await own.given(luna, own.luna)
    await own.luna.opens(ANA, "home")
    await joins(own.luna, luna.shop, BEN)
    await own.shared.says(CLEO, "/bot")
    await own.shared.taps(CLEO, "Take it away")
    await own.shared.taps(CLEO, "Yes, take it away")
    await own.rests(own.luna)
    await stamped(own, ANA, shown=own.shared)
    await hears(own.shared, ANA, "1 of 4 stamps")
    assert "0 of 4 stamps" in await own.shared.opens(BEN, "j" + luna.shop.code)
    await stamped(own, BEN, shown=own.shared)
    await hears(own.shared, BEN, "1 of 4 stamps")


@pytest.mark.slow
@BOTH_ENGINES
async def test_a_bot_that_one_process_was_given_comes_and_goes_in_every_other(own: Own) -> None:
    luna, _ = await two_shops(own)
    other = build(own.house.db, [own.shared.channel], secret=SECRET, clock=own.shared.hours.read)
    beside = OwnBots(
        Leading(other), own.settings.named_platforms, TokenKeys((SECRET,)), own.shared.hours.wait
    )
    wrong = OwnBots(
        Leading(build(own.house.db, [own.shared.channel], secret=SECRET, clock=own.shared.hours.read)),
        own.settings.named_platforms,
        TokenKeys((b"another key",)),
        own.shared.hours.wait,
    )
    ours = AccountKey("telegram", str(own.luna.telegram.api.me["id"]))
    async with asyncio.TaskGroup() as group:
        processes = [group.create_task(one.run()) for one in (beside, wrong)]
        await own.given(luna, own.luna)
        beside.look()
        wrong.look()
        await until(lambda: ours in other.senders)
        await until(lambda: wrong.house.router.own.shops == {ours: luna.shop.id})
        assert other.router.own.chats(luna.shop.id)["telegram"]("x") == "https://t.me/luna_bot?start=x"
        office = bot_commands(own.house.db, own.settings, own.bots.look)
        await office["bot remove"](shop_id=luna.shop.id, channel="telegram")
        beside.look()
        await until(lambda: ours not in other.senders)
        assert ours not in wrong.house.senders
        for process in processes:
            process.cancel()


class _Late(Telegram):
    """A bot that its platform lets wait, and then in no more; `door` counts who waits at it."""

    def __init__(self, token: str, door: list[str], queue: list[int]) -> None:
        super().__init__(token)
        self._door, self._queue = door, queue

    async def start(self) -> None:
        self._door.append(self.account)
        self._queue.append(len(self._door))
        for _ in range(3):
            await asyncio.sleep(0)
        self._door.remove(self.account)
        raise RefusedAccountError("nobody's")


def _give_bots(tx: Tx, numbers: range, *, now: datetime) -> None:
    """Open a shop with a bot of its own for each number."""
    for number in numbers:
        opened = open_shop(tx, Operator(), NewShop(f"Café {number}", FOUR_STAMPS), now=now)
        assert isinstance(opened, Opened)
        sealed = TokenKeys((SECRET,)).seal({"token": f"{number}:{'A' * 35}", WORD: "word"})
        new = NewBot("telegram", str(number), f"cafe{number}_bot", f"hook-{number}", sealed)
        assert isinstance(bots.add_bot(tx, Operator(), opened.shop.id, new, now=now), BotAdded)


@pytest.mark.slow
async def test_of_very_many_bots_a_few_begin_at_once_so_that_none_waits_too_long_for_its_platform(
    own: Own,
) -> None:
    door, queue = list[str](), list[int]()

    class Slow(TelegramSetup):
        def own_bot(self, opens: Mapping[str, str], /, *, hook: str, word: str) -> OwnBot:  # noqa: ARG002
            return OwnBot(_Late(opens["token"], door, queue))

    await own.house.db.write(_give_bots, range(7_000_001, 7_000_051), now=own.shared.hours.now)
    house = build(own.house.db, [own.shared.channel], secret=SECRET, clock=own.shared.hours.read)
    many = OwnBots(Leading(house), {"telegram": Slow()}, TokenKeys((SECRET,)), own.shared.hours.wait)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(many.run())
        await until(lambda: len(queue) == 50)
        running.cancel()
    assert max(queue) == 20
