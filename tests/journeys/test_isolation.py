"""No command, link, code, button or page of one shop reads or changes another's."""

from itertools import count

import httpx
import pytest

from bot.buttons import OldButton, decode, encode
from channels.messages import Content, Incoming, Start, Tap, Text
from tests.answers import answers
from tests.fakes.people import User
from tests.fakes.telegram_api import as_chat, as_user
from tests.journeys.street import BEN, KIM, MARKS, MAX, ROY, Street
from tests.journeys.street_left import left, street
from tests.journeys.street_rows import changed

__all__ = ["left", "street"]  # fixtures

_KEYS = count(1)
_BEARERS = ("j", "i", "p")  # a poster, an invitation, a printed card: theirs who hold them


async def brings(street: Street, chat: str, person: User, content: Content) -> str:
    """Let a platform bring what somebody did, and return all that the answer holds."""
    house, sender = street.own.house, street.at(chat, person)
    incoming = Incoming(f"walk:{next(_KEYS)}", sender, person.first_name, "en", content)
    replies = await answers(house.db, incoming, house.router.platform(sender.ours), now=house.clock())
    return "\n".join(repr(reply) for reply in replies)


def about_luna(street: Street, words: str) -> set[str]:
    """Return what a text says that only Café Lunaq knows: of its names, its customers, its cards' codes."""
    return {one for one in (*street.secrets["luna"], MARKS["luna"]) if one.lower() in words.lower()}


STRANGERS_TO_LUNA = pytest.mark.parametrize(
    ("chat", "person"),
    [
        pytest.param("shared", ROY, id="another shop's owner"),
        pytest.param("whatsapp", KIM, id="another shop's customer", marks=pytest.mark.slow),
        pytest.param("own", MAX, id="a stranger in the shop's own chat", marks=pytest.mark.slow),
    ],
)


@STRANGERS_TO_LUNA
async def test_a_button_copied_from_another_shop_is_refused(street: Street, chat: str, person: User) -> None:
    before = await street.rows()
    secret, holder, now = street.secret, street.holder(chat, person), street.own.shared.hours.now
    others = [one for one in street.shown.buttons if decode(secret, holder, one, now=now) == OldButton()]
    assert len(others) > 300
    for data in others:
        said = await brings(street, chat, person, Tap(data, "1"))
        assert "out of date" in said or "this button does nothing" in said, (data, said)
        assert not about_luna(street, said), data
    assert await street.rows() == before


@pytest.mark.slow
@STRANGERS_TO_LUNA
async def test_a_button_about_another_shop_does_nothing_even_for_who_could_sign_it(
    street: Street, chat: str, person: User, pytestconfig: pytest.Config
) -> None:
    before = (await street.rows())["luna"]
    secret, holder = street.secret, street.holder(chat, person)
    shown = [*dict.fromkeys(tuple(data.split("|")[1:3]) for data in street.shown.buttons)]
    for verb, arg in shown[:: 1 if pytestconfig.getoption("long") else 5]:
        data = encode(secret, holder, verb, arg, now=street.own.shared.hours.now)
        said = await brings(street, chat, person, Tap(data, "1"))
        assert said, data
        assert not about_luna(street, said), (data, said)
        assert not changed(before, (await street.rows())["luna"]), (data, said)


@pytest.mark.slow
@STRANGERS_TO_LUNA
async def test_a_link_or_code_of_another_shop_is_refused_however_it_is_given(
    street: Street, chat: str, person: User
) -> None:
    before = (await street.rows())["luna"]
    ways: list[Content] = [Text(code) for code in street.shown.codes]
    for payload in street.payloads():
        if not payload.startswith(_BEARERS):
            ways += [Start(payload), Text(f"https://stempel.example/s/{payload}"), Text(payload)]
    for way in ways:
        said = await brings(street, chat, person, way)
        assert said, way
        assert not about_luna(street, said), (way, said)
        assert not changed(before, (await street.rows())["luna"]), (way, said)


@pytest.mark.slow
async def test_a_page_tells_and_changes_nothing_whoever_opens_it(street: Street) -> None:
    before = await street.rows()
    links = [f"/s/{payload}{shop}" for payload in street.payloads() for shop in ("", "?shop=1", "?shop=2")]
    for path in (*links, "/healthz", "/readyz", "/metrics"):
        page = await street.visits(path)
        assert page.status_code < 500
        assert not [word for word in MARKS.values() if word in page.text.lower()], path
    assert await street.rows() == before


@pytest.mark.slow
async def test_what_one_bot_is_brought_is_not_taken_at_another_bots_address(street: Street) -> None:
    shared, own = (stage.telegram.updates.webhook for stage in (street.own.shared, street.own.luna))
    update = {
        "update_id": 1,
        "message": {"message_id": 1, "date": 0, "text": "/card", "chat": as_chat(BEN), "from": as_user(BEN)},
    }
    transport = httpx.ASGITransport(street.own.web)
    async with httpx.AsyncClient(transport=transport) as browser:
        for there, secret in ((shared, own), (own, shared)):
            told = {"X-Telegram-Bot-Api-Secret-Token": secret["secret_token"]}
            assert (await browser.post(there["url"], json=update, headers=told)).status_code == 403
