"""A shop that is sold, or comes to its end."""

from tests.talk import ANA, CLEO, Talk


async def test_who_sells_or_closes_the_shop_is_led_through_it(luna: Talk) -> None:
    said = await luna.says(CLEO, "I want to sell my shop")
    assert "Café Luna gets a new owner: invite them as owner" in said
    assert "can't close a shop" in said
    assert "It makes one person owner at Café Luna" in await luna.taps(CLEO, "🔑 Invite the new owner")
    assert "can't close a shop" not in await luna.says(ANA, "I want to sell my shop")
