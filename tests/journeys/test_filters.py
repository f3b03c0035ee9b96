"""Saved filters at work: a message for some alone, what its reader is told of why, and who buys one thing and never another."""

import pytest

from loyalty.customer_kinds import Quadrant
from storage.cards import purchases, visits
from storage.engine.statements import Tx
from storage.shop import items
from tests.actions.campaigns.test_treatments import stand
from tests.journeys.campaigns import agrees, comes, opened, reminded, round_for
from tests.journeys.people import ANA, BEN, CLEO
from tests.journeys.platforms import EACH_PLATFORM, Where
from tests.journeys.stage import FOUR_STAMPS, ONE_STAMP, Stage
from tests.kinds import BROADCAST, VOUCHER_WAITING

pytestmark = pytest.mark.parametrize("where", [*EACH_PLATFORM, Where("telegram", "postgres")], ids=str)


@pytest.mark.slow
async def test_a_message_of_the_shop_is_for_a_filters_customers_alone_and_tells_them_why(
    stage: Stage,
) -> None:
    cafe = await opened(stage, ONE_STAMP, VOUCHER_WAITING)
    [[card_id]] = await stage.rows("SELECT id FROM accounts WHERE shop_id = :shop", shop=cafe.shop.id)
    await comes(stage)
    await stage.says(CLEO, "/broadcast")
    await stage.taps(CLEO, "🔎 A filter of my own")
    await stage.taps(CLEO, "What they are")
    await stage.taps(CLEO, "❤ True friends")
    await stage.says(CLEO, "Best ones")
    await stage.taps(CLEO, "✉ A message for them alone")
    assert "· For whom: everybody to whom it is due" in await stage.taps(CLEO, "✔ Reward waits")
    await stage.taps(CLEO, "👥 For whom")
    assert "It goes to nobody until somebody is all of that." in await stage.taps(CLEO, "🔎 Best ones")
    assert "Best ones: nobody at present" in await stage.taps(CLEO, "✔ To them alone")
    stage.later(days=14)
    assert "waiting" not in await round_for(stage, ANA)
    await stage.house.db.write(stand, card_id, Quadrant.FRIEND)
    stage.later(days=1)
    assert "Free coffee" in await reminded(stage, ANA)
    why = await stage.taps(ANA, "Why this?")
    assert "for customers of whom this is so: you come often, and the shop is glad of it." in why
    await stage.says(CLEO, "/broadcast")
    await stage.taps(CLEO, "🔎 Best ones")
    assert "“Reward waits” goes to these customers alone." in await stage.taps(CLEO, "🗑 Take the filter away")
    await stage.taps(CLEO, "Reward waits")
    await stage.taps(CLEO, "👥 For whom")
    assert "For whom: everybody to whom it is due" in await stage.taps(CLEO, "👥 Everybody again")
    assert "For whom: everybody → Best ones" in await stage.says(CLEO, "/audit")


@pytest.mark.slow
async def test_who_buys_coffee_and_never_cake_is_found_with_two_taps_and_written_to(stage: Stage) -> None:
    cafe = await opened(stage, FOUR_STAMPS, BROADCAST)
    await agrees(stage, cafe, BEN)
    await stage.house.db.write(_sell, cafe.shop.id)
    await comes(stage, 10, every_days=1)
    await stage.house.db.write(_had_coffee, cafe.shop.id)
    await stage.says(CLEO, "/broadcast")
    await stage.taps(CLEO, "🔎 A filter of my own")
    assert "They buy…" in await stage.taps(CLEO, "🧩 Buys one, not another")
    assert "They buy Coffee, and never…" in await stage.taps(CLEO, "Coffee")
    assert "Ham" not in stage.last(CLEO).labels
    shown = await stage.taps(CLEO, "Cake")
    assert "🔎 🛒 Coffee: buys it + 🛒 Cake: never bought it\n1 customer who agreed to offers, of 2." in shown
    assert "at none of 10 visits or more" in shown
    assert "✔ Saved: Coffee, no Cake" in await stage.taps(CLEO, "💾 Coffee, no Cake")
    assert "🔎 Coffee, no Cake: 1 customer, Ana." in await stage.taps(CLEO, "✍ Write to them")
    await stage.says(CLEO, "Try our cake!")
    await stage.taps(CLEO, "⚖ Leave some out")
    await stage.taps(CLEO, "Nobody")
    await stage.taps(CLEO, "✔ Send in ten minutes")
    stage.later(minutes=11)
    assert "Try our cake!" in await round_for(stage, ANA)
    why = await stage.taps(ANA, "Why this?")
    assert "of whom this is so: you often have Coffee and you have not tried Cake yet." in why


@pytest.mark.slow
async def test_an_old_button_saves_no_other_filter_and_says_what_is_so(stage: Stage) -> None:
    cafe = await opened(stage, FOUR_STAMPS, BROADCAST)
    await stage.house.db.write(_sell, cafe.shop.id)
    await stage.says(CLEO, "/broadcast")
    for label in (
        "🔎 A filter of my own",
        "🧩 Buys one, not another",
        "Coffee",
        "Cake",
        "💾 Coffee, no Cake",
    ):
        await stage.taps(CLEO, label)
    assert "“Coffee, no Cake” is saved already." in await stage.taps(CLEO, "💾 Coffee, no Cake")
    await stage.taps(CLEO, "🔎 A filter of my own")
    assert "asks for nothing yet: choose something first." in await stage.taps(CLEO, "💾 Coffee, no Cake")
    for label in ("What they are", "❤ True friends"):
        await stage.taps(CLEO, label)
    said = await stage.taps(CLEO, "💾 Coffee, no Cake")
    assert "You are at another one: ❤ True friends. Type a name for it, and it is saved." in said
    assert "✔ Saved: Best ones" in await stage.says(CLEO, "Best ones")


def _sell(tx: Tx, shop_id: int) -> None:
    """Let the café sell coffee, cake, and ham, which some never take."""
    for label in ("Coffee", "Cake", "Ham"):
        items.add(tx, shop_id, label)
    ham = items.add_tag(tx, shop_id, "Ham")
    items.set_avoided(tx, shop_id, ham, avoided=True)
    items.hang(tx, shop_id, 3, ham)


def _had_coffee(tx: Tx, _shop_id: int) -> None:
    for this in range(1, 11):
        visit = visits.by_id(tx, this)
        assert visit
        purchases.add(tx, visit, 1)
