"""What nobody should send: each gets a clear answer, and nothing is half written."""

import base64
import io

import pytest
import qrcode
from PIL import Image

from loyalty.tokens import CARD_TOKEN_LENGTH
from tests.fakes.people import User
from tests.fakes.pictures import png
from tests.fakes.telegram_rules import Json
from tests.journeys.people import ANA, EVA
from tests.journeys.platforms import TELEGRAM
from tests.journeys.stage import Stage

UNKNOWN = "I don't know this code. Nothing was booked: ask for a new one, it takes one tap."
NO_REWARD = "I don't know this code. It is of no reward at Café Luna: nothing was handed out."


async def test_a_malformed_code_is_answered_and_books_nothing(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    for payload in ("c", "c" + "A" * 36, "p" + "B" * 28, "x", "0", "_", "c-", "x" * 64):
        assert await stage.opens(EVA, stage.channel.link(payload)) == UNKNOWN, payload
    for payload in ("v", "vAAAAAA"):
        assert NO_REWARD in await stage.opens(EVA, stage.channel.link(payload))
    assert "This invitation was used or has run out." in await stage.opens(EVA, stage.channel.link("i"))
    assert await _visits(stage) == 0


async def test_a_code_with_one_bit_changed_is_forged(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    code = stage.code_of(ANA)
    link, token = code[:-CARD_TOKEN_LENGTH], code[-CARD_TOKEN_LENGTH:]
    genuine = base64.urlsafe_b64decode(token)
    for place in range(0, len(genuine), 5):
        raw = bytearray(genuine)
        raw[place] ^= 1
        forged = base64.urlsafe_b64encode(bytes(raw)).decode()
        assert await stage.opens(EVA, link + forged) == UNKNOWN, place
    assert await _visits(stage) == 0


async def test_the_link_of_a_shop_that_never_was_leads_nowhere(stage: Stage) -> None:
    assert "leads nowhere any more" in await stage.opens(ANA, stage.channel.link("jNOSUCHSHOP"))
    assert await stage.rows("SELECT COUNT(*) FROM accounts") == [(0,)]


async def test_a_photo_of_something_else_is_answered(stage: Stage) -> None:
    await stage.cafe()
    assert "I see no code on this picture." in await stage.sends_photo(EVA, png(size=(400, 300)))


async def test_a_customer_whose_photo_has_no_code_is_led_on_in_words_and_to_the_card(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    assert "say in words what it is about" in await stage.sends_photo(ANA, png(size=(400, 300)))
    assert "0 of 4 stamps" in await stage.taps(ANA, "💳 My card")


async def test_a_photo_with_the_code_of_something_else_is_answered(stage: Stage) -> None:
    await stage.cafe()
    drawn = io.BytesIO()
    qrcode.make("https://example.org/menu").save(drawn)
    assert "none of my codes: nothing was booked." in await stage.sends_photo(EVA, drawn.getvalue())


async def test_a_file_that_is_no_picture_is_answered(stage: Stage) -> None:
    await stage.cafe()
    doing = stage.platform.sends_file(EVA, b"MZ, and no picture at all")
    assert "I can't open this as a picture." in await stage.heard(EVA, doing)


async def test_half_a_picture_is_answered(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    picture = stage.picture(ANA)
    doing = stage.platform.sends_file(EVA, picture[: len(picture) // 3])
    answer = await stage.heard(EVA, doing)
    assert "I can't open this as a picture." in answer or "I see no code" in answer


@pytest.mark.slow
async def test_a_picture_of_a_hundred_megapixels_is_refused_unopened(stage: Stage) -> None:
    await stage.cafe()
    bomb = io.BytesIO()
    Image.new("1", (10_001, 10_001)).save(bomb, "PNG")
    doing = stage.platform.sends_file(EVA, bomb.getvalue())
    assert "This picture is too large for me." in await stage.heard(EVA, doing)


@TELEGRAM
async def test_a_file_of_eleven_megabytes_is_refused(stage: Stage) -> None:
    await stage.cafe()
    doing = stage.platform.sends_file(EVA, b"\x89PNG\r\n\x1a\n" + bytes(11 * 2**20))
    assert "This picture is too large for me." in await stage.heard(EVA, doing)


async def test_words_that_mean_nothing_are_answered_with_the_menu(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    for words in ("/nosuchcommand", "/", "//", "💥" * 2000, "\u202e\u200f"):
        assert "Café Luna · 0 of 4 stamps" in await stage.says(ANA, words), words
        assert "You work at Café Luna." in await stage.says(EVA, words), words


async def test_other_words_that_mean_nothing_are_offered_to_the_shop(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    for words in ("A\0B", "{name}%s", "?start="):
        assert "Shall I pass this on?" in await stage.says(ANA, words), words
        assert "You work at Café Luna." in await stage.says(EVA, words), words


async def test_a_strange_search_finds_nobody(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    for part in ("x" * 4000, "%", "_", "\\", "'\"--"):
        assert "Nobody by that name." in await stage.says(EVA, f"/find {part}"), part


async def test_commands_of_the_staff_tell_others_whom_they_are_for(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    for command in ("/find Eva", "/undo", "/today"):
        assert "That is for the shop's staff." in await stage.says(ANA, command)


async def test_a_very_long_reason_is_kept_short(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    stage.later(minutes=11)
    await stage.taps(EVA, "↩ Undo")
    assert "Taken back." in await stage.says(EVA, "why " * 1000)
    [[reason]] = await stage.rows("SELECT reason FROM audit WHERE what = 'visit_undone'")
    assert len(reason) <= 200


_SOMEBODY: Json = {"id": 1001, "is_bot": False, "first_name": "Ana"}
_GROUP: Json = {"id": -100, "type": "group", "title": "Friends"}


_NOT_FOR_US: list[Json] = [
    {},
    {"poll": {"id": "1"}},
    {"message": None},
    {"message": {"message_id": 1, "chat": {"id": 1001, "type": "private"}, "text": "no sender"}},
    {"message": {"message_id": 1, "from": _SOMEBODY, "chat": _GROUP, "text": "/card"}},
    {"channel_post": {"message_id": 1, "chat": {"id": -1, "type": "channel"}, "text": "/card"}},
    {"edited_message": {"message_id": 1, "from": _SOMEBODY, "chat": {"id": 1001, "type": "private"}}},
    {"message": {"message_id": 1, "from": {**_SOMEBODY, "is_bot": True}, "chat": _GROUP, "text": "x"}},
    {"callback_query": {"id": "1", "from": _SOMEBODY}},
    {"something_new_in_2031": {"deep": [{"er": 1}] * 50}},
]


@TELEGRAM
async def test_an_update_that_is_not_for_us_is_acknowledged_in_silence(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    before = (stage.telegram.count_calls("send"), await stage.rows("SELECT COUNT(*) FROM persons"))
    for update in _NOT_FOR_US:
        await stage.telegram.raw(update)
    assert (stage.telegram.count_calls("send"), await stage.rows("SELECT COUNT(*) FROM persons")) == before


@TELEGRAM
async def test_a_sticker_is_answered_with_what_can_be_sent_instead(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    chat = {"id": 1001, "type": "private"}
    sticker = {"message_id": 9, "from": _SOMEBODY, "chat": chat, "sticker": {"file_id": "s"}}
    answer = await stage.heard(ANA, stage.telegram.raw({"message": sticker}))
    assert answer.startswith("Nice! But I can read only words, and photos of codes.\n/card shows your card")


async def test_a_stranger_is_told_how_to_begin(stage: Stage) -> None:
    nobody = User(1040, "Nobody")
    assert "Scan the poster in a shop" in await stage.says(nobody, "hello?")
    assert "You have no card yet." in await stage.says(nobody, "/card")


async def _visits(stage: Stage) -> int:
    [[count]] = await stage.rows("SELECT COUNT(*) FROM visits")
    return int(count)
