"""A messenger that nothing names: a folder as those of `channels/` and a fake are all that it takes."""

import pytest

import channels
from channels.platforms import find_platforms
from tests import messengers
from tests.fakes.plainpost import FakePlainpost
from tests.journeys.people import ANA, EVA
from tests.journeys.platforms import Where
from tests.journeys.stage import Stage
from words.language import words
from words.people.channels import channel_name

pytestmark = pytest.mark.parametrize("where", [Where("plainpost")], ids=str)


def plainpost(stage: Stage) -> FakePlainpost:
    assert isinstance(stage.platform, FakePlainpost)
    return stage.platform


async def test_the_poster_leads_to_the_free_coffee(stage: Stage) -> None:
    cafe = await stage.cafe()
    assert "Welcome to Café Luna, Ana!" in await cafe.joins(ANA)
    for number in (1, 2, 3):
        assert f"Ana, {number} of 4 stamps" in await stage.scans(EVA, ANA)
        stage.later(minutes=30)
    await stage.says(ANA, "/card")
    assert "🎉 Earned: Free coffee" in await stage.sends_photo(EVA, stage.picture(ANA))
    await stage.taps(ANA, "Use: Free coffee")
    assert "🎁 Free coffee for Ana ✔ redeemed" in await stage.scans(EVA, ANA)
    assert await stage.balance(ANA) == 0


async def test_a_letter_that_is_brought_again_counts_once(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    assert "already stamped at 12:00 by Eva." in await stage.again(EVA)
    assert await stage.balance(ANA) == 1


async def test_a_receipt_waits_for_a_post_office_that_is_too_busy(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await plainpost(stage).says(EVA, stage.short_code(ANA))
    plainpost(stage).floods()
    await stage.house.drain()
    assert "1 of 4" not in stage.last(ANA).text
    stage.later(minutes=1)
    await stage.house.drain()
    assert "1 of 4" in stage.last(ANA).text


async def test_who_takes_no_letters_is_written_none(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await plainpost(stage).blocks(ANA)
    before = plainpost(stage).mark(ANA)
    await stage.says(EVA, stage.short_code(ANA))
    assert plainpost(stage).since(ANA, before) == []


def test_a_folder_that_declares_a_setup_is_found(where: Where) -> None:
    assert [setup.name for setup in find_platforms(messengers)] == [where.platform]
    assert [setup.name for setup in find_platforms(channels)] == ["telegram", "whatsapp"]


def test_a_messenger_is_called_as_its_folder_is(where: Where) -> None:
    assert channel_name(where.platform, words("nl")) == "Plainpost"
