"""Buttons: old ones are explained, forged ones do nothing, and nobody's work for anybody else."""

from tests.journeys.people import ANA, BEN, EVA, TOM
from tests.journeys.stage import ONE_STAMP, Stage

EXPLAINED = "That button is out of date. Here is what you can do now:"


async def test_a_button_of_last_month_is_explained_and_todays_menu_follows(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    stage.later(days=31)
    answer = await stage.taps(EVA, "↩ Undo")
    assert answer.startswith(EXPLAINED)
    assert "You work at Café Luna." in answer
    assert await stage.balance(ANA) == 1


_FORGED = (
    "undo|1",
    "1|undo|1|0|AAAAAAAA",
    "1|redeem|1:s|zzzzzzzzzzzz|x",
    "0|card||0|x",
    "|||||||",
    "💥",
    "x" * 64,
    "1|card|1|-1|\u0000",
)


async def test_a_forged_button_does_nothing(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    for data in _FORGED:
        answer = await stage.taps_data(EVA, data)
        assert answer.startswith(EXPLAINED), data
        assert "You work at Café Luna." in answer
    assert await stage.balance(ANA) == 1


async def test_a_button_of_somebody_elses_chat_does_nothing(stage: Stage) -> None:
    cafe = await stage.cafe(programme=ONE_STAMP, cashiers=[EVA, TOM])
    await cafe.joins(ANA)
    await cafe.joins(BEN)
    await stage.scans(EVA, ANA)
    for_ana = stage.platform.data_under(ANA, "Use: Free coffee")
    for_eva = stage.platform.data_under(EVA, "🎁 Redeem")
    assert (await stage.taps_data(BEN, for_ana)).startswith(EXPLAINED)
    assert (await stage.taps_data(BEN, for_eva)).startswith(EXPLAINED)
    assert (await stage.taps_data(TOM, for_eva)).startswith(EXPLAINED)
    assert await stage.rows("SELECT state FROM vouchers") == [("available",)]


async def test_the_buttons_of_a_dismissed_cashier_do_nothing(stage: Stage) -> None:
    cafe = await stage.cafe(programme=ONE_STAMP)
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.change("UPDATE staff SET removed_at = joined_at WHERE role = 'cashier'")
    assert "Only the shop's staff can take a stamp back." in await stage.taps(EVA, "↩ Undo")
    assert "This is for the shop's staff." in await stage.taps(EVA, "🎁 Redeem")
    assert "This is for the shop's staff." in await stage.taps(EVA, "+1")
    assert await stage.rows("SELECT state FROM vouchers") == [("available",)]
