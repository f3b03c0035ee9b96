"""Inbound payloads that others collected are read, and what we send conforms to Meta's own specification."""

import importlib.util
import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from channels.deliveries import Sent
from channels.messages import Address, Button, Incoming, Media, Outgoing, Report
from channels.whatsapp.reading import OurNumber, read
from tests.fakes.people import ANA
from tests.fakes.pictures import png
from tests.whatsapp_line import bodies, opened, to_ana

_SPECS = Path(__file__).parents[3].parent / "shared" / "specs"
_READ = {"callback_button", "callback_selection", "message", "message_status", "user_marketing_preferences"}

pytestmark = pytest.mark.skipif(not _SPECS.is_dir(), reason="the specifications are not part of the project")


def _payloads(found: object) -> Iterator[dict[str, Any]]:
    if isinstance(found, dict) and "entry" in found:
        yield found
    elif isinstance(found, dict):
        for inner in found.values():
            yield from _payloads(inner)


def test_every_collected_webhook_is_read_and_those_of_people_are_understood() -> None:
    for path in sorted((_SPECS / "wa-webhooks").glob("*.json")):
        for payload in _payloads(json.loads(path.read_text())):
            value = payload["entry"][0]["changes"][0]["value"]
            number = value.get("metadata", {}).get("phone_number_id", "1")
            events = read(payload, OurNumber(number, payload["entry"][0]["id"]))
            told = value.get("messages", [{}])[0]
            silent = told.get("type") == "reaction" and not told["reaction"].get("emoji")
            if path.stem in _READ and not silent and '"recipient_type": "group"' not in json.dumps(payload):
                assert [type(event) for event in events] in ([Incoming], [Report]), (path.stem, payload)


async def test_all_that_we_send_conforms() -> None:
    for needed in ("yaml", "jsonschema"):
        pytest.importorskip(needed)
    found = importlib.util.spec_from_file_location("validate", _SPECS / "validate.py")
    assert found
    assert found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):  # it leaves its file open
        spec = module.WhatsApp(path=str(_SPECS / "business-messaging-api_v23.0.yaml"))
    async with opened() as (whatsapp, channel):
        for message in _everything(channel.link("abc")):
            assert isinstance(await channel.send(to_ana(whatsapp), message), Sent)
            number = Address("whatsapp", channel.account, whatsapp.contact(ANA).wa_id)
            assert isinstance(await channel.send(number, message), Sent)
        sent = bodies(whatsapp)
    findings = [spec.check(f"/v23.0/{channel.account}/messages", body) for body in sent]
    assert [finding for finding in findings if finding] == []


def _everything(link: str) -> Iterator[Outgoing]:
    taps = tuple((Button(f"Choice {n} of a long menu", f"v1:{n}"),) for n in range(10))
    open_link = ((Button("Open", url=link),),)
    for menu in ((), taps[:1], taps[:3], taps, open_link):
        yield Outgoing("x " * 3000, menu, tracker="outbox:7")
        yield Outgoing("Hello", menu, picture=Media("card.png", png("red")))
        yield Outgoing("Here it is.", menu, document=Media("ledger.csv", b"a,b"))
