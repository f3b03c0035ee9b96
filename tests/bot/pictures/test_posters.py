"""What a poster says of where its code leads."""

from dataclasses import replace

import pytest

from bot.pictures.specs import Poster
from bot.platform import Platform
from channels.messages import Address, Incoming, Text
from storage.engine.database import Database
from tests.answers import answers
from tests.talk import CLEO, LINKS, Talk


@pytest.mark.parametrize(
    ("channels", "hint"),
    [
        (("telegram",), "it opens in Telegram. Tap Start."),
        (("whatsapp",), "it opens in WhatsApp. Tap Send."),
        (("whatsapp", "telegram"), "it opens in Telegram or WhatsApp. Tap Start or Send."),
        (("browser",), "it opens in your chat."),
        ((), "it opens in your chat."),
    ],
)
async def test_a_poster_names_the_messengers_behind_its_code_and_the_last_tap(
    sqlite_db: Database, channels: tuple[str, ...], hint: str
) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.opens_shop()
    await talk.opens(CLEO, "i" + opened.owner_token)
    asked = Incoming("asked", Address("telegram", "stempel_bot", CLEO.id), CLEO.name, "en", Text("/poster"))
    platform = Platform(replace(LINKS, channels=channels))
    picture = (await answers(sqlite_db, asked, platform, now=talk.now))[0].picture
    assert isinstance(picture, Poster)
    assert picture.hint.endswith(hint)
