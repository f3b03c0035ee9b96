"""What `stempel shop create` makes of money: any currency's amounts, rates and prices, and refusals that name the limit."""

from typing import Any

import pytest

from actions.shop.open_shop import all_shops
from app.office import add_programme, create_shop, shop_sums
from app.opening import ProgrammeOptions, ShopOptions, Trade, complete, complete_programme
from app.side_door import BadOptionError
from loyalty.cards.parts.excluded_item import ExcludedItem
from loyalty.cards.programme import ProgrammeKind
from loyalty.cards.rates import parse_rate
from loyalty.shop.basis import Told
from storage.engine.database import Database
from storage.shop import audit, business, programmes


def options(**given: Any) -> dict[str, Any]:
    usual = {"name": "Phở 24", "kind": ProgrammeKind.POINTS, "reward": ["Lunch=50"]}
    return complete(ShopOptions(**usual | given), ask=None)


@pytest.mark.parametrize(
    ("given", "rate", "price", "least"),
    [
        ({"currency": "VND", "reward": ["Lunch=2.000.000"], "min_spend": "150.000"}, "1", 2_000_000, 150_000),
        ({"currency": "HUF", "points_per_unit": "0.01", "min_spend": "120 000 Ft"}, "1/100", 50, 120_000),
        ({"currency": "INR", "points_per_unit": "1/100", "min_spend": "₹250"}, "1/100", 50, 25_000),
        ({"currency": "KWD", "points_per_unit": "10", "min_spend": "1.250"}, "10", 50, 1250),
        (
            {
                "currency": "EUR",
                "points_per_unit": "1,5 per euro",
                "reward": ["75 = Lunch"],
                "min_spend": "1",
            },
            "1.5",
            75,
            100,
        ),
    ],
)
async def test_a_shop_opens_with_the_amounts_of_its_money(
    sqlite_db: Database, given: dict[str, Any], rate: str, price: int, least: int
) -> None:
    await create_shop(sqlite_db, [], **options(**given))
    (shop,) = await sqlite_db.read(all_shops)
    rules: Any = (await sqlite_db.read(programmes.first, shop.id)).programme
    assert rules.rate == parse_rate(rate, shop.currency)
    assert (rules.rewards[0].at, rules.min_spend_minor) == (price, least)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"reward": ["Lunch=2000000"]}, "--reward Lunch: .* a reward costs 1 to 1,000,000 points"),
        ({"reward": ["Lunch=0"]}, "--reward Lunch: .* a reward costs 1 to 1,000,000 points"),
        ({"kind": "stamps", "stamps": 6, "reward": ["Lunch=0"]}, "--reward Lunch: .* stamps go from 1 to 30"),
        ({"kind": "stamps", "stamps": 6, "min_spend": "5"}, "--min-spend is for a points card"),
        ({"kind": "stamps", "stamps": 6, "points_per_unit": "2"}, "--points-per-unit is for a points card"),
        ({"points_per_unit": "1e400"}, "0.01 or 1/100"),
        ({"kind": "stamps", "stamps": 31}, "--stamps 31: a card has 1 to 30 stamps"),
        ({"min_spend": "150000"}, "--min-spend 150000: .* The most is €100,000.00"),
        ({"min_spend": "1.250"}, "--min-spend 1.250: Is that thousands or cents"),
        ({"min_spend": "5 Ft"}, "--min-spend 5 Ft: Amounts are in EUR here"),
        ({"points_per_unit": "many"}, "0.01 or 1/100"),
        ({"points_per_unit": "0"}, "--points-per-unit must be a number above zero"),
        ({"currency": "EUX"}, "“EUX” is no currency"),
    ],
)
async def test_a_refusal_names_the_limit_and_what_to_write(
    sqlite_db: Database, given: dict[str, Any], words: str
) -> None:
    given = {"reward": ["Lunch"]} | given if given.get("kind") == "stamps" else given
    with pytest.raises(BadOptionError, match=words):
        await create_shop(sqlite_db, [], **options(**given))


def test_a_kind_that_was_mistyped_at_the_terminal_is_named_before_anything_else_is_asked() -> None:
    asked: list[str] = []

    def answer(question: str, usual: object) -> str:
        asked.append(question)
        return "coupons" if question == "stamps or points" else str(usual)

    with pytest.raises(BadOptionError, match="“coupons” is no kind of card: it is stamps or points"):
        complete(ShopOptions(), ask=answer)
    assert "A reward and its price, as Dessert=50" not in asked


@pytest.mark.parametrize(
    ("currency", "rate", "reward"),
    [
        ("EUR", "1", "Loaf=100"),
        ("HUF", "1/100", "Loaf=100"),
        ("VND", "1/10000", "Loaf=100"),
        ("SEK", "1/10", "Loaf=100"),
    ],
)
def test_a_trades_prices_are_of_its_money(currency: str, rate: str, reward: str) -> None:
    facts = complete(
        ShopOptions(name="Brood", reward=["Loaf"], currency=currency, preset=Trade.BAKERY), ask=None
    )
    assert (facts["points_per_unit"], facts["rewards"]) == (rate, [reward])


async def test_what_the_sums_are_made_on_is_kept_with_a_new_shop(sqlite_db: Database) -> None:
    given = options(
        kind="stamps",
        stamps=10,
        reward=["Cake=5", "Coffee"],
        reward_cost=["1,50", "0,80"],
        average_sale="4,50",
        margin="62,5%",
        preset=Trade.CAFE,
    )
    await create_shop(sqlite_db, [], **given)
    (shop,) = await sqlite_db.read(all_shops)
    assert await sqlite_db.read(business.told, shop.id) == Told(450, 625, "cafe")
    rewards = (await sqlite_db.read(programmes.first, shop.id)).programme.rewards
    assert [reward.cost_minor for reward in rewards] == [150, 80]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"average_sale": "0"}, "--average-sale: An average sale of nothing"),
        ({"average_sale": "-5"}, "--average-sale -5: An amount can't be below zero"),
        ({"margin": "-5"}, "--margin -5: A margin can't be below zero"),
        ({"margin": "101"}, "--margin 101: A margin is 100% at most"),
        ({"margin": "half"}, "--margin half: I can't read that as a share"),
        ({"reward_cost": ["much"]}, "--reward-cost much: I can't read that as an amount"),
        ({"reward_cost": ["1", "2"]}, "--reward-cost is given more often than --reward"),
        (
            {"reward_cost": ["60"], "average_sale": "10", "margin": "50"},
            "“Lunch” loses money: it costs you €60.00, and of the €50.00 .* Add --even-at-a-loss",
        ),
        ({"kind": "stamps", "stamps": 1}, "“Lunch” is free at the first visit.* Add --even-at-a-loss"),
    ],
)
async def test_sums_that_can_not_be_or_lose_money_open_nothing(
    sqlite_db: Database, given: dict[str, Any], words: str
) -> None:
    usual = {"reward": ["Lunch"]} if given.get("kind") == "stamps" else {}
    with pytest.raises(BadOptionError, match=words):
        await create_shop(sqlite_db, [], **options(**usual | given))
    assert await sqlite_db.read(all_shops) == []


async def test_who_means_a_loss_opens_it_and_the_audit_knows(sqlite_db: Database) -> None:
    given = options(reward_cost=["60"], average_sale="10", margin="50", even_at_a_loss=True)
    await create_shop(sqlite_db, [], **given)
    (shop,) = await sqlite_db.read(all_shops)
    newest = await sqlite_db.read(audit.page, shop.id, before=None, most=9)
    assert ("loss_accepted", "2500", "6000") in [(one.what, one.old, one.new) for one in newest]


async def test_one_more_card_that_loses_money_is_added_only_where_that_is_meant(sqlite_db: Database) -> None:
    await create_shop(sqlite_db, [], **options(average_sale="10", margin="50"))
    (shop,) = await sqlite_db.read(all_shops)
    rules = ProgrammeOptions(
        shop=shop.id, kind=ProgrammeKind.STAMPS, stamps=4, reward=["TV"], reward_cost=["500"]
    )
    dear = complete_programme(rules, "EUR", "en")
    with pytest.raises(BadOptionError, match="“TV” loses money"):
        await add_programme(sqlite_db, [], shop_id=shop.id, name="", **dear)
    added = await add_programme(sqlite_db, [], shop_id=shop.id, name="", **dear | {"even_at_a_loss": True})
    assert added["name"] == "Stamp card"


async def opened(db: Database, **given: Any) -> int:
    """Open a shop, and name it."""
    await create_shop(db, [], **options(**given))
    return (await db.read(all_shops))[0].id


async def test_what_the_sums_of_an_open_shop_are_made_on_can_be_changed_one_by_one(
    sqlite_db: Database,
) -> None:
    shop_id = await opened(sqlite_db, average_sale="10", margin="50")
    found = await shop_sums(sqlite_db, [], shop_id=shop_id, average_sale="12,50", margin=None)
    assert (found["average_sale_minor"], found["margin_permille"]) == (12_50, 500)
    found = await shop_sums(sqlite_db, [], shop_id=shop_id, average_sale=None, margin="62,5 %")
    assert await sqlite_db.read(business.told, shop_id) == Told(12_50, 625)
    (card,) = found["cards"]
    assert card["sums"][:2] == ["Average sale: €12.50", "Margin: 62.5%"]
    newest = await sqlite_db.read(audit.page, shop_id, before=None, most=2)
    assert [(one.actor, one.subject, one.old, one.new) for one in newest] == [
        ("operator", "margin", "500", "625"),
        ("operator", "average_sale", "1000", "1250"),
    ]


async def test_asked_for_no_change_the_sums_are_said_and_nothing_is_written(sqlite_db: Database) -> None:
    shop_id = await opened(sqlite_db)
    before = await sqlite_db.read(audit.page, shop_id, before=None, most=9)
    found = await shop_sums(sqlite_db, [], shop_id=shop_id, average_sale=None, margin=None)
    assert [card["sums"] for card in found["cards"]] == [[]]
    assert await sqlite_db.read(audit.page, shop_id, before=None, most=9) == before


@pytest.mark.parametrize(
    ("sale", "margin", "words"),
    [
        ("9", "-5", "--margin -5: A margin can't be below zero"),
        ("9", "101", "--margin 101: A margin is 100% at most"),
        ("0", "65", "--average-sale: An average sale of nothing"),
        ("-5", "65", "--average-sale -5: An amount can't be below zero"),
        ("200000", "65", "--average-sale 200000: .* The most is €100,000.00"),
    ],
)
async def test_figures_that_can_not_be_change_nothing(
    sqlite_db: Database, sale: str, margin: str, words: str
) -> None:
    shop_id = await opened(sqlite_db, average_sale="10", margin="50")
    with pytest.raises(BadOptionError, match=words):
        await shop_sums(sqlite_db, [], shop_id=shop_id, average_sale=sale, margin=margin)
    assert await sqlite_db.read(business.told, shop_id) == Told(10_00, 500)


async def test_sums_of_no_shop_say_where_shops_are_listed(sqlite_db: Database) -> None:
    with pytest.raises(BadOptionError, match="There is no shop 7"):
        await shop_sums(sqlite_db, [], shop_id=7, average_sale="1", margin=None)


@pytest.mark.parametrize(
    ("given", "labels"),
    [
        ({}, ["Tobacco", "Gift cards"]),
        ({"language": "nl"}, ["Tabak", "Cadeaubonnen"]),
        ({"bare": True}, []),
        ({"kind": ProgrammeKind.STAMPS, "stamps": 10, "reward": ["Choc=10"]}, []),
    ],
)
async def test_a_preset_brings_its_bonuses_unless_it_is_wanted_bare(
    sqlite_db: Database, given: dict[str, Any], labels: list[str]
) -> None:
    usual = {"name": "Kiosk", "preset": Trade.CORNER_SHOP, "reward": ["Choc"]}
    await create_shop(sqlite_db, [], **complete(ShopOptions(**usual | given), ask=None))
    (shop,) = await sqlite_db.read(all_shops)
    parts = (await sqlite_db.read(programmes.first, shop.id)).programme.parts
    assert [part.label for part in parts if isinstance(part, ExcludedItem)] == labels
    assert len(parts) == (3 if labels else 0)
