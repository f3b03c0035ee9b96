"""Amounts as they are typed at a till: read, doubted, asked about once more, corrected."""

from dataclasses import replace

import pytest

from loyalty.cards.programme import Automatic, Limits, PerMoney, Programme, Reward
from loyalty.units import Unit
from tests.journeys.people import ANA, EVA
from tests.journeys.platforms import EVERYWHERE
from tests.journeys.stage import POINTS, Stage

CAKE = Reward("cake", "Cake", 20)
everywhere = pytest.mark.parametrize("where", EVERYWHERE, ids=str)
_BAD_AMOUNTS = {
    "-5": "An amount can't be below zero.",
    "1e9": "I can't read that as an amount.",
    "NaN": "I can't read that as an amount.",
    "twelve": "I can't read that as an amount.",
    "1.000": "Is that thousands or cents?",
    "12,505": "€12,505.00 — really?",
    "0,1234": "That has too many decimals.",
    "9" * 30: "That is more than a till takes.",
    "9" * 4000: "I can't read that as an amount.",
}


@pytest.mark.slow
async def test_an_amount_that_can_not_be_is_asked_for_again(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    for typed, answer in _BAD_AMOUNTS.items():
        assert answer in await stage.says(EVA, typed), typed
    assert await stage.balance(ANA) == 0
    assert "Ana: +7 points" in await stage.says(EVA, "7")


@everywhere
async def test_an_amount_that_is_most_likely_a_slip_is_asked_about_first(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    assert "€1,250.00 — really?" in await stage.says(EVA, "1250")
    assert await stage.balance(ANA) == 0
    first = stage.platform.data_under(EVA, "Yes, book it")
    assert "€99,999.00 — really?" in await stage.says(EVA, "99999")
    assert "nothing was booked" in await stage.taps_data(EVA, first)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "1250")
    assert "Ana: +12 points ✔ now 12 points" in await stage.says(EVA, "12.50")
    assert "nothing was booked" in await stage.taps(EVA, "Yes, book it")
    assert await stage.balance(ANA) == 12


@everywhere
async def test_an_amount_that_was_asked_about_is_booked_once_at_a_yes(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "600")
    yes = stage.platform.data_under(EVA, "Yes, book it")
    assert "Ana: +600 points ✔ now 600 points" in await stage.taps_data(EVA, yes)
    assert "nothing was booked" in await stage.taps_data(EVA, yes)
    assert await stage.balance(ANA) == 600


@pytest.mark.slow
async def test_an_ordinary_bill_is_booked_at_once_and_a_slip_is_seen_beside_what_the_shop_is_used_to(
    stage: Stage,
) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    for spent in ["8", "120", "45", "9.50", "60", "20", "12,50", "30", "15", "75"]:
        await stage.scans(EVA, ANA)
        assert "✔ now" in await stage.says(EVA, spent)
        stage.later(minutes=2)
    await stage.scans(EVA, ANA)
    assert "€750.00 — really?" in await stage.says(EVA, "750")
    assert "✔ now" in await stage.says(EVA, "350")


@everywhere
async def test_an_amount_that_could_be_two_is_booked_as_the_one_that_is_tapped(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "1.250")
    assert "Ana: +1 point ✔ now 1 point" in await stage.taps(EVA, "€1.25")


async def test_after_a_limit_said_no_the_corrected_amount_is_taken(stage: Stage) -> None:
    rules = replace(POINTS, limits=Limits(max_per_visit=100, max_per_day=120))
    bakery = await stage.cafe("Bakery Sol", rules)
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    assert "One visit gives at most 100 points here." in await stage.says(EVA, "1250")
    assert "Ana: +90 points" in await stage.says(EVA, "90")
    stage.later(minutes=2)
    await stage.scans(EVA, ANA)
    assert "120 points a day is the shop's limit" in await stage.says(EVA, "90")
    await stage.says(EVA, "12,505")
    assert "One visit gives at most 100 points here." in await stage.taps(EVA, "Yes, book it")
    assert "Ana: +12 points" in await stage.says(EVA, "12,50")


async def test_an_amount_that_earns_nothing_is_explained(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    assert "Too little for points: they start at €1.00." in await stage.says(EVA, "0,10")


async def test_amounts_are_read_as_people_type_them(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    for typed, points in {"12,50": 12, "1.000,00": 1000, "€ 3": 3, "١٢٫٥٠": 12, "12.99 EUR": 12}.items():
        before = await stage.balance(ANA)
        await stage.scans(EVA, ANA)
        await stage.says(EVA, typed)
        if points == 1000:
            await stage.taps(EVA, "Yes, book it")
        assert await stage.balance(ANA) == before + points, typed
        stage.later(minutes=2)


@everywhere
async def test_a_wrong_amount_is_corrected_in_a_few_words_and_with_one_tap(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "12,50")
    assert "For Ana €12.50 is booked." in await stage.says(EVA, "no, 15")
    assert "€12.50 is taken back.\nAna: +15 points ✔ now 15 points" in await stage.taps(EVA, "✔ €15.00")
    assert await stage.balance(ANA) == 15


@everywhere
@pytest.mark.parametrize(("right", "now", "went"), [("15", 15, False), ("5", 5, True)])
async def test_who_was_booked_wrong_reads_once_what_was_corrected_and_how_the_card_stands_by_it(
    stage: Stage, *, right: str, now: int, went: bool
) -> None:
    rules = Programme(Unit.STAMPS, PerMoney(1), Automatic(), (Reward("cookie", "Cookie", 10), CAKE))
    shop = await stage.cafe(programme=rules)
    await shop.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "12,50")
    await stage.says(EVA, f"no, {right}")
    mark = stage.platform.mark(ANA)
    await stage.taps(EVA, f"✔ €{right}.00")
    await stage.house.drain()
    told = [seen.text for seen in stage.platform.since(ANA, mark)]
    [note] = [one for one in told if one.startswith("Café Luna: Eva corrected the booking of 12:00.")]
    assert f"{now} of 20 stamps" in note
    assert ("What it had earned went with it: Cookie." in note) is went
    assert not any("took back" in one for one in told)
