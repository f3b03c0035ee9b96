"""What leaves for WhatsApp arrives as meant, and each way it can fail has its own `Delivery`."""

import asyncio
import socket
import sys
from dataclasses import replace
from datetime import timedelta

import pytest

from channels.channel import MediaUnavailableError
from channels.deliveries import (
    AccountBroken,
    Capped,
    Crowded,
    Delivery,
    Flooded,
    NotSent,
    OptedOut,
    Rejected,
    Sent,
    Uncertain,
    Unreachable,
    WindowClosed,
)
from channels.messages import Address, Button, FilledTemplate, Media, Outgoing, Start, Tap
from channels.whatsapp.channel import WhatsApp
from channels.whatsapp.countries import takes_marketing
from channels.whatsapp.errors import WhatsAppMissingError, WhatsAppRefusedError, WhatsAppUnreachableError
from tests.fakes.people import ANA
from tests.fakes.pictures import png
from tests.fakes.whatsapp import FakeWhatsApp
from tests.whatsapp_line import bodies, channel_to, last, to_ana, told

RED = Media("card.png", png("red"))


async def test_words_arrive(whatsapp: FakeWhatsApp, channel: WhatsApp, ana: Address) -> None:
    delivery = await channel.send(ana, Outgoing("Hello Ana"))
    assert last(whatsapp).text == "Hello Ana"
    assert delivery == Sent(last(whatsapp).id)
    assert bodies(whatsapp)[-1]["recipient"] == ana.external_id


async def test_a_number_is_written_to_where_there_is_no_other_id(
    whatsapp: FakeWhatsApp, channel: WhatsApp, ana: Address
) -> None:
    number = replace(ana, external_id=whatsapp.contact(ANA).wa_id)
    assert isinstance(await channel.send(number, Outgoing("Hello")), Sent)
    assert bodies(whatsapp)[-1]["to"] == number.external_id


async def test_an_id_with_letters_is_a_person_too(whatsapp: FakeWhatsApp, channel: WhatsApp) -> None:
    whatsapp.contact(ANA).user_id = "NL.1a2B3c"
    assert isinstance(await channel.send(to_ana(whatsapp), Outgoing("Hello")), Sent)
    assert bodies(whatsapp)[-1]["recipient_type"] == "individual"


async def test_the_tracker_goes_with_the_message_whose_id_comes_back(
    whatsapp: FakeWhatsApp, channel: WhatsApp, ana: Address
) -> None:
    delivery = await channel.send(ana, Outgoing("x " * 3000, tracker="outbox:7"))
    first, second = whatsapp.sent_to(ANA)[-2:]
    assert delivery == Sent(first.id)
    assert (first.text + " " + second.text).split() == ["x"] * 3000
    assert [body.get("biz_opaque_callback_data") for body in bodies(whatsapp)] == ["outbox:7", None]


async def test_a_picture_is_uploaded_once(whatsapp: FakeWhatsApp, channel: WhatsApp, ana: Address) -> None:
    sent = await channel.send(ana, Outgoing("Your card", picture=RED))
    assert isinstance(sent, Sent)
    again = await channel.send(ana, Outgoing("", picture=Media("card.png", media_id=sent.media_id)))
    assert isinstance(again, Sent)
    assert last(whatsapp).picture == RED.content
    assert whatsapp.count_calls("upload") == 1


async def test_a_picture_that_the_platform_forgot_is_rejected(channel: WhatsApp, ana: Address) -> None:
    delivery = await channel.send(ana, Outgoing("Your card", picture=Media("card.png", media_id="404")))
    assert isinstance(delivery, Rejected)


@pytest.mark.parametrize("filename", ["poster.pdf", "stempel-my-data.json", "ledger.csv"])
async def test_documents_arrive_under_their_name(
    filename: str, whatsapp: FakeWhatsApp, channel: WhatsApp, ana: Address
) -> None:
    await channel.send(
        ana,
        Outgoing("Here it is.", ((Button("Menu", "v1:menu"),),), document=Media(filename, b"%PDF-1.4 {}")),
    )
    assert last(whatsapp).document == b"%PDF-1.4 {}"
    assert bodies(whatsapp)[-1]["interactive"]["header"]["document"]["filename"] == filename


@pytest.mark.slow
async def test_an_upload_without_an_answer_sent_nothing(
    whatsapp: FakeWhatsApp, channel: WhatsApp, ana: Address
) -> None:
    whatsapp.accepts_then_hangs(methods=["upload"])
    assert isinstance(await channel.send(ana, Outgoing("Your card", picture=RED)), NotSent)
    whatsapp.fails_next(131053, methods=["upload"])
    poster = Media("poster.pdf", b"%PDF-1.4 {}")
    assert isinstance(await channel.send(ana, Outgoing("To print:", document=poster)), Rejected)
    assert bodies(whatsapp) == []


async def test_a_picture_that_is_refused_takes_nothing_from_its_words(
    whatsapp: FakeWhatsApp, channel: WhatsApp, ana: Address
) -> None:
    whatsapp.fails_next(131053, methods=["upload"])
    sent = await channel.send(ana, Outgoing("Your card", picture=RED))
    assert isinstance(sent, Sent)
    assert sent.media_id is None
    assert (last(whatsapp).text, last(whatsapp).picture) == ("Your card", None)


async def test_a_template_is_filled_in_and_its_buttons_carry_what_they_are_given(
    whatsapp: FakeWhatsApp, channel: WhatsApp, ana: Address
) -> None:
    words = "Hello {{1}}, your next coffee at Café Luna is {{2}} stamps away. See you!"
    body = {"type": "BODY", "text": words, "example": {"body_text": [["Ana", "3"]]}}
    stop = {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Stop"}]}
    form = {"name": "distance", "language": "en", "category": "UTILITY", "components": [body, stop]}
    whatsapp.api.create_template(form)
    await whatsapp.approves("distance")
    template = FilledTemplate("distance", "en", values=("Ana\n Kovács\t", ""), data=("v1:stop",))
    assert isinstance(await channel.send(ana, Outgoing("", template=template, tracker="outbox:7")), Sent)
    assert last(whatsapp).text == "Hello Ana Kovács, your next coffee at Café Luna is – stamps away. See you!"
    assert bodies(whatsapp)[-1]["biz_opaque_callback_data"] == "outbox:7"
    await whatsapp.taps(ANA, "Stop")
    assert told(whatsapp, channel).content == Tap("v1:stop", last(whatsapp).id)
    too_long = replace(template, data=("x" * 129,))
    assert isinstance(await channel.send(ana, Outgoing("", template=too_long)), Rejected)


@pytest.mark.parametrize(
    ("code", "delivery"),
    [
        (130429, Flooded),
        (131056, Crowded),
        (131049, Capped),
        (131050, OptedOut),
        (131047, WindowClosed),
        (131026, Unreachable),
        (131009, Rejected),
        (190, AccountBroken),
        (131016, NotSent),
        (131000, Uncertain),
    ],
)
async def test_each_refusal_is_a_value(
    code: int, delivery: type[Delivery], whatsapp: FakeWhatsApp, channel: WhatsApp, ana: Address
) -> None:
    whatsapp.fails_next(code)
    assert isinstance(await channel.send(ana, Outgoing("Hello")), delivery)


async def test_whoever_gets_too_much_is_left_in_peace_four_times_longer_each_time(
    whatsapp: FakeWhatsApp, channel: WhatsApp, ana: Address
) -> None:
    whatsapp.floods(code=131056, times=2)
    waits = [await channel.send(ana, Outgoing("Hello")) for _ in range(3)]
    assert waits[:2] == [Crowded(4), Crowded(16)]
    whatsapp.floods(code=131056)
    assert await channel.send(ana, Outgoing("Hello")) == Crowded(4)


@pytest.mark.slow
async def test_a_lost_answer_is_uncertain(whatsapp: FakeWhatsApp, channel: WhatsApp, ana: Address) -> None:
    whatsapp.accepts_then_hangs()
    assert isinstance(await channel.send(ana, Outgoing("Hello")), Uncertain)
    whatsapp.breaks(status=502)
    assert isinstance(await channel.send(ana, Outgoing("Hello")), Uncertain)


async def test_half_a_message_is_uncertain(whatsapp: FakeWhatsApp, channel: WhatsApp, ana: Address) -> None:
    first = whatsapp.arrived
    async with asyncio.TaskGroup() as group:
        sending = group.create_task(channel.send(ana, Outgoing("x " * 3000)))
        await first.wait()
        whatsapp.fails_next(131016)
    assert isinstance(sending.result(), Uncertain)


async def test_a_token_that_was_revoked_breaks_the_account(
    whatsapp: FakeWhatsApp, channel: WhatsApp, ana: Address
) -> None:
    whatsapp.token = "EAAother"
    assert isinstance(await channel.send(ana, Outgoing("Hello")), AccountBroken)


async def test_a_number_that_rests_sends_nothing_and_says_so(
    whatsapp: FakeWhatsApp, channel: WhatsApp, ana: Address
) -> None:
    await channel.stop()
    assert isinstance(await channel.send(ana, Outgoing("Hello")), NotSent)
    assert not whatsapp.count_calls("send")


async def test_nobody_at_the_address_means_not_sent(whatsapp: FakeWhatsApp, ana: Address) -> None:
    channel = channel_to(whatsapp, url=f"http://127.0.0.1:{_closed_port()}")
    assert isinstance(await channel.send(ana, Outgoing("Hello")), NotSent)
    with pytest.raises(WhatsAppUnreachableError):
        await channel.start()


async def test_a_wrong_token_or_number_is_told_at_the_start(whatsapp: FakeWhatsApp) -> None:
    with pytest.raises(WhatsAppRefusedError):
        await channel_to(whatsapp, token="EAAwrong").start()
    nobody = WhatsApp("404", whatsapp.business.account_id, whatsapp.token, api_url=whatsapp.url)
    with pytest.raises(WhatsAppRefusedError):
        await nobody.start()


def test_without_pywa_the_channel_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "channels.whatsapp.graph", raising=False)
    monkeypatch.setitem(sys.modules, "pywa_async.client", None)
    with pytest.raises(WhatsAppMissingError, match="pip install"):
        WhatsApp("1", "2", "token")


async def test_a_link_comes_back_as_a_start(whatsapp: FakeWhatsApp, channel: WhatsApp) -> None:
    link = channel.link("s_Ab-9")
    assert link == f"https://wa.me/{channel.number}?text=Stempel%20%23s_Ab-9"
    await whatsapp.opens(ANA, link)
    assert told(whatsapp, channel).content == Start("s_Ab-9")


async def test_an_answer_is_announced_and_a_refusal_does_not_matter(
    whatsapp: FakeWhatsApp, channel: WhatsApp
) -> None:
    await whatsapp.says(ANA, "card")
    incoming = told(whatsapp, channel)
    await channel.acknowledge(incoming)
    assert whatsapp.count_calls("mark_read") == 1
    await channel.acknowledge(replace(incoming, reference="wamid.unknown"))


async def test_photos_are_fetched_up_to_the_limit(whatsapp: FakeWhatsApp, channel: WhatsApp) -> None:
    await whatsapp.sends_photo(ANA, png())
    (media_id,) = whatsapp.api.media.files
    assert await channel.download(media_id, limit=10_000) == png()
    with pytest.raises(MediaUnavailableError):
        await channel.download(media_id, limit=10)
    with pytest.raises(MediaUnavailableError):
        await channel.download("404", limit=10_000)


def test_the_platforms_limits_are_told(channel: WhatsApp) -> None:
    assert not WhatsApp.can_replace
    assert channel.daily_limit == 2000
    assert (WhatsApp.most_buttons, WhatsApp.window) == (10, timedelta(hours=24))
    assert WhatsApp.speed.gap == timedelta(seconds=6)


def _closed_port() -> int:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port: int = unused.getsockname()[1]
        return port


async def test_marketing_to_the_united_states_is_not_even_tried(
    whatsapp: FakeWhatsApp, channel: WhatsApp
) -> None:
    offer = FilledTemplate("birthday", "en", category="marketing")
    for there in ("US.123", "12025550123"):
        to = Address("whatsapp", channel.account, there)
        assert isinstance(await channel.send(to, Outgoing("", template=offer)), Rejected)
    assert bodies(whatsapp) == []


@pytest.mark.parametrize(
    ("known_as", "takes"),
    [
        *(("US.1", False), ("CA.1", True), ("PR.1", True), ("DE.1", True)),
        *(("12125550100", False), ("13105550100", False), ("14165550100", True), ("18765550100", True)),
        *(("17875550100", True), ("31612345678", True), ("", True)),
    ],
)
def test_marketing_is_kept_from_the_united_states_alone(known_as: str, *, takes: bool) -> None:
    assert takes_marketing(known_as) is takes
