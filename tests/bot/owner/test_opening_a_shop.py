"""Somebody whom the operator invited opens a shop by tapping and typing, and changes their mind on the way."""

import pytest

from actions.shop.invitations import FOUNDER, invite
from loyalty.actor import Operator
from storage.engine.database import Database
from tests.talk import ANA, Person, Talk

ZOE = Person("Zoë", "700009")


@pytest.fixture
async def zoe(sqlite_db: Database) -> Talk:
    """Invite Zoë to open a shop."""
    talk = Talk(sqlite_db)
    token = await sqlite_db.write(invite, Operator(), None, FOUNDER, now=talk.now)
    assert "open your shop" in await talk.opens(ZOE, "i" + token)
    return talk


async def test_a_cafe_is_open_after_eleven_taps_and_a_name(zoe: Talk) -> None:
    await zoe.taps(ZOE, "🏪 Open my shop")
    await zoe.taps(ZOE, "☕ Café")
    await zoe.says(ZOE, "Café Zoë")
    for label in (
        "Free coffee",
        "10",
        "Budapest",
        "HUF",
        "Skip",
        "Skip: about HUF\u00a0500",
        "Skip: about 65%",
    ):
        await zoe.taps(ZOE, label)
    summary = await zoe.taps(ZOE, "English")
    for fact in (
        "Average sale: HUF\u00a0500 (an estimate, until you type yours)",
        "Café Zoë",
        "10 stamps: Free coffee",
        "Head start: 1 stamp",
        "Europe/Budapest · HUF",
    ):
        assert fact in summary
    opened = await zoe.taps(ZOE, "✔ Create")
    assert "Café Zoë is open, and you are its owner" in opened
    link = opened.partition("start=")[2].split("\n")[0]
    assert "Welcome to Café Zoë, Ana!" in await zoe.opens(ANA, link)
    await zoe.taps(ZOE, "🖨 Poster")
    assert "A4" in zoe.replies[ZOE.id][1].text


async def test_everything_can_be_typed(zoe: Talk) -> None:
    await zoe.says(ZOE, "/newshop")
    await zoe.taps(ZOE, "Something else: points")
    for text in ("stats", "Free loaf", "lisbon", "euro", "5", "250", "1,20", "6.50", "55%"):
        await zoe.says(ZOE, text)
    summary = await zoe.says(ZOE, "nederlands")
    for fact in (
        "stats",
        "250 points: Free loaf",
        "5 points for each €1.00",
        "Europe/Lisbon · EUR",
        "Average sale: €6.50\n",
        "It pays if one customer in 2 comes once more for it.",
    ):
        assert fact in summary
    assert "is open" in await zoe.taps(ZOE, "✔ Create")
    assert "Each one opens one shop" in await zoe.says(ZOE, "/newshop")


@pytest.mark.parametrize(
    ("trade", "country", "zone", "skip"),
    [
        ("café", "Germany", "Europe/Berlin", "skip"),
        ("Bakker", "nederland", "Europe/Amsterdam", "weet niet"),
        ("kávézó", "Magyarország", "Europe/Budapest", "Kihagyom"),
        ("it's a coffee bar!", "Germany", "Europe/Berlin", "skip"),
        ("een bakkerij", "nederland", "Europe/Amsterdam", "weet niet"),
        ("Pékség vagyunk", "Magyarország", "Europe/Budapest", "Kihagyom"),
    ],
)
async def test_a_trade_a_country_and_not_knowing_are_read_in_every_language(
    zoe: Talk, trade: str, country: str, zone: str, skip: str
) -> None:
    await zoe.says(ZOE, "/newshop")
    assert "What is your shop called?" in await zoe.says(ZOE, trade)
    await zoe.says(ZOE, "Zoe's")
    await zoe.says(ZOE, "Something free")
    bakery = trade in {"Bakker", "een bakkerij", "Pékség vagyunk"}
    if not bakery:
        await zoe.says(ZOE, "10")
    await zoe.says(ZOE, country)
    await zoe.says(ZOE, "EUR")
    if bakery:
        await zoe.says(ZOE, "1")
        await zoe.says(ZOE, "100")
    for _ in ("cost", "average sale", "margin"):
        await zoe.says(ZOE, skip)
    summary = await zoe.says(ZOE, "English")
    assert f"{zone} · EUR" in summary
    assert "an estimate, until you type yours" in summary


async def test_what_can_not_be_read_is_asked_again(zoe: Talk) -> None:
    await zoe.says(ZOE, "/newshop")
    await zoe.taps(ZOE, "💈 Barber")
    for wrong in ("\u200b", ",", "💈"):
        assert "That is no name." in await zoe.says(ZOE, wrong)
    await zoe.says(ZOE, "Knip")
    assert "no letter, figure or picture" in await zoe.says(ZOE, "…")
    await zoe.says(ZOE, "Free cut")
    for wrong in ("0", "31", "ten"):
        assert "How many stamps" in await zoe.says(ZOE, wrong)
    await zoe.says(ZOE, "6")
    for wrong in ("Atlantis", "../etc/passwd"):
        assert "Where is the shop?" in await zoe.says(ZOE, wrong)
    await zoe.says(ZOE, "Europe/Vienna")
    assert "In which money?" in await zoe.says(ZOE, "€€€")
    await zoe.says(ZOE, "EUR")
    assert "as an amount" in await zoe.says(ZOE, "much")
    assert "What does a visit bring" in await zoe.says(ZOE, "8")
    for wrong, why in (
        ("0", "nothing to reckon with"),
        ("-5", "below zero"),
        ("10000000", "more than a till takes"),
    ):
        assert why in await zoe.says(ZOE, wrong)
    assert "What share of a sale" in await zoe.says(ZOE, "25")
    for wrong, why in (("-5", "below zero"), ("101%", "100% at most"), ("half", "as a share")):
        assert why in await zoe.says(ZOE, wrong)
    assert "In which language" in await zoe.says(ZOE, "50")


async def test_a_reward_that_is_typed_with_its_figure_is_not_asked_for_it_again(zoe: Talk) -> None:
    await zoe.says(ZOE, "/newshop")
    for text in ("points", "Zoë's"):
        await zoe.says(ZOE, text)
    assert "Where is the shop?" in await zoe.says(ZOE, "Free loaf = 75")
    assert "What is the reward?" in await zoe.taps(ZOE, "← Back")
    for text in ("Free loaf = 75", "Berlin", "EUR"):
        await zoe.says(ZOE, text)
    assert "What does “Free loaf” cost you" in await zoe.says(ZOE, "1,5 points per euro")
    for text in ("1.20", "3.40", "65"):
        await zoe.says(ZOE, text)
    summary = await zoe.says(ZOE, "English")
    assert "75 points: Free loaf" in summary
    assert "3 points for each €2.00" in summary


@pytest.mark.parametrize("typed", ["stempels", "een stempelkaart", "pecsétek", "something with stamps"])
async def test_what_the_card_counts_is_an_answer_too(zoe: Talk, typed: str) -> None:
    await zoe.says(ZOE, "/newshop")
    assert "What is your shop called?" in await zoe.says(ZOE, typed)


async def test_a_trade_that_nobody_has_rules_for_is_led_on(zoe: Talk) -> None:
    await zoe.says(ZOE, "/newshop")
    assert "“Something else” fits any shop" in await zoe.says(ZOE, "a tattoo parlour")
    assert "“Something else” fits any shop" in await zoe.says(ZOE, "a bakery with a café")


async def test_a_yes_after_the_questions_were_left_says_that_they_begin_again(zoe: Talk) -> None:
    await zoe.says(ZOE, "/newshop")
    for text in ("stamps", "Zoë's", "10 = Free loaf", "Berlin", "EUR", "1.20", "3.40", "65", "English"):
        await zoe.says(ZOE, text)
    create = zoe.button(ZOE, "✔ Create")
    await zoe.says(ZOE, "/help")
    assert "Let's begin again." in await zoe.taps(ZOE, create)


async def test_going_back_asks_the_last_question_again(zoe: Talk) -> None:
    await zoe.says(ZOE, "/newshop")
    await zoe.taps(ZOE, "🥐 Bakery")
    await zoe.says(ZOE, "Brood")
    assert "What is your shop called?" in await zoe.taps(ZOE, "← Back")
    await zoe.says(ZOE, "Bakkerij Brood")
    assert "Where is the shop?" in await zoe.taps(ZOE, "Free loaf of bread")


@pytest.mark.parametrize(
    ("city", "currency", "rate", "price", "rule"),
    [
        ("Budapest", "HUF", "1 point for each HUF\u00a0100", "100", "1 point for each HUF\u00a0100"),
        ("Ho Chi Minh", "VND", "1 point for each ₫10,000", "200", "1 point for each ₫10,000"),
        ("Amsterdam", "EUR", "2 points for each €1.00", "200", "2 points for each €1.00"),
    ],
)
async def test_rates_and_prices_are_suggested_by_the_money_of_the_place(
    zoe: Talk, city: str, currency: str, rate: str, price: str, rule: str
) -> None:
    await zoe.says(ZOE, "/newshop")
    await zoe.taps(ZOE, "🥐 Bakery")
    await zoe.says(ZOE, "Brood")
    await zoe.taps(ZOE, "Free loaf of bread")
    await zoe.says(ZOE, city)
    assert zoe.labels(ZOE)[0] == currency
    for label in (currency, rate, price, "Skip", "Skip", "Skip"):
        await zoe.taps(ZOE, label)
    summary = await zoe.taps(ZOE, "English")
    assert f"{price} points: Free loaf of bread" in summary
    assert rule in summary


async def test_a_button_of_an_earlier_question_answers_it_anew(zoe: Talk) -> None:
    await zoe.says(ZOE, "/newshop")
    first = zoe.replies[ZOE.id]
    await zoe.taps(ZOE, "☕ Café")
    await zoe.says(ZOE, "Zoë")
    zoe.replies[ZOE.id] = first
    assert "What is your shop called?" in await zoe.taps(ZOE, "💈 Barber")


async def test_a_dialog_left_for_hours_begins_again_and_the_right_is_still_there(zoe: Talk) -> None:
    await zoe.says(ZOE, "/newshop")
    await zoe.taps(ZOE, "☕ Café")
    await zoe.says(ZOE, "Zoë")
    zoe.wait(hours=30)
    assert "What kind of shop is it?" in await zoe.taps(ZOE, "Free coffee")


async def test_a_hello_offers_the_shop_until_it_is_open(zoe: Talk) -> None:
    zoe.wait(days=60)
    assert "open your shop" in await zoe.says(ZOE, "hello")
    assert "What kind of shop is it?" in await zoe.taps(ZOE, "🏪 Open my shop")


async def test_a_second_tap_on_create_opens_no_second_shop(zoe: Talk) -> None:
    await zoe.says(ZOE, "/newshop")
    await zoe.taps(ZOE, "☕ Café")
    await zoe.says(ZOE, "Zoë")
    for label in ("Free coffee", "10", "London", "GBP", "Skip", "Skip", "Skip", "English"):
        await zoe.taps(ZOE, label)
    summary = zoe.replies[ZOE.id]
    assert "is open" in await zoe.taps(ZOE, "✔ Create")
    zoe.replies[ZOE.id] = summary
    assert "Each one opens one shop" in await zoe.taps(ZOE, "✔ Create")


async def test_nobody_opens_a_shop_without_an_invitation(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    assert "you need an invitation" in await talk.says(ANA, "/newshop")


@pytest.mark.slow
async def test_a_name_that_no_picture_can_show_is_said_when_it_is_typed(zoe: Talk) -> None:
    await zoe.says(ZOE, "/newshop")
    await zoe.taps(ZOE, "☕ Café")
    assert "can't show 𐎠" in await zoe.says(ZOE, "Café 𐎠")
    assert "can't show" not in await zoe.says(ZOE, "ฟรีกาแฟ 月 ☕")


async def test_a_card_that_loses_money_is_opened_only_after_a_second_yes(zoe: Talk) -> None:
    await zoe.says(ZOE, "/newshop")
    await zoe.taps(ZOE, "☕ Café")
    await zoe.says(ZOE, "Zoë")
    await zoe.says(ZOE, "Free dinner")
    for label in ("6", "London", "GBP"):
        await zoe.taps(ZOE, label)
    for text in ("40", "5", "60"):
        await zoe.says(ZOE, text)
    summary = await zoe.taps(ZOE, "English")
    assert (
        "loses money: it costs you £40.00, and of the £30.00 that customers spend for it you keep £18.00."
        in summary
    )
    assert "Shall it be so all the same?" in await zoe.taps(ZOE, "✔ Create")
    assert "What share" not in await zoe.taps(ZOE, "← Back")
    await zoe.taps(ZOE, "English")
    await zoe.taps(ZOE, "✔ Create")
    assert "is open" in await zoe.taps(ZOE, "✔ Yes, all the same")
    assert "knowing that it may cost £40.00 of the £18.00 that is left" in await zoe.says(ZOE, "/audit")


async def test_new_trades_have_rules_and_a_reward_of_their_own(zoe: Talk) -> None:
    await zoe.says(ZOE, "/newshop")
    await zoe.taps(ZOE, "🚗 Car wash")
    await zoe.says(ZOE, "Schuim")
    assert "How many stamps" in await zoe.taps(ZOE, "Free wash")
    zoe.wait(hours=2)
    await zoe.says(ZOE, "/newshop")
    await zoe.taps(ZOE, "🛒 Corner shop")
    await zoe.says(ZOE, "Hoek")
    assert "Where is the shop?" in await zoe.taps(ZOE, "Free bar of chocolate")
