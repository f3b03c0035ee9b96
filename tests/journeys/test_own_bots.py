"""A shop's own bot beside the shared one: added in chat, led to by links, and closed to every other shop."""

import pytest

from bot.table import COMMANDS
from loyalty.allowances import BOT_TOKENS
from loyalty.roles import Role
from storage.tables import metadata
from tests.fakes.people import User
from tests.journeys.own import BOTH_ENGINES, LUNA_TOKEN, NEW_TOKEN, SOL_TOKEN, Own, hears, joins, two_shops
from tests.journeys.people import ANA, BEN, CLEO, EVA
from tests.journeys.stage import Stage


async def stamped(own: Own, customer: User, *, shown: Stage) -> None:
    """Let Eva type the code that a customer shows in a chat."""
    await own.shared.platform.says(EVA, shown.short_code(customer))


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
