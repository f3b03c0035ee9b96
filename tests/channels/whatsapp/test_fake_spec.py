"""The fake WhatsApp agrees with Meta's published specification, in what it tells and in what it takes."""

import importlib.util
import json
import warnings
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.people import ANA, EVA
from tests.fakes.pictures import png
from tests.fakes.whatsapp import FakeWhatsApp
from tests.fakes.whatsapp_caller import Caller, caller

_SPECS = Path(__file__).parents[3].parent / "shared" / "specs"
_NEEDS = ("yaml", "jsonschema")

pytestmark = pytest.mark.skipif(not _SPECS.is_dir(), reason="the specifications are not part of the project")


@pytest.fixture(scope="module")
def spec() -> Any:
    if not all(map(importlib.util.find_spec, _NEEDS)):
        pytest.skip(f"the specification is read with {_NEEDS}")
    found = importlib.util.spec_from_file_location("validate", _SPECS / "validate.py")
    assert found
    assert found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):  # it leaves its file open
        return module.WhatsApp(path=str(_SPECS / "business-messaging-api_v23.0.yaml"))


async def test_all_that_webhooks_tell_conforms(spec: Any) -> None:
    async with FakeWhatsApp() as whatsapp, caller(whatsapp) as call:
        await _do_everything(whatsapp, call)
        bodies = [json.loads(body) for body in whatsapp.webhooks.bodies]
    assert [finding for body in bodies for finding in spec.check_webhook(body)] == []
    fields = {change["field"] for body in bodies for change in body["entry"][0]["changes"]}
    assert fields == {"messages", "user_preferences"}


async def test_webhooks_have_the_fields_of_real_ones() -> None:
    real = json.loads((_SPECS / "wa-webhooks" / "message.json").read_text())["text"]
    async with FakeWhatsApp() as whatsapp:
        await whatsapp.says(ANA, "Hi")
        told = json.loads(whatsapp.webhooks.bodies[-1])
    assert _names(real) - _names(told) == {"parent_user_id"}  # only for groups of businesses


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("text", {"body": "x"}),
        ("text", {}),
        ("text", {"body": "x" * 4097}),
        ("text", {"body": "x", "txet": "x"}),
        ("image", {"link": "https://luna.example/x.png", "caption": "x" * 1025}),
        ("image", {"id": "1", "link": "https://luna.example/x.png"}),
        ("document", {"link": "https://luna.example/x.pdf", "filename": "x.pdf"}),
        ("interactive", {"type": "button", "body": {"text": "x"}, "action": {"buttons": []}}),
        ("interactive", {"type": "cta_url", "body": {"text": "x"}, "action": {"name": "cta_url"}}),
        ("template", {"name": "gift"}),
    ],
)
async def test_the_fake_takes_what_the_specification_takes(spec: Any, kind: str, content: Any) -> None:
    async with FakeWhatsApp() as whatsapp, caller(whatsapp) as call:
        await whatsapp.says(ANA, "Hi")
        answer = await call.send(kind, content)
        [(_, given)] = whatsapp.calls
    findings = spec.check("/v23.0/1/messages", given)
    assert bool(findings) == isinstance(answer, str), (findings, answer)


@pytest.mark.parametrize("length", [20, 21])
@pytest.mark.parametrize("count", [1, 3, 4])
async def test_the_fake_counts_buttons_and_letters_alike(spec: Any, count: int, length: int) -> None:
    replies = [{"type": "reply", "reply": {"id": str(n), "title": f"{n}" * length}} for n in range(count)]
    rows = [{"id": str(n), "title": "x" * (length + 4)} for n in range(count)]
    buttons = {"type": "button", "body": {"text": "x"}, "action": {"buttons": replies}}
    lists = {"type": "list", "body": {"text": "x"}, "action": {"button": "x", "sections": [{"rows": rows}]}}
    for content in (buttons, lists):
        await test_the_fake_takes_what_the_specification_takes(spec, "interactive", content)


async def _do_everything(whatsapp: FakeWhatsApp, call: Caller) -> None:
    await whatsapp.opens(ANA, "abc")
    await whatsapp.says(EVA, "Hi")
    replies = [{"type": "reply", "reply": {"id": "v1:go", "title": "Go"}}]
    rows = [{"id": "v1:card", "title": "My card", "description": "All of it"}]
    actions = {"button": {"buttons": replies}, "list": {"button": "Menu", "sections": [{"rows": rows}]}}
    for kind, action in actions.items():
        await call.send("interactive", {"type": kind, "body": {"text": "x"}, "action": action})
    for label in ("Go", "My card"):
        await whatsapp.taps(ANA, label)
    await whatsapp.sends_photo(ANA, png())
    await whatsapp.sends_file(ANA, png())
    whatsapp.fails_later(ANA, 131026)
    await call.send("text", {"body": "x"}, biz_opaque_callback_data="row 7")
    whatsapp.reads(ANA)
    await whatsapp.settled()
    await whatsapp.stops_marketing(ANA)
    await whatsapp.changes_number(ANA, "31687654321")


def _names(told: Any) -> set[str]:
    if isinstance(told, list):
        return set().union(*map(_names, told))
    return set(told).union(*map(_names, told.values())) if isinstance(told, dict) else set()
