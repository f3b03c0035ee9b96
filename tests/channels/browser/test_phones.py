"""The browser channel as a phone sees it: what it posts, and what it watches live."""

import asyncio
from collections.abc import Mapping

import pytest

from channels.browser.channel import Browser
from channels.browser.chats import BubbleShown, ChatEvent, MenuSet, Snapshot
from channels.browser.reading import BadPostError
from channels.deliveries import Sent
from channels.messages import Address, Content, Outgoing, Photo, Start, Tap, Text

ANA = Address("browser", "demo", "ana")
NONCE = "a-random-word"


@pytest.fixture
def browser() -> Browser:
    return Browser("http://127.0.0.1:8080")


@pytest.mark.parametrize(
    ("posted", "content"),
    [
        ({"text": "/card"}, Text("/card")),
        ({"text": "Hello\0 \ud800Ana"}, Text("Hello Ana")),
        ({"text": "/start"}, Start("")),
        ({"text": "/START  join_x "}, Start("join_x")),
        ({"text": "/started"}, Text("/started")),
        ({"start": "join_x"}, Start("join_x")),
        ({"start": ""}, Start("")),
        ({"tap": {"data": "v1:undo", "message_id": "7"}}, Tap("v1:undo", "7")),
    ],
)
def test_a_post_becomes_what_any_channel_brings(
    browser: Browser, posted: Mapping[str, object], content: Content
) -> None:
    incoming = browser.to_incoming("ana", {**posted, "nonce": NONCE}, name="Ana", language="nl")
    assert incoming.content == content
    assert (incoming.sender, incoming.name, incoming.language) == (ANA, "Ana", "nl")


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"text": "two", "start": "kinds"},
        {"text": " \n"},
        {"text": "\ud800"},
        {"text": 7},
        {"text": "x" * 4097},
        {"tap": "v1:undo"},
        {"tap": {"data": "", "message_id": "7"}},
        {"tap": {"data": "x" * 65, "message_id": "7"}},
        {"tap": {"data": "v1:undo"}},
        {"photo": "gone"},
        {"photo": None},
        {"text": "short nonce", "nonce": "x"},
        {"text": "nonce of another kind", "nonce": 12345678},
    ],
)
def test_a_post_that_no_phone_makes_is_refused(browser: Browser, posted: dict[str, object]) -> None:
    with pytest.raises(BadPostError):
        browser.to_incoming("ana", {"nonce": NONCE, **posted})
    assert browser.messages("ana") == ()


def test_the_same_nonce_twice_is_one_key_and_one_bubble(browser: Browser) -> None:
    first = browser.to_incoming("ana", {"nonce": NONCE, "text": "/card"})
    again = browser.to_incoming("ana", {"nonce": NONCE, "text": "/card"})
    other = browser.to_incoming("ana", {"nonce": NONCE + "2", "text": "/card"})
    assert first.key == again.key != other.key
    assert first.key != browser.to_incoming("eva", {"nonce": NONCE, "text": "/card"}).key
    assert [shown.text for shown in browser.messages("ana")] == ["/card", "/card"]


async def test_a_picture_of_one_chat_can_be_photographed_in_another(browser: Browser) -> None:
    shown_by_ana = browser.keep(b"picture of a code")
    incoming = browser.to_incoming("eva", {"nonce": NONCE, "photo": shown_by_ana})
    assert incoming.content == Photo(shown_by_ana, 17)
    assert await browser.download(shown_by_ana, limit=17) == b"picture of a code"
    assert browser.messages("eva")[0].picture == shown_by_ana


async def test_a_persons_own_words_are_never_replaced(browser: Browser) -> None:
    browser.to_incoming("ana", {"nonce": NONCE, "text": "mine"})
    mine = browser.messages("ana")[0].id
    await browser.send(ANA, Outgoing("ours", replaces=mine))
    assert [shown.text for shown in browser.messages("ana")] == ["mine", "ours"]


async def take(browser: Browser, *chats: str, then: Outgoing) -> tuple[list[ChatEvent], Sent]:
    """Watch until the snapshots are there, send, and return all that was seen."""
    watch = browser.watch(*chats)
    seen = [await anext(watch) for _ in chats]
    sent = await browser.send(ANA, then)
    assert isinstance(sent, Sent)
    seen.append(await asyncio.wait_for(anext(watch), 5))
    return seen, sent


async def test_a_watcher_sees_a_snapshot_and_then_what_happens(browser: Browser) -> None:
    await browser.send(ANA, Outgoing("before"))
    (snapshot, _, shown), sent = await take(browser, "ana", "eva", then=Outgoing("after"))
    assert isinstance(snapshot, Snapshot)
    assert [message.text for message in snapshot.messages] == ["before"]
    assert isinstance(shown, BubbleShown)
    assert (shown.chat, shown.message.text, shown.message.id) == ("ana", "after", sent.message_id)


async def test_a_slow_watcher_skips_to_the_latest_and_misses_nothing(browser: Browser) -> None:
    watch = browser.watch("ana")
    await anext(watch)
    first = await browser.send(ANA, Outgoing("0"))
    assert isinstance(first, Sent)
    for number in range(1, 1000):
        await browser.send(ANA, Outgoing(str(number), replaces=first.message_id))
    await browser.send(ANA, Outgoing("end"))
    events = [await asyncio.wait_for(anext(watch), 5) for _ in range(2)]
    assert [event.message.text for event in events if isinstance(event, BubbleShown)] == ["999", "end"]


async def test_an_edit_that_changes_nothing_is_no_event(browser: Browser) -> None:
    first = await browser.send(ANA, Outgoing("same"))
    assert isinstance(first, Sent)
    watch = browser.watch("ana")
    await anext(watch)
    await browser.send(ANA, Outgoing("same", replaces=first.message_id))
    await browser.send(ANA, Outgoing("news"))
    event = await anext(watch)
    assert isinstance(event, BubbleShown)
    assert event.message.text == "news"


async def test_a_menu_of_ones_own_comes_before_everybodys(browser: Browser) -> None:
    await browser.set_menu(None, [("help", "Help")])
    await browser.set_menu(None, [("help", "Hulp")], language="nl")
    browser.to_incoming("ana", {"nonce": NONCE, "text": "Hoi"}, language="nl")
    assert browser.menu("eva") == (("help", "Help"),)
    assert browser.menu("ana") == (("help", "Hulp"),)
    await browser.set_menu(ANA, [("card", "Kaart")])
    assert browser.menu("ana") == (("card", "Kaart"),)
    await browser.set_menu(ANA, [])
    assert browser.menu("ana") == (("help", "Hulp"),)


async def test_a_watcher_sees_its_menu_change(browser: Browser) -> None:
    watch = browser.watch("ana", "eva")
    await anext(watch)
    await anext(watch)
    await browser.set_menu(ANA, [("Not a command", "refused")])
    await browser.set_menu(ANA, [("card", "Show my card")])
    assert await asyncio.wait_for(anext(watch), 5) == MenuSet("ana", (("card", "Show my card"),))


async def test_closing_ends_every_watch(browser: Browser) -> None:
    async def watched() -> int:
        return len([event async for event in browser.watch("ana")])

    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        watches = [group.create_task(watched()) for _ in range(3)]
        await asyncio.sleep(0)
        browser.close()
    assert [watch.result() for watch in watches] == [1, 1, 1]
