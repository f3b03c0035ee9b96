"""Every call we make conforms to the Bot API's published specification."""

import importlib.util
import json
import warnings
from pathlib import Path
from typing import Any

import pytest

from channels.deliveries import Sent
from channels.messages import Address, Button, Media, Outgoing
from channels.telegram.channel import Telegram
from tests.fakes.people import ANA
from tests.fakes.pictures import png
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_api import Upload
from tests.fakes.telegram_rules import METHODS

_SPECS = Path(__file__).parents[3].parent / "shared" / "specs"

pytestmark = pytest.mark.skipif(not _SPECS.is_dir(), reason="the specifications are not part of the project")


@pytest.fixture(scope="module")
def spec() -> Any:
    found = importlib.util.spec_from_file_location("validate", _SPECS / "validate.py")
    assert found
    assert found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):  # it leaves its file open
        return module.Telegram(path=str(_SPECS / "telegram-bot-api-10.1.json"))


async def test_all_that_we_send_conforms(spec: Any) -> None:
    async with FakeTelegram() as telegram:
        bot = Telegram(telegram.token, api_url=telegram.url)
        await bot.start()
        await telegram.opens(ANA, "abc")
        await _use_everything(bot, telegram)
        await bot.stop()
    findings = [spec.check(method, _plain(given)) for method, given in telegram.calls]
    assert {method for method, _ in telegram.calls} >= {"sendPhoto", "editMessageMedia", "setMyCommands"}
    assert [finding for finding in findings if finding] == []


def test_the_fake_knows_no_parameter_that_telegram_does_not(spec: Any) -> None:
    for method, (needed, optional) in METHODS.items():
        fields = {field["name"]: field["required"] for field in spec.M[method].get("fields", [])}
        assert set(f"{needed} {optional}".split()) <= set(fields), method
        assert {name for name, required in fields.items() if required} <= set(needed.split()), method


async def _use_everything(bot: Telegram, telegram: FakeTelegram) -> None:
    to = Address("telegram", bot.account, str(ANA.id))
    buttons = ((Button("Card", "v1:card"), Button("Join", url=bot.link("abc"))),)
    picture, other = (Media("card.png", png(colour)) for colour in ("red", "green"))
    for message in (Outgoing("Hello", buttons), Outgoing("x " * 2000, buttons, picture=picture)):
        sent = await bot.send(to, message)
        assert isinstance(sent, Sent)
        await bot.send(to, Outgoing("Changed", buttons, replaces=sent.message_id))
        await bot.send(to, Outgoing("Changed", buttons, picture=other, replaces=sent.message_id))
    await bot.send(to, Outgoing("Data", document=Media("data.json", b"{}")))
    await bot.set_menu(to, [("card", "My card")])
    await bot.set_menu(None, [("card", "Mijn kaart")], language="nl")
    await telegram.taps(ANA, "Card")
    await telegram.sends_photo(ANA, png())
    for update in await bot.updates(offset=0, timeout_s=0):
        if incoming := bot.to_incoming(update):
            await bot.acknowledge(incoming)
    await bot.download(next(iter(telegram.api.files)), limit=10_000)
    await bot.set_webhook("https://luna.example/telegram/webhook", "s3cret")


def _plain(given: dict[str, Any]) -> dict[str, Any]:
    """Take the JSON out of the form; uploads that a media object refers to are part of it."""
    return {
        name: "<file>" if isinstance(value, Upload) else json.loads(value) if value[0] in "[{" else value
        for name, value in given.items()
        if f"attach://{name}" not in str(given.get("media"))
    }
