"""A picture or a file that a platform refuses is said in words, at once."""

import pytest

from tests.fakes.whatsapp import FakeWhatsApp
from tests.journeys.people import ANA, CLEO, EVA
from tests.journeys.platforms import FOR_EVER, MESSENGERS, TELEGRAM, Where
from tests.journeys.stage import Stage

# Refused for good.


@TELEGRAM
@pytest.mark.parametrize(
    ("status", "description"),
    [
        (400, "Bad Request: IMAGE_PROCESS_FAILED"),
        (400, "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (413, "Request Entity Too Large"),
    ],
)
async def test_a_picture_that_telegram_refuses_becomes_words_with_the_short_code(
    stage: Stage, status: int, description: str
) -> None:
    cafe = await stage.cafe()
    for method in ("sendPhoto", "editMessageMedia"):
        stage.telegram.breaks(status=status, description=description, methods=[method], times=FOR_EVER)
    await cafe.joins(ANA)
    card = stage.last(ANA)
    assert (card.picture, "🔄 New code" in card.labels) == (None, True)
    assert "1 of 4 stamps ✔ stamped" in await stage.says(EVA, stage.short_code(ANA))
    stage.telegram.recovers()
    await stage.says(ANA, "/card")
    stage.telegram.breaks(status=status, description=description, methods=["edit"], times=1)
    stage.later(minutes=2)
    await stage.scans(EVA, ANA)
    assert "Code: " in stage.last(ANA).text  # a receipt that could not renew the picture
    assert "2 of 4 stamps" in stage.last(ANA).text


@TELEGRAM
async def test_a_picture_that_telegram_holds_no_more_is_brought_once_and_known_again(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    held = stage.telegram.api.files
    forgotten = [held.pop(name) for name in list(held)]
    held |= {f"no more {number}": file for number, file in enumerate(forgotten)}
    for _ in range(3):
        await stage.says(ANA, "/card")
    assert stage.last(ANA).picture is not None
    assert len(held) == len(forgotten) + 1


@pytest.mark.parametrize("where", [Where("whatsapp")], ids=str)
@pytest.mark.parametrize("operation", ["upload", "send"])
async def test_a_picture_that_whatsapp_refuses_becomes_words_with_the_short_code(
    stage: Stage, operation: str
) -> None:
    cafe = await stage.cafe()
    await stage.says(ANA, "hello")
    assert isinstance(stage.messenger, FakeWhatsApp)
    stage.messenger.fails_next(131053, methods=[operation])
    await cafe.joins(ANA)
    assert stage.last(ANA).picture is None
    assert "1 of 4 stamps ✔ stamped" in await stage.says(EVA, stage.short_code(ANA))


@MESSENGERS
async def test_a_file_that_is_refused_is_said_with_another_way_to_it(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    _refuse_files(stage)
    mine = await stage.says(ANA, "/mydata")
    assert "This is all I hold about you" in mine
    assert "Ask the shop for it" in mine
    exported = await stage.says(CLEO, "/export")
    assert exported.count("Whoever runs the server can write it there with: stempel export") == 2


def _refuse_files(stage: Stage) -> None:
    messenger = stage.messenger
    if isinstance(messenger, FakeWhatsApp):
        messenger.fails_next(131053, methods=["upload"], times=FOR_EVER)
    else:
        messenger.breaks(
            status=413, description="Request Entity Too Large", methods=["sendDocument"], times=FOR_EVER
        )
