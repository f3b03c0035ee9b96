"""What `stempel shop create` makes of money: any currency's amounts, rates and prices, and refusals that name the limit."""

from typing import Any

import pytest

from actions.shop.open_shop import all_shops
from app.office import create_shop
from app.opening import ShopOptions, Trade, complete
from app.side_door import BadOptionError
from loyalty.cards.programme import ProgrammeKind
from loyalty.cards.rates import parse_rate
from storage.engine.database import Database
from storage.shop import programmes


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
        ({"reward": ["Lunch=2000000"]}, "--reward Lunch: .* a reward costs 1,000,000 points at most"),
        ({"kind": "stamps", "stamps": 31}, "--reward Lunch: .* stamps go up to 30"),
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
