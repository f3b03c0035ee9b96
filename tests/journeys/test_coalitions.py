"""Two shops have one card: founded, joined, collected on, spent from, settled and left; on every channel."""

from dataclasses import replace

import pytest

from storage.shop import shops
from tests.journeys.partners import MAX, NIA, ROSA, heard, link_in, open_two, spends, together
from tests.journeys.people import ANA, BEN, CLEO, EVA, TOM
from tests.journeys.platforms import EVERYWHERE
from tests.journeys.stage import Stage

everywhere = pytest.mark.parametrize("where", EVERYWHERE, ids=str)


@everywhere
async def test_a_coalition_from_its_founding_to_what_is_paid(stage: Stage) -> None:
    await open_two(stage)
    assert "Café Luna is in no coalition" in await stage.says(CLEO, "/coalition")
    await stage.taps(CLEO, "➕ Found a coalition")
    assert "line by line" in await stage.says(CLEO, "High Street")
    assert "I can't read “free coffee”." in await stage.says(CLEO, "1\nfree coffee")
    read = await stage.says(CLEO, "1\n100 = 5\n250 = 15")
    assert "100 points: Thank you (€5.00 off)" in read
    assert "Who gave a point pays for it when it is spent" in read
    assert "it begins with the second one" in await stage.taps(CLEO, "✔ Found it")
    invited = await stage.taps(CLEO, "➕ Invite a shop")
    asked = await stage.opens(ROSA, link_in(invited))
    assert "High Street is one card for several shops: Café Luna." in asked
    assert "30 days' notice" in asked
    assert "✔ You are in." in await stage.taps(ROSA, "Yes, join")
    assert "was used or has run out" in await stage.opens(ROSA, link_in(invited))

    joined = await stage.opens(ANA, link_in(await stage.taps(ROSA, "🔗 For customers")))
    assert "High Street" in joined
    assert "+120 points ✔" in await spends(stage, EVA, "120")
    stage.later(minutes=5)
    await stage.says(ANA, "/card")
    mark = stage.platform.mark(ANA)
    assert "+30 points ✔" in await spends(stage, NIA, "30")
    assert "Bakery Sol" in "\n".join(seen.text for seen in stage.platform.since(ANA, mark))

    await stage.says(ANA, "/rewards")
    await stage.taps(ANA, next(label for label in stage.last(ANA).labels if "Thank you" in label))
    await stage.taps(ANA, next(label for label in stage.last(ANA).labels if label.startswith("Yes")))
    await stage.taps(ANA, next(label for label in stage.last(ANA).labels if "Use" in label))
    redeemed = await stage.opens(NIA, stage.code_of(ANA))
    assert "Thank you (€5.00 off)" in redeemed
    assert "Ana" not in redeemed

    seen = await stage.says(CLEO, "/coalition")
    assert "This month Café Luna gave 120 points and took €0.00 off bills." in seen
    assert "others took €5.00 off bills. 20 points of yours can still be spent." in seen
    stage.later(days=35)
    mark = stage.platform.mark(ROSA)
    await stage.house.campaign()
    await stage.house.drain()
    assert "is settled" in "\n".join(seen.text for seen in stage.platform.since(ROSA, mark))
    assert "Café Luna owes Bakery Sol €5.00" in await stage.says(CLEO, "/coalition")
    await stage.says(ROSA, "/coalition")
    assert "✔ Café Luna paid €5.00\n" in await stage.taps(ROSA, "✔ Café Luna paid €5.00")
    assert "All months are paid." in await stage.says(CLEO, "/coalition")


@everywhere
async def test_who_types_rules_that_promise_nothing_reads_what_is_wrong(stage: Stage) -> None:
    await open_two(stage)
    await stage.says(CLEO, "/coalition")
    await stage.taps(CLEO, "➕ Found a coalition")
    await stage.says(CLEO, "High Street")
    assert "A card needs at least one reward." in await stage.says(CLEO, "1")
    free = await stage.says(CLEO, "1\n0 = 5")
    assert "That number does not fit" in free
    assert "line by line" in free
    lavish = await stage.says(CLEO, "100\n100 = 5")
    assert "500% of what is spent would come back: more than customers pay." in lavish
    assert "✔ Found it" not in stage.last(CLEO).labels
    assert "100 points: Thank you (€5.00 off)" in await stage.says(CLEO, "1 point per euro\n100 points = €5")


@everywhere
async def test_points_of_who_is_forgotten_can_be_spent_no_more(stage: Stage) -> None:
    await open_two(stage)
    await stage.opens(ANA, await together(stage))
    await spends(stage, EVA, "240")
    await stage.says(ANA, "/rewards")
    await stage.taps(ANA, next(label for label in stage.last(ANA).labels if "Thank you" in label))
    await stage.taps(ANA, next(label for label in stage.last(ANA).labels if label.startswith("Yes")))
    assert " 240 points of yours can still be spent." in await stage.says(CLEO, "/coalition")
    await stage.says(ANA, "/forget")
    assert "I don't know you any more" in await stage.taps(ANA, "Yes, erase everything")
    assert " 0 points of yours can still be spent." in await stage.says(CLEO, "/coalition")


@pytest.mark.slow
@everywhere
async def test_other_rules_need_a_yes_of_every_shop(stage: Stage) -> None:
    await open_two(stage)
    await together(stage)
    await stage.says(CLEO, "/coalition")
    await stage.taps(CLEO, "✏ Other rules")
    await stage.says(CLEO, "2\n100 = 3")
    assert "1 of 2 said yes" in await stage.taps(CLEO, "✔ Propose it")
    assert "Café Luna proposes other rules:" in await stage.says(ROSA, "/coalition")
    done = await stage.taps(ROSA, "Yes, I agree")
    assert "100 points: Thank you (€3.00 off)" in done
    assert "proposes" not in done


@pytest.mark.slow
@everywhere
async def test_a_shop_that_leaves_is_told_what_stays_and_may_change_its_mind(stage: Stage) -> None:
    await open_two(stage)
    await stage.opens(ANA, await together(stage))
    await spends(stage, EVA, "40")
    await stage.says(CLEO, "/coalition")
    asked = await stage.taps(CLEO, "Leave")
    assert "Leave High Street in 30 days?" in asked
    assert "40 points of yours can still be spent there" in asked
    assert "Café Luna, leaves on" in await stage.taps(CLEO, "Yes, leave")
    assert "✔ You stay." in await stage.taps(CLEO, "Stay after all")
    await stage.taps(CLEO, "Leave")
    await stage.taps(CLEO, "Yes, leave")
    stage.later(days=31)
    await stage.house.campaign()
    assert "is in no coalition" in await stage.says(CLEO, "/coalition")
    await stage.says(ANA, "/card")
    assert "is good" not in await stage.says(EVA, stage.short_code(ANA))
    assert await stage.balance(ANA) == 40


@everywhere
async def test_who_owns_no_shop_or_is_in_a_coalition_already_joins_none(stage: Stage) -> None:
    await open_two(stage)
    await together(stage)
    mars = await stage.cafe("Café Mars", owner=MAX, cashiers=(TOM,))
    await stage.says(CLEO, "/coalition")
    link = link_in(await stage.taps(CLEO, "➕ Invite a shop"))
    assert "for the owner of a shop" in await stage.opens(BEN, link)
    await stage.opens(ROSA, link)
    assert "A shop is in one coalition at most" in await stage.taps(ROSA, "Yes, join")
    await stage.house.db.write(shops.change, replace(mars.shop, currency="HUF"))
    await stage.opens(MAX, link)
    assert "High Street settles in EUR, and Café Mars takes HUF" in await stage.taps(MAX, "Yes, join")


@pytest.mark.slow
@everywhere
async def test_a_shop_reads_a_name_once_its_customer_said_so_and_no_longer_than_that(stage: Stage) -> None:
    await open_two(stage)
    await stage.opens(ANA, await together(stage))
    await stage.says(ANA, "/card")
    assert "a shop sees that it is good, and no more" in await stage.says(ANA, "/known")
    assert "✔ Café Luna" in await stage.taps(ANA, "Café Luna: yes")
    await stage.says(ANA, "/card")
    assert "Ana" in await stage.says(EVA, stage.short_code(ANA))
    assert "Ana: +12 points ✔ now 12 points" in await stage.says(EVA, "12")
    stage.later(minutes=5)
    assert "is good. What was spent?" in await stage.says(NIA, stage.short_code(ANA))
    assert "Shops of a coalition that know you" in await stage.says(ANA, "/mydata")


@pytest.mark.slow
@everywhere
async def test_owners_hear_what_the_other_shops_ask_and_do(stage: Stage) -> None:
    await open_two(stage)
    mark = stage.platform.mark(CLEO)
    await together(stage)
    await stage.house.drain()
    assert "High Street: Bakery Sol is in it now." in heard(stage, CLEO, mark)

    mark = stage.platform.mark(ROSA)
    await stage.says(CLEO, "/coalition")
    await stage.taps(CLEO, "✏ Other rules")
    await stage.says(CLEO, "2\n100 = 3")
    await stage.taps(CLEO, "✔ Propose it")
    await stage.house.drain()
    assert "Café Luna proposes other rules" in heard(stage, ROSA, mark)
    assert "100 points: Thank you (€3.00 off)" in heard(stage, ROSA, mark)
    mark = stage.platform.mark(CLEO)
    assert "the rules stay as they are" in await stage.taps(ROSA, "No")
    await stage.house.drain()
    assert "Bakery Sol said no to the other rules" in heard(stage, CLEO, mark)

    mark = stage.platform.mark(CLEO)
    await stage.taps(ROSA, "Leave")
    await stage.taps(ROSA, "Yes, leave")
    await stage.house.drain()
    assert "Bakery Sol gave notice and leaves on" in heard(stage, CLEO, mark)
    mark = stage.platform.mark(CLEO)
    stage.later(days=31)
    await stage.house.campaign()
    await stage.house.drain()
    assert "Bakery Sol has left" in heard(stage, CLEO, mark)


@pytest.mark.slow
@everywhere
async def test_what_is_not_paid_is_told_again_with_the_next_month(stage: Stage) -> None:
    await open_two(stage)
    await stage.opens(ANA, await together(stage))
    for month in ("March", "April"):
        await spends(stage, EVA, "120")
        await stage.says(ANA, "/rewards")
        await stage.taps(ANA, next(label for label in stage.last(ANA).labels if "Thank you" in label))
        await stage.taps(ANA, next(label for label in stage.last(ANA).labels if label.startswith("Yes")))
        await stage.taps(ANA, next(label for label in stage.last(ANA).labels if "Use" in label))
        await stage.opens(NIA, stage.code_of(ANA))
        stage.later(days=33)
        await stage.says(CLEO, "/coalition")  # so that she can be told in free words
        mark = stage.platform.mark(CLEO)
        await stage.house.campaign()
        await stage.house.drain()
        told = heard(stage, CLEO, mark)
        assert f"High Street: {month} 2026 is settled.\n{month} 2026: Café Luna owes Bakery Sol €5.00" in told
        assert ("Not paid yet:\nMarch 2026: Café Luna owes Bakery Sol €5.00" in told) is (month == "April")


@everywhere
async def test_who_left_reads_what_can_still_be_spent_on_their_account(stage: Stage) -> None:
    await open_two(stage)
    await stage.opens(ANA, await together(stage))
    await spends(stage, NIA, "130")
    await stage.says(ROSA, "/coalition")
    await stage.taps(ROSA, "Leave")
    await stage.taps(ROSA, "Yes, leave")
    stage.later(days=31)
    await stage.house.campaign()
    read = await stage.says(ROSA, "/coalition")
    assert "is in no coalition" in read
    assert "130 points of yours can still be spent in High Street, which you left" in read
    await stage.says(ANA, "/rewards")
    await stage.taps(ANA, next(label for label in stage.last(ANA).labels if "Thank you" in label))
    await stage.taps(ANA, next(label for label in stage.last(ANA).labels if label.startswith("Yes")))
    await stage.taps(ANA, next(label for label in stage.last(ANA).labels if "Use" in label))
    await stage.opens(EVA, stage.code_of(ANA))
    assert "30 points of yours can still be spent in High Street" in await stage.says(ROSA, "/coalition")
    assert "which you left" not in await stage.says(CLEO, "/coalition")
