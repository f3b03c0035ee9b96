"""A membership is set up by the owner, sold and used at the till, and read by who has it: on every channel."""

import pytest

from loyalty.cards.parts.membership import Membership
from loyalty.cards.programme import Programme, Reward
from loyalty.roles import Role
from tests.journeys.campaigns import opened, round_for
from tests.journeys.people import ANA, CLEO, EVA, TOM
from tests.journeys.platforms import EVERYWHERE
from tests.journeys.stage import Place, Stage
from tests.kinds import MEMBERSHIP_ENDS
from tests.programmes import points_card, stamp_card

everywhere = pytest.mark.parametrize("where", EVERYWHERE, ids=str)
COFFEE = Membership("A coffee a day", 3900, months=1, item="Coffee")
TWO = Membership("Two classes", 2000, days=30, item="Class", cuts=2)
CLUB = Membership("Club card", 2500, months=6, percent=10)


def _rules(*parts: Membership) -> Programme:
    return stamp_card((Reward("r1", "Free coffee", 10),), parts=parts)


async def _cafe(stage: Stage, *parts: Membership) -> Place:
    cafe = await stage.cafe(programme=_rules(*parts or (COFFEE,)))
    await cafe.joins(ANA)
    return cafe


async def _buys(stage: Stage, label: str, price: str) -> str:
    await stage.scans(EVA, ANA)
    await stage.taps(EVA, "⭐ Membership")
    assert f"Take {price} from Ana" in await stage.taps(EVA, label)
    return await stage.taps(EVA, f"✔ {price} taken")


@pytest.mark.slow
@everywhere
async def test_it_is_sold_and_used_once_a_day_until_its_last_day(stage: Stage) -> None:
    await _cafe(stage)
    assert "A coffee a day: Coffee, once a day. €39.00 for 1 month" in await stage.says(ANA, "/membership")
    mark = stage.platform.mark(ANA)
    said = await _buys(stage, "A coffee a day", "€39.00")
    assert "⭐ Sold to Ana for €39.00 ✔" in said
    assert any("It brings: Coffee, once a day." in seen.text for seen in stage.platform.since(ANA, mark))
    stage.later(hours=1)
    await stage.says(ANA, "/card")
    assert "⭐ A coffee a day: until" in await stage.scans(EVA, ANA)
    assert "⭐ Coffee for Ana ✔" in await stage.taps(EVA, "⭐ Coffee")
    read = await stage.says(ANA, "/membership")
    assert "It ends by itself: nothing renews" in read
    stage.later(hours=2)
    await stage.says(ANA, "/card")
    await stage.scans(EVA, ANA)
    assert "⭐ Coffee" not in stage.last(EVA).labels
    stage.later(days=1)
    await stage.says(ANA, "/card")
    await stage.scans(EVA, ANA)
    assert "⭐ Coffee for Ana ✔" in await stage.taps(EVA, "⭐ Coffee")
    assert "Taken back: Ana can have it again." in await stage.taps(EVA, "↩ Undo")
    stage.later(days=40)
    await stage.says(ANA, "/card")
    assert "A coffee a day" not in await stage.scans(EVA, ANA)


@pytest.mark.slow
@everywhere
async def test_a_pass_counts_down_and_says_when_one_is_left(stage: Stage) -> None:
    await _cafe(stage, TWO)
    assert "Two classes: 2 left, until" in await _buys(stage, "Two classes", "€20.00")
    stage.later(hours=1)
    await stage.says(ANA, "/card")
    await stage.scans(EVA, ANA)
    mark = stage.platform.mark(ANA)
    assert "Two classes: 1 left" in await stage.taps(EVA, "⭐ Class")
    assert any("☝ Only one is left." in seen.text for seen in stage.platform.since(ANA, mark))
    stage.later(hours=1)
    await stage.says(ANA, "/card")
    assert "1 left" in await stage.scans(EVA, ANA)
    await stage.taps(EVA, "⭐ Class")
    assert "Two classes" not in stage.last(EVA).labels
    assert "It ends by itself" not in await stage.says(ANA, "/membership")


@pytest.mark.slow
@everywhere
async def test_a_share_comes_off_the_bill_that_is_typed(stage: Stage) -> None:
    cafe = await stage.cafe(programme=points_card((Reward("r1", "Cake", 100),), parts=(CLUB,)))
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.taps(EVA, "⭐ Membership")
    await stage.taps(EVA, "Club card")
    assert "⭐ Sold to Ana" in await stage.taps(EVA, "✔ €25.00 taken")
    stage.later(hours=1)
    await stage.says(ANA, "/card")
    assert "What was spent?" in await stage.scans(EVA, ANA)
    assert "What is the bill?" in await stage.taps(EVA, "⭐ 10% off")
    said = await stage.says(EVA, "20")
    assert "➖ Deduct €2.00, to pay €18.00." in said
    assert "And what was spent?" in said
    assert "+18 points" in await stage.taps(EVA, "€18.00")


@pytest.mark.slow
@everywhere
async def test_who_leads_the_shop_ends_one_and_says_what_is_paid_back(stage: Stage) -> None:
    await _cafe(stage, TWO)
    await _buys(stage, "Two classes", "€20.00")
    stage.later(hours=1)
    await stage.says(ANA, "/card")
    await stage.scans(EVA, ANA)
    await stage.taps(EVA, "⭐ Class")
    stage.later(hours=1)
    await stage.says(ANA, "/card")
    await stage.scans(CLEO, ANA)
    await stage.taps(CLEO, "⭐ Membership")
    asked = await stage.taps(CLEO, "Pay back: Two classes")
    assert "Had 1 time so far." in asked
    mark = stage.platform.mark(ANA)
    assert "Pay back €10.00." in await stage.taps(CLEO, "€10.00")
    assert any("Paid back: €10.00." in seen.text for seen in stage.platform.since(ANA, mark))
    assert "ended “Two classes”, paid back €10.00" in await stage.says(CLEO, "/audit")


@pytest.mark.slow
@everywhere
async def test_an_owner_sets_one_up_by_the_screen_of_bonuses(stage: Stage) -> None:
    cafe = await stage.cafe(programme=_rules())
    await cafe.joins(ANA)
    assert "No shop of yours sells memberships" in await stage.says(ANA, "/membership")
    await stage.says(CLEO, "/programme")
    await stage.taps(CLEO, "✨ Bonuses")
    assert "Customers pay once" in await stage.taps(CLEO, "➕ Membership")
    await stage.taps(
        CLEO, next(label for label in stage.last(CLEO).labels if label.startswith("Ten classes"))
    )
    await stage.taps(CLEO, "Its price")
    assert "It costs something" in await stage.says(CLEO, "0")
    await stage.says(CLEO, "99.50")
    await stage.taps(CLEO, "How long")
    assert "It lasts at least a day" in await stage.says(CLEO, "0 days")
    assert "I did not understand that." in await stage.says(CLEO, "a while")
    assert "€99.50 for 28 days" in await stage.says(CLEO, "4 weeks")
    await stage.taps(CLEO, "As a pass")
    assert "5 × Class" in await stage.says(CLEO, "5")
    await stage.taps(CLEO, "✔ Use it")
    await stage.taps(CLEO, "✔ Confirm")
    assert "Ten classes: 5 × Class. €99.50 for 28 days" in await stage.says(ANA, "/membership")


@pytest.mark.slow
@everywhere
async def test_who_has_one_sets_it_aside_and_lets_it_go_on(stage: Stage) -> None:
    await _cafe(stage)
    await _buys(stage, "A coffee a day", "€39.00")
    await stage.says(ANA, "/membership")
    assert "It rests from tomorrow on" in await stage.taps(ANA, "⏸ Pause: A coffee a day")
    assert "less than 7 days put nothing aside" in await stage.says(ANA, "3 days")
    assert "paused from" in await stage.says(ANA, "2 weeks")
    stage.later(days=2)
    await stage.says(ANA, "/card")
    assert "paused from" in await stage.scans(EVA, ANA)
    assert "⭐ Coffee" not in stage.last(EVA).labels
    await stage.says(ANA, "/membership")
    assert "A coffee a day: until" in await stage.taps(ANA, "▶ Go on: A coffee a day")
    stage.later(hours=1)
    await stage.says(ANA, "/card")
    await stage.scans(EVA, ANA)
    assert "⭐ Coffee for Ana ✔" in await stage.taps(EVA, "⭐ Coffee")


@pytest.mark.slow
@everywhere
async def test_its_holder_hears_some_days_before_it_ends_and_once_it_has_without_a_yes_to_reminders(
    stage: Stage,
) -> None:
    await opened(stage, _rules(COFFEE), MEMBERSHIP_ENDS)
    await stage.says(ANA, "/messages")
    await _buys(stage, "A coffee a day", "€39.00")  # on 12 March: its last day is 11 April
    stage.later(days=20)
    assert await round_for(stage, ANA) == ""
    stage.later(days=7)
    soon = await round_for(stage, ANA)
    assert "ends soon" in soon
    assert "A coffee a day" in soon
    assert "11 April" in soon
    assert await round_for(stage, ANA) == ""
    stage.later(days=5)
    assert "has ended" in await round_for(stage, ANA)
    assert await round_for(stage, ANA) == ""


@pytest.mark.slow
@everywhere
async def test_who_bought_it_again_hears_of_no_end(stage: Stage) -> None:
    await opened(stage, _rules(COFFEE), MEMBERSHIP_ENDS)
    await _buys(stage, "A coffee a day", "€39.00")
    stage.later(days=20)
    await stage.says(ANA, "/card")
    await _buys(stage, "A coffee a day", "€39.00")
    assert "A coffee a day: from 12 April until 11 May" in await stage.says(ANA, "/membership")
    stage.later(days=8)
    assert await round_for(stage, ANA) == ""


@everywhere
async def test_what_a_month_brought_stands_in_the_figures_and_the_list_to_take_home(stage: Stage) -> None:
    await _cafe(stage, TWO)
    await _buys(stage, "Two classes", "€20.00")
    assert "⭐ 1 membership runs · March: €20.00 of 1 sold (February: €0.00)" in await stage.says(
        CLEO, "/stats"
    )
    assert "1 membership sold." in await stage.says(CLEO, "/export")
    assert "Memberships you bought" in await stage.says(ANA, "/mydata")


@pytest.mark.slow
@everywhere
async def test_the_sums_show_what_one_costs_where_all_of_it_is_used_and_ask_twice(stage: Stage) -> None:
    await stage.cafe(programme=_rules())
    for question, answer in (("Average sale", "4.50"), ("Margin", "65%")):
        await stage.says(CLEO, "/calculator")
        await stage.taps(CLEO, question)
        await stage.says(CLEO, answer)
    await stage.says(CLEO, "/programme")
    await stage.taps(CLEO, "✨ Bonuses")
    await stage.taps(CLEO, "➕ Membership")
    await stage.taps(CLEO, next(one for one in stage.last(CLEO).labels if one.startswith("A coffee a day")))
    shown = await stage.taps(CLEO, "✔ Use it")
    assert "“A coffee a day” loses money where all of it is used" in shown
    asked = await stage.taps(CLEO, "✔ Confirm")
    assert "Shall it be so all the same?" in asked
    await stage.taps(CLEO, "✔ Yes, all the same")
    told = await stage.says(CLEO, "/calculator")
    assert (
        "A coffee a day: €39.00. Where all of it is used, 31 times, it costs you €48.83 to €139.50." in told
    )
    assert "said yes to “A coffee a day” for €39.00" in await stage.says(CLEO, "/audit")


async def test_who_would_be_forgotten_reads_what_they_paid_for_that_goes(stage: Stage) -> None:
    await _cafe(stage)
    assert "⭐" not in await stage.says(ANA, "/forget")
    await _buys(stage, "A coffee a day", "€39.00")
    assert "Café Luna · 1 of 10 stamps · ⭐ A coffee a day: until" in await stage.says(ANA, "/forget")


@everywhere
async def test_what_a_pass_gave_by_a_slip_a_manager_takes_back_on_a_later_day(stage: Stage) -> None:
    cafe = await _cafe(stage, TWO)
    await cafe.hires(TOM, Role.MANAGER)
    await _buys(stage, "Two classes", "€20.00")
    stage.later(hours=1)
    await stage.says(ANA, "/card")
    await stage.scans(EVA, ANA)
    await stage.taps(EVA, "⭐ Class")
    stage.later(days=2)
    assert "A manager can help, with" in await stage.taps(EVA, "↩ Undo")
    await stage.says(TOM, "/undo ana")
    told = await stage.taps(TOM, "↩ 12 March, 13:00 Ana ⭐ Two classes · Eva")
    assert "Taken back: Ana can have it again. Two classes: 2 left" in told
    await stage.says(TOM, "/undo ana")
    assert not any("⭐" in label for label in stage.last(TOM).labels)


@everywhere
async def test_who_gives_the_second_of_two_back_reads_that_the_first_still_holds(stage: Stage) -> None:
    await _cafe(stage)
    await _buys(stage, "A coffee a day", "€39.00")
    stage.later(days=1)
    await stage.says(ANA, "/card")
    await _buys(stage, "A coffee a day", "€39.00")
    mark = stage.platform.mark(ANA)
    back = await stage.taps(EVA, "↩ Undo")
    assert "“A coffee a day” of Ana has ended. Pay back €39.00.\n⭐ A coffee a day: until 11 April" in back
    told = "\n".join(seen.text for seen in stage.platform.since(ANA, mark))
    assert "“A coffee a day” has ended. Paid back: €39.00.\n⭐ A coffee a day: until 11 April" in told
