"""Webhooks as Meta documents them, written down field by field, and what must be read in each."""

from typing import Any

import pytest

from channels.deliveries import Capped
from channels.messages import (
    Address,
    Content,
    Edited,
    Event,
    IdChanged,
    Incoming,
    MarketingResumed,
    MarketingStopped,
    Photo,
    Report,
    Start,
    Tap,
    Text,
    Unsupported,
)
from channels.whatsapp.reading import OurNumber, _language, read

NUMBER, BUSINESS = "106540352242922", "102290129340398"
ACCOUNT = OurNumber(NUMBER, BUSINESS)
USER_ID, PHONE = "US.13491208655302741918", "16505551234"
WAMID = "wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA="
CONTACT = {"profile": {"name": "Sheena Nelson"}, "wa_id": PHONE, "user_id": USER_ID}

Json = dict[str, Any]


def events(field: str, value: Json, *, number: str = NUMBER) -> list[Event]:
    metadata = {"display_phone_number": "15550783881", "phone_number_id": number}
    told = {"messaging_product": "whatsapp", "metadata": metadata, **value}
    change = {"field": field, "value": told}
    return read(
        {"object": "whatsapp_business_account", "entry": [{"id": BUSINESS, "changes": [change]}]}, ACCOUNT
    )


def message(**content: Any) -> Json:
    return {"from": PHONE, "id": WAMID, "timestamp": "1749416383", **content}


def typed(words: str) -> Json:
    return message(type="text", text={"body": words})


def said(told: Json, *contacts: Json) -> Incoming:
    (event,) = events("messages", {"contacts": list(contacts or (CONTACT,)), "messages": [told]})
    assert isinstance(event, Incoming)
    return event


def senders(told: list[Event]) -> list[str]:
    return [event.sender.external_id for event in told if isinstance(event, Incoming)]


def test_a_message_names_its_sender_by_the_business_scoped_id() -> None:
    assert said(typed("Does it come in another color?")) == Incoming(
        key=f"whatsapp:{NUMBER}:{WAMID}",
        sender=Address("whatsapp", NUMBER, USER_ID),
        name="Sheena Nelson",
        language="en",
        content=Text("Does it come in another color?"),
        reference=WAMID,
        alias=PHONE,
        message=f"whatsapp:{NUMBER}:{WAMID}",
    )


def test_a_person_without_a_number_is_a_person() -> None:
    hidden = {"profile": {"name": "Sheena Nelson", "username": "@realsheenanelson"}, "user_id": USER_ID}
    told = {"from_user_id": USER_ID, "id": WAMID, "type": "text", "text": {"body": "Hi"}}
    incoming = said(told, hidden)
    assert (incoming.sender.external_id, incoming.alias, incoming.name) == (USER_ID, "", "Sheena Nelson")


def test_before_there_were_such_ids_the_number_was_one() -> None:
    incoming = said(typed("Hi"), {"wa_id": PHONE})
    assert (incoming.sender.external_id, incoming.alias, incoming.name) == (PHONE, "", "")


def test_a_number_may_be_written_in_another_way_than_its_contact() -> None:
    assert said(typed("Hi") | {"from": "5255" + PHONE}).sender.external_id == USER_ID


def test_nobody_is_taken_for_the_only_one_who_is_named() -> None:
    stranger = typed("two") | {"id": "wamid.2", "from": "31600001002"}
    told = events("messages", {"contacts": [CONTACT], "messages": [typed("one"), stranger]})
    assert senders(told) == [USER_ID, "31600001002"]
    incoming = said({"from_user_id": "NL.2", "id": WAMID, "type": "text", "text": {"body": "Hi"}}, CONTACT)
    assert (incoming.sender.external_id, incoming.alias, incoming.name) == ("NL.2", "", "")


@pytest.mark.parametrize(
    ("words", "content"),
    [
        ("Stempel #s_Ab-9", Start("s_Ab-9")),
        ("  stempel # s_Ab-9 ", Start("s_Ab-9")),
        ("Hoi! STEMPEL #s_Ab-9.", Start("s_Ab-9")),
        ("Stempel #" + "a" * 65, Text("Stempel #" + "a" * 65)),
        ("Stempel", Text("Stempel")),
        ("/card", Text("/card")),
        ("NUL \0 and half \ud83d", Text("NUL  and half ")),
    ],
)
def test_a_prefilled_line_opens_what_it_names(words: str, content: Content) -> None:
    assert said(typed(words)).content == content


def interactive(kind: str, **reply: str) -> Json:
    return message(
        type="interactive", interactive={"type": kind, kind: reply}, context={"from": "1", "id": "wamid.x"}
    )


@pytest.mark.parametrize(
    ("told", "content"),
    [
        (interactive("button_reply", id="v1:card", title="Card"), Tap("v1:card", "wamid.x")),
        (interactive("list_reply", id="v1:7", title="A", description="B"), Tap("v1:7", "wamid.x")),
        (message(type="button", button={"payload": "v1:stop", "text": "Stop"}), Tap("v1:stop", WAMID)),
        (message(type="button", button={"text": "Stop"}), Text("Stop")),
        (message(type="interactive", interactive={"type": "nfm_reply"}), Unsupported("nfm_reply")),
        (
            message(type="interactive", interactive={"type": "call_permission_reply"}),
            Unsupported("call_permission_reply"),
        ),
        (message(type="interactive"), Unsupported("interactive")),
        (message(type="audio", audio={"id": "7", "voice": True}), Unsupported("voice")),
        (message(type="audio", audio={"id": "7", "voice": False}), Unsupported("audio")),
        (
            message(type="reaction", reaction={"message_id": "wamid.x", "emoji": "😮"}),
            Unsupported("reaction"),
        ),
        (message(type="image", image={"id": "65463453", "mime_type": "image/jpeg"}), Photo("65463453", 0)),
        (message(type="document", document={"id": "7", "mime_type": "image/png"}), Photo("7", 0)),
        (
            message(type="document", document={"id": "7", "mime_type": "application/octet-stream"}),
            Photo("7", 0),
        ),
        (
            message(type="document", document={"id": "7", "mime_type": "video/mp4"}),
            Unsupported("document"),
        ),
        (message(type="sticker", sticker={"id": "7"}), Unsupported("sticker")),
        (message(type="unsupported", errors=[{"code": 131051}]), Unsupported("unsupported")),
        (message(type="hologram"), Unsupported("hologram")),
        (message(type="image", image={}), Unsupported("image")),
        (message(type="text", text={"body": "\n\n"}), Text("")),
        (message(type="text"), Text("")),
    ],
)
def test_each_kind_of_message_has_its_content(told: Json, content: Content) -> None:
    assert said(told).content == content


@pytest.mark.parametrize(
    "told",
    [
        message(type="reaction", reaction={"message_id": "wamid.x", "emoji": ""}),
        message(type="reaction", reaction={"message_id": "wamid.x"}),
        message(type="system", system={"type": "customer_identity_changed", "body": "…"}),
        typed("Hi") | {"group_id": "Y2FwaV9ncm91cDo="},
    ],
)
def test_nobody_expects_an_answer_to_these(told: Json) -> None:
    assert events("messages", {"contacts": [CONTACT], "messages": [told]}) == []


@pytest.mark.parametrize("kind", ["edit", "revoke"])
def test_a_change_names_the_message_that_was_changed(kind: str) -> None:
    first = said(typed("900"))
    changed = said(message(id="wamid.later", type=kind, **{kind: {"original_message_id": WAMID}}))
    assert changed.content == Edited(first.message, gone=kind == "revoke")
    assert (changed.key != first.key, changed.reference) == (True, "")


def test_a_change_says_what_the_message_reads_now() -> None:
    edit = {"original_message_id": WAMID, "message": {"type": "text", "text": {"body": "stop"}}}
    changed = said(message(id="wamid.later", type="edit", edit=edit)).content
    assert isinstance(changed, Edited)
    assert changed.text == "stop"


def test_who_changed_the_number_has_another_id() -> None:
    told = message(
        type="system", system={"type": "user_changed_number", "wa_id": "12195555358", "user_id": "US.2"}
    )
    (moved,) = events("messages", {"messages": [told]})
    assert isinstance(moved, Incoming)
    assert (moved.sender.external_id, moved.content, moved.reference) == (PHONE, IdChanged("US.2"), "")
    body = f"User Sheena changed from {USER_ID} to US.2"
    hidden = {"id": WAMID, "type": "system"} | {
        "system": {"type": "user_changed_user_id", "user_id": "US.2", "body": body}
    }
    (moved,) = events("messages", {"messages": [hidden]})
    assert isinstance(moved, Incoming)
    assert (moved.sender.external_id, moved.content) == (USER_ID, IdChanged("US.2"))


def test_a_changed_id_is_told_by_itself_too() -> None:
    ids = {"previous": USER_ID, "current": "US.2"}
    (moved,) = events(
        "user_id_update", {"user_id_update": [{"user_id": ids, "wa_id": PHONE, "timestamp": "17"}]}
    )
    assert isinstance(moved, Incoming)
    assert (moved.sender.external_id, moved.alias, moved.content) == (USER_ID, PHONE, IdChanged("US.2"))


def status(state: str, **more: Any) -> Json:
    told = {"id": WAMID, "status": state, "timestamp": "1750030073", "recipient_id": PHONE}
    return told | {"recipient_user_id": USER_ID} | more


def reported(told: Json) -> Report:
    (event,) = events("messages", {"statuses": [told]})
    assert isinstance(event, Report)
    return event


def test_a_status_reports_what_is_paid_and_what_was_asked_to_come_back() -> None:
    paid = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "marketing"}
    told = status("delivered", pricing=paid, biz_opaque_callback_data="outbox:7")
    assert reported(told) == Report(
        key=f"whatsapp:{NUMBER}:{WAMID}:delivered:1750030073",
        to=Address("whatsapp", NUMBER, USER_ID),
        message_id=WAMID,
        state="delivered",
        tracker="outbox:7",
        charge="marketing",
    )
    free = paid | {"billable": False, "type": "free_customer_service"}
    assert reported(status("sent", pricing=free)).charge == ""
    assert reported(status("played")).state == "read"


def test_a_failed_status_says_why_even_where_it_says_little() -> None:
    error = {
        "code": 131049,
        "title": "healthy ecosystem engagement",
        "error_data": {"details": "In order to"},
    }
    failed = {"id": WAMID, "status": "failed", "timestamp": "1", "recipient_id": PHONE, "errors": [error]}
    assert reported(failed).delivery == Capped("131049: In order to")
    assert reported(failed | {"errors": "?"}).delivery is not None


def preference(value: str) -> Json:
    return {"wa_id": PHONE, "category": "marketing_messages", "value": value, "timestamp": 1731705721}


def test_marketing_is_stopped_and_resumed_for_the_person_who_is_named() -> None:
    someone_else = {"profile": {"name": "Ana"}, "wa_id": "972987654321", "user_id": "US.1"}
    prefer = [preference("stop"), preference("resume"), preference("dance")]
    told = events("user_preferences", {"contacts": [someone_else], "user_preferences": prefer})
    assert [event.content for event in told if isinstance(event, Incoming)] == [
        MarketingStopped(),
        MarketingResumed(),
    ]
    assert senders(told) == [PHONE, PHONE]
    assert len({event.key for event in told if isinstance(event, Incoming)}) == 2


def test_a_batch_is_taken_apart_and_the_broken_are_left_out() -> None:
    broken: list[Any] = [
        None,
        {},
        {"type": "text", "id": "wamid.1"},
        {"from": PHONE, "type": "text", "id": 7.5},
    ]
    value = {
        "messages": [typed("one"), *broken, typed("two") | {"id": "wamid.2", "from": "31600001002"}],
        "statuses": [{"status": "sent"}, status("sent"), status("read")],
        "errors": [{"code": 130429}],
    }
    told = events("messages", value)
    assert [type(event).__name__ for event in told] == ["Incoming", "Incoming", "Report", "Report"]
    assert [event.content for event in told if isinstance(event, Incoming)] == [Text("one"), Text("two")]
    assert len({event.key for event in told if isinstance(event, Incoming | Report)}) == 4


def test_what_is_for_another_number_is_not_for_us() -> None:
    assert events("messages", {"contacts": [CONTACT], "messages": [typed("Hi")]}, number="1") == []


@pytest.mark.parametrize(
    ("user_id", "language"),
    [("NL.1", "nl"), ("HU.1", "hu"), ("BE.1", "nl"), ("XX.1", None), ("31600000001", None)],
)
def test_a_language_is_guessed_by_the_country_of_the_id(user_id: str, language: str | None) -> None:
    assert _language(user_id) == language
