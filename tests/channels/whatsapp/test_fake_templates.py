"""The fake WhatsApp judges templates as Meta does, and a real client gets along with it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from pywa.errors import ExpiredAccessToken, TemplateNotExists, TooManyMessages
from pywa.types.callback import Button, Section, SectionList, SectionRow, URLButton
from pywa.types.templates import BodyText, Template, TemplateCategory, TemplateLanguage
from pywa_async.client import WhatsApp

from tests.fakes.people import ANA
from tests.fakes.pictures import png
from tests.fakes.whatsapp import FakeWhatsApp
from tests.fakes.whatsapp_caller import Caller, caller
from tests.journeys.hours import Hours

WORDS = "Hello {{1}}, your next coffee at Café Luna is {{2}} stamps away. See you!"


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
async def whatsapp(hours: Hours) -> AsyncIterator[FakeWhatsApp]:
    async with FakeWhatsApp(now=hours.read) as whatsapp:
        await whatsapp.says(ANA, "Hi")
        yield whatsapp


@pytest.fixture
async def call(whatsapp: FakeWhatsApp) -> AsyncIterator[Caller]:
    async with caller(whatsapp) as call:
        yield call


def body(text: str = WORDS, *examples: str) -> dict[str, Any]:
    part: dict[str, Any] = {"type": "BODY", "text": text}
    return part | ({"example": {"body_text": [list(examples)]}} if examples else {})


def form(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    known = {"name": "distance", "language": "en", "category": "UTILITY"}
    return known | {"components": components or [body(WORDS, "Ana", "3")]} | more


def replies(*texts: str) -> dict[str, Any]:
    return {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": text} for text in texts]}


def filled(*values: str, buttons: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    words = [{"type": "text", "text": value} for value in values]
    components = ({"type": "body", "parameters": words}, *buttons)
    return {"name": "distance", "language": {"code": "en"}, "components": components}


def payload(data: str, index: int = 0) -> dict[str, Any]:
    carried = [{"type": "payload", "payload": data}]
    return {"type": "button", "sub_type": "quick_reply", "index": index, "parameters": carried}


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (form(name="Distance"), "lowercase"),
        (form(language="xx"), "not supported"),
        (form(category="NEWS"), "category"),
        (form(tone="kind"), "Unexpected key"),
        (form({"type": "FOOTER", "text": "Bye"}), "BODY is needed"),
        (form(body("{{1}} is here, and that is good", "Ana")), "start or end"),
        (form(body("Here we have for you {{1}}", "Ana")), "start or end"),
        (form(body("Here we have {{1}} {{2}} for you today", "A", "B")), "next to each other"),
        (form(body("Here we have {{2}} for you today", "Ana")), "without gaps"),
        (form(body("Here we have {{name}} for you today", "Ana")), "written {{1}}"),
        (form(body("Here we have {{1}} for you today")), "'body_text'"),
        (form(body("Here we have {{1}} for you today", "Ana", "Eva")), "example"),
        (form(body("Hi {{1}}, all", "Ana")), "too many variables"),
        (form(body("x" * 1025)), "BODY length"),
        (form(body(), {"type": "FOOTER", "text": "x" * 61}), "example"),
        (form(body("Hello"), {"type": "FOOTER", "text": "x" * 61}), "FOOTER length"),
        (form(body("Hello"), {"type": "FOOTER", "text": "Bye {{1}}"}), "no variables"),
        (form(body("Hello"), {"type": "HEADER", "format": "TEXT", "text": "x" * 61}), "HEADER length"),
        (form(body("Hello"), replies("x" * 26)), "Button text length"),
        (form(body("Hello"), replies("Stop", "Stop")), "unique"),
    ],
)
async def test_what_meta_refuses_of_a_template_is_refused(call: Caller, given: Any, refusal: str) -> None:
    assert refusal in await call.template(given)


async def test_templates_are_listed_a_page_at_a_time_edited_and_deleted(
    whatsapp: FakeWhatsApp, call: Caller
) -> None:
    where = f"{whatsapp.business.account_id}/message_templates"
    made = [await call.template(form(name=f"form_{number}")) for number in range(3)]
    assert made[0]["status"] == "PENDING"
    assert "already exists" in await call.template(form(name="form_0"))
    first = await call("GET", where, params={"limit": 2, "fields": "name,status"})
    assert first["data"][0] == {"name": "form_0", "status": "PENDING", "id": made[0]["id"]}
    rest = await call("GET", where, params={"limit": 2, "after": first["paging"]["cursors"]["after"]})
    assert [one["name"] for one in rest["data"]] == ["form_2"]
    assert "next" in first["paging"]
    assert "next" not in rest["paging"]
    assert await call("POST", made[0]["id"], json={"category": "MARKETING"}) == {"success": True}
    assert (await call("GET", made[0]["id"]))["category"] == "MARKETING"
    assert await call("DELETE", where, params={"name": "form_0"}) == {"success": True}
    assert await call("GET", where, params={"name": "form_0"}) == {"data": []}


async def test_the_review_is_told(whatsapp: FakeWhatsApp, call: Caller) -> None:
    await call.template(form())
    await whatsapp.rejects("distance")
    await whatsapp.approves_all()
    await whatsapp.recategorises("distance")
    await whatsapp.tells_account("ACCOUNT_VIOLATION", violation_info={"violation_type": "SPAM"})
    told = [body.decode() for body in whatsapp.webhooks.bodies]
    for words, said in zip(
        ("REJECTED", "APPROVED", "new_category", "ACCOUNT_VIOLATION"), told[1:], strict=True
    ):
        assert words in said


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (filled("Ana"), "132000"),
        (filled("Ana", "3", "4"), "132000"),
        (filled("Ana\n", "3"), "132018"),
        (filled("Ana", "3    4"), "132018"),
        (filled("Ana", ""), "131009"),
        (filled("Ana", "3", buttons=(payload("x" * 129),)), "131009"),
        (filled("Ana", "3", buttons=(payload("x", 1),)), "132012"),
        (filled("Ana", "3") | {"language": {"code": "nl"}}, "132001"),
    ],
)
async def test_a_template_is_sent_only_as_it_was_approved(
    whatsapp: FakeWhatsApp, call: Caller, content: Any, refusal: str
) -> None:
    await call.template(form(body(WORDS, "Ana", "3"), replies("My card")))
    assert str(await call.send("template", filled("Ana", "3"))).startswith("132001")
    await whatsapp.approves("distance")
    assert str(await call.send("template", content)).startswith(refusal)
    await whatsapp.pauses("distance")
    assert str(await call.send("template", filled("Ana", "3"))).startswith("132015")


async def test_a_template_arrives_outside_the_window_and_its_button_answers(
    whatsapp: FakeWhatsApp, call: Caller, hours: Hours
) -> None:
    await call.template(form(body(WORDS, "Ana", "3"), replies("My card")))
    await whatsapp.approves("distance")
    hours.now += timedelta(days=3)
    await call.send("template", filled("Ana", "2", buttons=(payload("v1:card"),)))
    assert "your next coffee at Café Luna is 2 stamps away" in whatsapp.chat(ANA)[-1].text
    assert whatsapp.api.statuses[-1].billable
    await whatsapp.taps(ANA, "My card")
    assert '"button": {"payload": "v1:card", "text": "My card"}' in whatsapp.webhooks.bodies[-1].decode()
    await call.send("template", filled("Ana", "2"))
    assert not whatsapp.api.statuses[-1].billable  # utility is free inside the window


async def test_marketing_fails_for_who_has_had_enough_stopped_it_or_lives_in_america(
    whatsapp: FakeWhatsApp, call: Caller
) -> None:
    await call.template(form(category="MARKETING"))
    await whatsapp.approves("distance")
    whatsapp.has_enough_marketing(ANA)
    await call.send("template", filled("Ana", "2"))
    await whatsapp.stops_marketing(ANA)
    await call.send("template", filled("Ana", "2"))
    await whatsapp.resumes_marketing(ANA)
    whatsapp.has_enough_marketing(ANA, enough=False)
    await whatsapp.changes_number(ANA, "15550001001")
    await call.send("template", filled("Ana", "2"))
    assert [status.error.code for status in whatsapp.api.statuses if status.error] == [131049, 131050, 131049]
    assert whatsapp.chat(ANA) == []


@pytest.fixture
async def client(whatsapp: FakeWhatsApp) -> AsyncIterator[WhatsApp]:
    client = WhatsApp(whatsapp.business.phone_number_id, whatsapp.token, waba_id=whatsapp.business.account_id)
    client.api._session.base_url = f"{whatsapp.url}/v26.0"
    yield client
    await client.api._session.aclose()


async def test_a_real_client_sends_all_that_it_can(whatsapp: FakeWhatsApp, client: WhatsApp) -> None:
    to = whatsapp.contact(ANA).user_id
    rows = [SectionRow(title="My card", callback_data="v1:card", description="All of it")]
    await client.send_message(to, "Hello", tracker="row 7")
    await client.send_message(to, "Tap", buttons=[Button("Go", callback_data="v1:go")])
    await client.send_message(to, "Choose", buttons=SectionList("Menu", [Section("All", rows)]))
    await client.send_message(to, "Open", buttons=URLButton("Site", "https://luna.example/"))
    media = await client.upload_media(png(), mime_type="image/png", filename="card.png")
    await client.send_image(to, media.id, caption="Your card", mime_type="image/png")
    await client.send_document(to, b"name;stamps", filename="data.txt", mime_type="text/plain")
    seen = whatsapp.chat(ANA)
    assert [one.text for one in seen] == ["Hello", "Tap", "Choose", "Open", "Your card", ""]
    assert [one.labels for one in seen[1:4]] == [("Go",), ("My card",), ("Site",)]
    assert (seen[4].picture, seen[5].document) == (png(), b"name;stamps")
    assert (await client.get_media_bytes((await client.get_media_url(media.id)).url)) == png()
    assert await client.indicate_typing(next(iter(whatsapp.api.heard)))


async def test_a_real_client_submits_and_sends_templates(whatsapp: FakeWhatsApp, client: WhatsApp) -> None:
    english = TemplateLanguage.ENGLISH
    words: Any = BodyText(WORDS, "Ana", "3")
    given = Template(name="distance", language=english, category=TemplateCategory.UTILITY, components=[words])
    await client.create_template(given)
    to, filled_in = whatsapp.contact(ANA).wa_id, [words.params("Ana", "2")]
    with pytest.raises(TemplateNotExists):
        await client.send_template(to, "distance", english, filled_in)
    await whatsapp.approves("distance")
    await client.send_template(to, "distance", english, filled_in)
    assert "2 stamps away" in whatsapp.chat(ANA)[-1].text
    assert [one.name for one in await client.get_templates()] == ["distance"]


async def test_a_real_client_understands_refusals(whatsapp: FakeWhatsApp, client: WhatsApp) -> None:
    whatsapp.floods(code=131056)
    with pytest.raises(TooManyMessages):
        await client.send_message(whatsapp.contact(ANA).user_id, "x")
    whatsapp.token = "another"
    with pytest.raises(ExpiredAccessToken):
        await client.send_message(whatsapp.contact(ANA).user_id, "x")
