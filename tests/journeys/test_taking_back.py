"""What was booked or handed out by a slip is taken back, by whoever may and as long as they may."""

import pytest

from loyalty.roles import Role
from tests.fakes.people import User
from tests.journeys.people import ANA, BEN, CLEO, EVA, TOM
from tests.journeys.platforms import EVERYWHERE
from tests.journeys.stage import ONE_STAMP, Stage

everywhere = pytest.mark.parametrize("where", EVERYWHERE, ids=str)


@everywhere
async def test_a_slip_of_the_thumb_is_taken_back_with_one_tap(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    assert "Taken back. Ana: 0 of 4 stamps" in await stage.taps(EVA, "↩ Undo")
    assert "Eva took back the booking of 12:00." in stage.last(ANA).text
    assert await stage.balance(ANA) == 0
    assert "1 of 4" in await stage.scans(EVA, ANA)


@everywhere
async def test_a_reward_that_goes_with_its_visit_is_named_to_who_had_it_and_who_took_it_back(
    stage: Stage,
) -> None:
    cafe = await stage.cafe(programme=ONE_STAMP)
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    gone = "What it had earned went with it: Free coffee."
    assert gone in await stage.taps(EVA, "↩ Undo")
    assert f"Eva took back the booking of 12:00. {gone}" in stage.last(ANA).text


async def test_after_ten_minutes_taking_back_wants_a_reason(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    stage.later(minutes=11)
    assert "Why shall I take it back?" in await stage.taps(EVA, "↩ Undo")
    assert await stage.balance(ANA) == 1
    assert "Taken back. Ana" in await stage.says(EVA, "Wrong customer")
    assert await stage.rows("SELECT reason FROM audit WHERE what = 'visit_undone'") == [("Wrong customer",)]


async def test_after_a_day_only_a_manager_takes_back(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.hires(TOM, Role.MANAGER)
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    stage.later(hours=25)
    assert "only a manager" in await stage.taps(EVA, "↩ Undo")
    assert await stage.balance(ANA) == 1


@everywhere
async def test_a_customer_reads_who_took_a_booking_back_also_where_somebody_else_had_made_it(
    stage: Stage,
) -> None:
    cafe = await stage.cafe()
    await cafe.hires(TOM, Role.MANAGER)
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(TOM, "/undo")
    await stage.taps(TOM, stage.last(TOM).labels[0])
    await stage.says(TOM, "Wrong customer")
    assert "Tom took back the booking of 12:00." in stage.last(ANA).text


@everywhere
async def test_what_is_older_than_a_day_a_manager_takes_back_by_the_customers_name(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.hires(TOM, Role.MANAGER)
    for person in (ANA, BEN):
        await cafe.joins(person)
        await stage.scans(EVA, person)
    stage.later(days=3)
    assert "older than a day a manager can, with" in await stage.says(EVA, "/undo ana")
    assert "Ana: which one shall I take back?" in await stage.says(TOM, "/undo ana")
    await stage.taps(TOM, stage.last(TOM).labels[0])
    assert "Taken back. Ana: 0 of 4 stamps" in await stage.says(TOM, "It was somebody else")
    assert await stage.balance(ANA) == 0
    assert await stage.balance(BEN) == 1
    await stage.says(TOM, "/undo")
    await stage.taps(TOM, "🔎 Of one customer")
    assert "Ben: which one shall I take back?" in await stage.says(TOM, stage.short_code(BEN))


@everywhere
@pytest.mark.parametrize("typed", ["undo ana", "Ongedaan maken: Ana", "visszavonás ana"])
async def test_whose_booking_is_meant_can_be_said_without_a_slash(stage: Stage, typed: str) -> None:
    cafe = await stage.cafe()
    for person in (ANA, BEN):
        await cafe.joins(person)
        await stage.scans(EVA, person)
    assert "Ana: which one shall I take back?" in await stage.says(EVA, typed)
    for plain in ("undo please", "undo the last stamp", "terugdraaien alsjeblieft", "visszavonás kérlek"):
        assert (await stage.says(EVA, plain)).startswith("Which one shall I take back?"), plain


@everywhere
async def test_an_amount_that_is_put_right_too_late_leads_to_what_can_be_taken_back(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "12.50")
    stage.later(minutes=30)
    assert "Which one shall I take back?" in await stage.says(EVA, "oops, 21.50")
    await stage.taps(EVA, stage.last(EVA).labels[0])
    assert "Taken back. Ana: 0 points" in await stage.says(EVA, "Wrong amount")


async def test_older_bookings_are_a_tap_below_the_latest(stage: Stage) -> None:
    cafe = await stage.cafe(cashiers=[EVA])
    for number in range(8):
        person = User(2000 + number, f"Guest{number}")
        await cafe.joins(person)
        await stage.scans(EVA, person)
        stage.later(minutes=5)
    await stage.says(EVA, "/undo")
    assert sum("Guest" in label for label in stage.last(EVA).labels) == 6
    await stage.taps(EVA, "Older")
    assert [label.split()[2] for label in stage.newest(EVA).labels if "Guest" in label] == [
        "Guest1",
        "Guest0",
    ]
    assert "Nobody by that name" in await stage.says(EVA, "/undo the last one")
    assert sum("Guest" in label for label in stage.last(EVA).labels) == 6


@pytest.mark.slow
async def test_undo_lists_what_can_be_taken_back_so_that_it_can_be_told_apart(stage: Stage) -> None:
    cafe = await stage.cafe(programme=ONE_STAMP, cashiers=[EVA, TOM])
    assert "There is nothing that you could take back" in await stage.says(EVA, "/undo")
    assert "Nothing was booked today." in await stage.says(EVA, "/today")
    await cafe.joins(ANA)
    await cafe.joins(BEN)
    await stage.change("UPDATE persons SET name = 'Ana' WHERE name = 'Ben'")
    ana, other = stage.short_code(ANA), stage.short_code(BEN)
    await stage.says(EVA, ana)
    await stage.says(TOM, other)
    await stage.says(EVA, "/undo")
    assert {f"↩ 12:00 Ana …{ana[3:]} +1 · Eva", f"↩ 12:00 Ana …{other[3:]} +1 · Tom"} <= set(
        stage.last(EVA).labels
    )
    assert "Taken back. Ana" in await stage.taps(EVA, f"↩ 12:00 Ana …{other[3:]} +1 · Tom")
    await stage.scans(EVA, ANA)
    assert "✔ redeemed" in await stage.taps(EVA, "🎁 Redeem")
    told = await stage.says(EVA, "/today")
    assert told.startswith("Today at Café Luna:\n1 visit · 1 stamp · 1 reward handed out\n")
    assert (
        "12:00 · Ana · 🎁 Free coffee · Eva" in told
        or f"12:00 · Ana …{ana[3:]} · 🎁 Free coffee · Eva" in told
    )
    assert f"12:00 · Ana …{other[3:]} · taken back · Tom" in told
    await stage.says(EVA, "/undo")
    await stage.taps(EVA, "↩ 12:00 Ana 🎁 Free coffee · Eva")
    assert await stage.rows("SELECT state FROM vouchers WHERE state <> 'withdrawn'") == [("available",)]


@everywhere
async def test_not_me_reverses_a_redemption_and_the_owner_hears_of_it(stage: Stage) -> None:
    cafe = await stage.cafe(programme=ONE_STAMP)
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    assert "🎁 Free coffee for Ana ✔ redeemed" in await stage.taps(EVA, "🎁 Redeem")
    assert "Was this you?" in stage.last(ANA).text
    assert "“Free coffee” is yours again." in await stage.taps(ANA, "Not me!")
    assert "⚠ Café Luna: Ana says “Free coffee” was not handed out to them. Eva" in stage.last(CLEO).text
    assert "🎁 Free coffee" in await stage.says(ANA, "/rewards")


async def test_a_redemption_tapped_by_mistake_is_taken_back(stage: Stage) -> None:
    cafe = await stage.cafe(programme=ONE_STAMP)
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.taps(EVA, "🎁 Redeem")
    assert "Taken back: Ana has “Free coffee” again." in await stage.taps(EVA, "↩ Undo")


@everywhere
async def test_what_the_till_bought_by_mistake_is_no_visits_hindrance_once_it_is_taken_back(
    stage: Stage,
) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "60")
    visit = stage.platform.data_under(EVA, "↩ Undo")
    await stage.taps(EVA, "🎁 Redeem")
    await stage.taps(EVA, "🎁 Cake (50)")
    await stage.taps(EVA, "↩ Undo")
    assert "Use:" not in await stage.says(ANA, "/rewards")
    assert "Taken back. Ana: 0 points" in await stage.taps_data(EVA, visit)
    assert "There is nothing that you could take back" in await stage.says(EVA, "/undo")


@everywhere
async def test_a_reward_that_was_redeemed_by_mistake_can_be_redeemed_again(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "60")
    for left in (10, 10):
        await stage.taps(EVA, "🎁 Redeem")
        assert "🎁 Cake for Ana ✔ redeemed" in await stage.taps(EVA, "🎁 Cake (50)")
        assert await stage.balance(ANA) == left
        await stage.taps(EVA, "↩ Undo")
        assert await stage.balance(ANA) == 60
        await stage.scans(EVA, ANA)


async def test_what_a_customer_bought_is_theirs_again_when_the_till_takes_its_handing_out_back(
    stage: Stage,
) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "12,50")
    await stage.taps(ANA, "Get: Cookie")
    await stage.taps(ANA, "Yes, get it")
    await stage.taps(ANA, "Use: Cookie")
    await stage.opens(EVA, stage.code_of(ANA))
    assert "Taken back: Ana has “Cookie” again." in await stage.taps(EVA, "↩ Undo")
    assert await stage.balance(ANA) == 2
