"""What is sold, tapped and liked, from the owner's words to the customer's tap: on every channel."""

import pytest

from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.programme import Reward
from tests.fakes.people import User
from tests.journeys.people import ANA, CLEO, EVA
from tests.journeys.platforms import EVERYWHERE
from tests.journeys.stage import Stage
from tests.programmes import stamp_card

everywhere = pytest.mark.parametrize("where", EVERYWHERE, ids=str)


async def _sells(stage: Stage, *items: str) -> None:
    await stage.says(CLEO, "/items")
    for item in items:
        await stage.taps(CLEO, "➕ Something else")
        assert "✔ Done." in await stage.says(CLEO, item)
        await stage.taps(CLEO, "← What is sold")


async def _reaches(stage: Stage, person: User, label: str) -> str:
    """Tap what stands below the newest message, or behind its last button where a platform shows three."""
    if label not in stage.newest(person).labels:
        await stage.taps(person, "☰ More")
    return await stage.taps(person, label)


@pytest.mark.slow
@everywhere
async def test_the_cashier_taps_what_it_was_and_the_customer_says_what_they_like(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await _sells(stage, "Ham sandwich: meat", "Coffee: hot")
    assert "Ham sandwich: meat" in await stage.says(CLEO, "/items")
    await stage.scans(EVA, ANA)
    assert "Ana: what was it?" in await _reaches(stage, EVA, "🛍 What was it?")
    assert "Ana bought: Coffee ✔" in await stage.taps(EVA, "Coffee")
    assert "Ana bought: Ham sandwich and Coffee ✔" in await stage.taps(EVA, "Ham sandwich")
    assert "Ana bought: Coffee ✔" in await stage.taps(EVA, "✓ Ham sandwich")
    assert "· meat: nothing known" in await stage.says(ANA, "/likes")
    assert "do you like it?" in await stage.taps(ANA, "meat")
    assert "· meat: no, you said" in await stage.taps(ANA, "No, never")
    assert "Several people use this card: I read nothing" in await stage.taps(
        ANA, "👥 Several people use this card"
    )
    assert "What you said you like (1)" in await stage.says(ANA, "/mydata")
    assert "🚫 Takes no meat, they said" in await stage.says(CLEO, "/customers Ana")


@everywhere
async def test_what_is_no_shops_business_is_refused_with_the_reason(stage: Stage) -> None:
    await stage.cafe()
    await stage.says(CLEO, "/items")
    await stage.taps(CLEO, "➕ Something else")
    told = await stage.says(CLEO, "Kebab: halal")
    assert (
        "“halal” stands for what somebody believes, and who buys it would have told you that. Name what it is made of"
        in told
    )
    assert "✔ Done." in await stage.says(CLEO, "Kebab: no pork")


@everywhere
async def test_who_takes_no_meat_reads_nothing_of_it_and_why(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await _sells(stage, "Ham sandwich: meat")
    assert "Free coffee" in await stage.says(ANA, "/offers")
    await stage.says(CLEO, "/items")
    await stage.taps(CLEO, "🎁 What offers are about")
    await stage.taps(CLEO, "🎁 Free coffee")
    assert "Free coffee: meat" in await stage.taps(CLEO, "· meat")
    assert "only for who likes meat" in await stage.taps(CLEO, "✓ meat")
    read = await stage.says(ANA, "/offers")
    assert "1 offer is kept from you" in read
    assert "Free coffee" not in read
    await stage.says(ANA, "/likes")
    await stage.taps(ANA, "meat")
    assert "· meat: yes, you said" in await stage.taps(ANA, "Yes, I like it")
    assert "Free coffee" in await stage.says(ANA, "/offers")


@pytest.mark.parametrize("where", [EVERYWHERE[0]], ids=str)
async def test_the_usual_is_read_and_tapped_right_after_the_scan(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await _sells(stage, "Ham sandwich: meat", "Coffee: hot")
    for _ in range(3):
        assert "The usual" not in await stage.scans(EVA, ANA)
        await stage.taps(EVA, "🛍 What was it?")
        await stage.taps(EVA, "Coffee")
        stage.later(days=1)
        await stage.says(ANA, "/card")
    assert "☕ The usual: Coffee" in await stage.scans(EVA, ANA)
    assert "Ana bought: Coffee ✔" in await stage.taps(EVA, "🛍 Coffee")
    assert "☕ The usual: Coffee" in await stage.says(CLEO, "/customers Ana")


@everywhere
async def test_an_owner_calls_a_tag_otherwise_and_takes_another_away_knowing_what_goes(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await _sells(stage, "Ham sandwich: meat, bread")
    await stage.says(ANA, "/likes")
    await stage.taps(ANA, "meat")
    await stage.taps(ANA, "No, never")
    await stage.says(CLEO, "/items")
    await stage.taps(CLEO, "🏷 Tags")
    await stage.taps(CLEO, "meat")
    assert "What customers said of it stays" in await stage.taps(CLEO, "✏ Rename")
    assert "“halal” stands for what somebody believes" in await stage.says(CLEO, "halal")
    assert "🏷 ham: " in await stage.says(CLEO, "ham")
    assert "· ham: no, you said" in await stage.says(ANA, "/likes")
    told = await stage.taps(CLEO, "🗑 Take it away")
    assert "It comes off: Ham sandwich" in told
    assert "What 1 customer said of it is forgotten." in told
    assert "ham: " not in await stage.taps(CLEO, "Yes, take it away")
    assert "Ham sandwich: bread" in await stage.says(CLEO, "/items")
    assert "ham" not in await stage.says(ANA, "/likes")
    audit = await stage.says(CLEO, "/audit")
    assert "tag: meat → ham" in audit
    assert "took the tag ham away" in audit


@everywhere
async def test_each_at_the_till_and_on_a_card_reads_what_is_sold_in_their_language(stage: Stage) -> None:
    cafe = await stage.cafe(
        programme=stamp_card((Reward("coffee", "Free coffee", 10),), parts=(BonusItem("Cake"),))
    )
    await cafe.joins(ANA)
    await stage.says(EVA, "/language")
    await stage.taps(EVA, "Nederlands")
    await _sells(stage, "Coffee", "Cookie", "Pie")
    await stage.says(CLEO, "/items")
    await stage.taps(CLEO, "Coffee")
    asked = await stage.taps(CLEO, "🌍 Name in Nederlands")
    assert "How is Coffee called in Nederlands?" in asked
    assert "🌍 Nederlands: Koffie" in await stage.says(CLEO, "Koffie")
    await stage.says(CLEO, "/items")
    await stage.taps(CLEO, "Pie")
    for language, name in (("Nederlands", "Taart"), ("English", "Cake")):
        await stage.taps(CLEO, f"🌍 Name in {language}")
        assert f"🌍 {language}: {name}" in await stage.says(CLEO, name)
    await stage.scans(EVA, ANA)
    assert "+ Taart" in stage.newest(EVA).labels or "☰ Meer" in stage.newest(EVA).labels
    if "🛍 Wat was het?" not in stage.newest(EVA).labels:
        await stage.taps(EVA, "☰ Meer")
    await stage.taps(EVA, "🛍 Wat was het?")
    assert {"+ Taart", "Koffie", "Cookie"} <= set(stage.newest(EVA).labels)
    assert not {"Taart", "Cake", "Coffee"} & set(stage.newest(EVA).labels)
    assert "Ana kocht: Koffie ✔" in await stage.taps(EVA, "Koffie")
    assert "Cake: +1 stamp" in await stage.says(ANA, "/offers")
    await stage.says(ANA, "/language")
    await stage.taps(ANA, "Nederlands")
    assert "Taart: +1 stempel" in await stage.says(ANA, "/offers")
