"""The browser channel as the bot sees it: what it sends, edits, links to and fetches."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from channels.browser.channel import Browser
from channels.browser.chats import Bubble
from channels.channel import Channel, MediaUnavailableError
from channels.deliveries import Delivery, Rejected, Sent
from channels.messages import Address, Button, Media, Outgoing

ANA = Address("browser", "demo", "ana")


def picture(colour: str = "green") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def browser() -> Browser:
    return Browser("http://127.0.0.1:8080/")


async def send(browser: Browser, message: Outgoing) -> Sent:
    sent = await browser.send(ANA, message)
    assert isinstance(sent, Sent), sent
    return sent


def only(browser: Browser) -> Bubble:
    (message,) = browser.messages("ana")
    return message


def test_it_is_a_channel(browser: Browser) -> None:
    channel: Channel = browser
    assert channel.can_replace


def test_a_link_brings_its_payload_to_the_page(browser: Browser) -> None:
    assert browser.link("join_-9") == "http://127.0.0.1:8080/?start=join_-9"
    browser.public_url = "https://luna.example"
    assert browser.link("x") == "https://luna.example/?start=x"


@pytest.mark.parametrize("payload", ["", "a.b", "a=b", "é", "x" * 65, "x\n"])
def test_a_payload_that_a_platform_would_drop_is_refused(browser: Browser, payload: str) -> None:
    with pytest.raises(ValueError, match="payload"):
        browser.link(payload)


async def test_messages_stay_in_order_with_their_buttons(browser: Browser) -> None:
    row = (Button("Undo", data="v1:undo"), Button("Map", url="https://luna.example"))
    await send(browser, Outgoing("Hello"))
    await send(browser, Outgoing("Stamped", buttons=(row,)))
    first, second = browser.messages("ana")
    assert (first.author, first.text, second.text, second.buttons) == ("bot", "Hello", "Stamped", (row,))


async def test_an_edit_stays_in_its_place_and_keeps_its_id(browser: Browser) -> None:
    card = await send(browser, Outgoing("3 of 10", picture=Media("card.png", picture())))
    await send(browser, Outgoing("Later"))
    edited = await send(
        browser, Outgoing("4 of 10", picture=Media("card.png", picture("red")), replaces=card.message_id)
    )
    assert edited.message_id == card.message_id
    assert edited.media_id != card.media_id
    first, later = browser.messages("ana")
    assert (first.text, first.picture) == ("4 of 10", edited.media_id)
    assert first.version > later.version


async def test_new_words_for_a_picture_leave_the_picture(browser: Browser) -> None:
    card = await send(browser, Outgoing("3 of 10", picture=Media("card.png", picture())))
    await send(browser, Outgoing("Used", replaces=card.message_id))
    assert (only(browser).text, only(browser).picture) == ("Used", card.media_id)


async def test_an_edit_without_buttons_takes_them_away(browser: Browser) -> None:
    asked = await send(browser, Outgoing("Erase all?", buttons=((Button("Yes", "v1:yes"),),)))
    await send(browser, Outgoing("Erased", replaces=asked.message_id))
    assert only(browser).buttons == ()


async def test_what_is_gone_cannot_be_replaced_so_it_is_sent_anew(browser: Browser) -> None:
    sent = await send(browser, Outgoing("Here again", replaces="of-an-earlier-run"))
    assert only(browser).id == sent.message_id != "of-an-earlier-run"


async def test_an_earlier_run_shares_no_message_ids_with_this_one(browser: Browser) -> None:
    other = Browser("http://127.0.0.1:8080")
    assert (await send(browser, Outgoing("1"))).message_id != (await send(other, Outgoing("1"))).message_id


async def test_a_picture_can_be_sent_again_by_its_id(browser: Browser) -> None:
    first = await send(browser, Outgoing("Card", picture=Media("card.png", picture())))
    again = await send(browser, Outgoing("Card", picture=Media("card.png", media_id=first.media_id)))
    assert again.media_id == first.media_id
    assert await browser.download(first.media_id or "", limit=10_000) == picture()


async def test_a_document_carries_its_name(browser: Browser) -> None:
    sent = await send(browser, Outgoing("Your data", document=Media("mydata.json", b"{}")))
    document = only(browser).document
    assert document
    assert (document.media_id, document.filename) == (sent.media_id, "mydata.json")


@pytest.mark.parametrize(
    "message",
    [
        Outgoing(""),
        Outgoing(" \n"),
        Outgoing("x" * 16_385),
        Outgoing("?", buttons=((Button("", "v1:x"),),)),
        Outgoing("?", buttons=((Button("Neither"),),)),
        Outgoing("?", buttons=((Button("Both", "v1:x", "https://luna.example"),),)),
        Outgoing("?", buttons=((Button("Long", "é" * 33),),)),
        Outgoing("?", buttons=((Button("Script", url="javascript:alert(1)"),),)),
        Outgoing("?", picture=Media("card.png", b"no picture")),
        Outgoing("?", picture=Media("card.png", media_id="forgotten")),
        Outgoing("?", picture=Media("card.png")),
        Outgoing("?", document=Media("big.csv", bytes(10 * 2**20 + 1))),
        Outgoing("?", picture=Media("a.png", picture()), document=Media("a.csv", b"a")),
    ],
)
async def test_what_a_platform_would_refuse_is_rejected(browser: Browser, message: Outgoing) -> None:
    assert isinstance(await browser.send(ANA, message), Rejected)
    assert browser.messages("ana") == ()


@pytest.mark.parametrize("change", [{"channel": "telegram"}, {"account": "other"}])
async def test_another_channels_address_is_rejected(browser: Browser, change: dict[str, str]) -> None:
    delivery: Delivery = await browser.send(replace(ANA, **change), Outgoing("Hello"))
    assert isinstance(delivery, Rejected)


async def test_a_photo_over_the_limit_or_gone_is_unavailable(browser: Browser) -> None:
    photo = browser.keep(b"12345")
    with pytest.raises(MediaUnavailableError):
        await browser.download(photo, limit=4)
    with pytest.raises(MediaUnavailableError):
        await browser.download("gone", limit=4)


async def test_memory_is_bounded(browser: Browser) -> None:
    oldest = browser.keep(bytes(9 * 2**20), filename="oldest")
    for number in range(7):
        browser.keep(bytes(9 * 2**20), filename=str(number))
    assert browser.file(oldest) is None
    assert browser.file(browser.keep(b"new")) is not None
    for number in range(210):
        await send(browser, Outgoing(str(number)))
    assert [shown.text for shown in browser.messages("ana")] == [str(number) for number in range(10, 210)]
    for number in range(500):
        await browser.send(replace(ANA, external_id=f"guest{number}"), Outgoing("Hello"))
    assert browser.messages("ana") == ()


async def test_the_newest_picture_is_the_one_changed_last(browser: Browser) -> None:
    assert browser.newest_picture("ana") is None
    card = await send(browser, Outgoing("Card", picture=Media("card.png", picture("red"))))
    code = await send(browser, Outgoing("Code", picture=Media("code.png", picture("blue"))))
    assert browser.newest_picture("ana") == code.media_id
    renewed = await send(
        browser, Outgoing("Card", picture=Media("card.png", picture("white")), replaces=card.message_id)
    )
    assert browser.newest_picture("ana") == renewed.media_id
