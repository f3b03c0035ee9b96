"""At the till a code and what was spent may be typed in one line, in either order and as people write them."""

import pytest

from tests.journeys.people import ANA, BEN, EVA
from tests.journeys.platforms import EACH_PLATFORM, EVERYWHERE
from tests.journeys.stage import Stage

_EACH = pytest.mark.parametrize("where", EACH_PLATFORM, ids=str)
_EVERYWHERE = pytest.mark.parametrize("where", EVERYWHERE, ids=str)


def _as_typed(code: str) -> list[str]:
    low, parted = code.lower(), f"{code[:3]} {code[3:].lower()}"
    return [
        f"{code} 12,50", f"{low} 12.50", f"{parted} 12,5", f"{parted}, €12,50", f"{low}: 12,50 euro", f"12,50 {parted}", f"€12.50 {code}", f"{low} ١٢٫٥٠",
    ]  # fmt: skip


@_EACH
async def test_what_was_spent_may_stand_beside_the_code(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    for times, typed in enumerate(_as_typed(stage.short_code(ANA)), start=1):
        assert "Ana: +12 points ✔" in await stage.says(EVA, typed), typed
        assert await stage.balance(ANA) == 12 * times
        stage.later(minutes=20)


@_EVERYWHERE
async def test_the_next_customers_code_and_amount_may_come_where_one_was_forgotten(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await bakery.joins(BEN)
    await stage.scans(EVA, ANA)
    said = await stage.says(EVA, f"{stage.short_code(BEN)} 12,50")
    assert "Nothing was booked for Ana: no amount was typed." in said
    assert "Ben: +12 points ✔" in said
    assert (await stage.balance(ANA), await stage.balance(BEN)) == (0, 12)


async def test_an_amount_beside_a_code_is_doubted_as_any_other(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    code = stage.short_code(ANA)
    assert "€1,250.00 — really?" in await stage.says(EVA, f"{code} 1.250,00")
    assert await stage.balance(ANA) == 0
    await stage.taps(EVA, "Yes, book it")
    assert await stage.balance(ANA) == 1250
    stage.later(minutes=20)
    assert "thousands or cents?" in await stage.says(EVA, f"{code} 1.000")


@_EACH
async def test_on_a_card_of_stamps_an_amount_beside_the_code_is_noted_in_the_same_message(
    stage: Stage,
) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    before = stage.platform.mark(EVA)
    said = await stage.says(EVA, f"{stage.short_code(ANA)} 12,50")
    assert "1 of 4 stamps ✔ stamped" in said
    assert "€12.50 noted for Ana ✔" in said
    assert len(stage.platform.since(EVA, before)) == 1
    assert await stage.rows("SELECT spent_minor FROM visits") == [(1250,)]
    assert "Taken back. Ana: 0 of 4 stamps" in await stage.taps(EVA, "↩ Undo")


async def test_a_wrong_code_beside_an_amount_is_called_wrong(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    code = stage.short_code(ANA)
    wrong = f"{code[:4]}{'97' if code[4:] != '97' else '79'}"
    assert f"No card has the code {wrong}." in await stage.says(EVA, f"{wrong} 12,50")
    assert await stage.balance(ANA) == 0


async def test_words_beside_a_number_are_no_code(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    for typed in ("coffee 3,50", "table 4 12,50", "2 cakes 12,50"):
        assert "code" not in (await stage.says(EVA, typed)).split("\n")[0], typed
        assert await stage.balance(ANA) == 0


@pytest.mark.parametrize("typed", ["12.50 euro please", "12,50 euro graag", "12,50 aub", "12,50 kérem"])
async def test_courtesy_beside_an_amount_is_no_part_of_it(stage: Stage, typed: str) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    assert "Ana: +12 points ✔" in await stage.says(EVA, typed)


async def test_of_points_one_more_is_said_to_be_a_visit(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    assert "One more visit like this one, and it is yours: Cookie." in await stage.says(EVA, "5")


@_EACH
async def test_a_card_that_was_passed_on_as_words_is_stamped(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    card = next(seen.text for seen in reversed(stage.chat(ANA)) if "Code: " in seen.text)
    assert "1 of 4 stamps ✔ stamped" in await stage.says(EVA, card)
