"""What leaves for Telegram arrives as meant, and each way it can fail has its own `Delivery`."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from channels.channel import MediaUnavailableError
from channels.deliveries import (
    AccountBroken,
    Crowded,
    Delivery,
    NotSent,
    Rejected,
    Sent,
    Uncertain,
    Unreachable,
)
from channels.messages import Address, Button, Incoming, Media, Outgoing, Tap
from channels.telegram.channel import Telegram
from tests.fakes.people import ANA, EVA, User
from tests.fakes.pictures import png
from tests.fakes.telegram import FakeTelegram

TO_ANA = Address("telegram", "700", str(ANA.id))
BUTTONS = ((Button("Card", "v1:card"), Button("Join", url="https://t.me/stempel_bot?start=abc")),)


RED = Media("card.png", png("red"))
GREEN = Media("card.png", png("green"))


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as telegram:
        await telegram.opens(ANA, "")
        yield telegram


@pytest.fixture
async def bot(telegram: FakeTelegram) -> AsyncIterator[Telegram]:
    bot = Telegram(telegram.token, api_url=telegram.url, answer_timeout_s=0.15)
    await bot.start()
    yield bot
    await bot.stop()


async def sent(bot: Telegram, message: Outgoing) -> Sent:
    delivery = await bot.send(TO_ANA, message)
    assert isinstance(delivery, Sent), delivery
    return delivery


async def test_a_text_arrives_as_it_is_with_its_buttons(bot: Telegram, telegram: FakeTelegram) -> None:
    await sent(bot, Outgoing("Hello _*[x]_ <b> & all", BUTTONS))
    (seen,) = telegram.chat(ANA)
    assert (seen.text, seen.labels) == ("Hello _*[x]_ <b> & all", ("Card", "Join"))


async def test_a_picture_is_uploaded_once_and_sent_again_by_its_id(
    bot: Telegram, telegram: FakeTelegram
) -> None:
    first = await sent(bot, Outgoing("4 of 10", BUTTONS, picture=RED))
    await sent(bot, Outgoing("4 of 10", picture=Media("card.png", media_id=first.media_id)))
    assert [(seen.text, seen.picture) for seen in telegram.chat(ANA)] == [("4 of 10", RED.content)] * 2
    assert len(telegram.api.files) == 1


async def test_a_document_arrives_with_its_caption(bot: Telegram, telegram: FakeTelegram) -> None:
    delivery = await sent(bot, Outgoing("Your data", document=Media("data.json", b"{}")))
    (seen,) = telegram.chat(ANA)
    assert (seen.text, seen.document) == ("Your data", b"{}")
    assert delivery.media_id == next(iter(telegram.api.files))


async def test_a_picture_is_replaced_in_place(bot: Telegram, telegram: FakeTelegram) -> None:
    first = await sent(bot, Outgoing("4 of 10", BUTTONS, picture=RED))
    second = await sent(bot, Outgoing("5 of 10", picture=GREEN, replaces=first.message_id))
    (seen,) = telegram.chat(ANA)
    assert (seen.text, seen.picture, seen.labels) == ("5 of 10", GREEN.content, ())
    assert second.message_id == first.message_id
    assert second.media_id not in (None, first.media_id)


async def test_the_words_of_a_text_and_of_a_picture_are_replaced_alike(
    bot: Telegram, telegram: FakeTelegram
) -> None:
    text = await sent(bot, Outgoing("Sure?", BUTTONS))
    picture = await sent(bot, Outgoing("4 of 10", picture=RED))
    for first in (text, picture):
        await sent(bot, Outgoing("Done", replaces=first.message_id))
    assert [(seen.text, seen.labels) for seen in telegram.chat(ANA)] == [("Done", ()), ("Done", ())]
    assert telegram.chat(ANA)[1].picture == RED.content


async def test_a_text_can_become_a_picture_and_a_file(bot: Telegram, telegram: FakeTelegram) -> None:
    first = await sent(bot, Outgoing("Wait…"))
    await sent(bot, Outgoing("Here", picture=RED, replaces=first.message_id))
    await sent(bot, Outgoing("Here", document=Media("a.csv", b"a,b"), replaces=first.message_id))
    (seen,) = telegram.chat(ANA)
    assert (seen.text, seen.document) == ("Here", b"a,b")


async def test_replacing_with_the_same_is_a_success(bot: Telegram) -> None:
    first = await sent(bot, Outgoing("4 of 10", picture=RED))
    same = Outgoing("4 of 10", picture=Media("c.png", media_id=first.media_id), replaces=first.message_id)
    assert await sent(bot, same) == first


@pytest.mark.parametrize("picture", [None, RED])
async def test_when_the_message_to_replace_is_gone_a_new_one_comes(
    bot: Telegram, telegram: FakeTelegram, picture: Media | None
) -> None:
    delivery = await sent(bot, Outgoing("Here", picture=picture, replaces="999"))
    assert [seen.id for seen in telegram.chat(ANA)] == [delivery.message_id]


@pytest.mark.parametrize("letter", ["a", "😀"])
async def test_a_text_too_long_for_one_message_goes_on_in_the_next(
    bot: Telegram, telegram: FakeTelegram, letter: str
) -> None:
    text = " ".join([letter * 7] * 900)
    await sent(bot, Outgoing(text, BUTTONS))
    seen = telegram.chat(ANA)
    assert " ".join(part.text for part in seen) == text
    assert [bool(part.labels) for part in seen] == [True] + [False] * (len(seen) - 1)


async def test_a_caption_too_long_goes_on_below_the_picture(bot: Telegram, telegram: FakeTelegram) -> None:
    text = "word " * 300 + "end"
    first = await sent(bot, Outgoing(text, picture=RED))
    picture, rest = telegram.chat(ANA)
    assert f"{picture.text} {rest.text}" == text
    assert (picture.picture, picture.id) == (RED.content, first.message_id)
    await sent(bot, Outgoing(text + "!", picture=GREEN, replaces=first.message_id))
    assert [seen.text[-4:] for seen in telegram.chat(ANA)] == ["word", " end", "end!"]


async def test_a_word_longer_than_a_message_loses_no_letter(bot: Telegram, telegram: FakeTelegram) -> None:
    await sent(bot, Outgoing("😀" * 5000))
    assert "".join(seen.text for seen in telegram.chat(ANA)) == "😀" * 5000


async def test_a_beginning_that_arrived_alone_is_uncertain(bot: Telegram, telegram: FakeTelegram) -> None:
    telegram.breaks(methods=["sendMessage"])
    delivery = await bot.send(TO_ANA, Outgoing("word " * 300, picture=RED))
    assert isinstance(delivery, Uncertain)


@pytest.mark.parametrize(
    "button", [Button("Long", "x" * 65), Button("Neither"), Button("Both", "x", "https://x.org")]
)
async def test_a_button_that_telegram_cannot_carry_is_a_bug(bot: Telegram, button: Button) -> None:
    with pytest.raises(ValueError, match=button.label):
        await bot.send(TO_ANA, Outgoing("x", ((button,),)))


async def outcome(bot: Telegram, to: User = ANA, message: Outgoing | None = None) -> Delivery:
    return await bot.send(Address("telegram", "700", str(to.id)), message or Outgoing("x"))


async def test_a_flood_says_how_long_to_be_silent(bot: Telegram, telegram: FakeTelegram) -> None:
    telegram.floods(retry_after_s=3)
    assert await outcome(bot) == Crowded(3.0, perhaps_all=True)
    assert isinstance(await outcome(bot), Sent)


async def test_whoever_blocked_us_never_started_us_or_is_unknown_is_unreachable(
    bot: Telegram, telegram: FakeTelegram
) -> None:
    telegram.api.chat_of(EVA)
    await telegram.blocks(ANA)
    assert isinstance(await outcome(bot, ANA), Unreachable)
    assert isinstance(await outcome(bot, EVA), Unreachable)
    assert isinstance(await outcome(bot, User(404, "Nobody")), Unreachable)


@pytest.mark.parametrize(
    "message",
    [
        Outgoing(" "),
        Outgoing("x", picture=Media("x.png", b"no image")),
        Outgoing("x", picture=Media("x.png", png(size=(2, 60)))),
        Outgoing("x", picture=Media("x.png", media_id="someone else's")),
        Outgoing("x", picture=Media("x.png", media_id="gone"), replaces="1"),
        Outgoing("x", ((Button("x", url="no address"),),)),
    ],
)
async def test_what_telegram_refuses_is_rejected(bot: Telegram, message: Outgoing) -> None:
    first = await sent(bot, Outgoing("first"))
    message = replace(message, replaces=first.message_id) if message.replaces else message
    assert isinstance(await outcome(bot, message=message), Rejected)


async def test_a_token_that_was_revoked_breaks_the_account(bot: Telegram, telegram: FakeTelegram) -> None:
    telegram.breaks(status=401, description="Unauthorized")
    delivery = await outcome(bot)
    assert isinstance(delivery, AccountBroken)
    assert telegram.token not in delivery.reason


@pytest.mark.parametrize("status", [500, 502, 503, 418])
async def test_an_error_inside_telegram_leaves_it_uncertain(
    bot: Telegram, telegram: FakeTelegram, status: int
) -> None:
    telegram.breaks(status=status)
    assert isinstance(await outcome(bot), Uncertain)


async def test_an_answer_that_never_comes_leaves_it_uncertain(bot: Telegram, telegram: FakeTelegram) -> None:
    telegram.accepts_then_hangs()
    assert isinstance(await outcome(bot), Uncertain)
    assert len(telegram.chat(ANA)) == 1


async def test_a_connection_that_breaks_leaves_it_uncertain() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        bot = Telegram("700:x", api_url=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        assert await outcome(bot) == Uncertain("ServerDisconnectedError")
        await bot.stop()


async def test_without_a_connection_it_surely_was_not_sent() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        bot = Telegram("700:x", api_url=f"http://127.0.0.1:{unused.getsockname()[1]}")
        assert await outcome(bot) == NotSent("ClientConnectorError")
        await bot.stop()


async def test_a_photo_is_downloaded(bot: Telegram, telegram: FakeTelegram) -> None:
    file = telegram.api.keep("photo", RED.whole(), "photo.jpg")
    assert await bot.download(file.id, limit=len(RED.whole())) == RED.whole()


async def test_a_photo_too_large_or_unknown_is_unavailable(bot: Telegram, telegram: FakeTelegram) -> None:
    file = telegram.api.keep("photo", RED.whole(), "photo.jpg")
    with pytest.raises(MediaUnavailableError, match="allowed"):
        await bot.download(file.id, limit=10)
    with pytest.raises(MediaUnavailableError):
        await bot.download("unknown", limit=1000)
    telegram.accepts_then_hangs(methods=["getFile"])
    with pytest.raises(MediaUnavailableError):
        await bot.download(file.id, limit=1000)


async def test_a_tap_is_acknowledged_once_and_a_late_one_hurts_nobody(
    bot: Telegram, telegram: FakeTelegram
) -> None:
    await sent(bot, Outgoing("x", BUTTONS))
    await telegram.taps(ANA, "Card")
    (_, update) = await bot.updates(offset=0, timeout_s=0)
    incoming = bot.to_incoming(update)
    assert isinstance(incoming, Incoming)
    assert isinstance(incoming.content, Tap)
    assert telegram.spins(ANA)
    for _ in range(2):
        await bot.acknowledge(incoming)
    assert not telegram.spins(ANA)


async def test_menus_are_set_for_one_person_and_for_a_language(bot: Telegram, telegram: FakeTelegram) -> None:
    await bot.set_menu(TO_ANA, [("card", "My card")])
    await bot.set_menu(None, [("card", "Mijn kaart")], language="nl")
    await bot.set_menu(Address("telegram", "700", "404"), [("card", "Nobody's")])
    assert telegram.menu(ANA) == [("card", "My card")]
    assert telegram.menu(language="nl") == [("card", "Mijn kaart")]


async def test_a_link_brings_its_payload_back_as_a_start(bot: Telegram, telegram: FakeTelegram) -> None:
    assert bot.link("abc_-1") == "https://t.me/stempel_bot?start=abc_-1"
    await telegram.opens(ANA, bot.link("abc_-1"))
    incoming = bot.to_incoming((await bot.updates(offset=0, timeout_s=0))[-1])
    assert incoming
    assert repr(incoming.content) == "Start(payload='abc_-1')"
